/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NODE_H
#define IPSEC_OFFLOAD_IPSEC_NODE_H

#include "core-hash.h"
#include "cost-tally.h"
#include "expiry-timer.h"
#include "fragment-policy-search.h"
#include "identification-counters.h"
#include "ipsec-counters.h"
#include "step-costs.h"
#include "tunnel-ecn.h"

#include "ns3/flow-cache.h"
#include "ns3/host-model.h"
#include "ns3/ipsec-offload.h"
#include "ns3/object.h"
#include "ns3/packet-descriptor.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"
#include "ns3/segment-cut.h"
#include "ns3/socket-policy-database.h"
#include "ns3/traced-callback.h"
#include "ns3/transform-history.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Opens the bytes of an ESP packet for IpsecNode, between the replay check and the window's update
 * (R170). stack/ implements it; lean fidelity has no bytes.
 */
class EspOpener
{
  public:
    virtual ~EspOpener() = default;

    /**
     * @param sa the SA found by SPI
     * @param sequence the full sequence number, recovered from the window
     * @return NONE, BAD_ICV or MALFORMED
     */
    virtual IpsecDrop Open(const SecurityAssociation& sa, uint64_t sequence) = 0;
};

/**
 * @ingroup ipsec-offload
 * The walk of one datagram through a host: policy, SA, decision, host booking, software ESP's
 * accounting, counters and reasons. The only place where a packet's fate is decided
 * (doc/design.rst#layers). It works on descriptors, takes the time as an argument and is called by
 * stack/ (full fidelity) and lean/ only.
 *
 * Identities: see IpsecOutputCounters and IpsecInputCounters; CheckInvariants() asserts them, and
 * those of the databases and of the offload infrastructure.
 */
class IpsecNode : public Object
{
  public:
    /// When a datagram that must not be fragmented is tested against the path MTU before ESP.
    enum DfPolicy
    {
        DF_POLICY_CLEAR, //!< never, for IPv4
        DF_POLICY_SET,   //!< always
        DF_POLICY_COPY   //!< when the datagram has DF
    };

    /// How the offload decision tests the size of a packet.
    enum SizeTest
    {
        FREEBSD_ESTIMATE, //!< estimate, then FreeBSD's exact length (R130, R131)
        TRUE_LENGTH       //!< the length that ESP really gives, outer header included (Linux)
    };

    /// What becomes of a packet whose SA asks for an interface and is not offloaded there.
    enum NotOffloaded
    {
        SOFTWARE, //!< software transforms it: FreeBSD, Linux crypto mode
        DROP      //!< it is dropped: Linux packet mode, DPDK
    };

    /// Who makes segments of what TCP sends when the NIC does not.
    enum Segmentation
    {
        SEGMENTATION_TCP,  //!< TCP itself, before IP: each segment pays for all steps (FreeBSD)
        SEGMENTATION_STACK //!< the stack, just before the driver (Linux: GSO)
    };

    /// Signature of the trace source Tag.
    typedef void (*TagTracedCallback)(Ps now,
                                      const PacketDescriptor& packet,
                                      const SaHandle& handle);

    /// Signature of the trace sources Output and Input.
    typedef void (*DecisionTracedCallback)(Ps now, const PacketDescriptor& packet);

    /// Signature of the trace source Acquire.
    typedef void (*AcquireTracedCallback)(Ps now, const AcquireRequest& request);

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecNode();
    ~IpsecNode() override;

    /** @return the node's SAD */
    Ptr<SecurityAssociationDatabase> GetSad() const
    {
        return m_sad;
    }

    /** @return the node's SPD */
    Ptr<SecurityPolicyDatabase> GetSpd() const
    {
        return m_spd;
    }

    /** @return the policies of the node's sockets */
    SocketPolicyDatabase& GetSocketPolicies()
    {
        return m_socketPolicies;
    }

    /**
     * SPDDELETE as PF_KEY answers it: when the worker has drained (R105, R219).
     * @param now the time
     * @param selector which
     * @param direction which
     * @param done called with the time of the answer; at once when the worker is idle
     * @return OK or NO_ENTRY; on the latter done is not called
     */
    DatabaseResult DeletePolicy(Ps now,
                                const PolicySelector& selector,
                                IpsecDirection direction,
                                std::function<void(Ps)> done);

    /**
     * SPDUPDATE as PF_KEY answers it: when the worker has drained (R93, R105).
     * @param now the time
     * @param config the policy
     * @param done called with the time of the answer; at once when the worker is idle
     * @return OK or INVALID; on the latter done is not called
     */
    DatabaseResult UpdatePolicy(Ps now, const PolicyConfig& config, std::function<void(Ps)> done);

    /** @return the node's offload infrastructure */
    Ptr<IpsecOffload> GetOffload() const
    {
        return m_offload;
    }

    /**
     * Give the node a host model; without one every step takes no time. Before the first packet.
     * @param profile cores and costs
     */
    void SetHost(const HostProfile& profile);

    /** @return the host model */
    const HostModel& GetHost() const
    {
        return *m_host;
    }

    /** @return what its cores have paid for */
    const CostTally& GetHostCosts() const
    {
        return *m_costTally;
    }

    /** @param encapsulates true: the host builds ESP for offloaded packets, all but the cipher */
    void SetHostEncapsulating(bool encapsulates);

    /** @return true when the host builds ESP for offloaded packets (inline crypto) */
    bool IsHostEncapsulating() const
    {
        return m_hostEncapsulates;
    }

    /// Where a datagram goes out.
    struct OutputContext
    {
        const OffloadInterface* interface; //!< nullptr: not known to offload/
        uint32_t mtu;                      //!< octets of IP, of interface and route (R130)
        FlowCacheEntry* flow;              //!< the socket's memory; nullptr: search by 5-tuple
    };

    /**
     * A clear datagram leaves the node: decide, book, count. Sets verdict, reason, drop, sa,
     * drvSpi, and for SOFTWARE, when the host takes no time, the ESP form.
     * @param now the time; calls must come in order of time
     * @param packet the datagram
     * @param context where it goes
     * @return when the host is done with it; meaningless after a drop. When that is later than now,
     * FinishOutput() must be called then, and the caller must hold packet.sa until then
     */
    Ps Output(Ps now, PacketDescriptor& packet, const OutputContext& context);

    /**
     * The host is done with a datagram that Output() took: whoever numbers packets in software does
     * it now, in the order in which the cores come to them, as a kernel's esp_output() does.
     * Does nothing where nothing is left to do.
     * @param now what Output() returned
     * @param packet as Output() left it; drop says whether it goes on, for SOFTWARE it gets its ESP
     * form
     * @param interface where it goes; nullptr: not known to offload/
     */
    void FinishOutput(Ps now, PacketDescriptor& packet, const OffloadInterface* interface);

    /**
     * Test a whole datagram's size before it is offloaded, as the attribute SizeTest says.
     * @param packet the datagram
     * @param sizes of its SA
     * @param estimate FreeBSD's header-size estimate, as the SA's handle keeps it (R58)
     * @param mtu octets of IP
     * @return NONE when it may be offloaded; SIZE_ESTIMATE (R130) or SIZE_EXACT (R131)
     */
    SoftwareReason TestSize(const PacketDescriptor& packet,
                            const EspSizes& sizes,
                            uint32_t estimate,
                            uint32_t mtu) const;

    /**
     * May TCP hand its payload down as a super-segment? Otherwise it sends segments one by one.
     * With the attribute Segmentation=Stack always. With Tcp when the interface has TSO and either
     * no policy applies or the connection's IPsec-TSO flag is set (R137); that flag begins as the
     * interface's TSO and capability say (R152).
     * @param packet the super-segment
     * @param context where it goes
     * @return true when it may
     */
    bool MayHandDownSuperSegment(const PacketDescriptor& packet, const OutputContext& context);

    /**
     * What TCP leaves free in its segments for ESP (R151): the generic overhead (R149), and a
     * tunnel's header where the connection's policy asks for one.
     * @param packet a local datagram of the connection
     * @return octets
     */
    uint32_t GetTcpReserve(const PacketDescriptor& packet);

    /**
     * One segment of what Output() has just decided upon, with its own tag, sequence number and,
     * after software ESP, ESP form.
     * @param packet the super-segment, as Output() left it
     * @param cut how it falls apart
     * @param index the segment, from 0
     * @return the segment
     */
    static PacketDescriptor CutSegment(const PacketDescriptor& packet,
                                       const SegmentCut& cut,
                                       uint32_t index);

    /**
     * A clear or decrypted TCP segment reached the host, which will try to merge it with others
     * (GRO): books its own part of the work and, where the host checks for replays, does so. The
     * unit passes InputClear() later.
     * @param now the time
     * @param packet the segment; drop says whether it goes on
     * @param interface where it came in; nullptr: not known to offload/
     */
    void InputSegment(Ps now, PacketDescriptor& packet, const OffloadInterface* interface);

    /**
     * A datagram comes by a second time, after software ESP (R119).
     * @param packet the datagram as it stands
     */
    void CountAlreadyDone(const PacketDescriptor& packet);

    /**
     * Local fragments wait for the rest of their datagram, or no longer do. They count as having
     * come in while they wait; the whole datagram counts anew in Output().
     * @param datagrams how many datagrams wait now
     * @param octets how many octets wait now, over all datagrams
     */
    void SetPending(uint64_t datagrams, uint64_t octets);

    /**
     * A local datagram of which some fragments never came is given up. SetPending() must have
     * taken it back before.
     * @param octets what there was of it
     */
    void DropIncomplete(uint32_t octets);

    /**
     * Something arrived that is no IP datagram: it is counted and dropped.
     * @param octets how long it is
     */
    void DropMalformed(uint32_t octets);

    /**
     * A clear datagram reached the host: as it was sent, or decrypted by the NIC (receive tag in
     * drvSpi; R153-R158). Books the host and checks the policy (R161-R164).
     * @param now the time
     * @param packet the datagram; drop says whether it goes on
     * @param history the receive tag's transforms
     * @param local true when it is for this node
     * @param interface where it came in, which may have verified its checksum; nullptr: not known
     * to offload/
     * @return when the host is done with it; meaningless after a drop. When that is later than now,
     * FinishInputClear() must be called then, and the caller must hold packet.sa until then
     */
    Ps InputClear(Ps now,
                  PacketDescriptor& packet,
                  const TransformHistory& history,
                  bool local,
                  const OffloadInterface* interface = nullptr);

    /**
     * A datagram reached the host in its ESP form with a NIC's syndrome: the driver looks at it and
     * drops it (N34). Books the host.
     * @param now the time
     * @param packet the datagram with its syndrome; drop says why it goes no further
     * @return when the host is done with it
     */
    Ps InputFailed(Ps now, PacketDescriptor& packet);

    /**
     * The host is done with a datagram that InputClear() accepted: where the host checks for
     * replays what the NIC decrypts, it does so now, with the SA that was found when the datagram
     * arrived: its drv_spi may belong to another one by now.
     * @param now what InputClear() returned
     * @param packet as InputClear() left it; drop says whether it goes on
     */
    void FinishInputClear(Ps now, PacketDescriptor& packet);

    /**
     * An ESP datagram for this node reached the host: SA by SPI, host booking and, when the host
     * takes no time, FinishInputEsp().
     * @param now the time
     * @param packet the datagram; drop says whether it goes on; sa is set when one was found
     * @param history gets the transform
     * @param opener opens the bytes; nullptr when there are none
     * @param interface where it came in, and was not decrypted; nullptr: not known to offload/
     * @return when the host is done with it; meaningless after a drop. When that is later than now,
     * FinishInputEsp() must be called then, and the caller must hold packet.sa until then
     */
    Ps InputEsp(Ps now,
                PacketDescriptor& packet,
                TransformHistory& history,
                EspOpener* opener = nullptr,
                const OffloadInterface* interface = nullptr);

    /**
     * The host is done with an ESP datagram: replay check, ICV, window (R170), in the order in
     * which the cores come to them. The inner datagram must pass InputCheck() then.
     * @param now what InputEsp() returned
     * @param packet the datagram, sa as InputEsp() left it; drop says whether it goes on
     * @param history gets the transform
     * @param opener opens the bytes; nullptr when there are none
     * @param interface as for InputEsp()
     */
    void FinishInputEsp(Ps now,
                        PacketDescriptor& packet,
                        TransformHistory& history,
                        EspOpener* opener = nullptr,
                        const OffloadInterface* interface = nullptr);

    /**
     * The inbound policy check of a datagram that InputEsp() opened (R161-R164).
     * @param now the time
     * @param packet the inner datagram, clear; drop says whether it goes on
     * @param history what was undone
     * @param arrivedLength octets of the ESP datagram, for the counters
     * @param local true when the inner datagram is for this node
     * @return when the host is done with it; meaningless after a drop
     */
    Ps InputCheck(Ps now,
                  PacketDescriptor& packet,
                  const TransformHistory& history,
                  uint32_t arrivedLength,
                  bool local = true);

    /** @return true when received datagrams must pass Deliver() on their way to a socket */
    bool HasSocketCores() const
    {
        return m_host->HasCores() &&
               m_host->GetProfile().socketCore == HostProfile::SocketCore::OWN;
    }

    /**
     * An accepted datagram for this node is taken to its socket, on a core of its own.
     * @param now when InputClear() or InputCheck() was done
     * @param packet the clear datagram; drop says whether its core had room
     * @return when the application has it; meaningless after a drop
     */
    Ps Deliver(Ps now, PacketDescriptor& packet);

    /** @return counters of the way out */
    const IpsecOutputCounters& GetOutputCounters() const
    {
        return m_out;
    }

    /** @return what tunnels do with ECN bits */
    TunnelEcn GetTunnelEcn() const
    {
        return m_tunnelEcn;
    }

    /** @return counters of the way in */
    const IpsecInputCounters& GetInputCounters() const
    {
        return m_in;
    }

    /**
     * Fix the random numbers of the node.
     * @param stream the first stream to use
     * @return how many streams were used
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * FreeBSD's estimate of what a policy's transforms add at most (R149), UDP not counted.
     * @param policy a policy
     * @return octets
     */
    static uint32_t GetGenericOverhead(const SecurityPolicy& policy);

    /**
     * Only one ESP transform per datagram is simulated; nothing of a policy may be left out
     * silently. A packet that meets such a policy asks here, too.
     * @param requirements of a policy; ends the program with a message when they cannot be carried
     *        out
     */
    static void CheckTransforms(const std::vector<IpsecRequirement>& requirements);

    /** Assert all identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  protected:
    void DoDispose() override;

  private:
    SecurityPolicy* FindPolicy(Ps now,
                               const PacketDescriptor& packet,
                               FlowCacheEntry& flow,
                               bool& cached);
    SecurityPolicy* PeekPolicy(const PacketDescriptor& packet, const FlowCacheEntry& flow);
    SecurityAssociation* FindSa(Ps now,
                                const PacketDescriptor& packet,
                                const SecurityPolicy& policy,
                                FlowCacheEntry& flow);
    IpsecVerdict Decide(Ps now,
                        PacketDescriptor& packet,
                        const OutputContext& context,
                        FlowCacheEntry& flow,
                        bool& cached,
                        SaHandle*& handle);
    IpsecOffload::Lookup FindSender(const PacketDescriptor& packet,
                                    const SecurityAssociation& sa,
                                    const OutputContext& context) const;
    SoftwareReason FindObstacle(const PacketDescriptor& packet,
                                const SecurityAssociation& sa,
                                const OutputContext& context,
                                const SaHandle& handle) const;
    IpsecDrop WhyDropped(const PacketDescriptor& packet) const;
    void CountInputDrop(const PacketDescriptor& packet, uint32_t length, SecurityAssociation* sa);
    void ChooseCutter(PacketDescriptor& packet, uint32_t assist) const;
    static uint32_t GetAssist(const PacketDescriptor& packet,
                              const OffloadInterface* interface,
                              const SaHandle* handle);
    static void RememberTso(const PacketDescriptor& packet, uint32_t assist, FlowCacheEntry& flow);
    static bool IsReplay(SecurityAssociation& sa, const PacketDescriptor& packet);
    void Account(Ps now,
                 Ps done,
                 PacketDescriptor& packet,
                 const OffloadInterface* interface,
                 SaHandle* handle);
    void Tag(Ps now, PacketDescriptor& packet, SaHandle& handle);
    void Encapsulate(Ps now, PacketDescriptor& packet, const OffloadInterface* interface);
    void ChooseFront(PacketDescriptor& packet, bool numbered);
    Ps BookHost(Ps now, PacketDescriptor& packet, const HostWork& work);
    SaHandle* FindTagged(const PacketDescriptor& packet) const;
    static IpsecDrop Open(Ps done, PacketDescriptor& packet, EspOpener* opener);
    SecurityPolicy* FindInputPolicy(const PacketDescriptor& packet, bool local);
    IpsecDrop CheckPolicy(Ps now, SecurityPolicy* policy, const TransformHistory& history) const;
    bool IsTestedForSize(const PacketDescriptor& packet) const;
    static bool IsAbovePathMtu(PacketDescriptor& packet,
                               const SecurityPolicy& policy,
                               const OutputContext& context);
    bool IsInterfaceKnown(const PacketDescriptor& packet, const OutputContext& context) const;
    void Refuse(PacketDescriptor& packet, IpsecDrop drop);

    Ptr<SecurityAssociationDatabase> m_sad;  //!< RFC 4301 section 4.4.2
    Ptr<SecurityPolicyDatabase> m_spd;       //!< RFC 4301 section 4.4.1
    SocketPolicyDatabase m_socketPolicies;   //!< R111-R118
    Ptr<IpsecOffload> m_offload;             //!< offers and handles
    std::unique_ptr<HostModel> m_host;       //!< cores
    std::unique_ptr<StepCosts> m_costs;      //!< work of each step
    std::unique_ptr<CostTally> m_costTally;  //!< see GetHostCosts()
    std::unique_ptr<CoreHash> m_coreHash;    //!< which core does it
    std::unique_ptr<ExpiryTimer> m_expiry;   //!< lets SAs and policies expire
    FlowCache m_flows;                       //!< for callers without sockets of their own
    FragmentPolicySearch m_fragmentPolicies; //!< what a fragment's ports hide
    IpsecOutputCounters m_out;               //!< the way out
    IpsecInputCounters m_in;                 //!< the way in
    bool m_rememberFlows{true};              //!< R113-R115
    bool m_espEnabled{true};                 //!< R122
    DfPolicy m_dfPolicy{DF_POLICY_CLEAR};    //!< R121
    bool m_testForwardedIpv6{false};         //!< R121
    uint64_t m_tagFailurePeriod{0};          //!< R133
    uint64_t m_tagsWanted{0};                //!< R133
    bool m_offloadForwarded{false};          //!< R127, H5
    SizeTest m_sizeTest{FREEBSD_ESTIMATE};   //!< R130, R131
    NotOffloaded m_notOffloaded{SOFTWARE};   //!< what a refusal does to packets
    bool m_hostEncapsulates{false};          //!< inline crypto
    TunnelEcn m_tunnelEcn{TUNNEL_ECN_CLEAR}; //!< see GetTunnelEcn()
    IdentificationScope m_identificationScope{IDENTIFICATION_HOST}; //!< who shares a counter
    IdentificationCounters m_identifications;                       //!< of ESP datagrams
    Segmentation m_segmentation{SEGMENTATION_TCP}; //!< who cuts where the NIC does not
    TracedCallback<Ps, const PacketDescriptor&, const SaHandle&> m_tagTrace; //!< R134
    bool m_tagSkipsPolicy{false};                                            //!< R160, H2
    bool m_checkPolicyHistory{false};                                        //!< R162
    TracedCallback<Ps, const PacketDescriptor&> m_outputTrace; //!< every decision on the way out
    TracedCallback<Ps, const PacketDescriptor&> m_inputTrace;  //!< every decision on the way in
    TracedCallback<Ps, const AcquireRequest&> m_acquireTrace;  //!< every message (R32)
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NODE_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OUTPUT_DECIDER_H
#define IPSEC_OFFLOAD_IPSEC_OUTPUT_DECIDER_H

#include "ipsec-counters.h"
#include "ipsec-node-state.h"
#include "ipsec-path-traces.h"

#include "ns3/esp-sizes.h"
#include "ns3/ipsec-flow-cache.h"
#include "ns3/ipsec-packet-descriptor.h"

#include <cstdint>

namespace ns3
{

/// Where a datagram goes out.
struct IpsecOutputContext
{
    const OffloadInterface* interface; //!< nullptr: not known to offload/
    uint32_t mtu;                      //!< octets of IP, of interface and route (R130)
    FlowCacheEntry* flow;              //!< the socket's memory; nullptr: search by 5-tuple
};

/**
 * @ingroup ipsec-offload
 * Decides on a clear datagram that leaves the node: which policy, which SA, NIC or software, and
 * whether it may leave at all. It takes no time and sends nothing; IpsecOutputPath carries the
 * decision out.
 */
class IpsecOutputDecider
{
  public:
    /// What was decided, and what was found on the way.
    struct Decision
    {
        IpsecVerdict verdict{IpsecVerdict::BYPASS}; //!< what becomes of the datagram
        SecurityAssociation* sa{nullptr};           //!< that protects the datagram; nullptr: none
        SaHandle* handle{nullptr};                  //!< of the SA at the interface; nullptr: none
        bool cached{false};                         //!< the policy came from a socket's memory
    };

    /**
     * @param state of the node; must outlive this object
     * @param counters of the output path: acquires are counted here
     * @param acquired fired for each ACQUIRE
     */
    IpsecOutputDecider(IpsecNodeState& state,
                       IpsecOutputCounters& counters,
                       const IpsecAcquireTrace& acquired);

    /**
     * @param packet a datagram
     * @param context where it goes
     * @return what its flow remembers; valid until the next call
     */
    FlowCacheEntry& GetFlow(const PacketDescriptor& packet, const IpsecOutputContext& context)
    {
        return context.flow ? *context.flow : m_flows.Get(packet);
    }

    /**
     * Decide on a datagram.
     * @param packet the datagram; gets reason, refusal, drop, pathMtu, and the drv_spi of R123
     * @param context where it goes
     * @param flow what GetFlow() gave
     * @return what was decided
     */
    Decision Decide(Ps now,
                    PacketDescriptor& packet,
                    const IpsecOutputContext& context,
                    FlowCacheEntry& flow);

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
     * @param packet a whole local datagram
     * @param flow its memory, left as it is
     * @return its policy; nullptr: none
     */
    const SecurityPolicy* PeekPolicy(const PacketDescriptor& packet, const FlowCacheEntry& flow);

    /** Forget all flows. */
    void Clear()
    {
        m_flows.Clear();
    }

  private:
    SecurityPolicy* FindPolicy(Ps now,
                               const PacketDescriptor& packet,
                               FlowCacheEntry& flow,
                               bool& cached);
    SecurityAssociation* FindSa(Ps now,
                                const PacketDescriptor& packet,
                                const SecurityPolicy& policy,
                                FlowCacheEntry& flow);
    IpsecOffload::Lookup FindSender(const PacketDescriptor& packet,
                                    const SecurityAssociation& sa,
                                    const IpsecOutputContext& context) const;
    SoftwareReason FindObstacle(const PacketDescriptor& packet,
                                const SecurityAssociation& sa,
                                const IpsecOutputContext& context,
                                const SaHandle& handle) const;
    bool IsInterfaceKnown(const PacketDescriptor& packet, const IpsecOutputContext& context) const;
    bool IsTagLost();
    bool IsTestedForSize(const PacketDescriptor& packet) const;
    bool IsAbovePathMtu(PacketDescriptor& packet,
                        const SecurityPolicy& policy,
                        const IpsecOutputContext& context) const;

    IpsecNodeState& m_state;            //!< databases and options
    IpsecOutputCounters& m_counters;    //!< gets acquires
    const IpsecAcquireTrace& m_acquire; //!< every ACQUIRE (R32)
    FlowCache m_flows;                  //!< for callers without sockets of their own
    uint64_t m_tagsWanted{0};           //!< R133
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OUTPUT_DECIDER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_NETWORK_H
#define IPSEC_OFFLOAD_LEAN_NETWORK_H

#include "lean-lane-merge.h"
#include "lean-packet-fate.h"
#include "lean-packet-tally.h"
#include "lean-traffic-source.h"

#include "ns3/data-rate.h"
#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-types.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{

class HorizonScheduler;
class LeanIcmpAnswers;
class LeanInput;
class LeanOutput;
class LeanPacketPool;
class LeanPacketRecorder;
class StepListener;
struct LeanDirection;
struct LeanFlow;
struct LeanNode;

/**
 * @ingroup ipsec-offload
 * Lean fidelity: a network of hosts, NICs and links in which generated descriptors travel, with the
 * same objects of path/ and nic/ as full fidelity and no ns-3 packet and (almost) no event.
 *
 * Every hop whose order may change (sources, cores, wires, receive pipelines) is a lane of
 * descriptors in order of time; LaneMerge always takes the earliest of all lanes. A batch runs
 * inside one ns-3 event and ends before the next control event (HorizonScheduler). Ties go by order
 * of scheduling, as ns-3 itself does, so that both fidelities break them alike.
 *
 * This class builds the network, draws arrivals and runs the batches. LeanOutput takes a packet
 * from its node onto the wire, LeanInput from the wire into the next node; LeanPacketPool and
 * LeanPacketRecorder hold what is on its way and what became of it. LeanIcmpAnswers are what
 * gateways send by themselves.
 *
 * What it cannot do it refuses by name: a time resolution other than picoseconds, a simulator
 * implementation other than the default one, a scheduler other than HorizonScheduler.
 *
 * TCP super-segments are sent open-loop, as if their receiver's window were always open; there are
 * no acknowledgments. Each segment has a number, a fate and a delivery of its own, whoever cuts
 * it. Large receive puts segments together at the host where they end, never in a gateway.
 */
class LeanNetwork : public Object
{
  public:
    /// One end of a link.
    struct LinkEnd
    {
        uint32_t node;     //!< number of the node
        Ptr<IpsecNic> nic; //!< its NIC
        Ptr<OffloadInterface>
            interface; //!< what the node's IpsecOffload calls it; nullptr for a plain router
    };

    /// A one-way flow.
    struct Flow
    {
        IpAddress source;
        IpAddress destination;
        uint8_t protocol{17};
        uint16_t sourcePort{0};
        uint16_t destinationPort{0};
        std::vector<uint32_t> path; //!< links from the sender to the receiver
    };

    /** @return the TypeId */
    static TypeId GetTypeId();

    LeanNetwork();
    ~LeanNetwork() override;

    /**
     * @param ipsec its IPsec; nullptr: a router that forwards in no time
     * @param addresses its own addresses, to tell ESP for it from ESP in transit
     * @return its number
     */
    uint32_t AddNode(Ptr<IpsecNode> ipsec, const std::vector<IpAddress>& addresses);

    /**
     * A full-duplex point-to-point link.
     * @param a one end
     * @param b the other end
     * @param rate bit/s, as both NICs were configured
     * @param delay propagation
     * @param mtu octets of IP
     * @return its number
     */
    uint32_t AddLink(const LinkEnd& a, const LinkEnd& b, DataRate rate, Ps delay, uint32_t mtu);

    /**
     * @param flow the flow
     * @return its number
     */
    uint32_t AddFlow(const Flow& flow);

    /**
     * From now on a flow's datagrams take another path; those that have been sent keep theirs.
     * @param flow number of the flow
     * @param path links from the same sender to the same receiver
     */
    void Reroute(uint32_t flow, const std::vector<uint32_t>& path);

    /**
     * @param traffic what to send; arrivals name flows by their position in the next argument
     * @param flows numbers of its flows; all start at the same node
     * @return its number
     */
    uint32_t AddSource(Ptr<TrafficSource> traffic, const std::vector<uint32_t>& flows);

    /**
     * Remember every packet's fate.
     * @param source which source
     */
    void RecordFates(uint32_t source);

    /** @param source which @return its fates, by packet number; empty unless RecordFates() */
    const FateList& GetFates(uint32_t source) const;

    /**
     * @param tally hears how each datagram that is sent from now on ends; must outlive the
     * simulation. Sources have the same numbers there
     */
    void SetTally(PacketTally* tally);

    /// Asked for each datagram that is sent: is it the one to follow?
    using StepChooser = std::function<bool(Ps now, uint32_t source, uint32_t flow)>;

    /**
     * Follow one datagram on its whole way.
     * @param listener hears its steps; must outlive the simulation. Nodes are named by their number
     * @param choose asked until it says yes once; flow is the number among those of the source
     * @param ended called when the datagram has ended
     */
    void FollowPacket(StepListener* listener, StepChooser choose, std::function<void(Ps)> ended);

    /** Start all sources; call before Simulator::Run(). Ends the program when something cannot be
     * done. */
    void Start();

    /** @param source which @return datagrams of it that were delivered, octets of clear IP */
    const PacketOctets& GetDelivered(uint32_t source) const;

    /** @return datagrams sent so far by all sources */
    uint64_t GetSent() const;

    /** @return datagrams on their way */
    uint64_t GetInFlight() const;

  protected:
    void DoDispose() override;

  private:
    struct Source;

    void SetPath(LeanFlow& flow, const std::vector<uint32_t>& path);
    void RunBatch();
    void Do(const LaneItem& item);
    void Arrive(Ps now, Source& source);
    void ScheduleArrival(Source& source);

    std::vector<std::unique_ptr<LeanNode>> m_nodes;           //!< hosts and routers
    std::vector<std::unique_ptr<LeanDirection>> m_directions; //!< two per link
    std::vector<std::unique_ptr<LeanFlow>> m_flows;           //!< by number
    std::vector<std::unique_ptr<LeanFlow>> m_rerouted; //!< as they were: packets refer to them
    std::vector<std::unique_ptr<Source>> m_sources;    //!< by number
    LaneMerge m_lanes;                                 //!< everything that waits for its time
    HorizonScheduler* m_horizon{nullptr};              //!< how far a batch may go
    std::unique_ptr<LeanPacketRecorder> m_recorder;    //!< what was sent, and how it ended
    std::unique_ptr<LeanPacketPool> m_packets;         //!< what is on its way
    std::unique_ptr<LeanIcmpAnswers> m_answers;        //!< to datagrams that are too long
    std::unique_ptr<LeanOutput> m_output;              //!< takes packets out of nodes
    std::unique_ptr<LeanInput> m_input;                //!< takes packets into nodes
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_NETWORK_H */

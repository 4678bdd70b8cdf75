/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "queue-delay.h"

#include "planner/analytic/packet-demands.h"
#include "planner/network/flow-plan.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ns3::planner
{

namespace
{

/// Share of the packets that wait longer than what is said.
constexpr double TAIL = 0.01;
/// From here on a queue is called full.
constexpr double FULL = 0.9999;

/// First and second moment of a service time.
struct Moments
{
    double packets{0}; //!< share of all packets that are served here
    double sum{0};
    double squares{0};

    /// @param share of the packets @param time of their service, in seconds
    void Add(double share, double time)
    {
        if (time > 0)
        {
            packets += share;
            sum += share * time;
            squares += share * time * time;
        }
    }
};

/// What servers take for packets of the measured direction.
class ServiceTimes
{
  public:
    /// @param scenario a point @param point what the closed form says of it
    ServiceTimes(const Scenario& scenario, const ClosedFormPoint& point)
        : m_scenario(scenario),
          m_plan(MakeFlowPlan(scenario)),
          m_member(m_plan.members.front()),
          m_near(scenario.GetMeasured(), {m_member.outerNear}),
          m_far(scenario.nodes.at(scenario.GetFarRole()), {m_member.outerFar}),
          m_transmit(scenario.traffic.direction != TrafficDirection::RECEIVE),
          m_graph(scenario.MakeGraph()),
          m_path(scenario.FindPaths(m_graph).at(m_member.peer)),
          m_demands(scenario,
                    m_member,
                    m_transmit ? m_near : m_far,
                    m_transmit ? m_far : m_near,
                    GetMtusBetween(m_graph, m_transmit ? m_path : m_path.GetReverse()),
                    m_transmit,
                    m_path.IsForwarded()),
          m_held((m_transmit ? m_demands.SenderTakes() : m_demands.ReceiverTakes()) ? point.saShare
                                                                                    : 0)
    {
    }

    /// @param time of a packet, whose SA is in the NIC or not @return moments over all packets
    Moments Of(const std::function<double(const PacketDemand&, bool inNic)>& time) const
    {
        Moments moments;
        for (const bool inNic : {false, true})
        {
            const double part = inNic ? m_held : 1 - m_held;
            for (const auto& demand : m_demands.Of(inNic, true))
            {
                moments.Add(part * demand.share, time(demand, inNic));
            }
        }
        return moments;
    }

    /// @return the wire
    Moments OfLink() const
    {
        const auto rate = static_cast<double>(m_scenario.GetMeasuredLink().rate);
        return Of([this, rate](const PacketDemand& demand, bool) {
            return (m_transmit ? demand.esp.front() : demand.esp.back()).wireBits / rate;
        });
    }

    /// @return the NIC's cipher, of what it does
    Moments OfCipher() const
    {
        const NicProfile& nic = m_scenario.GetMeasured().nic;
        const bool isTx = m_transmit || nic.sharedCipher;
        const auto bitRate = static_cast<double>(isTx ? nic.txBitRate : nic.rxBitRate);
        const auto packetRate = static_cast<double>(isTx ? nic.txPacketRate : nic.rxPacketRate);
        return Of([this, bitRate, packetRate](const PacketDemand& demand, bool inNic) {
            const bool isDone = inNic && (m_transmit ? demand.tagged : demand.decryptable);
            const double byBits = bitRate == 0 ? 0 : 8 * demand.octets / bitRate;
            const double byPackets = packetRate == 0 ? 0 : 1 / packetRate;
            return isDone ? std::max(byBits, byPackets) : 0;
        });
    }

    /// @return a core
    Moments OfCore() const
    {
        const auto clock = static_cast<double>(m_scenario.GetMeasured().host.clock);
        return Of([this, clock](const PacketDemand& demand, bool inNic) {
            const double received =
                inNic && demand.decryptable ? demand.receiveTaggedCycles : demand.receiveCycles;
            const double cycles = m_transmit ? demand.arriveCycles + demand.sendCycles
                                             : received + demand.forwardCycles;
            return clock > 0 ? cycles / clock : 0;
        });
    }

  private:
    const Scenario& m_scenario;
    FlowPlan m_plan;
    const PlannedMember& m_member;
    ProtectingEnd m_near;
    ProtectingEnd m_far;
    bool m_transmit;
    NetworkGraph m_graph;
    ProtectedPath m_path; //!< of the member, as the measured node sends
    PacketDemands m_demands;
    double m_held; //!< share of the SAs that the NIC holds
};

/// @param moments of a service @param binding what serves @param utilization of it
/// @param queues gets its queue, if it has anything to do
void
AddQueue(const Moments& moments,
         const Binding& binding,
         double utilization,
         std::vector<QueueDelay>& queues)
{
    if (moments.packets <= 0 || utilization <= 0)
    {
        return;
    }
    QueueDelay queue = GetWaiting(std::min(utilization, FULL),
                                  moments.sum / moments.packets,
                                  moments.squares / moments.packets);
    queue.where = ToString(binding);
    queue.utilization = utilization;
    queues.push_back(queue);
}

} // namespace

QueueDelay
GetWaiting(double utilization, double service, double serviceSquare)
{
    QueueDelay queue;
    queue.utilization = utilization;
    queue.service = service;
    queue.meanWait = utilization * serviceSquare / (2 * service * (1 - utilization));
    // Of those that wait at all, which are as many as find it working
    queue.wait99 =
        utilization > TAIL ? queue.meanWait / utilization * std::log(utilization / TAIL) : 0;
    return queue;
}

std::vector<QueueDelay>
FindQueueDelays(const Scenario& scenario, const ClosedFormPoint& point)
{
    const ServiceTimes times(scenario, point);
    std::vector<QueueDelay> queues;
    AddQueue(times.OfCore(), MakeMeasured(scenario, Resource::CORES), point.busiestCore, queues);
    AddQueue(times.OfCipher(), MakeMeasured(scenario, Resource::CIPHER), point.cipher, queues);
    AddQueue(times.OfLink(), MakeMeasured(scenario, Resource::LINK), point.wire, queues);
    for (auto& queue : queues)
    {
        if (queue.utilization >= FULL)
        {
            queue.meanWait = queue.wait99 = std::nan("");
        }
    }
    return queues;
}

} // namespace ns3::planner

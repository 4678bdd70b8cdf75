/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_METER_H
#define IPSEC_OFFLOAD_PLANNER_RUN_METER_H

#include "flow-plan.h"
#include "overshoot-meter.h"
#include "point.h"
#include "scenario.h"
#include "timeline-meter.h"
#include "traffic-plan.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/packet-fate.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// Names and values, in order.
using NamedCounters = std::vector<std::pair<std::string, uint64_t>>;

/// What a simulation leaves behind.
struct RunRecord
{
    PointResult result;          //!< metrics
    std::vector<FateList> fates; //!< per source and packet number; only when asked for
    NamedCounters counters;      //!< every counter of every node and NIC
};

/// What a source's datagrams came to in the measuring window.
struct SourceOutcome
{
    PacketOctets delivered; //!< octets of clear IP
    double delaySum{0};     //!< seconds
};

/**
 * @ingroup ipsec-offload
 * Measures a simulation of either fidelity: remembers the counters at both ends of the window,
 * reads them all at the end, and asserts every identity there is (design.md rule 2).
 */
class RunMeter
{
  public:
    /**
     * @param scenario the scenario, resolved; must outlive this object
     * @param plan its flows; must outlive this object
     */
    RunMeter(const Scenario& scenario, const FlowPlan& plan);

    /**
     * @param name of a node
     * @param node its IPsec; the first one added is the measured one
     */
    void AddNode(const std::string& name, Ptr<IpsecNode> node);

    /**
     * @param name of a NIC
     * @param nic the NIC
     * @param kernel the infrastructure that it reports to; nullptr: none
     */
    void AddNic(const std::string& name, Ptr<IpsecNic> nic, Ptr<IpsecOffload> kernel);

    /**
     * @param near the measured node's NIC on the measured link
     * @param far the NIC on the other end
     */
    void SetMeasuredLink(Ptr<IpsecNic> near, Ptr<IpsecNic> far);

    /**
     * Schedule both snapshots, and the samples if the scenario wants any. When all nodes and NICs
     * are there.
     * @param window when to measure
     * @param start of the traffic
     */
    void Schedule(const MeasuringWindow& window, Ps start);

    /** @return the window */
    const MeasuringWindow& GetWindow() const
    {
        return m_window;
    }

    /**
     * Poll all NICs once more, assert all identities, and sum up.
     * @param now the end
     * @param outcomes one per source
     * @return metrics and counters
     */
    RunRecord Finish(Ps now, const std::vector<SourceOutcome>& outcomes);

  private:
    /// Counters at one end of the window.
    struct Snapshot
    {
        IpsecOutputCounters out;
        IpsecInputCounters in;
        NicEngine::Counters near;
        NicEngine::Counters far;
        NicContextMemory::Counters contexts; //!< of the near NIC's card
        PacketOctets txCipher;               //!< through the near card's cipher
        PacketOctets rxCipher;               //!< likewise
        uint64_t fromHost{0};                //!< bits over the near card's PCIe
        uint64_t toHost{0};                  //!< likewise
        std::vector<double> busy;            //!< per core, seconds
        HostCore::Batches batches;
        std::array<HostModel::PathTraffic, HOST_PATHS> traffic; //!< by HostPath
        uint64_t wasted{0};                                     //!< cycles of cores
        double threads{0};                                      //!< busiest, seconds
        double memory{0};                                       //!< seconds
        double lookaside{0};                                    //!< seconds
        uint32_t txSlots{0};
        uint32_t rxSlots{0};
    };

    /// A NIC and who listens to it.
    struct Nic
    {
        std::string name;
        Ptr<IpsecNic> nic;
        Ptr<IpsecOffload> kernel;
    };

    void Take(Snapshot& snapshot);
    uint64_t PollAll(Ps now);
    double RatioOf(bool transmit, bool carried) const;
    void AddTraffic(PointResult& result, const std::vector<SourceOutcome>& outcomes) const;
    void AddUtilisation(PointResult& result) const;
    void AddMemory(PointResult& result) const;
    void AddControl(PointResult& result, uint64_t lag) const;
    void AddOvershoot(PointResult& result) const;
    void AddReasons(PointResult& result) const;
    NamedCounters ReadAll() const;

    const Scenario& m_scenario;                                  //!< what is simulated
    const FlowPlan& m_plan;                                      //!< its flows
    std::vector<std::pair<std::string, Ptr<IpsecNode>>> m_nodes; //!< all nodes
    std::vector<Nic> m_nics;                                     //!< all NICs
    Ptr<IpsecNic> m_near;                                        //!< on the measured link
    Ptr<IpsecNic> m_far;                                         //!< on the measured link
    std::unique_ptr<OvershootMeter> m_overshoot;                 //!< when SAs have such limits
    std::unique_ptr<TimelineMeter> m_timeline;                   //!< when samples are wanted
    MeasuringWindow m_window{};                                  //!< when
    Snapshot m_from;                                             //!< at its beginning
    Snapshot m_to;                                               //!< at its end
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_METER_H */

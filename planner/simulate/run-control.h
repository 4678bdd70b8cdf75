/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_CONTROL_H
#define IPSEC_OFFLOAD_PLANNER_RUN_CONTROL_H

#include "measured-window.h"
#include "run-judge.h"

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/lean-packet-tally.h"
#include "ns3/lean-traffic-source.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Decides how long a simulation lasts and which part of it is measured.
 *
 * Time is cut into batches, and at the end of each the counters are read. Now and then the series
 * so far are judged (JudgeRun()); when there are too many batches, each two become one. When the
 * run has been steady for long enough, its window ends. The load goes on until all datagrams of the
 * window have ended, at most for a bounded time; then the sources stop, and the simulation ends
 * with the last datagram.
 *
 * Where the scenario measures the whole run (events, timelines, SAs that die), the window is the
 * time of its packets, less the warm-up.
 *
 * All that it knows is the scenario and what is the same in both fidelities, so that both stop at
 * the same instants.
 */
class RunControl
{
  public:
    /// What it asks of a simulation.
    struct Run
    {
        std::vector<Ptr<TrafficSource>> sources; //!< told to stop
        std::function<RunSnapshot()> read;       //!< reads the counters
        std::function<uint64_t()> getInFlight;   //!< datagrams that have not ended
        std::function<bool()> isSettled;         //!< all SAs are there, and nothing is offered
        Ps pathDelay{0};                         //!< of the longest path
        std::vector<uint8_t> ways;               //!< of the sources: 0 or 1
    };

    /**
     * @param scenario what is simulated; must outlive this object
     * @param start of the traffic
     * @param run the simulation
     */
    RunControl(const Scenario& scenario, Ps start, Run run);

    RunControl(const RunControl&) = delete;
    RunControl& operator=(const RunControl&) = delete;

    /** @return the tally that the simulation has to keep */
    PacketTally& GetTally()
    {
        return m_tally;
    }

    /** Begin; the simulator stops when all is done. */
    void Start();

    /** @return true until the first source has sent all that it has to */
    bool IsSending() const;

    /** @return what was measured; after Simulator::Run() */
    MeasuredWindow GetWindow() const;

  private:
    void Schedule();
    void EndBatch();
    void Judge();
    void Decide(const RunVerdict& verdict, size_t size);
    void Follow();
    void Drain();
    RunSeries MakeSeries(size_t size) const;
    Ps GetSilence() const;
    size_t GetFloor() const;
    Ps GetBatchEnd(size_t batch) const;
    uint64_t GetSent() const;

    const Scenario& m_scenario;           //!< what is simulated
    Run m_run;                            //!< the simulation
    Ps m_origin;                          //!< begin of the first batch
    PacketTally m_tally;                  //!< see GetTally()
    std::vector<RunSnapshot> m_snapshots; //!< at the begin of batch 0 and at the end of each
    size_t m_unsettled{0};                //!< batches in which SAs were still offered
    size_t m_from{0};                     //!< first batch of the window
    size_t m_to{0};                       //!< behind its last one
    RunMarks m_marks;                     //!< see MeasuredWindow
    Ps m_deadline{PS_NEVER};              //!< of what comes after the window
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_CONTROL_H */

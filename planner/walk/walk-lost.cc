/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-lost.h"

#include "walk-text.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/name-lists.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/loss-meter.h"

#include "ns3/ipsec-types.h"
#include "ns3/lean-horizon-scheduler.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::planner
{

namespace
{

/// A packet that is lost.
struct LostPacket
{
    uint32_t source; //!< who sends it
    Ps sentAt;       //!< when
    PacketTally::Cause cause;
};

/// @param scenario what is simulated @return packets that are sent in its window and lost
std::vector<LostPacket>
FindLostPackets(const Scenario& scenario)
{
    std::vector<LostPacket> lost;
    Ps from = 0;
    Ps to = 0;
    {
        LeanScenarioRun run(scenario);
        run.Build();
        run.Start();
        run.GetControl().GetTally().WatchLosses(
            [&lost](uint32_t source, Ps sentAt, uint32_t, const PacketTally::Cause& cause) {
                lost.push_back({source, sentAt, cause});
            });
        Simulator::Run();
        const auto window = run.GetControl().GetWindow();
        from = window.from;
        to = window.to;
    }
    Simulator::Destroy();
    const auto isOutside = [from, to](const LostPacket& packet) {
        return packet.sentAt < from || packet.sentAt >= to;
    };
    lost.erase(std::remove_if(lost.begin(), lost.end(), isOutside), lost.end());
    return lost;
}

/// @param scenario what is simulated @param reason of the loss; empty: any
/// @return the first such packet @throws std::runtime_error
LostPacket
FindLostPacket(const Scenario& scenario, const std::string& reason)
{
    const LostPacket* first = nullptr;
    std::set<std::string> others;
    const auto lost = FindLostPackets(scenario);
    for (const auto& packet : lost)
    {
        const std::string why = GetReason(packet.cause);
        if (!reason.empty() && why != reason)
        {
            others.insert(why);
        }
        else if (!first || packet.sentAt < first->sentAt)
        {
            first = &packet;
        }
    }
    if (!first)
    {
        throw std::runtime_error("--lost" + (reason.empty() ? "" : " " + reason) +
                                 ": no such packet was sent in the window of the run; " +
                                 (others.empty()
                                      ? "none was lost"
                                      : "others were lost because of " + MakeCommaList(others)));
    }
    return *first;
}

/// @param text a reason, as tables or as columns of the results write it; empty: any
/// @return the reason @throws std::runtime_error
std::string
ParseReason(std::string text)
{
    std::replace(text.begin(), text.end(), '_', '-');
    const auto reasons = GetLossReasons();
    if (!text.empty() && std::find(reasons.begin(), reasons.end(), text) == reasons.end())
    {
        throw std::runtime_error("--lost '" + text + "': expected one of " +
                                 MakeCommaList(reasons) + DidYouMean(text, reasons));
    }
    return text;
}

} // namespace

Walk
WalkLostPacket(const WalkOptions& options)
{
    const std::string reason = ParseReason(options.lostReason);
    const WalkPoint point = OpenWalkPoint(options);
    const LostPacket lost = FindLostPacket(point.scenario, reason);
    HorizonScheduler::Install(); // the simulator is a new one
    Walk walk;
    {
        LeanScenarioRun run(point.scenario);
        run.Build();
        StepRecorder recorder(GetNodeNames(run.GetPlan()));
        uint32_t spi = 0;
        run.GetNetwork().FollowPacket(
            &recorder,
            [&lost, &run, &spi](Ps now, uint32_t source, uint32_t flow) {
                const PlannedSource& planned = run.GetFlows().sources[source];
                const PlannedMember& member = run.GetFlows().members[planned.flows[flow].member];
                spi = planned.transmit ? member.spiOut : member.spiIn;
                return source == lost.source && now == lost.sentAt;
            },
            [](Ps) { Simulator::Stop(); });
        run.Start();
        Simulator::Run();
        walk.title = "First lost packet of the window (" + GetReason(lost.cause) + "), SA " +
                     SpiInWords(spi);
        walk.subtitle = point.description + ", sent at " + FormatInstant(lost.sentAt) + " s";
        walk.steps = recorder.GetSteps();
    }
    Simulator::Destroy();
    return walk;
}

} // namespace ns3::planner

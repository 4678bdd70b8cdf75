/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "measure-reader.h"

namespace ns3::planner
{

namespace
{

/// @param scenario what the file says @return what happens once in it; empty: nothing
std::string
FindTransient(const Scenario& scenario)
{
    if (!scenario.events.empty())
    {
        return "events";
    }
    if (scenario.traffic.ramp.IsOn())
    {
        return "a ramp";
    }
    if (scenario.traffic.recording)
    {
        return "a replay";
    }
    return scenario.population.failover.IsOn()      ? "a failover"
           : scenario.population.addressChange.isOn ? "a change of addresses"
           : scenario.timeline.period > 0           ? "a timeline"
                                                    : "";
}

/// @param traffic where it stands @param scenario its failover and traffic @return true when
/// nothing is sent any more when the node dies
bool
EndsBeforeFailover(const ScenarioValue& traffic, const Scenario& scenario)
{
    const FailoverSpec& failover = scenario.population.failover;
    if (!failover.IsOn() || traffic.GetInput().HasProblems())
    {
        return false; // the rate may be that of a link which is not there
    }
    return static_cast<double>(failover.at) / PS_PER_SECOND >= scenario.GetSendingTime();
}

} // namespace

MeasureSpec
ReadMeasure(ScenarioMap& map, const ScenarioValue& traffic, const Scenario& scenario)
{
    MeasureSpec measure;
    const std::string transient = FindTransient(scenario);
    measure.isWhole = !transient.empty();
    const auto value = map.Take("measure");
    if (value)
    {
        ScenarioMap keys(*value);
        if (const auto window = keys.Read("window", measure.isWhole))
        {
            if (!measure.isWhole && !transient.empty())
            {
                window->Complain("whole: with " + transient + " there is no steady state");
            }
        }
        keys.Read("precision", measure.precision.throughput);
        keys.Read("share-precision", measure.precision.share);
        keys.Read("delay-precision", measure.precision.delay);
        keys.Finish();
    }
    if (EndsBeforeFailover(traffic, scenario))
    {
        traffic.Complain("a longer duration: the traffic ends before the failover");
    }
    if (measure.isWhole && !scenario.traffic.IsCapped())
    {
        traffic.Complain("packets or duration: with " +
                         (transient.empty() ? std::string("measure.window: whole") : transient) +
                         " there is no steady state that would end the run");
    }
    return measure;
}

} // namespace ns3::planner

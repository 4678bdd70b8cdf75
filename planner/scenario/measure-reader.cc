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
    return scenario.population.failover.IsOn() ? "a failover"
           : scenario.timeline.period > 0      ? "a timeline"
                                               : "";
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
    const FailoverSpec& failover = scenario.population.failover;
    const double sending = static_cast<double>(scenario.traffic.packets) / scenario.GetPacketRate();
    if (failover.IsOn() && static_cast<double>(failover.at) / PS_PER_SECOND >= sending)
    {
        traffic.Complain("a longer duration: the traffic ends before the failover");
    }
    if (measure.isWhole && !scenario.traffic.IsCapped())
    {
        traffic.Complain("packets duration: with " +
                         (transient.empty() ? std::string("measure.window: whole") : transient) +
                         " there is no steady state that would end the run");
    }
    return measure;
}

} // namespace ns3::planner

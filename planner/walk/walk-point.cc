/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-point.h"

#include "model/profile/name-lists.h"
#include "model/profile/units.h"
#include "planner/base/point.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/point-choice.h"
#include "planner/sweep/run-options.h"

#include "ns3/lean-horizon-scheduler.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace ns3::planner
{

WalkPoint
OpenWalkPoint(const WalkOptions& options)
{
    const Experiment experiment = ReadExperiment(options.scenario, ParseSettings(options.settings));
    const std::string curve = ChooseCurve(experiment, options.curve);
    const SweepValue& value = ChooseValue(experiment, options.value);
    WalkPoint point{experiment.At(curve, value.value),
                    experiment.name + ", curve " + curve + ", " + experiment.sweep.parameter + " " +
                        value.text + ", " + (options.full ? "full" : "lean") + " fidelity"};
    if (Time::GetResolution() != Time::PS)
    {
        Time::SetResolution(Time::PS);
    }
    RngSeedManager::SetSeed(point.scenario.seed);
    const PointSpec spec{curve,
                         value.value,
                         1,
                         options.full ? Fidelity::FULL : Fidelity::LEAN,
                         experiment.sweep.NameOf(value.value)};
    RngSeedManager::SetRun(spec.GetRun());
    if (!options.full)
    {
        HorizonScheduler::Install();
    }
    return point;
}

uint32_t
ParseSpi(const std::string& text)
{
    const bool hex = text.rfind("0x", 0) == 0 || text.rfind("0X", 0) == 0;
    const std::string digits = hex ? text.substr(2) : text;
    const char* allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    errno = 0;
    const auto spi = std::strtoull(digits.c_str(), nullptr, hex ? 16 : 10);
    if (digits.empty() || digits.find_first_not_of(allowed) != std::string::npos || errno != 0 ||
        spi > UINT32_MAX)
    {
        throw std::runtime_error("--sa '" + text + "': expected an SPI as 4097 or 0x1001");
    }
    return static_cast<uint32_t>(spi);
}

std::vector<std::string>
GetNodeNames(const NetworkPlan& plan)
{
    return NamesOf(plan.nodes);
}

} // namespace ns3::planner

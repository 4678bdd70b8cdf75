/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-command.h"

#include "model/profile/units.h"
#include "planner/base/atomic-file.h"
#include "planner/simulate/full-scenario-run.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/walk/walk-control.h"
#include "planner/walk/walk-diagram.h"
#include "planner/walk/walk-lost.h"
#include "planner/walk/walk-point.h"
#include "planner/walk/walk-text.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace ns3::planner
{

namespace
{

/// @param text a time @return it @throws std::runtime_error
Ps
ParseTime(const std::string& text)
{
    const auto time = ParseQuantity(text);
    if (!time || time->dimension != Dimension::DURATION || time->GetBase() < 0)
    {
        throw std::runtime_error("--at '" + text + "': expected " +
                                 DescribeDimension(Dimension::DURATION));
    }
    return static_cast<Ps>(std::llround(time->GetBase()));
}

/// Says which packet is the one.
class PacketChooser
{
  public:
    /**
     * @param options what the command line says
     * @param scenario the scenario
     * @param flows its flows; must outlive this object
     */
    PacketChooser(const WalkOptions& options, const Scenario& scenario, const FlowPlan& flows);

    /// Asked for each packet that is sent.
    bool IsIt(Ps now, uint32_t source, uint32_t flow);

    /// @return the SA of the packet that was chosen
    uint32_t GetSpi() const
    {
        return m_spi;
    }

    /// @return true when it was there
    bool HasFound() const
    {
        return m_seen == m_wanted;
    }

    /// @return why there is no such packet
    std::string Describe() const;

  private:
    bool Transmits(const Scenario& scenario) const;

    const FlowPlan& m_flows;
    uint64_t m_wanted;
    uint64_t m_seen{0};
    uint32_t m_spi{0};
    bool m_anySa;
    bool m_transmit{true};
    Ps m_from;
    std::string m_name; //!< of the measured node
};

PacketChooser::PacketChooser(const WalkOptions& options,
                             const Scenario& scenario,
                             const FlowPlan& flows)
    : m_flows(flows),
      m_wanted(options.packet),
      m_spi(options.sa.empty() ? 0 : ParseSpi(options.sa)),
      m_anySa(options.sa.empty()),
      m_from(options.at.empty() ? 0 : ParseTime(options.at)),
      m_name(scenario.GetMeasuredRole())
{
    m_transmit = Transmits(scenario);
    const auto carries = [this](const PlannedSource& source) {
        return source.transmit == m_transmit;
    };
    if (std::none_of(flows.sources.begin(), flows.sources.end(), carries))
    {
        throw std::runtime_error("--sa " + SpiInWords(m_spi) + ": the scenario sends nothing " +
                                 (m_transmit ? "from" : "to") + " " + m_name + " by it");
    }
}

bool
PacketChooser::Transmits(const Scenario& scenario) const
{
    if (m_anySa)
    {
        return scenario.traffic.direction != TrafficDirection::RECEIVE;
    }
    for (const auto& member : m_flows.members)
    {
        if (member.spiOut == m_spi || member.spiIn == m_spi)
        {
            return member.spiOut == m_spi;
        }
    }
    throw std::runtime_error("--sa " + SpiInWords(m_spi) + ": no such SA; those of the scenario " +
                             "begin with " + SpiInWords(m_flows.members.front().spiOut) + " and " +
                             SpiInWords(m_flows.members.front().spiIn));
}

bool
PacketChooser::IsIt(Ps now, uint32_t source, uint32_t flow)
{
    const PlannedSource& planned = m_flows.sources[source];
    if (planned.transmit != m_transmit || now < m_from)
    {
        return false;
    }
    const PlannedMember& member = m_flows.members[planned.flows[flow].member];
    const uint32_t spi = m_transmit ? member.spiOut : member.spiIn;
    if (!m_anySa && spi != m_spi)
    {
        return false;
    }
    if (++m_seen < m_wanted)
    {
        return false;
    }
    m_spi = spi;
    return true;
}

std::string
PacketChooser::Describe() const
{
    std::string text = "no such packet: " + m_name + (m_transmit ? " sends " : " is sent ") +
                       std::to_string(m_seen) + " protected packets";
    text += m_anySa ? "" : " of SA " + SpiInWords(m_spi);
    text += m_from == 0 ? "" : " from " + FormatInstant(m_from) + " s on";
    return text + ", wanted is number " + std::to_string(m_wanted);
}

/// @param scenario what is simulated @param full in full fidelity, not in lean @return its run
std::unique_ptr<PacketScenarioRun>
MakeRun(const Scenario& scenario, bool full)
{
    if (full)
    {
        return std::make_unique<FullScenarioRun>(scenario);
    }
    return std::make_unique<LeanScenarioRun>(scenario);
}

} // namespace

Walk
WalkPacket(const WalkOptions& options)
{
    const WalkPoint point = OpenWalkPoint(options);
    Walk walk;
    {
        const auto made = MakeRun(point.scenario, options.full);
        PacketScenarioRun& run = *made;
        run.Build();
        PacketChooser chooser(options, point.scenario, run.GetFlows());
        StepRecorder recorder(GetNodeNames(run.GetPlan()));
        run.FollowPacket(
            recorder,
            [&chooser](Ps now, uint32_t source, uint32_t flow) {
                return chooser.IsIt(now, source, flow);
            },
            [](Ps) { Simulator::Stop(); });
        run.Start();
        Simulator::Run();
        if (!chooser.HasFound())
        {
            throw std::runtime_error(chooser.Describe());
        }
        walk.title =
            "Packet " + std::to_string(options.packet) + " of SA " + SpiInWords(chooser.GetSpi());
        if (options.sa.empty())
        {
            walk.title = "Packet " + std::to_string(options.packet) +
                         " of the protected traffic of " + point.scenario.GetMeasuredRole() +
                         ", SA " + SpiInWords(chooser.GetSpi());
        }
        if (!options.at.empty())
        {
            walk.title += ", from " + options.at + " on";
        }
        walk.subtitle = point.description + ", sent at " +
                        FormatInstant(recorder.GetSteps().front().time) + " s";
        walk.steps = recorder.GetSteps();
    }
    Simulator::Destroy();
    return walk;
}

void
WalkCommand(const WalkOptions& options)
{
    if (!options.output.empty())
    {
        CheckWritable(options.output); // before the simulation, not after it
    }
    const Walk walk = options.control ? WalkControl(options)
                      : options.lost  ? WalkLostPacket(options)
                                      : WalkPacket(options);
    PrintWalk(walk, std::cout);
    if (!options.output.empty())
    {
        WriteFileAtomically(options.output, DrawWalk(walk));
        std::cout << "\nDiagram: " << options.output << "\n";
    }
}

} // namespace ns3::planner

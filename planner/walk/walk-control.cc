/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "walk-control.h"

#include "walk-text.h"

#include "model/explain/ipsec-number-words-internal.h"
#include "planner/simulate/lean-scenario-run.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Notes the first packets of an SA of each kind.
class FirstPackets
{
  public:
    /// @param spi of the SA @param kernel of the node @param recorder hears of them
    FirstPackets(uint32_t spi, const IpsecOffload& kernel, StepRecorder& recorder)
        : m_spi(spi),
          m_kernel(kernel),
          m_recorder(recorder)
    {
    }

    /// A packet of the node was decided upon on its way out.
    void Output(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa);

    /// A packet of the node was decided upon on its way in.
    void Input(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa);

  private:
    void Count(Ps now, const std::string& kind, const std::string& more, const char* rule);

    /// @param packet in software @return why
    std::string Describe(const PacketDescriptor& packet) const
    {
        return DescribeReason(packet.reason, m_kernel.GetRefusals().Find(packet.refusal));
    }

    uint32_t m_spi;
    const IpsecOffload& m_kernel;
    StepRecorder& m_recorder;
    std::string m_kind; //!< of the packet before
    uint64_t m_run{0};  //!< packets of that kind in a row
    uint32_t m_changes{0};
};

void
FirstPackets::Count(Ps now, const std::string& kind, const std::string& more, const char* rule)
{
    constexpr uint32_t MOST_CHANGES = 10; // beyond that the two kinds take turns
    ++m_run;
    if (kind == m_kind)
    {
        return;
    }
    if (++m_changes <= MOST_CHANGES)
    {
        const std::string before =
            m_kind.empty() ? "" : ", after " + GroupDigits(m_run - 1) + " " + m_kind;
        m_recorder.Note(now, "packets", "first packet " + kind + more + before, rule);
    }
    else if (m_changes == MOST_CHANGES + 1)
    {
        m_recorder.Note(now, "packets", "and so on, in turns", "R143");
    }
    m_kind = kind;
    m_run = 1;
}

void
FirstPackets::Output(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa)
{
    if (!sa || sa->GetConfig().spi != m_spi)
    {
        return;
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        const std::string why =
            packet.reason == SoftwareReason::NONE ? "" : ", " + Describe(packet);
        Count(now, std::string("dropped (") + ToString(packet.drop) + why + ")", "", "");
    }
    else if (packet.verdict == IpsecVerdict::OFFLOAD)
    {
        Count(now, "offloaded", ": the NIC numbers it", "R85, R134, R143");
    }
    else if (packet.verdict == IpsecVerdict::SOFTWARE)
    {
        Count(now,
              "in software: " + Describe(packet),
              ", sequence " + GroupDigits(packet.esp.sequence),
              "R85, R140, R143");
    }
}

void
FirstPackets::Input(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa)
{
    if (packet.drop != IpsecDrop::NONE)
    {
        return;
    }
    const SaHandle* handle = packet.drvSpi != 0 ? m_kernel.FindByDrvSpi(packet.drvSpi) : nullptr;
    if (handle && handle->sa->GetConfig().spi == m_spi)
    {
        Count(now, "decrypted by the NIC", "", "R155, R157");
    }
    else if (!handle && sa && sa->GetConfig().spi == m_spi)
    {
        Count(now, "decrypted in software: " + Describe(packet), "", "R153");
    }
}

/// @param flows of the scenario @param options which SA @param transmits the measured node sends
/// @return its SPI @throws std::runtime_error
uint32_t
FindSpi(const FlowPlan& flows, const WalkOptions& options, bool transmits)
{
    if (!options.sa.empty())
    {
        return ParseSpi(options.sa);
    }
    const PlannedMember& first = flows.members.front();
    return transmits ? first.spiOut : first.spiIn;
}

/// @param steps what happened @return the same with few of many reports in a row
std::vector<WalkStep>
ShortenReports(const std::vector<WalkStep>& steps)
{
    constexpr size_t SHOWN = 2;
    std::vector<WalkStep> shortened;
    for (size_t i = 0; i < steps.size();)
    {
        size_t end = i;
        while (end < steps.size() && steps[end].object == "counters")
        {
            ++end;
        }
        if (end - i > 2 * SHOWN)
        {
            shortened.insert(shortened.end(), steps.begin() + i, steps.begin() + i + SHOWN);
            WalkStep rest = steps[end - SHOWN - 1];
            rest.decision = std::to_string(end - i - 2 * SHOWN) + " more reports";
            shortened.push_back(rest);
            i = end - SHOWN;
        }
        end = std::max(end, i + 1);
        shortened.insert(shortened.end(), steps.begin() + i, steps.begin() + end);
        i = end;
    }
    return shortened;
}

/// Delete an SA that the scenario leaves, and wait until nothing of it is left.
void
End(const ScenarioRun& run, uint32_t spi, StepRecorder& recorder)
{
    const auto node = run.GetNodes().front();
    const Ps now = ToPs(Simulator::Now());
    Ps coolOff = 0;
    for (const auto& link : run.GetLinks())
    {
        coolOff = std::max({coolOff,
                            link.near.nic->GetProfile().slotCoolOff,
                            link.far.nic->GetProfile().slotCoolOff});
    }
    const auto wait = [node, coolOff](Ps from) {
        node->GetOffload()->GetWorker().WhenIdle(from, [coolOff](Ps) {
            Simulator::Stop(FromPs(coolOff + 1));
        });
    };
    if (node->GetSad()->FindBySpi(spi))
    {
        recorder.Note(now, "SAD", "not deleted by the scenario; deleted here for the trace", "");
        node->GetSad()->Delete(now, spi);
    }
    Simulator::ScheduleNow([wait, now] { wait(now); });
    Simulator::Run();
}

} // namespace

Walk
WalkControl(const WalkOptions& options)
{
    const WalkPoint point = OpenWalkPoint(options);
    Walk walk;
    {
        LeanScenarioRun run(point.scenario);
        run.Build();
        const uint32_t spi = FindSpi(run.GetFlows(),
                                     options,
                                     point.scenario.traffic.direction != TrafficDirection::RECEIVE);
        StepRecorder recorder(GetNodeNames(run.GetPlan()));
        const auto node = run.GetNodes().front();
        FirstPackets packets(spi, *node->GetOffload(), recorder);
        node->GetSad()->Watch(spi, &recorder);
        node->TraceConnectWithoutContext("Output", MakeCallback(&FirstPackets::Output, &packets));
        node->TraceConnectWithoutContext("Input", MakeCallback(&FirstPackets::Input, &packets));
        run.Start();
        Simulator::Run();
        if (recorder.GetSteps().empty())
        {
            throw std::runtime_error("--sa " + SpiInWords(spi) + ": " +
                                     point.scenario.GetMeasuredRole() + " never has such an SA");
        }
        End(run, spi, recorder);
        walk.title = "Life of SA " + SpiInWords(spi) + " on " + point.scenario.GetMeasuredRole();
        walk.subtitle = point.description + ", begins at " +
                        FormatInstant(recorder.GetSteps().front().time) + " s";
        walk.steps = ShortenReports(recorder.GetSteps());
    }
    Simulator::Destroy();
    return walk;
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "step-recorder.h"

#include "ns3/ipsec-explain-step.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

StepRecorder::StepRecorder(std::vector<std::string> nodes, uint32_t node)
    : m_nodes(std::move(nodes)),
      m_node(node)
{
}

void
StepRecorder::Enter(uint32_t node)
{
    m_node = node;
}

void
StepRecorder::Append(const StepRecord& step)
{
    const StepInfo& info = GetStepInfo(step.code);
    Note(step.times.start, info.stage, ExplainStep(step), info.rule);
}

void
StepRecorder::Note(Ps time, const char* object, const std::string& decision, const char* rule)
{
    if (!m_steps.empty())
    {
        time = std::max(time, m_steps.back().time);
    }
    m_steps.push_back({time, m_nodes.at(m_node), object, decision, rule});
}

} // namespace ns3::planner

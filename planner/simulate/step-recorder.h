/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STEP_RECORDER_H
#define IPSEC_OFFLOAD_PLANNER_STEP_RECORDER_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-step-listener.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// One step of a walk.
struct WalkStep
{
    Ps time;
    std::string node;
    std::string object;
    std::string decision;
    std::string rule; //!< empty without one
};

/// A walk, ready to be shown.
struct Walk
{
    std::string title;    //!< what is followed
    std::string subtitle; //!< where: scenario and point
    std::vector<WalkStep> steps;
};

/**
 * @ingroup ipsec-offload
 * Remembers steps, in words.
 *
 * They come in the order of the way, not of the clock: where one booking covers several steps, the
 * later ones may come with the time of its beginning. A step is never shown before the one that
 * led to it.
 */
class StepRecorder : public StepListener
{
  public:
    /**
     * @param nodes names, by number
     * @param node where it begins
     */
    explicit StepRecorder(std::vector<std::string> nodes, uint32_t node = 0);

    void Enter(uint32_t node) override;
    void Append(const StepRecord& step) override;

    /**
     * Remember what no stage of the model says.
     * @param time when it happens
     * @param object what decides
     * @param decision in words
     * @param rule number of the rule; empty without one
     */
    void Note(Ps time, const char* object, const std::string& decision, const char* rule);

    /** @return the steps so far */
    const std::vector<WalkStep>& GetSteps() const
    {
        return m_steps;
    }

  private:
    std::vector<std::string> m_nodes; //!< names
    uint32_t m_node;                  //!< where it is
    std::vector<WalkStep> m_steps;    //!< what happened
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STEP_RECORDER_H */

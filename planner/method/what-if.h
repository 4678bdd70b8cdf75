/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WHAT_IF_H
#define IPSEC_OFFLOAD_PLANNER_WHAT_IF_H

#include "planner/scenario/experiment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What an operator asks of a gateway or server.
enum class Question : uint8_t
{
    ENOUGH,    //!< does it carry what is offered, and what is the bottleneck?
    RESOURCES, //!< do more SA slots, cores or nodes help?
    FAILURE,   //!< what is left after a failure?
    GROWTH,    //!< what happens with 10 % more traffic?
    REKEY,     //!< what does a rekey cost?
    COUNT
};

/// A change of a point whose effect answers a question.
struct WhatIf
{
    Question question{Question::ENOUGH};
    std::string name;  //!< of its curve: "2 x cores"
    std::string words; //!< "with 32 instead of 16 cores"; empty for the point itself
    std::vector<InputSetting> settings; //!< what it changes; none: the point itself, or not asked
    std::string obstacle;               //!< why it is not simulated; empty: it is
    uint32_t nodes{1};                  //!< how many such nodes there are beside each other
};

/**
 * @ingroup ipsec-offload
 * The changes that answer the five questions at a point. The first one is the point itself.
 * @param experiment what holds the point
 * @param curve name of one of its curves
 * @param value one of its sweep's values
 * @return the changes, those that make no sense for this point with an obstacle
 * @throws InputError when there is no such point
 */
std::vector<WhatIf> FindWhatIfs(const Experiment& experiment,
                                const std::string& curve,
                                double value);

/**
 * @ingroup ipsec-offload
 * The experiment that simulates the changes: a curve for each, with the same random numbers, and
 * one value.
 * @param experiment what holds the point
 * @param curve name of one of its curves
 * @param value one of its sweep's values
 * @param changes what FindWhatIfs() gave; one with an obstacle gets no curve
 * @return the experiment
 * @throws InputError when a change makes no valid scenario
 */
Experiment MakeWhatIfExperiment(const Experiment& experiment,
                                const std::string& curve,
                                double value,
                                const std::vector<WhatIf>& changes);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WHAT_IF_H */

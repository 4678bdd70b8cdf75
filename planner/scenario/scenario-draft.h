/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_DRAFT_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_DRAFT_H

#include "model/profile/input-node.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What somebody says who wants a first scenario. Empty: what goes well with the rest.
struct DraftAnswers
{
    std::string nic;      //!< a profile
    std::string host;     //!< a profile
    std::string kernel;   //!< a kernel profile
    std::string tunnels;  //!< a count
    std::string rate;     //!< of IP, as "10 Gbit/s"
    std::string mix;      //!< a mix's name
    std::string arrivals; //!< poisson, constant, bursts or day
    std::string replay;   //!< a pcap file, instead of mix and arrivals; it needs no rate
    std::string topology; //!< server, gateways or hub
    std::string question; //!< one of GetDraftQuestions()
};

/// What a first scenario can ask.
struct DraftQuestion
{
    const char* word; //!< "slots"
    const char* text; //!< "How many SA slots does it take?"
};

/** @return what can be asked; the first one if nothing is said */
const std::vector<DraftQuestion>& GetDraftQuestions();

/** @param word the name of an answer: "nic" @return what it may be; empty: no words */
std::vector<std::string> GetDraftWords(const std::string& word);

/**
 * @ingroup ipsec-offload
 * @param answers what somebody says
 * @return the same with all that was not said
 * @throws std::runtime_error that names the answer which is none; InputError for a recording
 */
DraftAnswers CompleteAnswers(DraftAnswers answers);

/**
 * @ingroup ipsec-offload
 * Make a scenario that answers a question in a few points.
 * @param name of the scenario
 * @param answers complete ones
 * @return the scenario
 */
InputNode DraftScenario(const std::string& name, const DraftAnswers& answers);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_DRAFT_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H

#include "network-reader.h"
#include "recording-reader.h"
#include "scenario-map.h"
#include "scenario.h"

#include "model/profile/yaml-input.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Reads points from the parsed tree of an experiment: the parts of it that may differ from point to
 * point, with the values of a curve and of the sweep put in. What a point costs does not depend on
 * how many there are.
 */
class ScenarioReader
{
  public:
    /**
     * @param file the experiment's file, for messages; its profiles may be beside it
     * @param root the file's content
     */
    ScenarioReader(const std::string& file, const InputNode& root);

    /** @return the parts of a file that a point is made of, as "nodes" and "traffic" */
    static const std::vector<std::string>& GetParts();

    /**
     * @param map the file's root, of which other parts are for others; complaints go there
     * @return what it says when nothing is put in
     */
    Scenario ReadParts(ScenarioMap& map);

    /**
     * @param settings what to put in, in order
     * @return the point
     * @throws InputError with all problems found
     */
    Scenario Read(const std::vector<InputSetting>& settings);

    /** @param settings what to put in, in order @return the parts of the file with that, and with
     * the values of its parameters @throws InputError when these cannot be worked out */
    InputNode With(const std::vector<InputSetting>& settings) const;

    /** @return points that were read in this process, so that a test can count them */
    static uint64_t GetPointsRead();

    /** @return names of the files with networks and recordings that were read */
    std::set<std::string> GetFiles() const
    {
        auto files = m_network.GetNetworkFiles();
        files.merge(m_recordings.GetFiles());
        return files;
    }

  private:
    std::string m_file;           //!< of the experiment
    InputNode m_parts;            //!< its parts, see GetParts()
    bool m_hasParameters;         //!< they are written in version 2 of the language
    InputNode m_spotChecks;       //!< what every point must allow
    InputNode m_search;           //!< likewise
    InputNode m_solve;            //!< likewise
    NetworkReader m_network;      //!< reads each profile once
    RecordingReader m_recordings; //!< reads each recording once
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_READER_H */

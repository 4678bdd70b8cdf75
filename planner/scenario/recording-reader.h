/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RECORDING_READER_H
#define IPSEC_OFFLOAD_PLANNER_RECORDING_READER_H

#include "ns3/lean-traffic-recording.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace ns3::planner
{

/// What a file with a recording has.
struct RecordingFile
{
    TrafficRecording recording; //!< its IP datagrams
    uint64_t skipped{0};        //!< packets of the file that are no IP datagrams
};

/**
 * @ingroup ipsec-offload
 * Reads recordings: classic pcap files, of either byte order, with microseconds or nanoseconds, of
 * Ethernet (with VLAN tags), PPP or bare IP. A datagram is as long as its IP header says, however
 * much of it the file has. A file is read once, however many points name it.
 */
class RecordingReader
{
  public:
    /** @param scenarioFolder where the scenario lies: names of files begin there */
    explicit RecordingReader(std::string scenarioFolder);

    /**
     * @param name of a file, as the scenario has it
     * @return what it has
     * @throws InputError when it cannot be read, or has fewer than two datagrams or no time between
     * them
     */
    std::shared_ptr<const RecordingFile> Read(const std::string& name);

    /** @return names of the files that were read */
    std::set<std::string> GetFiles() const;

  private:
    std::string m_folder; //!< where names of files begin
    std::map<std::string, std::shared_ptr<const RecordingFile>> m_files; //!< by full name
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RECORDING_READER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_POINT_H
#define IPSEC_OFFLOAD_PLANNER_WALK_POINT_H

#include "planner/network/network-plan.h"
#include "planner/scenario/experiment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of a walk.
struct WalkOptions
{
    std::string scenario;     //!< path of the file
    uint64_t packet{1};       //!< which one of those that the other options leave, from 1
    std::string sa;           //!< SPI of the SA; empty: any
    std::string at;           //!< earliest time of sending; empty: any
    std::string curve;        //!< name of the curve; empty: the first
    std::string value;        //!< of the sweep, as the file writes it; empty: the first
    bool full{false};         //!< the packet travels in full fidelity, not in lean
    bool control{false};      //!< the life of an SA instead of a packet
    bool lost{false};         //!< a packet that is lost
    std::string lostReason{}; //!< why it is lost; empty: any
    std::vector<std::string> settings{}; //!< "PATH=VALUE": instead of what the scenario says
    std::string output;                  //!< file of the diagram; empty: none
};

/// The point of an experiment that a walk is in.
struct WalkPoint
{
    Scenario scenario;       //!< what is simulated there
    std::string description; //!< "edge-server, curve FreeBsd, sa-slots 2000, lean fidelity"
};

/**
 * @ingroup ipsec-offload
 * Read the scenario, find the point, and make ns-3 ready to simulate it: resolution, seed, run
 * number and scheduler. Once per process, as RunPoint().
 * @param options which
 * @return the point
 * @throws InputError, std::runtime_error when there is no such point
 */
WalkPoint OpenWalkPoint(const WalkOptions& options);

/**
 * @ingroup ipsec-offload
 * @param text an SPI, decimal or 0x...
 * @return it
 * @throws std::runtime_error when it is none
 */
uint32_t ParseSpi(const std::string& text);

/** @param plan a network @return its nodes' names, by number */
std::vector<std::string> GetNodeNames(const NetworkPlan& plan);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_POINT_H */

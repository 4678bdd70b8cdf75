/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_H
#define IPSEC_OFFLOAD_PLANNER_POINT_H

#include "run-mark.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// Which fidelity a point is simulated in (doc/design.rst#rule-7).
enum class Fidelity : uint8_t
{
    LEAN,
    FULL,
    BOTH, //!< a spot check: both play the same arrivals and every packet is compared
    FLUID //!< traffic as rates, between events of the control plane
};

/** @param fidelity a fidelity @return "lean", "full", "both" or "fluid" */
const char* ToString(Fidelity fidelity);

/// How busy a part of a network was in the window.
struct PartRow
{
    std::string kind; //!< "link" or "node"
    std::string name;
    double share; //!< busy time: of a link's busier direction, or of a node's busiest core
};

/**
 * @ingroup ipsec-offload
 * One simulation of a scenario: a curve, a value of the swept parameter and a replication. Its
 * content, not its place in a list, decides its random numbers.
 */
struct PointSpec
{
    std::string curve;       //!< name of the curve ("FreeBsd")
    double value{0};         //!< of the swept parameter, or its place where it is no number
    uint32_t replication{0}; //!< from 1
    Fidelity fidelity{Fidelity::LEAN};
    std::string name{};  //!< of the value, where it is no number: "cx7-linux"
    bool common{false};  //!< the same random numbers as this replication of other such points
    uint64_t load{0};    //!< bit/s of IP per direction that is offered; 0: what the scenario says
    bool isTrial{false}; //!< of a search at this load: so many packets, all of them measured

    /** @return the value as text: its name or exact number */
    std::string GetValueText() const;

    /** @return text that names the point, the same on every machine; key of its result */
    std::string GetKey() const;

    /** @param key what GetKey() gave @return the point, or nothing when it is no key */
    static std::optional<PointSpec> FromKey(const std::string& key);

    /**
     * @return ns-3's run number, from the content above (doc/design.rst#rule-8) but for the load:
     * points at different loads have the same random numbers
     */
    uint64_t GetRun() const;
};

/// Samples along the time of a simulation.
struct Timeline
{
    /// One sample.
    struct Row
    {
        double time; //!< seconds since the start of the traffic
        std::vector<double> values;
    };

    std::vector<std::string> names; //!< of the values, units in them; empty: no timeline
    std::vector<Row> rows;          //!< in order of time
};

/// Packets of a node, an interface or an SA that were not offloaded, or that were lost, for one
/// reason.
struct ReasonRow
{
    std::string fate;  //!< "software" or "lost"
    std::string place; //!< "host out", "host in", "NIC out" or "NIC in"
    std::string node;
    std::string interface; //!< empty: all of them, and those of which none is known
    std::string sa;        //!< "0x1001"; "others": all that are not listed; empty: all
    std::string reason;    //!< a name of SoftwareReason, IpsecDrop or NicDrop
    std::string cause;     //!< the last answer of the driver or kernel, where the name says less
    uint64_t packets;
    uint64_t octets; //!< of clear IP going out, as they arrived coming in

    /** @return the cause, or the reason where there is none */
    const std::string& GetWords() const
    {
        return cause.empty() ? reason : cause;
    }
};

/// A value that the work of a resource rests on, or one that is missing (GetWorkRows()).
struct WorkRow
{
    std::string node;
    std::string profile;    //!< that has the value; empty: the scenario itself
    std::string resource;   //!< the metric of how busy it is; empty: what is missing anywhere
    std::string value;      //!< its key: "sa-lookup"
    std::string provenance; //!< a name of Provenance
    double share;           //!< of the resource's work; of all cycles of the node
};

/**
 * @ingroup ipsec-offload
 * What one simulation gave: named numbers in a fixed order (units in the names: "throughput_bps").
 * For Fidelity::BOTH also how many packets were compared and how many differ.
 */
struct PointResult
{
    std::vector<std::pair<std::string, double>> metrics;
    Timeline timeline{};              //!< when the scenario asks for it
    std::vector<ReasonRow> reasons{}; //!< of the whole simulation, all nodes
    std::vector<WorkRow> work{};      //!< what the work of resources rests on
    std::vector<PartRow> parts{};     //!< links and nodes of a network that has a map
    RunMarks marks{};                 //!< why not to use it

    /** @param name a metric @return its value; NaN when there is none of that name */
    double Get(const std::string& name) const;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_H */

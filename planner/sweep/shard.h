/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SHARD_H
#define IPSEC_OFFLOAD_PLANNER_SHARD_H

#include "planner/scenario/experiment.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace ns3::planner
{

/// A part of a run: the i-th of n.
struct Shard
{
    uint32_t index{1}; //!< from 1
    uint32_t count{1}; //!< 1: the whole run

    /** @return true when others have the rest of the run */
    bool IsPart() const
    {
        return count > 1;
    }

    /** @return "2/3" */
    std::string GetText() const;

    /** @param text "2/3" @return the shard; nothing when it is none */
    static std::optional<Shard> FromText(const std::string& text);
};

/**
 * @ingroup ipsec-offload
 * Which points of an experiment a shard has. A point is a value of a curve with all that is
 * simulated there: replications and their further rounds, trials of a search, a spot check. What is
 * decided there, as whether it needs more replications, then needs nothing of another shard. The
 * points are dealt out in the order of hashes of their names: any two shards have equally many, or
 * one more, and points that take long, as the last ones of each curve, do not fall to the same.
 */
class PointDivision
{
  public:
    /** All points. */
    PointDivision() = default;

    /**
     * @param experiment what is divided
     * @param shard which part
     */
    PointDivision(const Experiment& experiment, const Shard& shard);

    /** @param curve name of a curve @param value of the sweep @return true when the part has it */
    bool Has(const std::string& curve, double value) const;

  private:
    bool m_isWhole{true};                              //!< has all
    std::set<std::pair<std::string, double>> m_points; //!< curve and value, otherwise
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SHARD_H */

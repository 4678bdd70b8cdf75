/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STATISTICS_H
#define IPSEC_OFFLOAD_PLANNER_STATISTICS_H

#include "results.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A mean of independent replications and how far it may be off.
 */
struct Estimate
{
    double mean{0};      //!< NaN when there is no value
    double halfWidth{0}; //!< of the interval around the mean; NaN with fewer than two values
    uint32_t count{0};   //!< values

    /** @return half width as shown: 0 when there is none */
    double GetErrorBar() const;
};

/**
 * @ingroup ipsec-offload
 * Mean and Student's interval.
 * @param values one per independent replication; NaNs are left out
 * @param confidence probability that the interval holds the true mean, within (0, 1)
 * @return the estimate
 */
Estimate MeanWithInterval(const std::vector<double>& values, double confidence = 0.95);

/**
 * @ingroup ipsec-offload
 * All replications of one value of one curve.
 */
struct PointGroup
{
    std::string curve;                       //!< name of the curve
    double value{0};                         //!< of the swept parameter
    std::vector<const PointRecord*> records; //!< by replication

    /** @param metric a name @return its mean over the replications, 95 % */
    Estimate Of(const std::string& metric) const;

    /** @return why not to use the point: the marks of its replications */
    RunMarks GetMarks() const;
};

/**
 * @ingroup ipsec-offload
 * How much more a metric is at one point than at another one, replication by replication: with
 * common random numbers that varies less than either of them.
 * @param one a point
 * @param other another one
 * @param metric a name
 * @return the mean difference over the replications that both have, 95 %
 */
Estimate PairedDifference(const PointGroup& one,
                          const PointGroup& other,
                          const std::string& metric);

/**
 * @ingroup ipsec-offload
 * Put replications together. Spot checks are left out: they are not independent of their points.
 * @param records results, in any order; must outlive the answer
 * @return groups, sorted by curve, then value
 */
std::vector<PointGroup> GroupReplications(const std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * @param groups what GroupReplications() gave
 * @param curve name of a curve
 * @param value of the swept parameter
 * @return the group of that point, or null
 */
const PointGroup* FindGroup(const std::vector<PointGroup>& groups,
                            const std::string& curve,
                            double value);

/// Groups that follow each other in a list of them.
struct GroupRange
{
    std::vector<PointGroup>::const_iterator first;
    std::vector<PointGroup>::const_iterator last;

    /** @return the first one */
    auto begin() const
    {
        return first;
    }

    /** @return behind the last one */
    auto end() const
    {
        return last;
    }

    /** @return how many there are */
    size_t size() const
    {
        return static_cast<size_t>(last - first);
    }
};

/**
 * @ingroup ipsec-offload
 * @param groups what GroupReplications() gave; must outlive what is returned
 * @param curve name of a curve
 * @return the groups of that curve
 */
GroupRange GroupsOf(const std::vector<PointGroup>& groups, const std::string& curve);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STATISTICS_H */

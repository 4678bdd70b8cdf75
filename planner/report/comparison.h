/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_COMPARISON_H
#define IPSEC_OFFLOAD_PLANNER_COMPARISON_H

#include "planner/sweep/kept-results.h"
#include "planner/sweep/statistics.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// One of two sides that are compared.
struct ComparedSide
{
    KeptResults results;
    std::string curve; //!< the only one that is compared; empty: those that both sides have
};

/// What two points say of one another.
enum class Difference : uint8_t
{
    EQUAL,       //!< the same value in each replication
    MORE,        //!< B has more: zero is outside the interval of the difference
    LESS,        //!< B has less, likewise
    NONE,        //!< zero is within the interval
    NO_INTERVAL, //!< one replication, or none, in common
};

/// A metric at a point that both sides have.
struct ComparedMetric
{
    std::string curve; //!< of side A
    std::string value; //!< of the sweep
    std::string metric;
    Estimate a;
    Estimate b;
    Estimate difference; //!< b - a, paired by replication, 95 %
    bool isMarked;       //!< one of both points is not to be used

    /** @return what the interval says */
    Difference GetVerdict() const;

    /** @return the difference in words: "B has 12 % more" */
    std::string Describe() const;
};

/**
 * @ingroup ipsec-offload
 * Two runs, or two curves of one, point by point.
 */
class Comparison
{
  public:
    /**
     * @param a one side
     * @param b the other one
     * @param metrics which to compare; none: the usual ones
     * @throws std::runtime_error when they have nothing in common
     */
    Comparison(ComparedSide a, ComparedSide b, const std::vector<std::string>& metrics);

    /** @return metric by metric, each at all points */
    const std::vector<ComparedMetric>& GetMetrics() const
    {
        return m_compared;
    }

    /** @return tables and sentences */
    std::string Describe() const;

    /** @return the same for machines */
    nlohmann::json ToJson() const;

  private:
    void Compare(const std::vector<std::string>& metrics);
    std::vector<std::string> GetCaveats() const;
    std::string Summarize(const std::string& metric) const;

    ComparedSide m_a;                       //!< one side
    ComparedSide m_b;                       //!< the other one
    std::vector<ComparedMetric> m_compared; //!< see GetMetrics()
    std::vector<std::string> m_metrics;     //!< that are compared
    size_t m_alone{0};                      //!< points that one side has alone
    bool m_isPaired{true};                  //!< replications have the same random numbers
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_COMPARISON_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ERROR_SUMMARY_H
#define IPSEC_OFFLOAD_PLANNER_ERROR_SUMMARY_H

#include "validation-outcome.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Mean absolute percentage errors (MAPE): the mean of |model / measured - 1|, per source and over
 * all points, those that calibrate apart from those that are predicted. Loads count by the same
 * rule, whatever their section says of percentage points.
 */
class ErrorSummary
{
  public:
    /// Mean of some errors.
    struct Mean
    {
        size_t count{0}; //!< points
        double sum{0};   //!< of absolute shares

        /** @return the mean, a share; NaN without points */
        double Get() const;
    };

    /// Errors of one scenario.
    struct Row
    {
        std::string name; //!< of the scenario
        Mean predicted;
        Mean calibrating;
    };

    /** @param name of a scenario @param outcome of it */
    void Add(const std::string& name, const ValidationOutcome& outcome);

    /**
     * @param name of a scenario
     * @param calibrates which kind of point
     * @param model what came out @param measured what should
     */
    void Add(const std::string& name, bool calibrates, double model, double measured);

    /** @return sources in the order in which they came, then the sum of all, "all" */
    std::vector<Row> GetRows() const;

    /** @return a table for a terminal */
    std::string GetText() const;

    /** @return a table of the manual */
    std::string GetRst() const;

    /** @return for machines */
    nlohmann::json ToJson() const;

  private:
    std::vector<std::vector<std::string>> GetTable() const;

    std::vector<Row> m_rows; //!< without the sum
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ERROR_SUMMARY_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ASSUMED_VARIANTS_H
#define IPSEC_OFFLOAD_PLANNER_ASSUMED_VARIANTS_H

#include "planner/analytic/closed-form.h"
#include "planner/scenario/experiment.h"

#include <optional>
#include <string>

namespace ns3::planner
{

/// What the closed form says of a point with other assumed values.
struct AssumedRange
{
    ClosedFormPoint worse;  //!< all assumed speeds are ASSUMED_MARGIN worse
    ClosedFormPoint better; //!< and better
};

/**
 * @ingroup ipsec-offload
 * The same experiment with all assumed speeds of all profiles worse or better by ASSUMED_MARGIN
 * (ApplyAssumedMargin()), without a simulation.
 */
class AssumedVariants
{
  public:
    /** @param experiment any; must outlive this object */
    explicit AssumedVariants(const Experiment& experiment);

    /**
     * @param curve name of a curve
     * @param value one of the sweep's
     * @return what the closed form says; nothing where no profile assumes a speed, where the
     * scenario sets assumed-values itself, and where the closed form does not speak
     */
    std::optional<AssumedRange> Find(const std::string& curve, double value) const;

    /** @return the experiment as it is */
    const Experiment& GetAsIs() const
    {
        return m_experiment;
    }

    /** @return the same with worse assumed values */
    const Experiment& GetWorse() const
    {
        return m_worse;
    }

    /** @return and with better ones */
    const Experiment& GetBetter() const
    {
        return m_better;
    }

  private:
    const Experiment& m_experiment; //!< as it is
    Experiment m_worse;             //!< the same with worse assumed values
    Experiment m_better;            //!< and with better ones
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ASSUMED_VARIANTS_H */

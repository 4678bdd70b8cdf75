/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATION_READER_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATION_READER_H

#include "experiment.h"
#include "scenario-map.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read what was measured; complains about what is wrong.
 * @param value the section "validation"
 * @param experiment its sweep and curves
 * @return what was measured
 */
ValidationSpec ReadValidation(const ScenarioValue& value, const Experiment& experiment);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATION_READER_H */

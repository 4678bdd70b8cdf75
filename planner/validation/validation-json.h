/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATION_JSON_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATION_JSON_H

#include "validation-outcome.h"

#include <nlohmann/json_fwd.hpp>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment with a validation
 * @param outcome what came of it
 * @return its points and checks for machines, numbers in base units
 */
nlohmann::json ToJson(const Experiment& experiment, const ValidationOutcome& outcome);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATION_JSON_H */

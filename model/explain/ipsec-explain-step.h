/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_EXPLAIN_STEP_H
#define IPSEC_OFFLOAD_IPSEC_EXPLAIN_STEP_H

#include "ns3/ipsec-step-record.h"

#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Put a step into words. Stage and rule of the step are those of GetStepInfo().
 * @param step what was recorded
 * @return one sentence, without a full stop
 */
std::string ExplainStep(const StepRecord& step);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_EXPLAIN_STEP_H */

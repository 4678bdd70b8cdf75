/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_SENTENCES_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_STEP_SENTENCES_INTERNAL_H

#include "ns3/ipsec-step-code.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The sentence of a step, with places for what its record says:
 *
 * - `{0}` the number at 0, its digits in groups; `{0:d}` not in groups; `{0:KIND}` as KIND says
 *   (spi, span, ip, mode, ...; see ipsec-explain-step.cc)
 * - `{name}` and `{reply}` the names, `{interface}` the first as "nic0: " or nothing, `{policy}`
 *   the first or that there is none
 * - `{wait}` the time from arrival to start, `{work}` from start to done, `{waited}` the first or
 *   "idle"
 * - `[0?A|B]` A when the number at 0 is not 0, otherwise B; also `[name?A|B]` and `[wait?A|B]`.
 *   B may be absent
 *
 * @param code a step
 * @return its sentence
 */
const char* GetStepSentence(StepCode code);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_SENTENCES_INTERNAL_H */

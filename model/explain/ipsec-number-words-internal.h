/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NUMBER_WORDS_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_NUMBER_WORDS_INTERNAL_H

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <string>

namespace ns3
{

/** @param number a count @return its decimal digits in groups of three: "1 420" */
std::string GroupDigits(uint64_t number);

/** @param span picoseconds, not negative @return in a unit of its size: "1.28 us" */
std::string SpanInWords(Ps span);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NUMBER_WORDS_INTERNAL_H */

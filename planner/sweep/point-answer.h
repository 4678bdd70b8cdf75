/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_ANSWER_H
#define IPSEC_OFFLOAD_PLANNER_POINT_ANSWER_H

#include "planner/base/point.h"

#include <stdexcept>
#include <string>

namespace ns3::planner
{

/// What a point's process wrote is no answer.
class NoAnswer : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @ingroup ipsec-offload
 * @param key of a point
 * @param result what it gave
 * @return one line of JSON for the process that started the simulation; NaN is null
 */
std::string WriteAnswer(const std::string& key, const PointResult& result);

/**
 * @ingroup ipsec-offload
 * @param output everything that a point's process wrote; its last line is the answer
 * @return what it gave
 * @throws NoAnswer when it is none
 */
PointResult ReadAnswer(const std::string& output);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_ANSWER_H */

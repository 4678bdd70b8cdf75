/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LIST_JSON_H
#define IPSEC_OFFLOAD_PLANNER_LIST_JSON_H

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param topic one of GetListTopics(); empty: all
 * @return what there is, for machines: a list per topic
 */
nlohmann::json ListToJson(const std::string& topic);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LIST_JSON_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_COMMA_LIST_H
#define IPSEC_OFFLOAD_PLANNER_COMMA_LIST_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param texts a container of texts
 * @return them in their order, with commas in between
 */
template <typename Texts>
std::string
MakeCommaList(const Texts& texts)
{
    std::string list;
    for (const std::string& text : texts)
    {
        list += (list.empty() ? "" : ", ") + text;
    }
    return list;
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_COMMA_LIST_H */

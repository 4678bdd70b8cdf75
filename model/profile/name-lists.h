/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NAME_LISTS_H
#define IPSEC_OFFLOAD_NAME_LISTS_H

#include <string>
#include <vector>

namespace ns3
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

/**
 * @ingroup ipsec-offload
 * @param rows a container of what has a name
 * @return the names in their order
 */
template <typename Rows>
std::vector<std::string>
NamesOf(const Rows& rows)
{
    std::vector<std::string> names;
    for (const auto& row : rows)
    {
        names.emplace_back(row.name);
    }
    return names;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NAME_LISTS_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NODE_ATTRIBUTES_H
#define IPSEC_OFFLOAD_PLANNER_NODE_ATTRIBUTES_H

#include "key-rows.h"
#include "scenario-map.h"
#include "scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read ns-3 attributes of a node: maps of name and value, by the object that has them (node,
 * offload, sad, spd, nic).
 * @param value the map "attributes" of a node
 * @return what to set; complains about unknown names and about values that ns-3 does not take
 */
std::vector<AttributeSetting> ReadAttributes(const ScenarioValue& value);

/**
 * @ingroup ipsec-offload
 * @param path of such a map in the table of scenario keys
 * @return the rows of it and of what is in it
 */
KeyRows MakeAttributeKeys(const std::string& path);

/// An ns-3 attribute, as manuals and editors show it.
struct AttributeEntry
{
    std::string owner;    //!< "sad"
    std::string name;     //!< "PreferOldSa"
    std::string help;     //!< what it does
    std::string standard; //!< its default
};

/** @ingroup ipsec-offload @return all attributes that a scenario can set */
std::vector<AttributeEntry> DescribeAttributes();

/**
 * @ingroup ipsec-offload
 * @param settings attributes; those of NICs are left out
 * @param node whose
 */
void ApplyAttributes(const std::vector<AttributeSetting>& settings, const Ptr<IpsecNode>& node);

/**
 * @ingroup ipsec-offload
 * @param settings attributes; only those of NICs are set
 * @param nic which; before it is configured
 */
void ApplyAttributes(const std::vector<AttributeSetting>& settings, const Ptr<IpsecNic>& nic);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NODE_ATTRIBUTES_H */

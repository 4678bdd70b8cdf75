/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "binding.h"

#include <tuple>

namespace ns3::planner
{

namespace
{

/// What there is to say of a resource.
struct Words
{
    const char* before; //!< the place
    const char* behind; //!< the place
    const char* metric; //!< of how busy it is, at the measured node; empty: none
};

/// @param resource any @return its words
Words
WordsOf(Resource resource)
{
    switch (resource)
    {
    case Resource::NONE:
        return {"", "", ""};
    case Resource::CARD:
        return {"card of the ", "'s NIC", ""};
    case Resource::CIPHER:
        return {"cipher of the ", "'s NIC", "nic_cipher_utilization"};
    case Resource::CORES:
        return {"cores of the ", "", "cpu_busiest_core"};
    case Resource::CRYPTO_THREAD:
        return {"crypto thread of the ", "", "crypto_thread_utilization"};
    case Resource::FETCH_UNIT:
        return {"fetch unit of the ", "'s NIC", "nic_fetch_utilization"};
    case Resource::LINK:
        return {"", " link", "link_utilization"};
    case Resource::PORT:
        return {"port of the ", "'s NIC", ""};
    case Resource::PCIE:
        return {"PCIe of the ", "'s NIC", "nic_pcie_utilization"};
    case Resource::LOOKASIDE:
        return {"lookaside accelerator of the ", "", "lookaside_utilization"};
    case Resource::MEMORY:
        return {"memory of the ", "", "memory_utilization"};
    case Resource::COUNT:
        break;
    }
    return {"?", "", ""};
}

} // namespace

bool
Binding::operator==(const Binding& other) const
{
    return resource == other.resource && place == other.place;
}

bool
Binding::operator!=(const Binding& other) const
{
    return !(*this == other);
}

bool
Binding::operator<(const Binding& other) const
{
    return std::tie(resource, place) < std::tie(other.resource, other.place);
}

std::string
ToString(const Binding& binding)
{
    const Words words = WordsOf(binding.resource);
    const std::string name = binding.name.empty() ? "" : " '" + binding.name + "'";
    return words.before + binding.place + words.behind + name;
}

std::string
GetUtilizationMetric(const Binding& binding)
{
    return binding.isMeasured ? WordsOf(binding.resource).metric : "";
}

Resource
FindResource(const std::string& metric)
{
    for (size_t i = 1; i < static_cast<size_t>(Resource::COUNT); ++i)
    {
        const auto resource = static_cast<Resource>(i);
        if (metric == WordsOf(resource).metric)
        {
            return resource;
        }
    }
    return Resource::NONE;
}

Binding
MakeMeasured(const Scenario& scenario, Resource resource)
{
    return {resource,
            resource == Resource::LINK ? scenario.GetMeasuredLinkRole()
                                       : scenario.GetMeasuredRole(),
            true};
}

} // namespace ns3::planner

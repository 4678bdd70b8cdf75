/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_BINDING_H
#define IPSEC_OFFLOAD_PLANNER_BINDING_H

#include "planner/scenario/scenario.h"

#include <cstdint>
#include <string>

namespace ns3::planner
{

/// Something finite that packets pass.
enum class Resource : uint8_t
{
    NONE, //!< nothing: all that is offered passes
    CARD, //!< the ceiling of all ports of a NIC
    CIPHER,
    CORES,
    CRYPTO_THREAD,
    FETCH_UNIT, //!< brings SA contexts into a NIC
    LINK,
    PORT, //!< the ceiling of one port of a NIC
    PCIE,
    LOOKASIDE, //!< an accelerator beside the cores
    MEMORY,
    COUNT
};

/**
 * @ingroup ipsec-offload
 * A resource and where it is: what decides how much passes.
 */
struct Binding
{
    Resource resource{Resource::NONE};
    std::string place{};    //!< of what node ("far gateway"), or which link ("wan")
    bool isMeasured{false}; //!< of the measured node, or the measured link: metrics speak of it
    std::string name{};     //!< of several such nodes or links, which one: "router - branch3"

    /** @param other another one @return whether both are the same resource in the same place, which
     * may be several nodes or links */
    bool operator==(const Binding& other) const;

    /** @param other another one @return whether both differ */
    bool operator!=(const Binding& other) const;

    /** @param other another one @return an order of resources and places */
    bool operator<(const Binding& other) const;
};

/** @param binding a resource @return "cores of the server", "branch link 'router - branch3'"; empty
 * for nothing */
std::string ToString(const Binding& binding);

/** @param binding a resource @return the metric of how busy it is; empty: none */
std::string GetUtilizationMetric(const Binding& binding);

/** @param metric of how busy a resource is @return the resource; NONE: it is no such metric */
Resource FindResource(const std::string& metric);

/** @param scenario a point @param resource one of its measured node or link @return it there */
Binding MakeMeasured(const Scenario& scenario, Resource resource);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_BINDING_H */

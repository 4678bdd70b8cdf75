/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SITE_GENERATORS_H
#define IPSEC_OFFLOAD_PLANNER_SITE_GENERATORS_H

#include "network-generator.h"
#include "site-network.h"

/**
 * @file
 * @ingroup ipsec-offload
 * Maps of sites that are drawn, not read. What is drawn by chance is a function of the seed alone.
 */

namespace ns3::planner
{

/** @param input see GeneratorInput @return two sites */
SiteNetwork DrawPair(const GeneratorInput& input);

/** @param input with "sites" @return each pair linked */
SiteNetwork DrawFullMesh(const GeneratorInput& input);

/** @param input with "sites" and "density" @return a ring, and of all other pairs that share
 * linked, by chance */
SiteNetwork DrawPartialMesh(const GeneratorInput& input);

/** @param input with "sites" @return each linked to the next, the last one to the first */
SiteNetwork DrawRing(const GeneratorInput& input);

/** @param input with "sites" and "fan-out" @return each above so many others */
SiteNetwork DrawTree(const GeneratorInput& input);

/** @param input with "switch-ports", k, made even @return k pods of k/2 edge and k/2 aggregation
 * routers, and k*k/4 core routers; edge routers are sites (doc/sources.rst#al-fares-2008) */
SiteNetwork DrawFatTree(const GeneratorInput& input);

/** @param input with "sites" and "probability" @return each pair linked with that probability */
SiteNetwork DrawErdosRenyi(const GeneratorInput& input);

/** @param input with "sites", "alpha" and "beta" @return sites at random places of a square; a pair
 * at a distance d is linked with probability beta exp(-d / (alpha D)), with D its diagonal
 * (doc/sources.rst#waxman-1988) */
SiteNetwork DrawWaxman(const GeneratorInput& input);

/** @param input with "sites", "neighbors" and "rewiring" @return a ring in which each is linked to
 * so many nearest ones, and that share of links leads anywhere (doc/sources.rst#watts-1998) */
SiteNetwork DrawSmallWorld(const GeneratorInput& input);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SITE_GENERATORS_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PAGE_ASSETS_H
#define IPSEC_OFFLOAD_PLANNER_PAGE_ASSETS_H

namespace ns3::planner
{

// Texts of files that the build puts into the program: cmake/PageAssets.cmake makes their source.

/** @ingroup ipsec-offload @return planner/report/page/report.css */
const char* GetPageStyle();

/** @ingroup ipsec-offload @return planner/report/page/report.js */
const char* GetPageScript();

/** @ingroup ipsec-offload @return style sheet of dygraphs; empty: the build did not find it */
const char* GetDygraphsStyle();

/** @ingroup ipsec-offload @return dygraphs (MIT license); empty: the build did not find it */
const char* GetDygraphsScript();

/** @ingroup ipsec-offload @return the license of dygraphs; empty: the build did not find it */
const char* GetDygraphsLicense();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PAGE_ASSETS_H */

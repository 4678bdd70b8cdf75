/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "data-folders.h"

namespace ns3
{

std::vector<std::string>
GetDataFolders()
{
    // The build system defines both, for this file alone (cmake/Profiles.cmake, wscript).
    return {IPSEC_OFFLOAD_SOURCE_FOLDER, IPSEC_OFFLOAD_INSTALLED_FOLDER};
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "program-identity.h"

#include "atomic-file.h"
#include "content-hash.h"
#include "number-format.h"

#include "ns3/ipsec-offload-config.h"

#include <link.h>

#include <set>

namespace ns3::planner
{

namespace
{

/// @param info a loaded library @param paths a std::set that gets its path if it is one of ns-3
int
CollectNs3Library(dl_phdr_info* info, size_t, void* paths)
{
    const std::string path = info->dlpi_name;
    if (path.find("libns3") != std::string::npos)
    {
        static_cast<std::set<std::string>*>(paths)->insert(path);
    }
    return 0;
}

} // namespace

std::string
GetProgramIdentity()
{
    std::set<std::string> libraries;
    dl_iterate_phdr(CollectNs3Library, &libraries);
    std::string hashes = FormatHash(ContentHash(ReadWholeFile("/proc/self/exe")));
    for (const auto& library : libraries)
    {
        hashes += FormatHash(ContentHash(ReadWholeFile(library)));
    }
    return IPSEC_OFFLOAD_VERSION " build " + FormatHash(ContentHash(hashes));
}

} // namespace ns3::planner

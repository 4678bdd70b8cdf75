/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_DATA_FOLDERS_H
#define IPSEC_OFFLOAD_DATA_FOLDERS_H

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * @return folders that hold what comes with the module, profiles/ and scenarios/, whether they are
 * there or not: the source tree, then the folder into which it is installed
 */
std::vector<std::string> GetDataFolders();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_DATA_FOLDERS_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEXT_FILE_H
#define IPSEC_OFFLOAD_TEXT_FILE_H

#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * @param file a file
 * @return its content
 * @throws InputError when it cannot be read
 */
std::string ReadTextFile(const std::string& file);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_TEXT_FILE_H */

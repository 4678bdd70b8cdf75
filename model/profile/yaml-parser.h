/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_YAML_PARSER_H
#define IPSEC_OFFLOAD_YAML_PARSER_H

#include "input-node.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * @param text YAML, one document
 * @param file its name, for messages
 * @return its root
 * @throws InputError when it is not YAML, is empty, has a second document, or has no end: an alias
 * within what it names, or aliases that multiply
 */
InputNode ParseYaml(const std::string& text, const std::string& file);

/** @return texts that ParseYaml() read in this process, so that a test can count them */
uint64_t GetParsedTexts();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_YAML_PARSER_H */

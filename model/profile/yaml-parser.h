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

/**
 * @ingroup ipsec-offload
 * @param origin what sets it, as "--set"; messages name it
 * @param path keys with dots between them
 * @param text the value: a word, or a map or list of YAML in one line ("{zipf: 1}", "[1, 2]")
 * @return the setting
 * @throws InputError when it begins as a map or list and is none; its column counts in PATH=VALUE
 */
InputSetting ParseSetting(const std::string& origin,
                          const std::string& path,
                          const std::string& text);

/** @return texts that ParseYaml() read in this process, so that a test can count them */
uint64_t GetParsedTexts();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_YAML_PARSER_H */

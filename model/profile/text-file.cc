/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "text-file.h"

#include "ipsec-input-error.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ns3
{

namespace fs = std::filesystem;

std::string
ReadTextFile(const std::string& file)
{
    const auto fail = [&file](const std::string& fact) {
        throw InputError({{file, 0, 0, "", fact, "", true}});
    };
    std::error_code error;
    if (!fs::exists(file, error) && !error)
    {
        fail("no such file");
    }
    if (fs::is_directory(file, error))
    {
        fail("is a folder, expected a file");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream)
    {
        fail(std::string("cannot be read: ") + std::strerror(errno));
    }
    if (text.empty())
    {
        fail("the file is empty");
    }
    return text;
}

} // namespace ns3

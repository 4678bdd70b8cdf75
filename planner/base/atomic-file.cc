/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "atomic-file.h"

#include "temporary.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace ns3::planner
{

namespace
{

/// @param path a file @param what what failed
[[noreturn]] void
Fail(const std::string& path, const char* what)
{
    throw std::runtime_error(path + ": " + what + ": " + std::strerror(errno));
}

/// @param file an open one @param text what to write @return false on failure
bool
WriteAll(int file, const std::string& text)
{
    size_t written = 0;
    while (written < text.size())
    {
        const auto octets = write(file, text.data() + written, text.size() - written);
        if (octets < 0 && errno != EINTR)
        {
            return false;
        }
        written += octets > 0 ? static_cast<size_t>(octets) : 0;
    }
    return true;
}

/// @param path of a file to write; throws when a folder, a device or a pipe is there: the new file
/// would replace it
void
CheckNoSpecialFile(const std::string& path)
{
    std::error_code missing;
    const auto status = std::filesystem::status(path, missing);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    {
        const bool folder = std::filesystem::is_directory(status);
        throw std::runtime_error(path + (folder ? ": is a folder" : ": is a device or a pipe") +
                                 ", expected a file");
    }
}

} // namespace

void
CheckWritable(const std::string& path)
{
    const auto folder = std::filesystem::path(path).parent_path();
    std::error_code error;
    if (!folder.empty())
    {
        std::filesystem::create_directories(folder, error);
    }
    if (error)
    {
        throw std::runtime_error(path + ": cannot make its folder: " + error.message());
    }
    CheckNoSpecialFile(path);
    const Temporary trial(path, Temporary::Kind::FILE);
}

void
WriteFileAtomically(const std::string& path, const std::string& text)
{
    CheckNoSpecialFile(path);
    Temporary temporary(path, Temporary::Kind::FILE);
    const int file = temporary.GetDescriptor();
    const mode_t mask = umask(0);
    umask(mask);
    if (!WriteAll(file, text) || fchmod(file, 0666 & ~mask) != 0 || fsync(file) != 0 ||
        !temporary.MoveTo(path))
    {
        Fail(path, "cannot write");
    }
}

std::string
ReadWholeFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file)
    {
        Fail(path, "cannot read");
    }
    return text;
}

} // namespace ns3::planner

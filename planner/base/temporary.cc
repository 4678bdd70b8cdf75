/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "temporary.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace ns3::planner
{

namespace
{

namespace fs = std::filesystem;

/// What names begin with.
const std::string PREFIX = ".ipsec-plan-";

/// What is behind it: mkstemp() and mkdtemp() fill it in.
const std::string BLANK = "XXXXXX";

/// @param path a file @param descriptor an open one @return true when they are the same
bool
IsSame(const std::string& path, int descriptor)
{
    struct stat named = {};
    struct stat opened = {};
    return lstat(path.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/// @param path a template, gets the name @param kind what to make @return it, opened; -1: failed
int
Make(std::string& path, Temporary::Kind kind)
{
    if (kind == Temporary::Kind::FILE)
    {
        return mkostemp(path.data(), O_CLOEXEC);
    }
    return mkdtemp(path.data()) ? open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

} // namespace

Temporary::Temporary(const std::string& path, Kind kind)
{
    const auto folder = fs::path(path).parent_path().string();
    // Between the making and the lock another process may take it for abandoned: then once more.
    do
    {
        if (m_descriptor >= 0)
        {
            close(m_descriptor);
        }
        m_path = (folder.empty() ? "." : folder) + "/" + PREFIX + BLANK;
        m_descriptor = Make(m_path, kind);
        if (m_descriptor < 0)
        {
            throw std::runtime_error(path + ": cannot write: " + std::strerror(errno));
        }
    } while (flock(m_descriptor, LOCK_EX) == 0 && !IsSame(m_path, m_descriptor));
}

Temporary::~Temporary()
{
    if (!m_path.empty())
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    close(m_descriptor);
}

bool
Temporary::MoveTo(const std::string& path)
{
    const bool isMoved = std::rename(m_path.c_str(), path.c_str()) == 0;
    if (isMoved)
    {
        m_path.clear();
    }
    return isMoved;
}

void
RemoveAbandoned(const std::string& folder)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
    {
        const auto name = entry.path().filename().string();
        struct stat status = {};
        if (name.size() != PREFIX.size() + BLANK.size() || name.rfind(PREFIX, 0) != 0 ||
            lstat(entry.path().c_str(), &status) != 0 || status.st_uid != geteuid() ||
            !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
        {
            continue;
        }
        const int opened = open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (opened >= 0 && flock(opened, LOCK_EX | LOCK_NB) == 0 && IsSame(entry.path(), opened))
        {
            fs::remove_all(entry.path(), ignored);
        }
        if (opened >= 0)
        {
            close(opened);
        }
    }
}

} // namespace ns3::planner

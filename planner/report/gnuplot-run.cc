/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "gnuplot-run.h"

#include "planner/base/atomic-file.h"
#include "planner/sweep/process-pool.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// What an SVG file ends in.
const std::string SVG_END = "</svg>";

/// What a PNG file ends in: a chunk of no octets, its type and its checksum (ISO/IEC 15948).
const std::string PNG_END("\0\0\0\0IEND\xae\x42\x60\x82", 12);

/// The program.
const std::string GNUPLOT = "gnuplot";

/// @param name of an environment variable @return its value
std::string
Environment(const std::string& name)
{
    const char* value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value ? value : "";
}

/// @param name of an environment variable @return "NAME=value", for a new process
std::string
Inherited(const std::string& name)
{
    return name + "=" + Environment(name);
}

/// @param folder of a figure @param name of its file @param end what it must end in, but for line
/// breaks
void
CheckWhole(const std::string& folder, const std::string& name, const std::string& end)
{
    auto text = ReadWholeFile(folder + "/" + name);
    text.erase(text.find_last_not_of('\n') + 1);
    if (text.size() < end.size() || text.compare(text.size() - end.size(), end.size(), end) != 0)
    {
        throw std::runtime_error("gnuplot did not write all of " + name + "; is the disk full?");
    }
}

} // namespace

void
RequireGnuplot()
{
    std::istringstream folders(Environment("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');)
    {
        if (access((folder + "/" + GNUPLOT).c_str(), X_OK) == 0)
        {
            return;
        }
    }
    throw std::runtime_error("gnuplot, which draws the figures, is not installed: install the "
                             "package gnuplot-nox, or give --no-figures");
}

void
RunGnuplot(const std::string& folder, const std::string& name)
{
    const ProcessPool::Job job{GNUPLOT,
                               {"--ignore-environment",
                                "--chdir=" + folder,
                                Inherited("PATH"),
                                Inherited("HOME"),
                                "LC_ALL=C.UTF-8",
                                GNUPLOT,
                                "--default-settings",
                                "./" + name + ".gp"}};
    ProcessPool("/usr/bin/env", 1)
        .Run(
            {job},
            [](size_t, const ProcessPool::Output&) {},
            [] {});
    CheckWhole(folder, name + ".svg", SVG_END);
    CheckWhole(folder, name + ".png", PNG_END);
}

} // namespace ns3::planner

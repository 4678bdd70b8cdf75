/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "gnuplot-run.h"

#include "model/profile/plain-text.h"
#include "planner/base/atomic-file.h"
#include "planner/base/temporary.h"
#include "planner/sweep/process-pool.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

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

/// What is drawn in the place of a character that no font has: U+FFFD.
const std::string REPLACEMENT = "\xef\xbf\xbd";

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

/**
 * @param program to run by /usr/bin/env, with nothing of the user's settings and of the environment
 * but where programs and fonts are
 * @param arguments of its command line
 * @param folder where it runs
 * @return the job
 */
ProcessPool::Job
MakeJob(const std::string& program,
        const std::vector<std::string>& arguments,
        const std::string& folder = ".")
{
    ProcessPool::Job job{program,
                         {"--ignore-environment",
                          "--chdir=" + folder,
                          Inherited("PATH"),
                          Inherited("HOME"),
                          "LC_ALL=C.UTF-8",
                          program}};
    job.arguments.insert(job.arguments.end(), arguments.begin(), arguments.end());
    return job;
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

std::string
ReplaceUndrawable(const std::string& text)
{
    std::map<char32_t, bool> drawable; // of what is beyond ASCII
    Filtered(
        text,
        [&drawable](char32_t code) {
            return code < 0x80 || !drawable.insert({code, false}).second;
        },
        "");
    std::vector<ProcessPool::Job> jobs;
    for (const auto& [code, known] : drawable)
    {
        std::ostringstream pattern;
        pattern << ":charset=" << std::hex << static_cast<uint32_t>(code);
        jobs.push_back(MakeJob("fc-list", {pattern.str(), "family"}));
    }
    try
    {
        ProcessPool("/usr/bin/env", 0)
            .Run(
                jobs,
                [&drawable](size_t job, const ProcessPool::Output& output) {
                    std::next(drawable.begin(), static_cast<ptrdiff_t>(job))->second =
                        !output.standardOutput.empty();
                },
                [] {});
    }
    catch (const ProcessError&)
    {
        return text; // without fontconfig's program nobody knows
    }
    return Filtered(
        text,
        [&drawable](char32_t code) { return code < 0x80 || drawable.at(code); },
        REPLACEMENT);
}

void
RunGnuplot(const std::string& folder, const std::string& name)
{
    ProcessPool("/usr/bin/env", 1)
        .Run(
            {MakeJob(GNUPLOT, {"--default-settings", "./" + name + ".gp"}, folder)},
            [](size_t, const ProcessPool::Output&) {},
            [] {});
    CheckWhole(folder, name + ".svg", SVG_END);
    CheckWhole(folder, name + ".png", PNG_END);
}

void
DrawFiles(const std::string& commands,
          const std::string& data,
          const std::string& folder,
          const std::string& name)
{
    const std::string target = folder + "/" + name;
    const Temporary work(target, Temporary::Kind::FOLDER);
    const std::string made = work.GetPath() + "/" + name;
    WriteFileAtomically(made + ".gp", ReplaceUndrawable(commands));
    WriteFileAtomically(made + ".dat", data);
    RunGnuplot(work.GetPath(), name);
    for (const char* ending : {".gp", ".dat", ".svg", ".png"})
    {
        std::filesystem::rename(made + ending, target + ending);
    }
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ns3::tests
{

std::string
Environment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value)
    {
        throw std::runtime_error(std::string(name) + " is not set: run the tests with ctest");
    }
    return value;
}

std::string
Program()
{
    return Environment("IPSEC_OFFLOAD_BINARY_DIR") + "/ipsec-plan";
}

std::string
SmallServer()
{
    return Environment("IPSEC_OFFLOAD_SOURCE_DIR") + "/test/scenarios/small-server.yaml";
}

Folder::Folder()
    : m_path((std::filesystem::temp_directory_path() / "planner-run-XXXXXX").string())
{
    if (!mkdtemp(m_path.data()))
    {
        throw std::runtime_error("no folder for temporary files");
    }
}

Folder::~Folder()
{
    std::error_code error;
    std::filesystem::remove_all(m_path, error);
}

std::set<std::string>
Folder::List() const
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(m_path))
    {
        names.insert(entry.path().filename().string());
    }
    return names;
}

Started::Started(const Folder& folder,
                 const std::vector<std::string>& arguments,
                 const Surroundings& around)
    : m_output(around.standardOutput.empty() ? folder / "stdout.txt" : around.standardOutput),
      m_error(folder / "stderr.txt")
{
    std::vector<std::string> words{"env"};
    words.insert(words.end(), around.variables.begin(), around.variables.end());
    if (around.mostKibibytes > 0)
    {
        // A shell's blocks are of 512 octets.
        const auto blocks = std::to_string(2 * around.mostKibibytes);
        words.insert(words.end(), {"sh", "-c", "ulimit -f " + blocks + R"(; exec "$0" "$@")"});
    }
    words.insert(words.end(), around.launcher.begin(), around.launcher.end());
    words.push_back(Program());
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words)
    {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    constexpr int FLAGS = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, m_output.c_str(), FLAGS, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, m_error.c_str(), FLAGS, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int failure =
        posix_spawn(&m_pid, "/usr/bin/env", &files, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (failure != 0)
    {
        throw std::runtime_error("cannot start " + words.front());
    }
}

void
Started::Kill(int signal) const
{
    kill(m_pid, signal);
}

bool
Started::KillChild(int signal) const
{
    // By the parent's number in each process's line: not every kernel lists children.
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", gone))
    {
        const auto number = entry.path().filename().string();
        std::ifstream line(entry.path() / "stat");
        std::string text;
        if (number.find_first_not_of("0123456789") == std::string::npos && std::getline(line, text))
        {
            char state = 0;
            pid_t parent = 0;
            std::istringstream(text.substr(text.rfind(')') + 1)) >> state >> parent;
            if (parent == m_pid && state != 'Z')
            {
                return kill(std::stoi(number), signal) == 0;
            }
        }
    }
    return false;
}

Ending
Started::Wait() const
{
    int status = 0;
    waitpid(m_pid, &status, 0);
    const bool isKept = std::filesystem::is_regular_file(m_output);
    return {status,
            isKept ? ns3::planner::ReadWholeFile(m_output) : "",
            ns3::planner::ReadWholeFile(m_error)};
}

Ending
RunProgram(const Folder& folder,
           const std::vector<std::string>& arguments,
           const Surroundings& around)
{
    return Started(folder, arguments, around).Wait();
}

std::vector<std::string>
Query(const std::string& database, const std::string& sql)
{
    SQLite::Database opened(database);
    SQLite::Statement query(opened, sql);
    std::vector<std::string> rows;
    while (query.executeStep())
    {
        std::string row;
        for (int i = 0; i < query.getColumnCount(); ++i)
        {
            row += (i > 0 ? "|" : "") + query.getColumn(i).getString();
        }
        rows.push_back(row);
    }
    return rows;
}

} // namespace ns3::tests

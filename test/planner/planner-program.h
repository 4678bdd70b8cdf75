/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H
#define IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H

#include "planner/atomic-file.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The planner's program, run as a user runs it.
 */

namespace planner_test
{

/** @param name of a variable of the test's environment @return its value */
inline std::string
Environment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value)
    {
        throw std::runtime_error(std::string(name) + " is not set: run the tests with ctest");
    }
    return value;
}

/** @return the program under test */
inline std::string
Program()
{
    return Environment("IPSEC_OFFLOAD_BINARY_DIR") + "/ipsec-plan";
}

/**
 * @ingroup ipsec-offload-tests
 * A folder that goes away with it.
 */
class Folder
{
  public:
    Folder()
        : m_path((std::filesystem::temp_directory_path() / "planner-test-XXXXXX").string())
    {
        if (!mkdtemp(m_path.data()))
        {
            throw std::runtime_error("no folder for temporary files");
        }
    }

    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    /** @param name of a file @return its path */
    std::string operator/(const std::string& name) const
    {
        return m_path + "/" + name;
    }

    /** @return the folder */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @return names of the files in it */
    std::set<std::string> List() const
    {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_path))
        {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

  private:
    std::string m_path; //!< the folder
};

/// How a program ended and what it said.
struct Ending
{
    int status; //!< as waitpid() gives it
    std::string output;
    std::string error;
};

/**
 * @ingroup ipsec-offload-tests
 * The program under test, started. Signals do to it what they do by default, whatever this process
 * ignores.
 */
class Started
{
  public:
    /** @param folder where what it says is kept @param arguments of the command line */
    Started(const Folder& folder, std::vector<std::string> arguments)
        : m_output(folder / "stdout.txt"),
          m_error(folder / "stderr.txt")
    {
        const std::string program = Program();
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (auto& argument : arguments)
        {
            argv.push_back(argument.data());
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
            posix_spawn(&m_pid, program.c_str(), &files, &attributes, argv.data(), environ);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
        if (failure != 0)
        {
            throw std::runtime_error("cannot start " + program);
        }
    }

    /** @param signal what to send it */
    void Kill(int signal) const
    {
        kill(m_pid, signal);
    }

    /** @return how it ended */
    Ending Wait() const
    {
        int status = 0;
        waitpid(m_pid, &status, 0);
        return {status,
                ns3::planner::ReadWholeFile(m_output),
                ns3::planner::ReadWholeFile(m_error)};
    }

  private:
    std::string m_output; //!< file with its standard output
    std::string m_error;  //!< file with its standard error
    pid_t m_pid{0};       //!< the process
};

/** @param folder where what it says is kept @param arguments of the command line @return how the
 * program ended */
inline Ending
RunProgram(const Folder& folder, std::vector<std::string> arguments)
{
    return Started(folder, std::move(arguments)).Wait();
}

} // namespace planner_test

#endif /* IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H */

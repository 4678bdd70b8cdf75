/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H
#define IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H

#include "planner-test-file.h"

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Starting ipsec-plan as a user does, for tests of what it writes and how it ends.
 */

namespace ns3::tests
{

/** @param name of a variable of the test's environment @return its value */
std::string Environment(const char* name);

/** @return the program under test */
std::string Program();

/** @return the scenario of ten points that tests run: test/scenarios/small-server.yaml */
std::string SmallServer();

/**
 * @ingroup ipsec-offload-tests
 * A folder that goes away with it.
 */
class Folder
{
  public:
    /** Make it. */
    Folder();
    ~Folder();
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

    /** @return names of what is in it */
    std::set<std::string> List() const;

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

/// What is around a program that is started.
struct Surroundings
{
    std::vector<std::string> variables{}; //!< "NAME=value", beside the test's own environment
    std::vector<std::string> launcher{};  //!< words in front of it, as "mpirun -np 3"
    std::string standardOutput{};         //!< a file; empty: kept for Ending::output
    uint32_t mostKibibytes{0};            //!< of each file that it writes; 0: any
};

/**
 * @ingroup ipsec-offload-tests
 * ipsec-plan, started. Signals do to it what they do by default, whatever this process ignores.
 */
class Started
{
  public:
    /**
     * @param folder where what it says is kept
     * @param arguments of the command line
     * @param around what is around it
     */
    Started(const Folder& folder,
            const std::vector<std::string>& arguments,
            const Surroundings& around = {});

    /** @param signal what to send it */
    void Kill(int signal) const;

    /** @param signal what to send a process that it has started @return false: it has none now */
    bool KillChild(int signal) const;

    /** @return how it ended */
    Ending Wait() const;

  private:
    std::string m_output; //!< file with its standard output
    std::string m_error;  //!< file with its standard error
    pid_t m_pid{0};       //!< the process
};

/**
 * @param folder where what it says is kept
 * @param arguments of the command line
 * @param around what is around it
 * @return how it ended
 */
Ending RunProgram(const Folder& folder,
                  const std::vector<std::string>& arguments,
                  const Surroundings& around = {});

/**
 * @param database a file of results
 * @param sql one query
 * @return its rows, columns separated by "|"
 * @throws SQLite::Exception
 */
std::vector<std::string> Query(const std::string& database, const std::string& sql);

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_PLANNER_PROGRAM_H */

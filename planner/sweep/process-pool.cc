/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "process-pool.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

// Not by Boost.Process (1.74): it has no signal mask and no process group for a child in one step,
// so a signal between fork and exec would end a child that nobody kills, and its pipes need an
// event loop of Boost.Asio, whose signal sets take over signals that are ignored (nohup).

namespace ns3::planner
{

namespace
{

/// How long to sleep at most, so that Idle comes several times per second.
constexpr long IDLE_NANOSECONDS = 200'000'000;

/// Octets of a failed process' last words that fit into one readable line.
constexpr size_t LAST_WORDS = 600;

/// A file descriptor that closes itself.
class Descriptor
{
  public:
    Descriptor() = default;

    /// @param number an open descriptor
    explicit Descriptor(int number)
        : m_number(number)
    {
    }

    /// @param other becomes empty
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }

    /// @param other becomes empty @return this
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        Close();
        m_number = std::exchange(other.m_number, -1);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        Close();
    }

    /// Close it if it is open.
    void Close()
    {
        if (m_number >= 0)
        {
            close(m_number);
            m_number = -1;
        }
    }

    /// @return the number; -1: not open
    int Get() const
    {
        return m_number;
    }

  private:
    int m_number{-1}; //!< the descriptor
};

/// Two ends of a pipe, not inherited.
struct Pipe
{
    Descriptor read;
    Descriptor write;

    Pipe()
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
        {
            throw ProcessError(std::string("no pipe to a new process: ") + std::strerror(errno));
        }
        read = Descriptor(ends[0]);
        write = Descriptor(ends[1]);
    }
};

/// @param text any @return a descriptor that reads it, however long it is: a pipe would fill up
Descriptor
ReaderOf(const std::string& text)
{
    Descriptor file(memfd_create("input", MFD_CLOEXEC));
    size_t written = 0;
    while (file.Get() >= 0 && written < text.size())
    {
        const auto octets = write(file.Get(), text.data() + written, text.size() - written);
        if (octets < 0 && errno != EINTR)
        {
            file.Close();
        }
        written += octets < 0 ? 0 : static_cast<size_t>(octets);
    }
    if (file.Get() < 0 || lseek(file.Get(), 0, SEEK_SET) != 0)
    {
        throw ProcessError(std::string("no input for a new process: ") + std::strerror(errno));
    }
    return file;
}

/// @param text any @return its last lines as one line, bounded
std::string
LastWords(const std::string& text)
{
    std::string line;
    for (const char c : text.substr(text.size() - std::min(text.size(), LAST_WORDS)))
    {
        if (c == '\n' || c == '\r' || c == '\t')
        {
            line += line.empty() || line.back() == ' ' ? "" : " ";
        }
        else
        {
            line += c;
        }
    }
    while (!line.empty() && line.back() == ' ')
    {
        line.pop_back();
    }
    return line;
}

/// @return this process's environment, without what a process that mpirun has started would take
/// for its own place among others (Open MPI, PMIx)
std::vector<char*>
GetChildEnvironment()
{
    std::vector<char*> variables;
    for (char** variable = environ; *variable; ++variable)
    {
        const std::string_view text(*variable);
        if (text.rfind("OMPI_", 0) != 0 && text.rfind("PMIX_", 0) != 0)
        {
            variables.push_back(*variable);
        }
    }
    variables.push_back(nullptr);
    return variables;
}

/// A process that runs.
class Child
{
  public:
    /**
     * Start a process.
     * @param program path
     * @param job its position
     * @param what the job
     * @param mask signal mask that it begins with
     */
    Child(const std::string& program,
          size_t job,
          const ProcessPool::Job& what,
          const sigset_t& mask)
        : m_job(job),
          m_name(what.name)
    {
        const Descriptor input = ReaderOf(what.input);
        Pipe output;
        Pipe error;
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (const auto& argument : what.arguments)
        {
            argv.push_back(const_cast<char*>(argument.c_str()));
        }
        argv.push_back(nullptr);

        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, input.Get(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, output.write.Get(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, error.write.Get(), STDERR_FILENO);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        posix_spawnattr_setsigmask(&attributes, &mask);
        // An own process group: Ctrl-C reaches this process alone, which ends the others.
        posix_spawnattr_setpgroup(&attributes, 0);
        auto variables = GetChildEnvironment();
        const int failure = posix_spawn(&m_pid,
                                        program.c_str(),
                                        &files,
                                        &attributes,
                                        argv.data(),
                                        variables.data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
        if (failure != 0)
        {
            m_pid = -1;
            throw ProcessError(m_name + ": cannot start " + program + ": " +
                               std::strerror(failure));
        }
        m_outputPipe = std::move(output.read);
        m_errorPipe = std::move(error.read);
    }

    ~Child()
    {
        if (m_pid > 0)
        {
            kill(m_pid, SIGKILL);
            Wait();
        }
    }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// @return position of its job
    size_t GetJob() const
    {
        return m_job;
    }

    /// @return what it said so far
    const ProcessPool::Output& GetOutput() const
    {
        return m_output;
    }

    /// @param polled descriptors to wait for are added here
    void AddTo(std::vector<pollfd>& polled) const
    {
        for (const auto* pipe : {&m_outputPipe, &m_errorPipe})
        {
            if (pipe->Get() >= 0)
            {
                polled.push_back({pipe->Get(), POLLIN, 0});
            }
        }
    }

    /// @param descriptor one that has something to read; nothing happens if it is not ours
    void Read(int descriptor)
    {
        if (descriptor == m_outputPipe.Get())
        {
            ReadFrom(m_outputPipe, m_output.standardOutput);
        }
        else if (descriptor == m_errorPipe.Get())
        {
            ReadFrom(m_errorPipe, m_output.standardError);
        }
    }

    /// @return true when it has said all
    bool IsSilent() const
    {
        return m_outputPipe.Get() < 0 && m_errorPipe.Get() < 0;
    }

    /// Take its exit status; throws ProcessError when it did not end well. Once, when silent.
    void Join()
    {
        const int status = Wait();
        std::string end;
        if (WIFSIGNALED(status))
        {
            end = "ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
                  strsignal(WTERMSIG(status)) + ")";
        }
        else if (WEXITSTATUS(status) != 0)
        {
            end = "ended with status " + std::to_string(WEXITSTATUS(status));
        }
        else
        {
            return;
        }
        const auto words = LastWords(m_output.standardError);
        throw ProcessError(m_name + ": " + end + (words.empty() ? ", silently" : ": " + words));
    }

  private:
    /// @return exit status as waitpid() gives it
    int Wait()
    {
        int status = 0;
        while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR)
        {
        }
        m_pid = -1;
        return status;
    }

    /// @param pipe what to read; closed at its end @param text what was read is added here
    static void ReadFrom(Descriptor& pipe, std::string& text)
    {
        std::array<char, 65536> buffer;
        const auto octets = read(pipe.Get(), buffer.data(), buffer.size());
        if (octets > 0)
        {
            text.append(buffer.data(), static_cast<size_t>(octets));
        }
        else if (octets == 0 || errno != EINTR)
        {
            pipe.Close();
        }
    }

    size_t m_job;                 //!< position of its job
    std::string m_name;           //!< for messages
    pid_t m_pid{-1};              //!< -1: has ended
    Descriptor m_outputPipe;      //!< its standard output
    Descriptor m_errorPipe;       //!< its standard error
    ProcessPool::Output m_output; //!< what it said so far
};

/// @return cores that this process may use
uint32_t
CountCores()
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof(cores), &cores) != 0)
    {
        return 1;
    }
    return static_cast<uint32_t>(CPU_COUNT(&cores));
}

/**
 * Sleep until a child says something, a signal comes or it is time for Idle.
 * @param children who runs; reads what they say
 * @param mask signal mask while it sleeps
 */
void
Listen(std::vector<std::unique_ptr<Child>>& children, const sigset_t& mask)
{
    std::vector<pollfd> polled;
    for (const auto& child : children)
    {
        child->AddTo(polled);
    }
    const timespec timeout{0, IDLE_NANOSECONDS};
    if (ppoll(polled.data(), polled.size(), &timeout, &mask) <= 0)
    {
        return; // time for Idle, or a signal
    }
    for (const auto& entry : polled)
    {
        if (entry.revents != 0)
        {
            for (const auto& child : children)
            {
                child->Read(entry.fd);
            }
        }
    }
}

} // namespace

ProcessPool::ProcessPool(std::string program, uint32_t processes)
    : m_program(std::move(program)),
      m_processes(processes == 0 ? CountCores() : processes)
{
}

std::string
ProcessPool::GetWidth() const
{
    return std::to_string(m_processes) + (m_processes == 1 ? " process" : " processes");
}

void
ProcessPool::Run(const std::vector<Job>& jobs, const Finished& finished, const Idle& idle) const
{
    Run(
        jobs.size(),
        [&jobs](size_t job) { return jobs[job]; },
        finished,
        idle);
}

void
ProcessPool::Run(size_t count,
                 const Source& source,
                 const Finished& finished,
                 const Idle& idle) const
{
    const StopSignals signals;
    std::vector<std::unique_ptr<Child>> children;
    size_t next = 0;
    while (next < count || !children.empty())
    {
        while (next < count && children.size() < m_processes)
        {
            children.push_back(
                std::make_unique<Child>(m_program, next, source(next), signals.GetMask()));
            next++;
        }
        Listen(children, signals.GetMask());
        signals.ThrowIfOne();
        for (auto& child : children)
        {
            if (child->IsSilent())
            {
                const auto ended = std::move(child);
                ended->Join();
                finished(ended->GetJob(), ended->GetOutput());
            }
        }
        children.erase(std::remove(children.begin(), children.end(), nullptr), children.end());
        idle();
    }
}

} // namespace ns3::planner

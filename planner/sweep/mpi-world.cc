/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "mpi-world.h"

#include "process-pool.h"
#include "stop-signals.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#ifdef IPSEC_OFFLOAD_HAVE_MPI
#include <mpi.h>
#include <poll.h>
#endif

// The only file that knows MPI. It asks whether a message is there and sleeps in between: Open
// MPI's own waiting keeps a core busy, which is better left to a simulation.

namespace ns3::planner
{

namespace
{

/// @return how many processes mpirun has started; 1 when it has not started this one. Singletons of
/// other launchers count as none: they have no Open MPI around them.
int
CountStarted()
{
    const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
    return size ? std::max(1, std::atoi(size)) : 1;
}

} // namespace

#ifdef IPSEC_OFFLOAD_HAVE_MPI

namespace
{

/// What a message is about.
enum Tag : int
{
    JOB,    //!< rank 0: run this
    CANCEL, //!< rank 0: nobody wants it any more
    LEAVE,  //!< rank 0: there is no more
    REPLY   //!< a worker: what the job said, or how it failed; one per JOB
};

/// How often to look for a message.
constexpr long LOOK_NANOSECONDS = 2'000'000;

/// First exit status that means a signal.
constexpr int SIGNAL_BASE = 128;

/// A message that came.
struct Message
{
    int rank{0}; //!< whose
    int tag{0};  //!< what about
    nlohmann::json content;
};

/// @param rank of the receiver @param tag what about @param content CBOR: octets as they are
void
Send(int rank, Tag tag, const nlohmann::json& content = {})
{
    const auto octets = nlohmann::json::to_cbor(content);
    MPI_Send(octets.data(), static_cast<int>(octets.size()), MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/// @param message gets one that has come @return false when there is none
bool
Receive(Message& message)
{
    int hasCome = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &hasCome, &status);
    if (hasCome == 0)
    {
        return false;
    }
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    std::vector<uint8_t> octets(static_cast<size_t>(size));
    MPI_Recv(octets.data(),
             size,
             MPI_BYTE,
             status.MPI_SOURCE,
             status.MPI_TAG,
             MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    message = {status.MPI_SOURCE, status.MPI_TAG, nlohmann::json::from_cbor(octets)};
    return true;
}

/// @param mask of signals while it sleeps; null: as it is
void
Sleep(const sigset_t* mask = nullptr)
{
    const timespec moment{0, LOOK_NANOSECONDS};
    ppoll(nullptr, 0, &moment, mask);
}

/// Gives jobs to whichever worker is free.
class MpiWorkers : public JobRunner
{
  public:
    /// @param workers how many there are: ranks from 1 on
    explicit MpiWorkers(int workers)
        : m_workers(workers)
    {
    }

    void Run(size_t count,
             const Source& source,
             const Finished& finished,
             const Idle& idle) const override
    {
        const StopSignals signals;
        std::map<int, size_t> busy; // job by rank
        try
        {
            size_t next = 0;
            while (next < count || !busy.empty())
            {
                for (int rank = 1; rank <= m_workers && next < count; ++rank)
                {
                    if (busy.count(rank) == 0)
                    {
                        Give(rank, source(next));
                        busy.emplace(rank, next++);
                    }
                }
                signals.ThrowIfOne();
                Message message;
                if (Receive(message))
                {
                    const size_t job = busy.at(message.rank);
                    busy.erase(message.rank);
                    finished(job, OutputOf(message.content));
                }
                else
                {
                    Sleep(&signals.GetMask());
                }
                idle();
            }
        }
        catch (const Interrupted&)
        {
            throw; // mpirun ends the others
        }
        catch (...)
        {
            Cancel(busy, signals);
            throw;
        }
    }

    std::string GetWidth() const override
    {
        return std::to_string(m_workers) + (m_workers == 1 ? " MPI worker" : " MPI workers");
    }

  private:
    /// @param rank of a free worker @param job what it is to run
    static void Give(int rank, const Job& job)
    {
        Send(rank, JOB, {{"name", job.name}, {"arguments", job.arguments}, {"input", job.input}});
    }

    /// @param reply of a worker @return what the job said @throws ProcessError when it failed
    static Output OutputOf(const nlohmann::json& reply)
    {
        if (reply.contains("error"))
        {
            throw ProcessError(reply.at("error").get<std::string>());
        }
        return {reply.at("output"), reply.at("words")};
    }

    /// @param busy workers whose jobs nobody wants; returns when all of them are free
    /// @param signals that stop the waiting
    static void Cancel(std::map<int, size_t>& busy, const StopSignals& signals)
    {
        for (const auto& worker : busy)
        {
            Send(worker.first, CANCEL);
        }
        Message message;
        while (!busy.empty())
        {
            if (Receive(message))
            {
                busy.erase(message.rank);
            }
            else
            {
                Sleep(&signals.GetMask());
                signals.ThrowIfOne();
            }
        }
    }

    int m_workers; //!< how many
};

/// Ends a job that is running.
class Cancelled : public std::exception
{
};

/// @param message with a job @return the reply
nlohmann::json
RunJob(const nlohmann::json& message)
{
    nlohmann::json reply;
    try
    {
        const JobRunner::Job job{message.at("name"),
                                 message.at("arguments").get<std::vector<std::string>>(),
                                 message.at("input")};
        ProcessPool("/proc/self/exe", 1)
            .Run(
                {job},
                [&reply](size_t, const JobRunner::Output& output) {
                    reply = {{"output", output.standardOutput}, {"words", output.standardError}};
                },
                [] {
                    int hasCome = 0;
                    MPI_Iprobe(0, CANCEL, MPI_COMM_WORLD, &hasCome, MPI_STATUS_IGNORE);
                    if (hasCome != 0)
                    {
                        throw Cancelled();
                    }
                });
    }
    catch (const ProcessError& error)
    {
        reply["error"] = error.what();
    }
    catch (const Cancelled&)
    {
        reply["error"] = "cancelled";
    }
    return reply;
}

} // namespace

MpiWorld::MpiWorld()
{
    if (CountStarted() == 1)
    {
        return;
    }
    MPI_Init(nullptr, nullptr);
    MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
    int size = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (m_rank == 0)
    {
        m_runner = std::make_unique<MpiWorkers>(size - 1);
    }
}

void
MpiWorld::Serve() const
{
    Message message;
    do
    {
        if (!Receive(message))
        {
            Sleep();
        }
        else if (message.tag == JOB)
        {
            Send(0, REPLY, RunJob(message.content));
        }
    } while (message.tag != LEAVE);
    MPI_Finalize();
}

void
MpiWorld::Leave(int status)
{
    if (!m_runner)
    {
        return;
    }
    if (status > SIGNAL_BASE)
    {
        MPI_Abort(MPI_COMM_WORLD, status);
    }
    int size = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    for (int rank = 1; rank < size; ++rank)
    {
        Send(rank, LEAVE);
    }
    MPI_Finalize();
}

#else

MpiWorld::MpiWorld()
{
    if (CountStarted() > 1)
    {
        throw std::runtime_error("mpirun has started this program, which was built without MPI "
                                 "(package libopenmpi-dev): every process of it would do the same");
    }
}

void
MpiWorld::Serve() const
{
}

void
MpiWorld::Leave(int /* status */)
{
}

#endif

MpiWorld::~MpiWorld() = default;

bool
MpiWorld::IsWorker() const
{
    return m_rank > 0;
}

const JobRunner*
MpiWorld::GetRunner() const
{
    return m_runner.get();
}

} // namespace ns3::planner

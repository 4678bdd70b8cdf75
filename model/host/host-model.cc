/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-model.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HostModel");

namespace
{

/// @param hash a hash @param count of places @return one of them
uint32_t
Spread(uint32_t hash, uint64_t count)
{
    // The multiplication spreads hashes that differ in few bits over the whole range (Knuth, The
    // Art of Computer Programming, vol. 3, section 6.4); the second one scales the range to the
    // number of places by its high bits, without a division.
    const uint32_t spread = hash * 0x9e3779b1U;
    return static_cast<uint32_t>((spread * count) >> 32);
}

/// @param key of the hash @param hash a hash @return another one, drawn anew by the key
uint32_t
Rekey(uint32_t key, uint32_t hash)
{
    // The finalizer of MurmurHash3 (A. Appleby), as good with one key as with another.
    uint32_t x = hash ^ (key * 0x9e3779b1U);
    x = (x ^ (x >> 16)) * 0x85ebca6bU;
    x = (x ^ (x >> 13)) * 0xc2b2ae35U;
    return x ^ (x >> 16);
}

} // namespace

HostModel::HostModel(HostProfile profile)
    : m_profile(std::move(profile)),
      m_lookaside{SerialServer(m_profile.lookaside.bitRate),
                  SerialServer(m_profile.lookaside.packetRate),
                  InstantRing(m_profile.lookaside.queue)},
      m_memory(m_profile.memoryBandwidth),
      m_cache(m_profile)
{
    if (m_profile.cores == 0)
    {
        return;
    }
    const auto& name = m_profile.name;
    NS_ABORT_MSG_IF(m_profile.clock == 0, "host profile '" << name << "': cores without a clock");
    NS_ABORT_MSG_IF(m_profile.backlog == 0,
                    "host profile '" << name << "': a backlog of 0 packets serves none");
    NS_ABORT_MSG_IF(m_profile.cryptoThreads == 0,
                    "host profile '" << name << "': 0 crypto threads, expected at least 1");
    NS_ABORT_MSG_IF(m_profile.cores % m_profile.threadsPerCore != 0,
                    "host profile '" << name << "': " << m_profile.cores
                                     << " cores are no whole number of physical ones");
    NS_ABORT_MSG_IF(m_profile.lookaside.queue == 0,
                    "host profile '" << name << "': a lookaside queue of 0 requests serves none");
    m_cores.assign(m_profile.cores, HostCore(m_profile));
    m_threads.assign(m_profile.cryptoThreads,
                     {SerialServer(m_profile.clock), InstantRing(m_profile.backlog)});
}

uint32_t
HostModel::GetLaneCount() const
{
    return m_cores.empty() ? 0 : static_cast<uint32_t>(2 * m_cores.size() + m_threads.size() + 1);
}

uint32_t
HostModel::CoreOf(uint32_t hash, HostContext context) const
{
    const uint64_t cores = m_cores.size();
    const bool all = m_profile.rssQueues == 0 || context == HostContext::SEND;
    return Pick(hash, all ? cores : std::min<uint64_t>(cores, m_profile.rssQueues));
}

/// @param hash a hash @param count of places @return one of them, as the profile's key has it
uint32_t
HostModel::Pick(uint32_t hash, uint64_t count) const
{
    return Spread(m_profile.rssKey == 0 ? hash
                                        : Rekey(static_cast<uint32_t>(m_profile.rssKey), hash),
                  count);
}

uint32_t
HostModel::ThreadOf(uint32_t hash) const
{
    return Pick(hash, m_threads.size());
}

uint32_t
HostModel::SiblingOf(uint32_t core) const
{
    const auto cores = static_cast<uint32_t>(m_cores.size());
    return m_profile.threadsPerCore == 1 ? core : (core + cores / 2) % cores;
}

/**
 * Let both threads of a physical core pay for what they do at the same time.
 * @param now when work comes @param core to it @param cycles of the work
 * @return how many more it takes
 */
uint64_t
HostModel::Share(Ps now, uint32_t core, uint64_t cycles)
{
    const uint32_t other = SiblingOf(core);
    const Ps start = m_cores[core].StartOf(now);
    const Ps until = m_cores[other].StartOf(start);
    if (other == core || until == start)
    {
        return 0;
    }
    const double left =
        static_cast<double>(until - start) / PS_PER_SECOND * static_cast<double>(m_profile.clock);
    const double both = std::min(left, static_cast<double>(cycles));
    const auto more = static_cast<uint64_t>(std::llround(both * (2 / m_profile.threadYield - 1)));
    m_cores[other].Stretch(more);
    return more;
}

HostModel::Place
HostModel::FindRoom(Ps now, const HostWork& work, uint32_t core)
{
    m_cores[core].Expire(now);
    if (m_cores[core].IsFull() && !work.admitted)
    {
        return Place::CORE;
    }
    if (work.threadCycles != 0)
    {
        InstantRing& backlog = m_threads[ThreadOf(work.threadHash)].backlog;
        backlog.Expire(now);
        if (backlog.IsFull())
        {
            return Place::CRYPTO_THREAD;
        }
    }
    if (work.lookasideOctets != 0)
    {
        m_lookaside.queue.Expire(now);
        // More requests at once than the queue is long need all of it.
        const uint32_t bound = m_lookaside.queue.GetBound();
        const uint32_t wanted = std::min(work.lookasideRequests, bound);
        if (m_lookaside.queue.GetSize() > bound - wanted)
        {
            return Place::LOOKASIDE;
        }
    }
    return Place::NONE;
}

/**
 * @param from when a core hands the requests over, all at once
 * @param octets of all @param requests how many
 * @return when the last one is done
 */
Ps
HostModel::Accelerate(Ps from, uint32_t octets, uint32_t requests)
{
    Ps done = from;
    for (uint32_t left = requests; left > 0; --left)
    {
        const uint32_t share = octets / left;
        octets -= share;
        done = std::max(m_lookaside.bits.Serve(from, 8 * uint64_t{share}),
                        m_lookaside.packets.Serve(from, 1)) +
               m_profile.lookaside.latency;
        m_lookaside.queue.Push(done);
    }
    return done;
}

HostModel::Booking
HostModel::Book(Ps now, const HostWork& work)
{
    if (m_cores.empty())
    {
        ++m_booked;
        return {true, now, 0, 0, now, now, 0, false, Place::NONE};
    }
    const uint32_t index = CoreOf(work.hash, work.context);
    // What a process sends does not leave in order with what the NIC handed up.
    const auto cores = static_cast<uint32_t>(m_cores.size());
    uint32_t lane = work.context == HostContext::SEND ? cores + index : index;
    const Place full = FindRoom(now, work, index);
    if (full != Place::NONE)
    {
        ++m_refused[static_cast<size_t>(full)];
        m_wasted += work.spent;
        NS_LOG_LOGIC("core " << index << " refuses at " << now << " ps: no room at place "
                             << static_cast<int>(full));
        return {false, now, index, lane, now, now, 0, false, full};
    }
    ++m_booked;
    PathTraffic& traffic = m_traffic[static_cast<size_t>(work.path)];
    (work.context == HostContext::RECEIVE ? traffic.received : traffic.sent) += work.packets;
    traffic.memory.Add(work.memory);

    HostCore& core = m_cores[index];
    const uint64_t missed = m_cache.Take(index, work);
    const auto missCycles = static_cast<uint64_t>(
        std::llround(static_cast<double>(missed) * m_profile.cacheMissPerOctet));
    const uint64_t cycles = work.cycles + missCycles;
    const uint64_t shared = Share(now, index, cycles);
    const HostCore::Turn turn = core.Work(now, cycles + shared, work.context);
    Ps done = turn.done;
    if (m_profile.memoryBandwidth != 0)
    {
        const uint64_t octets = work.memory.GetCpu() + work.memory.GetDma();
        done = std::max(done, m_memory.Serve(now, 8 * octets));
    }
    if (!turn.gap)
    {
        core.Keep(done);
    }
    const Ps memoryDone = done;
    if (work.threadCycles != 0)
    {
        const uint32_t number = ThreadOf(work.threadHash);
        Thread& thread = m_threads[number];
        done = thread.server.Serve(done, work.threadCycles);
        thread.backlog.Push(done);
        lane = 2 * cores + number;
    }
    if (work.lookasideOctets != 0)
    {
        done = Accelerate(done, work.lookasideOctets, work.lookasideRequests);
        lane = 2 * cores + static_cast<uint32_t>(m_threads.size());
    }
    return {true,
            done,
            index,
            lane,
            turn.done,
            memoryDone,
            turn.cycles,
            turn.interrupt,
            Place::NONE,
            missed,
            missCycles,
            shared};
}

double
HostModel::GetBusySeconds(uint32_t core, Ps until) const
{
    NS_ABORT_MSG_IF(core >= m_cores.size(), "the host has no core " << core);
    return static_cast<double>(m_cores[core].GetCycles()) / static_cast<double>(m_profile.clock) -
           m_cores[core].GetLeft(until) / PS_PER_SECOND;
}

double
HostModel::GetThreadSeconds(uint32_t thread, Ps until) const
{
    NS_ABORT_MSG_IF(thread >= m_threads.size(), "the host has no crypto thread " << thread);
    return m_threads[thread].server.GetBusySeconds(until);
}

double
HostModel::GetMemorySeconds(Ps until) const
{
    return m_memory.GetBusySeconds(until);
}

double
HostModel::GetLookasideSeconds(Ps until) const
{
    return std::max(m_lookaside.bits.GetBusySeconds(until),
                    m_lookaside.packets.GetBusySeconds(until));
}

HostCore::Batches
HostModel::GetBatches() const
{
    HostCore::Batches sum;
    for (const auto& core : m_cores)
    {
        const HostCore::Batches& batches = core.GetBatches();
        sum.received += batches.received;
        sum.interrupts += batches.interrupts;
        sum.polls += batches.polls;
    }
    return sum;
}

uint64_t
HostModel::GetRefused() const
{
    return std::accumulate(m_refused.begin(), m_refused.end(), uint64_t{0});
}

} // namespace ns3

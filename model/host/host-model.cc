/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-model.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HostModel");

HostModel::HostModel(HostProfile profile)
    : m_profile(std::move(profile))
{
    if (m_profile.cores == 0)
    {
        return;
    }
    NS_ABORT_MSG_IF(m_profile.clock == 0,
                    "host profile '" << m_profile.name << "': cores without a clock");
    NS_ABORT_MSG_IF(m_profile.backlog == 0,
                    "host profile '" << m_profile.name << "': a backlog of 0 packets serves none");
    m_cores.assign(m_profile.cores, HostCore(m_profile));
}

uint32_t
HostModel::CoreOf(uint32_t hash) const
{
    // The multiplication spreads hashes that differ in few bits over the whole range (Knuth, The
    // Art of Computer Programming, vol. 3, section 6.4); the second one scales the range to the
    // number of cores by its high bits, without a division.
    const uint32_t spread = hash * 0x9e3779b1U;
    return static_cast<uint32_t>((uint64_t{spread} * m_cores.size()) >> 32);
}

HostModel::Booking
HostModel::Book(Ps now, const HostWork& work)
{
    if (m_cores.empty())
    {
        ++m_booked;
        return {true, now, 0, 0};
    }
    const uint32_t index = CoreOf(work.hash);
    // What a process sends does not leave in order with what the NIC handed up.
    const auto cores = static_cast<uint32_t>(m_cores.size());
    const uint32_t lane = work.context == HostContext::SEND ? cores + index : index;
    HostCore& core = m_cores[index];
    core.Expire(now);
    if (core.IsFull() && !work.admitted)
    {
        ++m_refused;
        NS_LOG_LOGIC("core " << index << " refuses at " << now << " ps: its backlog is full");
        return {false, now, index, lane};
    }
    ++m_booked;
    return {true, core.Work(now, work.cycles, work.context), index, lane};
}

const CipherCost&
HostModel::CostOf(const std::string& algorithm) const
{
    const auto found = m_profile.ciphers.find(algorithm);
    return found == m_profile.ciphers.end() ? m_profile.defaultCipher : found->second;
}

double
HostModel::GetBusySeconds(uint32_t core) const
{
    NS_ABORT_MSG_IF(core >= m_cores.size(), "the host has no core " << core);
    return static_cast<double>(m_cores[core].GetCycles()) / static_cast<double>(m_profile.clock);
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

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-packet-tally.h"

#include <algorithm>

namespace ns3
{

void
PacketTally::Counts::Add(const Counts& other)
{
    sent.Add(other.sent);
    delivered.Add(other.delivered);
    lost.Add(other.lost);
    delaySum += other.delaySum;
    longestDelay = std::max(longestDelay, other.longestDelay);
    for (const auto& [cause, packets] : other.causes)
    {
        causes[cause] += packets;
    }
    received.Add(other.received);
    ended += other.ended;
}

PacketTally::PacketTally(Ps origin, Ps width, std::vector<uint8_t> ways)
    : m_origin(origin),
      m_width(width),
      m_ways(std::move(ways))
{
}

/// @param time an instant @return the batch that it belongs to
size_t
PacketTally::GetBatch(Ps time) const
{
    const auto batch = static_cast<size_t>(std::max<Ps>(0, time - m_origin) / m_width);
    return std::min(batch, MOST_BATCHES - 1);
}

/// @param source which @param time an instant @return the counts of its way and batch then
PacketTally::Counts&
PacketTally::At(uint32_t source, Ps time)
{
    const size_t batch = GetBatch(time);
    if (batch >= m_batches[0].size())
    {
        m_batches[0].resize(batch + 1);
        m_batches[1].resize(batch + 1);
    }
    return m_batches[m_ways[source]][batch];
}

/// @param source which @param sentAt when it sent a datagram @param delay of that
void
PacketTally::NoteDelay(uint32_t source, Ps sentAt, Ps delay)
{
    const size_t batch = GetBatch(sentAt);
    if (batch < m_delaysFrom || batch >= m_delaysTo)
    {
        return;
    }
    auto& delays = m_delays[m_ways[source]];
    if (batch >= delays.size())
    {
        delays.resize(batch + 1);
    }
    delays[batch].Add(delay);
}

void
PacketTally::Delivered(uint32_t source, Ps sentAt, Ps now, uint32_t length)
{
    Counts& arrival = At(source, now);
    arrival.received.Add(length);
    ++arrival.ended;
    Counts& sent = At(source, sentAt);
    sent.delivered.Add(length);
    sent.delaySum += static_cast<double>(now - sentAt) * 1e-12;
    sent.longestDelay = std::max(sent.longestDelay, now - sentAt);
    NoteDelay(source, sentAt, now - sentAt);
}

void
PacketTally::Lost(uint32_t source, Ps sentAt, Ps now, uint32_t length, const Cause& cause)
{
    ++At(source, now).ended;
    Counts& sent = At(source, sentAt);
    sent.lost.Add(length);
    ++sent.causes[cause];
    if (m_listener)
    {
        m_listener(source, sentAt, length, cause);
    }
}

void
PacketTally::Halve()
{
    for (auto& batches : m_batches)
    {
        for (size_t pair = 0; 2 * pair < batches.size(); ++pair)
        {
            Counts sum;
            sum.Add(batches[2 * pair]);
            if (2 * pair + 1 < batches.size())
            {
                sum.Add(batches[2 * pair + 1]);
            }
            batches[pair] = std::move(sum);
        }
        batches.resize((batches.size() + 1) / 2);
    }
    for (auto& delays : m_delays)
    {
        for (size_t batch = 1; batch < delays.size(); ++batch)
        {
            DelayHistogram& half = delays[batch / 2];
            if (batch % 2 == 1)
            {
                half.Add(delays[batch]);
            }
            else
            {
                half = std::move(delays[batch]);
            }
        }
        delays.resize((delays.size() + 1) / 2);
    }
    m_width *= 2;
}

void
PacketTally::KeepDelays(size_t from, size_t to)
{
    m_delaysFrom = from;
    m_delaysTo = to;
    for (auto& delays : m_delays)
    {
        delays.resize(std::min(to, delays.size()));
        for (size_t batch = 0; batch < std::min(from, delays.size()); ++batch)
        {
            delays[batch] = {};
        }
    }
}

const PacketTally::Counts&
PacketTally::Get(uint8_t way, size_t batch) const
{
    static const Counts nothing;
    return batch < m_batches[way].size() ? m_batches[way][batch] : nothing;
}

PacketTally::Counts
PacketTally::Sum(uint8_t way, size_t from, size_t to) const
{
    Counts sum;
    for (size_t batch = from; batch < std::min(to, m_batches[way].size()); ++batch)
    {
        sum.Add(m_batches[way][batch]);
    }
    return sum;
}

DelayHistogram
PacketTally::SumDelays(uint8_t way, size_t from, size_t to) const
{
    DelayHistogram sum;
    for (size_t batch = from; batch < std::min(to, m_delays[way].size()); ++batch)
    {
        sum.Add(m_delays[way][batch]);
    }
    return sum;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-traffic-source.h"

#include <algorithm>
#include <cmath>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TrafficSource);

namespace
{

/// @param sizes a mix @return the weights alone
std::vector<double>
WeightsOf(const std::vector<TrafficSource::SizeShare>& sizes)
{
    std::vector<double> weights;
    weights.reserve(sizes.size());
    for (const auto& share : sizes)
    {
        weights.push_back(share.weight);
    }
    return weights;
}

} // namespace

TypeId
TrafficSource::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TrafficSource")
                            .SetParent<Object>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<TrafficSource>();
    return tid;
}

TrafficSource::TrafficSource()
    : m_gap(CreateObject<UniformRandomVariable>()),
      m_flow(CreateObject<UniformRandomVariable>()),
      m_size(CreateObject<UniformRandomVariable>())
{
}

void
TrafficSource::Configure(const Config& config)
{
    m_config = config;
    m_flows = AliasTable(config.flowWeights);
    m_sizes = AliasTable(WeightsOf(config.sizes));
    m_meanGap = static_cast<double>(PS_PER_SECOND) / config.packetsPerSecond;
    m_last = config.start;
    if (config.ramp.IsOn() || config.bursts.IsOn())
    {
        m_clock.emplace(config.ramp, config.bursts, m_gap);
    }
    if (!config.replay.parts.empty())
    {
        m_parts = AliasTable(config.replay.parts);
        m_part = CreateObject<UniformRandomVariable>();
        m_part->SetStream(config.replay.stream);
    }
}

int64_t
TrafficSource::AssignStreams(int64_t stream)
{
    m_gap->SetStream(stream);
    m_flow->SetStream(stream + 1);
    m_size->SetStream(stream + 2);
    return 3;
}

bool
TrafficSource::Next(TrafficArrival& arrival)
{
    if (m_sent == m_config.count)
    {
        return false;
    }
    if (m_config.replay.recording)
    {
        return NextRecorded(arrival);
    }
    // GetValue(0, 1) never gives 1, so the logarithm is finite.
    m_time += m_config.poisson ? -std::log1p(-m_gap->GetValue(0, 1)) * m_meanGap : m_meanGap;
    const auto since = static_cast<Ps>(m_clock ? m_clock->Map(m_time) : m_time);
    if (m_config.duration > 0 && since >= m_config.duration)
    {
        m_config.count = m_sent; // the rest would come too late
        return false;
    }
    ++m_sent;
    m_last = m_config.start + since;
    arrival.time = m_last;
    arrival.flow = m_flows.Draw(m_flow->GetValue(0, 1));
    arrival.length = m_config.sizes[m_sizes.Draw(m_size->GetValue(0, 1))].length;
    return true;
}

/// @param arrival the next datagram of the recording that is this source's @return false: too late
bool
TrafficSource::NextRecorded(TrafficArrival& arrival)
{
    const Replay& replay = m_config.replay;
    const auto& datagrams = replay.recording->datagrams;
    const double period = replay.recording->GetPeriod();
    while (true)
    {
        const auto& datagram = datagrams[m_place];
        const double recorded =
            static_cast<double>(m_rounds) * period + static_cast<double>(datagram.at);
        const auto since = static_cast<Ps>(recorded / replay.pace);
        if (m_config.duration > 0 && since >= m_config.duration)
        {
            m_config.count = m_sent;
            return false;
        }
        m_place = (m_place + 1) % datagrams.size();
        m_rounds += m_place == 0 ? 1 : 0;
        if (m_part && m_parts.Draw(m_part->GetValue(0, 1)) != replay.own)
        {
            continue; // another source's
        }
        ++m_sent;
        m_last = m_config.start + since;
        arrival.time = m_last;
        arrival.flow = m_flows.Draw(m_flow->GetValue(0, 1));
        arrival.length = std::max(datagram.length, replay.shortest);
        return true;
    }
}

double
TrafficSource::GetMeanLength() const
{
    double octets = 0;
    double weight = 0;
    for (const auto& share : m_config.sizes)
    {
        octets += share.length * share.weight;
        weight += share.weight;
    }
    return octets / weight;
}

std::vector<double>
ZipfWeights(uint32_t count, double exponent)
{
    std::vector<double> weights(count);
    for (uint32_t rank = 0; rank < count; ++rank)
    {
        weights[rank] = std::pow(rank + 1.0, -exponent);
    }
    return weights;
}

} // namespace ns3

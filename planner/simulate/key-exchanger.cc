/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-exchanger.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3::planner
{

KeyExchanger::KeyExchanger(Ptr<IpsecNode> node, KeyExchange exchange)
    : m_node(node),
      m_exchange(exchange)
{
}

void
KeyExchanger::Work(uint32_t hash, std::function<void()> done)
{
    const uint32_t core = m_node->GetHost().CoreOf(hash);
    auto& queue = m_queues[core];
    queue.push_back({hash, std::move(done)});
    if (queue.size() == 1)
    {
        Begin(core);
    }
}

/// The first one of a queue begins. @param core whose
void
KeyExchanger::Begin(uint32_t core)
{
    const Ps now = ToPs(Simulator::Now());
    const Ps done = m_node->ExchangeKeys(now, m_exchange, m_queues[core].front().hash);
    Simulator::Schedule(FromPs(done - now), &KeyExchanger::End, this, core);
}

/// The first one of a queue is done. @param core whose
void
KeyExchanger::End(uint32_t core)
{
    auto& queue = m_queues[core];
    const auto done = std::move(queue.front().done);
    queue.pop_front();
    if (!queue.empty())
    {
        Begin(core);
    }
    done();
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_KEY_EXCHANGER_H
#define IPSEC_OFFLOAD_PLANNER_KEY_EXCHANGER_H

#include "ns3/host-profile.h"
#include "ns3/ipsec-node.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What the IKE daemon of a node computes: a thread on each core, with one key exchange at a time.
 * Others wait in the daemon, so between two of them the core is free for packets. That an exchange
 * which has begun is not interrupted for packets is a simplification: they wait for its end.
 */
class KeyExchanger
{
  public:
    /** @param node whose cores work @param exchange not NONE */
    KeyExchanger(Ptr<IpsecNode> node, KeyExchange exchange);

    KeyExchanger(const KeyExchanger&) = delete;
    KeyExchanger& operator=(const KeyExchanger&) = delete;

    /**
     * One more exchange.
     * @param hash chooses the core
     * @param done called when its work is done
     */
    void Work(uint32_t hash, std::function<void()> done);

  private:
    /// An exchange that waits or is worked on.
    struct Job
    {
        uint32_t hash;
        std::function<void()> done;
    };

    void Begin(uint32_t core);
    void End(uint32_t core);

    Ptr<IpsecNode> m_node;                        //!< whose cores work
    KeyExchange m_exchange;                       //!< which
    std::map<uint32_t, std::deque<Job>> m_queues; //!< by core; the first one is worked on
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_KEY_EXCHANGER_H */

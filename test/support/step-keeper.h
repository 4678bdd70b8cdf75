/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_STEP_KEEPER_H
#define IPSEC_OFFLOAD_STEP_KEEPER_H

#include "ns3/ipsec-step-listener.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * Keeps the records of steps, and where they happened.
 */
class StepKeeper : public ns3::StepListener
{
  public:
    /// A step somewhere.
    struct Entry
    {
        uint32_t node;        //!< where
        ns3::StepRecord step; //!< what
    };

    void Enter(uint32_t node) override
    {
        m_node = node;
    }

    void Append(const ns3::StepRecord& step) override
    {
        m_entries.push_back({m_node, step});
    }

    /** @return all steps, in order */
    const std::vector<Entry>& GetEntries() const
    {
        return m_entries;
    }

    /** @param node where @param code a step @return how often it happened there */
    int64_t Count(uint32_t node, ns3::StepCode code) const
    {
        return std::count_if(m_entries.begin(), m_entries.end(), [=](const Entry& entry) {
            return entry.node == node && entry.step.code == code;
        });
    }

  private:
    uint32_t m_node{0};           //!< where the packet is
    std::vector<Entry> m_entries; //!< in order
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_STEP_KEEPER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-refusal-memory.h"

namespace ns3
{

void
RefusalMemory::Remember(const SecurityAssociation& sa,
                        const std::vector<Ptr<OffloadInterface>>& interfaces,
                        const HandleFinder& finder)
{
    const SaConfig& config = sa.GetConfig();
    auto& answers = m_answers[{config.spi, config.destination}];
    answers.clear();
    for (const auto& interface : interfaces)
    {
        const HandleLookup last = finder.Find(sa, PeekPointer(interface));
        if (last.reason != SoftwareReason::NO_HANDLE)
        {
            answers.push_back({interface->GetIndex(), last.reason, last.refusal});
        }
    }
}

void
RefusalMemory::Recall(SecurityAssociation& sa)
{
    const auto found = m_answers.find({sa.GetConfig().spi, sa.GetConfig().destination});
    if (found != m_answers.end())
    {
        SaOffloadState::Of(sa).unhandled = std::move(found->second);
        m_answers.erase(found);
    }
}

} // namespace ns3

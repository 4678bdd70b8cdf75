/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-spi-index.h"

#include <algorithm>

namespace ns3
{

void
SaSpiIndex::Insert(const Ptr<SecurityAssociation>& sa)
{
    m_slots.Insert({HashOf(sa->GetConfig().spi), sa});
}

void
SaSpiIndex::Remove(const SecurityAssociation& sa)
{
    m_slots.Erase(FindSlot(sa.GetConfig().spi));
}

void
SaSpiIndex::Clear()
{
    m_slots.Clear();
}

std::vector<Ptr<SecurityAssociation>>
SaSpiIndex::GetAll() const
{
    std::vector<Ptr<SecurityAssociation>> all;
    all.reserve(GetSize());
    m_slots.ForEach([&all](const Slot& slot) { all.push_back(slot.sa); });
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a->GetConfig().spi < b->GetConfig().spi;
    });
    return all;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-handle.h"

#include <algorithm>

namespace ns3
{

std::optional<SequenceState>
GetNumbersOfNic(const SaHandle& handle)
{
    return handle.handled && !handle.hostNumbers
               ? handle.interface->GetDriver()->GetSequenceState(handle.drvSpi, handle.cookie)
               : std::nullopt;
}

uint64_t
CountRepeatedNumbers(const SecurityAssociation& sa)
{
    if (sa.IsCloned())
    {
        return 0;
    }
    UsedNumbers used = sa.GetUsedNumbers();
    if (const SaOffloadState* state = SaOffloadState::Find(sa))
    {
        for (const auto& handle : state->handles)
        {
            if (const auto now = GetNumbersOfNic(*handle))
            {
                used.Add(handle->firstNumber, now->next);
            }
        }
    }
    return used.GetRepeated();
}

SaOffloadState&
SaOffloadState::Of(SecurityAssociation& sa)
{
    if (!sa.GetOffloadSlot())
    {
        sa.SetOffloadSlot(std::make_unique<SaOffloadState>());
    }
    return *static_cast<SaOffloadState*>(sa.GetOffloadSlot());
}

uint64_t
SaOffloadState::CountOctets(const SecurityAssociation& sa)
{
    const SaOffloadState* state = Find(sa);
    return sa.GetSoftware().octets + (state ? state->softwareView.octets : 0);
}

void
SaOffloadState::SetUnhandled(uint32_t interface, SoftwareReason reason, uint16_t refusal)
{
    const auto place = std::find_if(unhandled.begin(), unhandled.end(), [&](const auto& entry) {
        return entry.interface == interface;
    });
    if (reason == SoftwareReason::NONE)
    {
        if (place != unhandled.end())
        {
            unhandled.erase(place);
        }
    }
    else if (place != unhandled.end())
    {
        *place = {interface, reason, refusal};
    }
    else
    {
        unhandled.push_back({interface, reason, refusal});
    }
}

} // namespace ns3

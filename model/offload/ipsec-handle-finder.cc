/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-handle-finder.h"

namespace ns3
{

HandleLookup
HandleFinder::Find(const SecurityAssociation& sa, const OffloadInterface* interface) const
{
    if (!m_settings.enabled)
    {
        return {nullptr, SoftwareReason::OFFLOAD_OFF};
    }
    if (!interface)
    {
        return {nullptr, SoftwareReason::NO_INTERFACE};
    }
    if (!interface->IsCapable())
    {
        return {nullptr,
                interface->IsUp() ? SoftwareReason::CAP_DISABLED : SoftwareReason::INTERFACE_DOWN};
    }
    const SaOffloadState* state = SaOffloadState::Find(sa);
    if (!state)
    {
        return {nullptr, WhyNotOffered(sa)};
    }
    for (const auto& handle : state->handles)
    {
        if (PeekPointer(handle->interface) == interface)
        {
            return {handle->handled ? handle.get() : nullptr, handle->reason, handle->refusal};
        }
    }
    for (const auto& last : state->unhandled)
    {
        if (last.interface == interface->GetIndex())
        {
            return {nullptr, last.reason, last.refusal};
        }
    }
    if (state->deinstalled)
    {
        return {nullptr, SoftwareReason::WITHDRAWN};
    }
    if (state->walking || (state->queued > 0 && !state->installed))
    {
        return {nullptr, SoftwareReason::NOT_YET_OFFERED};
    }
    if (state->offerLost && !state->installed)
    {
        return {nullptr, SoftwareReason::OFFER_LOST};
    }
    return {nullptr,
            state->cloned && !state->installed ? SoftwareReason::CLONED : WhyNotOffered(sa)};
}

/// @param sa an SA that no driver here was asked to take @return why
SoftwareReason
HandleFinder::WhyNotOffered(const SecurityAssociation& sa) const
{
    return m_settings.offerOnlyNamed && sa.GetConfig().interfaceName.empty()
               ? SoftwareReason::NOT_REQUESTED
               : SoftwareReason::NO_HANDLE;
}

HandleLookup
HandleFinder::FindReceiver(const SecurityAssociation& sa,
                           const OffloadInterface* interface,
                           bool joined) const
{
    const HandleLookup lookup = Find(sa, interface);
    if (!lookup.handle)
    {
        return lookup;
    }
    return {nullptr,
            !lookup.handle->receives ? SoftwareReason::TRANSMIT_ONLY
            : joined                 ? SoftwareReason::FRAGMENT
                                     : SoftwareReason::NO_CONTEXT};
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-handle-table.h"

#include "ns3/abort.h"
#include "ns3/security-association-database.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace ns3
{

/// @param drvSpi a value @return its entry, made when missing
SaHandleTable::Entry&
SaHandleTable::MakeEntry(uint16_t drvSpi)
{
    if (drvSpi >= m_byDrvSpi.size())
    {
        m_byDrvSpi.resize(drvSpi + size_t{1});
    }
    return m_byDrvSpi[drvSpi];
}

void
SaHandleTable::Link(std::unique_ptr<SaHandle> handle)
{
    const Ptr<SecurityAssociation> sa(handle->sa);
    if (handle->drvSpi == 0)
    {
        m_withoutValue.push_back({0, sa, handle->interface});
    }
    else
    {
        MakeEntry(handle->drvSpi) = {handle.get(), sa};
    }
    SaOffloadState::Of(*sa).handles.push_back(std::move(handle));
}

std::unique_ptr<SaHandle>
SaHandleTable::Unlink(const SaHandleKey& key)
{
    auto& handles = SaOffloadState::Of(*key.sa).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle->interface == key.interface && handle->drvSpi == key.drvSpi;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    if (key.drvSpi == 0)
    {
        const auto listed =
            std::find_if(m_withoutValue.begin(), m_withoutValue.end(), [&](const auto& other) {
                return other.sa == key.sa && other.interface == key.interface;
            });
        m_withoutValue.erase(listed);
    }
    else
    {
        m_byDrvSpi[key.drvSpi].handle = nullptr;
        ++m_unlinked;
    }
    m_heldUnlinked += handle->handled ? 1 : 0;
    return handle;
}

void
SaHandleTable::AddUnlinked(const SaHandle& handle)
{
    MakeEntry(handle.drvSpi) = {nullptr, Ptr<SecurityAssociation>(handle.sa)};
    ++m_unlinked;
    ++m_heldUnlinked;
}

void
SaHandleTable::Release(uint16_t drvSpi)
{
    if (drvSpi == 0)
    {
        return;
    }
    m_byDrvSpi[drvSpi].sa = nullptr;
    m_allocator.Free(drvSpi);
    --m_unlinked;
}

std::vector<SaHandleKey>
SaHandleTable::GetKeys(const Ptr<OffloadInterface>& interface) const
{
    std::vector<SaHandleKey> keys;
    for (const auto& entry : m_byDrvSpi)
    {
        if (entry.handle && entry.handle->interface == interface)
        {
            keys.push_back({entry.handle->drvSpi, entry.sa, interface});
        }
    }
    std::copy_if(m_withoutValue.begin(),
                 m_withoutValue.end(),
                 std::back_inserter(keys),
                 [&interface](const auto& key) { return key.interface == interface; });
    return keys;
}

std::vector<SaHandleKey>
SaHandleTable::GetKeys(const Ptr<SecurityAssociation>& sa)
{
    std::vector<SaHandleKey> keys;
    for (const auto& handle : SaOffloadState::Of(*sa).handles)
    {
        keys.push_back({handle->drvSpi, sa, handle->interface});
    }
    return keys;
}

void
SaHandleTable::Clear()
{
    for (auto& entry : m_byDrvSpi)
    {
        if (entry.handle)
        {
            SaOffloadState::Of(*entry.sa).handles.clear();
        }
    }
    m_byDrvSpi.clear();
    for (const auto& key : m_withoutValue)
    {
        SaOffloadState::Of(*key.sa).handles.clear();
    }
    m_withoutValue.clear();
}

void
SaHandleTable::SetLast(uint16_t last)
{
    NS_ABORT_MSG_IF(m_allocator.GetTaken() != 0, "LastDrvSpi changes while drv_spis are in use");
    if (last != m_allocator.GetLast())
    {
        m_allocator = DrvSpiAllocator(last);
    }
}

uint32_t
SaHandleTable::CountOffered() const
{
    const auto linked = std::count_if(m_byDrvSpi.begin(), m_byDrvSpi.end(), [](const Entry& entry) {
        return entry.handle != nullptr;
    });
    return m_allocator.GetTaken() - static_cast<uint32_t>(linked) - m_unlinked - m_lost;
}

uint64_t
SaHandleTable::CountHeld() const
{
    const auto handled =
        std::count_if(m_byDrvSpi.begin(), m_byDrvSpi.end(), [](const Entry& entry) {
            return entry.handle != nullptr && entry.handle->handled;
        });
    return static_cast<uint64_t>(handled) + m_heldUnlinked + m_lostHeld;
}

void
SaHandleTable::CheckInvariants(const SecurityAssociationDatabase& sad) const
{
    for (size_t drvSpi = 0; drvSpi < m_byDrvSpi.size(); ++drvSpi)
    {
        if (m_byDrvSpi[drvSpi].handle)
        {
            CheckEntry(static_cast<uint16_t>(drvSpi));
        }
    }
    sad.ForEach([this](SecurityAssociation& sa) {
        const SaOffloadState* state = SaOffloadState::Find(sa);
        for (size_t i = 0; state && i < state->handles.size(); ++i)
        {
            const SaHandle* handle = state->handles[i].get();
            NS_ABORT_MSG_UNLESS(
                handle->drvSpi == 0 ? !handle->handled : Find(handle->drvSpi) == handle,
                "SA spi " << sa.GetConfig().spi << " has a handle that drv_spi does not find");
        }
    });
}

/// Assert that a handle stands in the right place. @param drvSpi its value
void
SaHandleTable::CheckEntry(uint16_t drvSpi) const
{
    const Entry& entry = m_byDrvSpi[drvSpi];
    const auto& mine = SaOffloadState::Find(*entry.sa)->handles;
    NS_ABORT_MSG_UNLESS(entry.handle->drvSpi == drvSpi && entry.handle->sa == PeekPointer(entry.sa),
                        "the handle of drv_spi " << drvSpi << " stands in the wrong place");
    NS_ABORT_MSG_UNLESS(std::count_if(mine.begin(),
                                      mine.end(),
                                      [&entry](const auto& handle) {
                                          return handle->interface == entry.handle->interface;
                                      }) == 1,
                        "drv_spi " << drvSpi << ": not the SA's only handle there (R46)");
    NS_ABORT_MSG_UNLESS(entry.handle->handled == (entry.handle->reason == SoftwareReason::NONE),
                        "drv_spi " << drvSpi << " is neither HANDLED nor REJECTED");
}

} // namespace ns3

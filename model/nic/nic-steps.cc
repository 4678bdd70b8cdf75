/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-steps-internal.h"

#include "ns3/drv-spi-allocator.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// @param drop what became of a packet with a transmit context @return the step
StepCode
TagStep(NicDrop drop)
{
    switch (drop)
    {
    case NicDrop::NONE:
        return StepCode::NIC_TAG_FOUND;
    case NicDrop::TAGGED_FRAGMENT:
        return StepCode::NIC_TAG_ON_FRAGMENT;
    case NicDrop::HARD_LIMIT:
        return StepCode::NIC_TAG_HARD_LIMIT;
    case NicDrop::SEQUENCE_OVERFLOW:
        return StepCode::NIC_TAG_NUMBERS_USED_UP;
    default:
        return StepCode::NIC_TAG_TOO_BIG;
    }
}

} // namespace

void
NicSteps::Ring(StepListener& listener, Ps now, uint32_t taken, uint32_t size)
{
    listener.Append({StepCode::NIC_RING, now, taken, size, taken >= size});
}

void
NicSteps::Metadata(StepListener& listener,
                   Ps now,
                   uint16_t drvSpi,
                   const SaContext* context,
                   NicDrop drop)
{
    if (drvSpi == 0 || drvSpi == DrvSpiAllocator::BYPASS)
    {
        const bool bypass = drvSpi == DrvSpiAllocator::BYPASS;
        listener.Append({bypass ? StepCode::NIC_BYPASS_TAG : StepCode::NIC_UNTAGGED, now});
    }
    else if (context == nullptr || !context->transmit || context->held)
    {
        listener.Append({StepCode::NIC_TAG_UNKNOWN, now, drvSpi});
    }
    else
    {
        listener.Append({TagStep(drop), now, drvSpi, context->config.spi});
    }
}

void
NicSteps::Receiver(StepListener& listener,
                   Ps now,
                   const PacketDescriptor& packet,
                   const SaContext* context)
{
    const EspInfo& esp = packet.esp;
    if (context != nullptr)
    {
        listener.Append({StepCode::NIC_SPI_FOUND, now, esp.spi, esp.destination, context->drvSpi});
    }
    else if (!packet.IsEsp())
    {
        listener.Append({StepCode::NIC_NOT_ESP, now});
    }
    else
    {
        listener.Append(
            {packet.fragment ? StepCode::NIC_SPI_ON_FRAGMENT : StepCode::NIC_SPI_UNKNOWN,
             now,
             esp.spi});
    }
}

void
NicSteps::Cache(StepListener& listener,
                Ps now,
                const NicContextMemory::Access& access,
                const NicProfile& profile,
                Ps reached)
{
    if (profile.contextCacheSize == 0)
    {
        return;
    }
    const Ps behind = std::max<Ps>(0, reached - access.ready);
    if (!access.hit)
    {
        listener.Append(
            {StepCode::NIC_CACHE_MISS, now, behind, access.waiting, profile.contextFetchTime});
    }
    else if (access.ready > now)
    {
        listener.Append({StepCode::NIC_CACHE_COMING, now, behind, access.ready - now});
    }
    else
    {
        listener.Append({StepCode::NIC_CACHE_HIT, now, behind});
    }
}

void
NicSteps::Window(StepListener& listener,
                 Ps now,
                 const SaContext& context,
                 uint64_t sequence,
                 NicDrop drop,
                 bool passes)
{
    const uint32_t size = context.window.GetSize();
    const uint64_t last = context.window.GetLast();
    if (size == 0 || context.hostNumbers)
    {
        listener.Append({StepCode::NIC_WINDOW_OFF, now, sequence});
    }
    else
    {
        const bool seen = drop == NicDrop::REPLAY;
        listener.Append({seen ? StepCode::NIC_WINDOW_SEEN : StepCode::NIC_WINDOW_NEW,
                         now,
                         sequence,
                         size,
                         last,
                         passes});
    }
    if (drop == NicDrop::HARD_LIMIT)
    {
        listener.Append({StepCode::NIC_HARD_LIMIT, now});
    }
}

void
NicSteps::Decrypted(StepListener& listener,
                    const PacketDescriptor& packet,
                    const StepTimes& times,
                    const Opened& opened)
{
    if (opened.drop == NicDrop::ICV)
    {
        const bool damaged = packet.esp.IsDamagedFor(opened.sequence);
        listener.Append(
            {damaged ? StepCode::NIC_BAD_ICV : StepCode::NIC_LATE_HIGH_HALF, times, opened.passes});
    }
    else if (opened.drop == NicDrop::REPLAY)
    {
        listener.Append({StepCode::NIC_WINDOW_REFUSES, times, opened.passes});
    }
    else
    {
        listener.Append({StepCode::NIC_DECRYPTED, times, opened.length, packet.length});
    }
}

void
NicSteps::Up(StepListener& listener,
             Ps ready,
             const PacketDescriptor& packet,
             const SaContext* context)
{
    if (context == nullptr)
    {
        return;
    }
    const uint16_t drvSpi = context->drvSpi;
    if (packet.syndrome != NicDrop::NONE)
    {
        listener.Append({StepCode::NIC_UP_FAILED, ready, drvSpi, packet.syndrome});
    }
    else
    {
        const bool tagged = packet.drvSpi != 0;
        listener.Append(
            {tagged ? StepCode::NIC_UP_TAGGED : StepCode::NIC_UP_UNTAGGED, ready, drvSpi});
    }
}

} // namespace ns3

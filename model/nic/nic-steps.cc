/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-steps-internal.h"

#include "ns3/drv-spi-allocator.h"
#include "ns3/step-listener.h"

#include <string>

namespace ns3
{

namespace
{

/// @param arrival at a server @param start of the service @return the waiting, in words
std::string
Waiting(Ps arrival, Ps start)
{
    return start == arrival ? std::string("idle") : "waited " + SpanInWords(start - arrival);
}

/// @param passes whether failed packets go up @return what becomes of them, in words
std::string
Fate(bool passes)
{
    return passes ? ", handed up with a syndrome" : ", dropped";
}

} // namespace

void
NicSteps::Ring(Ps now, const PacketDescriptor& packet, uint32_t taken, uint32_t size)
{
    packet.steps->Note(now,
                       "NIC ring",
                       GroupDigits(taken) + " of " + GroupDigits(size) + " places taken" +
                           (taken >= size ? ": dropped" : ""),
                       "");
}

void
NicSteps::Metadata(Ps now,
                   const PacketDescriptor& packet,
                   uint16_t drvSpi,
                   const SaContext* context,
                   NicDrop drop)
{
    const auto note = [&](const std::string& text, const char* rule) {
        packet.steps->Note(now, "NIC contexts", text, rule);
    };
    const std::string tag = "drv_spi " + std::to_string(drvSpi);
    if (drvSpi == 0 || drvSpi == DrvSpiAllocator::BYPASS)
    {
        note(drvSpi == 0 ? "no tag: sent as it is" : "bypass tag: sent in clear",
             drvSpi == 0 ? "N28" : "N27");
    }
    else if (context == nullptr || !context->transmit || context->held)
    {
        note(tag + ": no transmit context, dropped", "N30, R145");
    }
    else if (drop == NicDrop::NONE)
    {
        note(tag + ": context of SPI " + SpiInWords(context->config.spi) + " found, the tag ends",
             "N26");
    }
    else if (drop == NicDrop::TAGGED_FRAGMENT)
    {
        note(tag + ": a fragment never matches, dropped", "N29, N30");
    }
    else if (drop == NicDrop::HARD_LIMIT)
    {
        note(tag + ": the hard limit of the SA is reached, dropped", "R202");
    }
    else if (drop == NicDrop::SEQUENCE_OVERFLOW)
    {
        note(tag + ": the SA has used up its numbers, dropped", "R171");
    }
    else
    {
        note(tag + ": the ESP form is too big for the wire, dropped", "N26");
    }
}

void
NicSteps::Receiver(Ps now, const PacketDescriptor& packet, const SaContext* context)
{
    if (context != nullptr)
    {
        packet.steps->Note(now,
                           "NIC contexts",
                           "SPI " + SpiInWords(packet.esp.spi) + " to " +
                               packet.esp.destination.ToString() + ": receive context, drv_spi " +
                               std::to_string(context->drvSpi),
                           "N33");
    }
    else if (packet.IsEsp())
    {
        packet.steps->Note(now,
                           "NIC contexts",
                           packet.fragment
                               ? "a fragment never matches: handed up as it came"
                               : "no receive context for SPI " + SpiInWords(packet.esp.spi) +
                                     ": handed up as it came",
                           "N33");
    }
    else
    {
        packet.steps->Note(now, "NIC contexts", "not ESP: handed up as it came", "N32");
    }
}

void
NicSteps::Cache(Ps now,
                const PacketDescriptor& packet,
                const NicContextMemory::Access& access,
                Ps fetchTime,
                Ps reached)
{
    std::string text = "hit";
    if (!access.hit)
    {
        text = "miss: the fetch " +
               (access.waiting == 0 ? std::string("begins at once")
                                    : "waits " + SpanInWords(access.waiting)) +
               " and takes " + SpanInWords(fetchTime);
    }
    else if (access.ready > now)
    {
        text = "hit: on its way, there in " + SpanInWords(access.ready - now);
    }
    if (reached > access.ready)
    {
        text += "; behind a packet that waits " + SpanInWords(reached - access.ready) + " longer";
    }
    packet.steps->Note(now, "NIC context cache", text, "N56");
}

void
NicSteps::Stage(const PacketDescriptor& packet,
                const char* name,
                Ps arrival,
                const BackfillServer::Service& service)
{
    packet.steps->Note(service.start,
                       name,
                       Waiting(arrival, service.start) + ", takes " +
                           SpanInWords(service.done - service.start),
                       "N58");
}

void
NicSteps::Dma(const PacketDescriptor& packet, Ps asked, Ps there, bool toHost)
{
    packet.steps->Note(asked,
                       "NIC PCIe",
                       toHost ? "payload and completion written to host memory, there after " +
                                    SpanInWords(there - asked)
                              : "descriptor and payload read from host memory, there after " +
                                    SpanInWords(there - asked),
                       "");
}

void
NicSteps::Encrypted(const PacketDescriptor& packet,
                    Ps arrival,
                    const BackfillServer::Service& service,
                    uint32_t length)
{
    packet.steps->Note(service.start,
                       "NIC cipher",
                       Waiting(arrival, service.start) + ", ready after " +
                           SpanInWords(service.done - service.start) + "; sequence " +
                           GroupDigits(packet.esp.sequence) + ", " + GroupDigits(length) + " -> " +
                           GroupDigits(packet.esp.length) + " octets",
                       "N26");
}

void
NicSteps::Window(Ps now,
                 const PacketDescriptor& packet,
                 const SaContext& context,
                 uint64_t sequence,
                 NicDrop drop,
                 bool passes)
{
    const uint32_t size = context.window.GetSize();
    packet.steps->Note(
        now,
        "NIC replay window",
        "sequence " + GroupDigits(sequence) +
            (size == 0 || context.hostNumbers
                 ? ", the check is off"
                 : " against " + GroupDigits(size) + " packets up to " +
                       GroupDigits(context.window.GetLast()) +
                       (drop == NicDrop::REPLAY ? ": seen or below" + Fate(passes) : ": new")),
        "N34, RFC 4303 3.4.3");
    if (drop == NicDrop::HARD_LIMIT)
    {
        packet.steps->Note(now,
                           "NIC contexts",
                           "the hard limit of the SA is reached, dropped",
                           "R202");
    }
}

void
NicSteps::Decrypted(const PacketDescriptor& packet,
                    Ps arrival,
                    const BackfillServer::Service& service,
                    uint32_t length,
                    uint64_t sequence,
                    NicDrop drop,
                    bool passes)
{
    std::string result = ": the ICV verifies, " + GroupDigits(length) + " -> " +
                         GroupDigits(packet.length) + " octets";
    if (drop == NicDrop::ICV)
    {
        result = packet.esp.IsDamagedFor(sequence)
                     ? ": the ICV does not verify"
                     : ": the driver is late with the number's high half, so the ICV does not "
                       "verify";
        result += Fate(passes);
    }
    else if (drop == NicDrop::REPLAY)
    {
        result = ": the ICV verifies, the window refuses the number" + Fate(passes);
    }
    packet.steps->Note(service.start,
                       "NIC cipher",
                       Waiting(arrival, service.start) + ", takes " +
                           SpanInWords(service.done - service.start) + result,
                       drop == NicDrop::ICV && !packet.esp.IsDamagedFor(sequence) ? "N34, N42"
                                                                                  : "N33, N34");
}

void
NicSteps::Mac(const PacketDescriptor& packet,
              Ps ready,
              Ps start,
              uint32_t length,
              uint32_t overhead)
{
    packet.steps->Note(
        start,
        "NIC MAC",
        (start == ready
             ? std::string("the wire is free: first bit at once, ")
             : "waits " + SpanInWords(start - ready) + " for the wire, then first bit of ") +
            GroupDigits(length) + " + " + GroupDigits(overhead) + " octets of the wire",
        "");
}

void
NicSteps::Up(Ps ready, const PacketDescriptor& packet, const SaContext& context)
{
    const std::string name = "drv_spi " + std::to_string(context.drvSpi);
    if (packet.syndrome != NicDrop::NONE)
    {
        packet.steps->Note(ready,
                           "NIC",
                           "to the host in its ESP form, with " + name + " and syndrome " +
                               ToString(packet.syndrome),
                           "N34");
    }
    else if (packet.drvSpi == 0)
    {
        packet.steps->Note(ready,
                           "NIC",
                           "to the host in clear; no memory for the receive tag with " + name,
                           "N37");
    }
    else
    {
        packet.steps->Note(ready, "NIC", "to the host in clear, with receive tag " + name, "N35");
    }
}

} // namespace ns3

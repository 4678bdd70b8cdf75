/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-network-internal.h"

#include "ns3/step-listener.h"

#include <string>

namespace ns3
{

/// Begin to follow a datagram. @param now the time @param packet which
void
LeanNetwork::Follow(Ps now, LeanPacket& packet)
{
    m_chooser = nullptr;
    packet.descriptor.steps = m_steps;
    const PacketDescriptor& descriptor = packet.descriptor;
    m_steps->Enter(packet.flow->sender);
    m_steps->Note(now,
                  "application",
                  "sends datagram " + GroupDigits(descriptor.id + 1) + " of its source, " +
                      GroupDigits(descriptor.length) + " octets of IP, from " +
                      descriptor.source.ToString() + " port " +
                      std::to_string(descriptor.sourcePort) + " to " +
                      descriptor.destination.ToString() + " port " +
                      std::to_string(descriptor.destinationPort),
                  "");
}

/**
 * @param packet a datagram that is followed
 * @param start its first bit @param transmission first bit to last @param delay propagation
 */
void
LeanNetwork::NoteWire(const LeanPacket& packet, Ps start, Ps transmission, Ps delay) const
{
    m_steps->Note(start,
                  "wire",
                  (packet.descriptor.IsEsp() ? "ESP, SPI " + SpiInWords(packet.descriptor.esp.spi)
                                             : std::string("clear")) +
                      ": transmission " + SpanInWords(transmission) + " + propagation " +
                      SpanInWords(delay),
                  packet.descriptor.IsEsp() ? "RFC 4303 2" : "");
}

/**
 * @param now the time @param packet a datagram that is followed
 * @param node where it is @param forMe it ends here, or is ESP for this node
 */
void
LeanNetwork::NoteArrivalAtHost(Ps now, const LeanPacket& packet, uint32_t node, bool forMe) const
{
    const bool esp = packet.descriptor.IsEsp();
    if (!m_nodes[node]->ipsec)
    {
        m_steps->Note(now, "IP", "a node without IPsec: takes no time", "");
    }
    else if (!forMe)
    {
        m_steps->Note(now,
                      "IP",
                      esp ? "ESP for another node: plain traffic here" : "clear, to be forwarded",
                      esp ? "" : "R165");
    }
    else
    {
        m_steps->Note(now,
                      "IP",
                      esp ? "ESP for this node: to software" : "for this node",
                      esp ? "R153" : "");
    }
}

/// @param now the time @param packet a datagram that is followed @param end where @param drop why
void
LeanNetwork::NoteEnd(Ps now, const LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    switch (end)
    {
    case PacketFate::End::DELIVERED:
        m_steps->Note(now,
                      "application",
                      "receives " + GroupDigits(packet.descriptor.length) + " octets, " +
                          SpanInWords(now - packet.sentAt) + " after they were sent",
                      "");
        break;
    case PacketFate::End::NIC_TX:
    case PacketFate::End::NIC_RX:
        m_steps->Note(now,
                      "NIC",
                      std::string("dropped: ") + ToString(static_cast<NicDrop>(drop)),
                      "");
        break;
    case PacketFate::End::HOST_OUT:
    case PacketFate::End::HOST_IN:
        m_steps->Note(now,
                      "IP",
                      drop == 0 ? std::string("dropped: ") + ToString(packet.verdict)
                                : std::string("dropped: ") + ToString(static_cast<IpsecDrop>(drop)),
                      "");
        break;
    case PacketFate::End::UNDERWAY:
        m_steps->Note(now, "IP", "a piece is lost: the rest waits for it in vain", "");
        break;
    }
    if (m_followed)
    {
        m_followed(now);
    }
}

} // namespace ns3

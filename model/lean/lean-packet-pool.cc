/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-packet-pool-internal.h"

namespace ns3
{

LeanPacketPool::LeanPacketPool(LeanPacketRecorder& recorder)
    : m_recorder(recorder)
{
}

uint32_t
LeanPacketPool::Take()
{
    if (m_free.empty())
    {
        m_packets.emplace_back();
        return static_cast<uint32_t>(m_packets.size() - 1);
    }
    const uint32_t number = m_free.back();
    m_free.pop_back();
    return number;
}

uint32_t
LeanPacketPool::TakeAnswer()
{
    const uint32_t number = Take();
    LeanPacket& packet = m_packets[number];
    packet = LeanPacket();
    packet.source = LeanPacket::NO_SOURCE;
    packet.next = LeanPacket::NONE;
    packet.pieces = 1;
    packet.segments = 1;
    ++m_answers;
    return number;
}

/// A datagram ends. @param packet it @param end where @param drop why
void
LeanPacketPool::End(Ps now, LeanPacket& packet, PacketFate::End end, uint8_t drop)
{
    if (packet.IsAnswer())
    {
        --m_answers;
        return;
    }
    m_recorder.End(now, packet, end, drop);
}

void
LeanPacketPool::Release(uint32_t number)
{
    m_free.push_back(number);
}

void
LeanPacketPool::Finish(Ps now, uint32_t number, PacketFate::End end, uint8_t drop)
{
    while (number != LeanPacket::NONE)
    {
        LeanPacket& packet = m_packets[number];
        End(now, packet, end, drop);
        Release(number);
        number = packet.next;
    }
}

void
LeanPacketPool::FinishInHost(Ps now, uint32_t number, PacketFate::End end)
{
    Finish(now, number, end, static_cast<uint8_t>(m_packets[number].descriptor.drop));
}

void
LeanPacketPool::Lose(Ps now, uint32_t number, PacketFate::End end, uint8_t drop)
{
    LeanPacket& packet = m_packets[number];
    if (packet.pieces == 1)
    {
        Finish(now, number, end, drop);
        return;
    }
    if (packet.lost == 0 && !packet.IsAnswer())
    {
        m_recorder.Count(now, packet, end, drop);
    }
    ++packet.lost;
    EndIfIncomplete(now, number);
}

bool
LeanPacketPool::Arrive(Ps now, uint32_t number)
{
    LeanPacket& packet = m_packets[number];
    if (++packet.arrived < packet.pieces)
    {
        EndIfIncomplete(now, number);
        return false;
    }
    packet.BecomeWhole();
    return true;
}

void
LeanPacketPool::EndIfIncomplete(Ps now, uint32_t number)
{
    LeanPacket& packet = m_packets[number];
    if (packet.arrived + packet.lost < packet.pieces)
    {
        return;
    }
    // The rest of the datagram waits for a lost piece until its reassembly times out.
    if (packet.held == 0)
    {
        Finish(now, number, PacketFate::End::IN_FLIGHT, 0);
        return;
    }
    End(now, packet, PacketFate::End::IN_FLIGHT, 0);
    packet.orphan = true;
    ++m_orphans;
}

void
LeanPacketPool::LeaveReassembler(Ps now, const DatagramReassembler::Pieces& pieces)
{
    for (const auto& piece : pieces)
    {
        LeanPacket& packet = m_packets[piece.datagram];
        if (--packet.held != 0)
        {
            continue;
        }
        if (packet.orphan)
        {
            --m_orphans;
            Release(piece.datagram);
        }
        else
        {
            EndIfIncomplete(now, piece.datagram);
        }
    }
}

} // namespace ns3

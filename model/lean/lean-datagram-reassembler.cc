/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-datagram-reassembler-internal.h"

#include "ns3/ipsec-packet-descriptor.h"

#include <algorithm>
#include <utility>

namespace ns3
{

size_t
DatagramReassembler::Hash::operator()(const Key& key) const
{
    return HashTuple(key.source, key.destination, 0, key.identification);
}

void
DatagramReassembler::Waiting::Insert(const Piece& piece)
{
    const auto behind = std::find_if(pieces.begin(), pieces.end(), [&piece](const Piece& other) {
        return other.offset > piece.offset;
    });
    if (behind == pieces.end())
    {
        more = piece.more;
    }
    pieces.insert(behind, piece);
}

bool
DatagramReassembler::Waiting::IsWhole() const
{
    uint32_t end = 0;
    for (const auto& piece : pieces)
    {
        if (piece.offset > end)
        {
            return false;
        }
        end = std::max(end, piece.offset + piece.octets);
    }
    return !more;
}

DatagramReassembler::Pieces
DatagramReassembler::Add(Ps now, const Key& key, const Piece& piece)
{
    GiveUpOld(now);
    const auto [entry, isNew] = m_waiting.try_emplace(key);
    Waiting& waiting = entry->second;
    if (isNew)
    {
        waiting.place = m_oldest.emplace(m_oldest.end(), now, key);
    }
    waiting.Insert(piece);
    if (!waiting.IsWhole())
    {
        return {};
    }
    Pieces whole = std::move(waiting.pieces);
    m_oldest.erase(waiting.place);
    m_waiting.erase(entry);
    return whole;
}

/// @param now what has waited for too long by then is given up, and what is too much
void
DatagramReassembler::GiveUpOld(Ps now)
{
    while (!m_oldest.empty() &&
           (m_oldest.front().first + PATIENCE <= now || m_waiting.size() >= MOST_WAITING))
    {
        const auto found = m_waiting.find(m_oldest.front().second);
        const Pieces& pieces = found->second.pieces;
        m_givenUp.insert(m_givenUp.end(), pieces.begin(), pieces.end());
        m_waiting.erase(found);
        m_oldest.pop_front();
    }
}

DatagramReassembler::Pieces
DatagramReassembler::TakeGivenUp()
{
    return std::exchange(m_givenUp, {});
}

} // namespace ns3

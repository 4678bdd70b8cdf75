/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_PACKET_POOL_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_PACKET_POOL_INTERNAL_H

#include "lean-datagram-reassembler-internal.h"
#include "lean-packet-fate.h"
#include "lean-packet-internal.h"
#include "lean-packet-recorder-internal.h"

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace ns3
{

/**
 * The packets of a LeanNetwork that are under way, and how they leave it.
 *
 * A packet keeps its entry from Take() until its datagram ends. A reference to an entry stays valid
 * while others are taken and released.
 *
 * Fragments of a datagram share its entry: what has arrived and what was lost of it are counted
 * there, and the datagram ends when nothing of it is on its way any more. The entry then stays
 * occupied as an orphan while some of its fragments wait in a reassembler.
 */
class LeanPacketPool
{
  public:
    /// @param recorder hears how packets end
    explicit LeanPacketPool(LeanPacketRecorder& recorder);

    /// @return the number of an unused entry, in which something stands from before
    uint32_t Take();

    /// @return the number of an entry for a message that belongs to no source: one whole datagram
    uint32_t TakeAnswer();

    /// An entry is not used any more, and nothing ended with it. @param number which
    void Release(uint32_t number);

    /// @param number of a packet @return it
    LeanPacket& operator[](uint32_t number)
    {
        return m_packets[number];
    }

    /// @return datagrams of sources under way
    uint64_t GetInFlight() const
    {
        return m_packets.size() - m_free.size() - m_orphans - m_answers;
    }

    /**
     * A datagram ends, and all segments that large receive has put behind it.
     * @param number the first one
     * @param end where
     * @param drop why
     */
    void Finish(Ps now, uint32_t number, PacketFate::End end, uint8_t drop);

    /// A host has dropped a datagram, whose descriptor says why. @param number it @param end where
    void FinishInHost(Ps now, uint32_t number, PacketFate::End end);

    /**
     * A datagram or a fragment of it is lost. With the first fragment the datagram is: the others
     * wait in vain.
     * @param number the datagram
     * @param end where
     * @param drop why
     */
    void Lose(Ps now, uint32_t number, PacketFate::End end, uint8_t drop);

    /**
     * A datagram or a fragment of it has arrived where it is put together.
     * @param number the datagram, which ends when the rest of it is lost
     * @return true when it is whole now
     */
    bool Arrive(Ps now, uint32_t number);

    /// A datagram ends if what it still waits for is lost. @param number it
    void EndIfIncomplete(Ps now, uint32_t number);

    /// @param pieces fragments that do not wait any more, and are not whole
    void LeaveReassembler(Ps now, const DatagramReassembler::Pieces& pieces);

  private:
    void End(Ps now, LeanPacket& packet, PacketFate::End end, uint8_t drop);

    LeanPacketRecorder& m_recorder;   //!< hears how packets end
    std::deque<LeanPacket> m_packets; //!< under way and free ones
    std::vector<uint32_t> m_free;     //!< unused entries
    uint64_t m_orphans{0};            //!< entries of fragments without a rest
    uint64_t m_answers{0};            //!< entries of messages that belong to no source
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_PACKET_POOL_INTERNAL_H */

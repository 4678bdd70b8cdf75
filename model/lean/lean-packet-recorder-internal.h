/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_PACKET_RECORDER_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_PACKET_RECORDER_INTERNAL_H

#include "lean-network.h"
#include "lean-packet-fate.h"
#include "lean-packet-internal.h"
#include "lean-packet-tally.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-step-listener.h"

#include <cstdint>
#include <deque>
#include <functional>

namespace ns3
{

/**
 * What was sent by the sources of a LeanNetwork and how it ended: counts, the fates of single
 * datagrams where they are wanted, and the steps of the one that is followed.
 */
class LeanPacketRecorder
{
  public:
    /// There is one source more; its number is that of those before it.
    void AddSource();

    /// @param source whose fates are wanted from now on
    void RecordFates(uint32_t source);

    /// @param source which @return see LeanNetwork::GetFates()
    const FateList& GetFates(uint32_t source) const;

    /// @param source which @return see LeanNetwork::GetDelivered()
    const PacketOctets& GetDelivered(uint32_t source) const;

    /// @return datagrams sent so far by all sources
    uint64_t GetSent() const
    {
        return m_sent;
    }

    /// @param tally see LeanNetwork::SetTally()
    void SetTally(PacketTally* tally);

    /**
     * See LeanNetwork::FollowPacket().
     * @param listener hears the steps @param choose which datagram @param ended called at its end
     */
    void Follow(StepListener* listener,
                LeanNetwork::StepChooser choose,
                std::function<void(Ps)> ended);

    /**
     * A source sends a datagram.
     * @param packet it
     * @param flow of which of the source's flows
     */
    void Sent(Ps now, LeanPacket& packet, uint32_t flow);

    /**
     * Tell the tally how a datagram, and all segments that it still stands for, ended: once for
     * each.
     * @param packet the datagram
     * @param end where
     * @param drop why
     */
    void Count(Ps now, const LeanPacket& packet, PacketFate::End end, uint8_t drop);

    /**
     * A datagram ends, and with it all segments that it still stands for.
     * @param packet it
     * @param end where
     * @param drop why
     */
    void End(Ps now, LeanPacket& packet, PacketFate::End end, uint8_t drop);

  private:
    /// What became of a source's datagrams.
    struct Record
    {
        bool wantsFates{false};
        FateList fates;
        PacketOctets delivered;
    };

    void EndFollowing(const PacketFate& fate, Ps sentAt);

    std::deque<Record> m_records;       //!< by source; callers refer to their lists
    uint64_t m_sent{0};                 //!< datagrams
    PacketTally* m_tally{nullptr};      //!< hears how datagrams end
    StepListener* m_steps{nullptr};     //!< who follows a datagram
    LeanNetwork::StepChooser m_chooser; //!< which one; empty when it is chosen
    std::function<void(Ps)> m_followed; //!< called at its end
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_PACKET_RECORDER_INTERNAL_H */

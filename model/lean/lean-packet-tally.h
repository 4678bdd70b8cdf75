/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_PACKET_TALLY_H
#define IPSEC_OFFLOAD_LEAN_PACKET_TALLY_H

#include "lean-delay-histogram.h"
#include "lean-packet-fate.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What became of the datagrams, by the time at which they were sent.
 *
 * Time is cut into batches of equal length. A datagram belongs to the batch in which it was sent,
 * and is followed to its end: sent = delivered + lost + under way in each batch, to the packet. A
 * lost one has a drop record: the first that was written for it or for a fragment of it. What
 * receivers got is counted a second time, by the time of its arrival.
 *
 * Batches can be put together in pairs (Halve()), so that a simulation whose length nobody knows
 * keeps a bounded number of them.
 */
class PacketTally
{
  public:
    /// Where and why a datagram was lost: IpsecDrop or NicDrop, as the place says.
    using Cause = std::pair<PacketFate::End, uint8_t>;

    /// Datagrams and how they ended.
    struct Counts
    {
        PacketOctets sent;                //!< octets of clear IP, as below
        PacketOctets delivered;           //!< of those that were sent
        PacketOctets lost;                //!< of those that were sent
        double delaySum{0};               //!< of those that were delivered, seconds
        Ps longestDelay{0};               //!< of those that were delivered
        std::map<Cause, uint64_t> causes; //!< packets of lost
        PacketOctets received;            //!< delivered in this time, whenever they were sent
        uint64_t ended{0};                //!< delivered or lost in this time

        /** @return packets that were sent and have not ended */
        uint64_t GetInFlight() const
        {
            return sent.packets - delivered.packets - lost.packets;
        }

        /** @param other counts to add */
        void Add(const Counts& other);
    };

    /// What comes later belongs to the last one of these: how many there are does not grow with the
    /// time that a datagram needs.
    static constexpr size_t MOST_BATCHES = 65'536;

    /**
     * @param origin when the first batch begins; what is sent before belongs to it too
     * @param width of a batch, at least 1 ps
     * @param ways per source, which of the two ways its datagrams go: 0 or 1
     */
    PacketTally(Ps origin, Ps width, std::vector<uint8_t> ways);

    /**
     * A datagram is sent.
     * @param source by which source
     * @param length octets of clear IP
     */
    void Sent(uint32_t source, Ps now, uint32_t length)
    {
        At(source, now).sent.Add(length);
    }

    /**
     * A datagram reaches the far application.
     * @param source by which it was sent
     * @param sentAt when
     * @param length octets of clear IP
     */
    void Delivered(uint32_t source, Ps sentAt, Ps now, uint32_t length);

    /**
     * A datagram, or the first fragment of it, is dropped.
     * @param source by which it was sent
     * @param sentAt when
     * @param length octets of clear IP
     * @param cause where and why
     */
    void Lost(uint32_t source, Ps sentAt, Ps now, uint32_t length, const Cause& cause);

    /// Hears of a lost datagram: who sent it and when, its octets of clear IP, and why it was lost.
    using LossListener =
        std::function<void(uint32_t source, Ps sentAt, uint32_t length, const Cause& cause)>;

    /** @param listener hears of each datagram that is lost from now on */
    void WatchLosses(LossListener listener)
    {
        m_listener = std::move(listener);
    }

    /** Put each two batches together: half as many, twice as long. */
    void Halve();

    /**
     * Forget the delays of all datagrams but those that are sent in some batches; and note none of
     * others from now on, however long it takes these to end.
     * @param from first batch
     * @param to behind the last one
     */
    void KeepDelays(size_t from, size_t to);

    /** @return length of a batch */
    Ps GetWidth() const
    {
        return m_width;
    }

    /** @return batches with something in them, and those in front of them */
    size_t GetSize() const
    {
        return m_batches[0].size();
    }

    /**
     * @param way 0 or 1
     * @param batch number; beyond the last one there is nothing
     * @return its counts
     */
    const Counts& Get(uint8_t way, size_t batch) const;

    /**
     * @param way 0 or 1
     * @param from first batch
     * @param to behind the last one
     * @return their sum
     */
    Counts Sum(uint8_t way, size_t from, size_t to) const;

    /**
     * @param way 0 or 1
     * @param from first batch
     * @param to behind the last one
     * @return the delays of the datagrams that were sent in them and delivered
     */
    DelayHistogram SumDelays(uint8_t way, size_t from, size_t to) const;

  private:
    size_t GetBatch(Ps time) const;
    Counts& At(uint32_t source, Ps time);
    void NoteDelay(uint32_t source, Ps sentAt, Ps delay);

    Ps m_origin;                      //!< begin of batch 0
    Ps m_width;                       //!< see GetWidth()
    std::vector<uint8_t> m_ways;      //!< per source
    std::vector<Counts> m_batches[2]; //!< per way
    /// Per way and batch; apart from the counts, which are summed up often.
    std::vector<DelayHistogram> m_delays[2];
    size_t m_delaysFrom{0};                                //!< first batch with delays
    size_t m_delaysTo{std::numeric_limits<size_t>::max()}; //!< behind the last one
    LossListener m_listener;                               //!< see WatchLosses()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_PACKET_TALLY_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_DATAGRAM_REASSEMBLER_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_DATAGRAM_REASSEMBLER_INTERNAL_H

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A host's reassembly of IPv4 datagrams (RFC 791), as ns-3's IP does it: fragments of one
 * identification are put together whosever they are, what overlaps is kept as it lies in front,
 * and what is not whole after 30 s is given up. Beyond ns-3 it keeps a bound on what waits, and
 * gives the oldest up.
 */
class DatagramReassembler
{
  public:
    /// How long fragments wait (ns3::Ipv4L3Protocol's FragmentExpirationTimeout).
    static constexpr Ps PATIENCE = 30'000'000'000'000;
    /// Datagrams of which fragments wait, at most.
    static constexpr size_t MOST_WAITING = 65'536;

    /// What fragments of a datagram have in common, the protocol apart.
    struct Key
    {
        IpAddress source;
        IpAddress destination;
        uint16_t identification;

        /** @param other another key @return true when equal */
        bool operator==(const Key& other) const
        {
            return source == other.source && destination == other.destination &&
                   identification == other.identification;
        }
    };

    /// A fragment.
    struct Piece
    {
        uint32_t datagram; //!< whose it is, which its header does not say
        uint32_t offset;   //!< octets of payload in front of it
        uint32_t octets;   //!< of payload
        bool more;         //!< not the last one
    };

    using Pieces = std::vector<Piece>; //!< fragments of one datagram

    /**
     * A fragment arrives.
     * @param key of its header
     * @param piece the fragment
     * @return all fragments of what is whole now, in order of their offsets; none while one is
     * missing
     */
    Pieces Add(Ps now, const Key& key, const Piece& piece);

    /** @return what was given up by Add() since the last call */
    Pieces TakeGivenUp();

  private:
    struct Hash
    {
        size_t operator()(const Key& key) const;
    };

    /// Fragments that wait for more.
    struct Waiting
    {
        Pieces pieces; //!< in order of their offsets, then of their arrival
        std::list<std::pair<Ps, Key>>::iterator place; //!< in m_oldest
        bool more{false}; //!< the one with the greatest offset is not the last one

        void Insert(const Piece& piece);
        bool IsWhole() const;
    };

    void GiveUpOld(Ps now);

    std::unordered_map<Key, Waiting, Hash> m_waiting; //!< by what they have in common
    std::list<std::pair<Ps, Key>> m_oldest; //!< of what waits, in order of the first arrival
    Pieces m_givenUp;                       //!< see TakeGivenUp()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_DATAGRAM_REASSEMBLER_INTERNAL_H */

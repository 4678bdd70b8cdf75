/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_REASONS_H
#define IPSEC_OFFLOAD_IPSEC_REASONS_H

#include "ns3/abort.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3
{

/// What IpsecNode decided for an outgoing datagram (doc/design.rst#packet-paths).
enum class IpsecVerdict : uint8_t
{
    NOT_ASKED,    //!< no decision yet
    BYPASS,       //!< clear by policy none or bypass, or by no policy at all
    CLEAR_BY_USE, //!< clear because the level is use and there is no SA (R97, R123)
    DISCARD,      //!< dropped by policy
    NO_SA,        //!< dropped, an SA is required and missing (R124)
    OFFLOAD,      //!< tagged for the NIC (R134)
    SOFTWARE,     //!< ESP in software (R140)
    ALREADY_DONE  //!< second pass of a datagram that software has transformed (R119)
};

/**
 * Why a datagram is not offloaded (R235 and the NIC's own), or why a NIC handed an ESP datagram up
 * untouched. One list for the whole project: users' first question is "why is my SA not offloaded".
 */
enum class SoftwareReason : uint8_t
{
    NONE,              //!< it was offloaded
    NO_INTERFACE,      //!< forwarded, or second requirement of a bundle (R127)
    CAP_DISABLED,      //!< the interface cannot, or its capability is off (R2, R3, R128)
    NO_HANDLE,         //!< never offered to this interface: it came later (R52)
    NOT_YET_OFFERED,   //!< the offer waits in the worker's queue (R59, R85)
    REJECTED,          //!< the driver answered "not supported" (R45, R129): see Refusal
    NAME_MISMATCH,     //!< the SA names another interface (R44)
    DRIVER_FAULT,      //!< the driver answered any other error (R45): see Refusal
    EXHAUSTED_DRV_SPI, //!< no drv_spi was left (R16)
    INTERFACE_DOWN,    //!< withdrawn when the interface went (R207-R209)
    CLONED,            //!< an UPDATE cloned the SA and it was not offered again (R60)
    WITHDRAWN,         //!< forgotten: the SA is dead and its handle gone (R61-R68)
    SIZE_ESTIMATE,     //!< length plus estimate above the MTU (R130)
    SIZE_EXACT,        //!< exact length above the MTU (R131)
    FRAGMENT,          //!< a fragment, or put together from fragments (R146)
    NO_TAG_MEMORY,     //!< no memory for the tag (R133)
    OFFLOAD_OFF,       //!< offload is switched off as a whole (R1)
    OFFER_LOST,        //!< no memory for the offer's task (R39)
    HANDLE_LOST,       //!< a driver took it, and there was no memory for the handle (R19)
    DEMOTED,           //!< a slot policy of ours gave its slot to another SA
    NOT_REQUESTED,     //!< the SA names no interface, in kernels that offer no such (Linux, DPDK)
    TRANSMIT_ONLY,     //!< received: the NIC holds the SA for sending alone (N54)
    NO_CONTEXT,        //!< received: HANDLED, but not in the NIC when the packet came by it
    COUNT
};

/// Why a datagram was dropped by the host or by IPsec on its way out or in.
enum class IpsecDrop : uint8_t
{
    NONE,
    HOST_BACKLOG,      //!< the core's backlog is full
    TOO_BIG,           //!< above the path MTU with DF (R121), or no NIC can take it
    SEQUENCE_OVERFLOW, //!< the 32-bit or 64-bit sequence space is used up (R171)
    NO_SA_IN,          //!< ESP for an SPI that the SAD does not know
    REPLAY,            //!< seen before, or below the window (R170)
    BAD_ICV,           //!< authentication failed
    MALFORMED,         //!< too short, or padding or next header wrong
    POLICY_IN,         //!< the inbound policy check refused it (R161-R164)
    BAD_RX_TAG,        //!< receive tag with a drv_spi outside 3..65535 (R154)
    INCOMPLETE,        //!< local fragments whose datagram never became whole
    NOT_OFFLOADED,     //!< the SA must be offloaded and is not on this interface (Linux, DPDK)
    PROTOCOL_OFF,      //!< the SA's protocol is disabled on this host (R122)
    SA_GONE,           //!< the SA was deleted while the packet waited for a core
    NIC_ICV,           //!< a NIC handed it up: authentication failed in hardware (N34)
    NIC_REPLAY,        //!< a NIC handed it up: the replay check failed in hardware (N34)
    BAD_ECN, //!< a tunnel's outer header tells of congestion, the inner one is not ECN-capable
    COUNT
};

/// Why a NIC dropped a packet.
enum class NicDrop : uint8_t
{
    NONE,
    RING_FULL,             //!< more than RingSize packets wait
    UNKNOWN_DRV_SPI,       //!< tag without a context (N30, R145)
    ACKED_WITHOUT_CONTEXT, //!< likewise, of an SA that the driver has acked too early
    TAGGED_FRAGMENT,       //!< fragments never match (N29, N30)
    TOO_BIG,               //!< the ESP form does not fit the MTU
    RX_OVERRUN,            //!< the receive pipeline is too far behind
    ICV,                   //!< authentication failed in hardware (N34)
    REPLAY,                //!< replay check failed in hardware (N34)
    SEQUENCE_OVERFLOW,     //!< the context's sequence space is used up
    HARD_LIMIT, //!< the context's hard limit is reached, in NICs that enforce limits (R202)
    COUNT
};

/** @param verdict a verdict @return its name, lower case with dashes */
const char* ToString(IpsecVerdict verdict);
/** @param reason a reason @return its name, lower case with dashes */
const char* ToString(SoftwareReason reason);
/** @param drop a reason @return its name, lower case with dashes */
const char* ToString(IpsecDrop drop);
/** @param drop a reason @return its name, lower case with dashes */
const char* ToString(NicDrop drop);

/**
 * @ingroup ipsec-offload
 * Packets and octets.
 */
struct PacketOctets
{
    uint64_t packets{0}; //!< packets
    uint64_t octets{0};  //!< octets

    /** @param length octets of one more packet */
    void Add(uint64_t length)
    {
        ++packets;
        octets += length;
    }

    /** @param other a count to add */
    void Add(const PacketOctets& other)
    {
        packets += other.packets;
        octets += other.octets;
    }

    /** @param part a count that is part of this one; it is taken away */
    void Subtract(const PacketOctets& part)
    {
        NS_ABORT_MSG_IF(packets < part.packets || octets < part.octets,
                        "a part counts " << part.packets << " packets, the whole " << packets);
        packets -= part.packets;
        octets -= part.octets;
    }

    /** @param other another count @return true when equal */
    bool operator==(const PacketOctets& other) const
    {
        return packets == other.packets && octets == other.octets;
    }
};

/**
 * @ingroup ipsec-offload
 * A count per value of a reason enum that ends in COUNT.
 * @tparam E the enum
 */
template <typename E>
class ReasonTable
{
  public:
    /** @param reason a reason @return its count */
    PacketOctets& operator[](E reason)
    {
        return m_counts[static_cast<size_t>(reason)];
    }

    /** @param reason a reason @return its count */
    const PacketOctets& operator[](E reason) const
    {
        return m_counts[static_cast<size_t>(reason)];
    }

    /** @return the sum over all reasons but the first, which stands for "none" */
    PacketOctets Total() const
    {
        PacketOctets total;
        for (size_t i = 1; i < m_counts.size(); ++i)
        {
            total.Add(m_counts[i]);
        }
        return total;
    }

    /** @param part counts of packets that are among these; they are taken away */
    void Subtract(const ReasonTable& part)
    {
        for (size_t i = 0; i < m_counts.size(); ++i)
        {
            m_counts[i].Subtract(part.m_counts[i]);
        }
    }

    /// Number of values, the "none" included.
    static constexpr size_t SIZE = static_cast<size_t>(E::COUNT);

  private:
    std::array<PacketOctets, SIZE> m_counts{}; //!< one count per reason
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_REASONS_H */

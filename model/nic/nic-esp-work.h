/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_ESP_WORK_H
#define IPSEC_OFFLOAD_NIC_ESP_WORK_H

#include "sa-context.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <cstdint>
#include <functional>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a NIC does to a packet and its SA, whenever it does it: limits, sequence numbers, replay
 * window, ESP form, and the SA's counters. No times.
 */
class NicEspWork
{
  public:
    /** @param counterIncludesEsp the SA's counters count octets of the ESP datagram (N41) */
    explicit NicEspWork(bool counterIncludesEsp)
        : m_counterIncludesEsp(counterIncludesEsp)
    {
    }

    /** @param octets longest IP packet on the wire; 0: no limit */
    void SetWireMtu(uint32_t octets)
    {
        m_wireMtu = octets;
    }

    /// Told once per SA and limit when one is reached (R202); must not change the engine at once.
    using LimitCallback = std::function<void(Ps now, const SaContext& context, bool hard)>;

    /** @param limit who is told of limits */
    void SetLimitCallback(LimitCallback limit)
    {
        m_limit = std::move(limit);
    }

    /// Told when packets of an SA reach the next half range of numbers (N42); must not change the
    /// engine at once.
    using EsnCallback = std::function<void(Ps now, const SaContext& context)>;

    /** @param esn who writes the high half of the numbers */
    void SetEsnCallback(EsnCallback esn)
    {
        m_esn = std::move(esn);
    }

    /**
     * Give a packet its ESP form.
     * @param context its SA
     * @param packet the packet
     * @param length octets of the IP packet as handed over
     * @return NONE, or why not; then packet and SA are as before
     */
    NicDrop Encrypt(Ps now, SaContext& context, PacketDescriptor& packet, uint32_t length) const;

    /**
     * What is decided before the cipher: replay and limits (RFC 4303 section 3.4.3).
     * @param context the packet's SA
     * @param packet the packet
     * @param length octets of the IP packet as it arrived
     * @param sequence becomes the whole sequence number
     * @return NONE, or why it goes no further
     */
    NicDrop Check(Ps now,
                  SaContext& context,
                  const PacketDescriptor& packet,
                  uint32_t length,
                  uint64_t& sequence) const;

    /**
     * What is decided after the cipher: the ICV; then the window moves and the packet is clear.
     * @param context the packet's SA
     * @param packet the packet
     * @param length octets of the IP packet as it arrived
     * @param sequence as Check() found it
     * @return NONE, or why it goes no further
     */
    NicDrop Decrypt(Ps now,
                    SaContext& context,
                    PacketDescriptor& packet,
                    uint32_t length,
                    uint64_t sequence) const;

    /**
     * Many packets of an SA were encrypted: numbers, their event, and counters.
     * @param context their SA
     * @param many the packets, octets as N41 says
     * @param next octets of the next one, as N41 says
     * @return false when the SA's hard limit forbids the next one (R202)
     */
    bool CountSent(Ps now, SaContext& context, const PacketOctets& many, uint32_t next) const;

    /**
     * Many packets of an SA were decrypted: window, event, and counters.
     * @param context their SA
     * @param many the packets, octets as N41 says
     * @param next octets of the next one, as N41 says
     * @param highest greatest number among them
     * @return false when the SA's hard limit forbids the next one (R202)
     */
    bool CountReceived(Ps now,
                       SaContext& context,
                       const PacketOctets& many,
                       uint32_t next,
                       uint64_t highest) const;

  private:
    bool ReachesLimit(Ps now, SaContext& context, uint32_t octets) const;
    static bool HasHighHalf(const SaContext& context, uint64_t sequence);
    void Reach(Ps now, SaContext& context, uint64_t sequence) const;

    bool m_counterIncludesEsp; //!< see constructor
    uint32_t m_wireMtu{0};     //!< longest IP packet on the wire; 0: no limit
    LimitCallback m_limit;     //!< who is told of limits
    EsnCallback m_esn;         //!< who writes the high half of the numbers
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_ESP_WORK_H */

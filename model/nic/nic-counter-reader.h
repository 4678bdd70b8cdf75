/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COUNTER_READER_H
#define IPSEC_OFFLOAD_NIC_COUNTER_READER_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace ns3
{

struct NicProfile;
struct SaContext;

/**
 * @ingroup ipsec-offload
 * The driver's view of counters that are narrower than what they count, go on counting for the next
 * SA of their slot, or jump (N40, N57).
 *
 * The driver keeps the last reading of each counter and adds the difference, modulo the counter's
 * width, to a total of its own. So a counter that wraps at most once between two readings loses
 * nothing; one that wraps more often loses whole turns, which only a comparison with the engine's
 * own count shows. A difference that no line could have carried since the last reading is ignored
 * if the profile has such a filter: its octets are lost too.
 */
class CounterReader
{
  public:
    /** @param profile what NIC it is; kept by reference */
    explicit CounterReader(const NicProfile& profile);

    /**
     * An SA was installed: its counters begin at 0, or where the slot's last SA left them.
     * @param context the SA
     */
    void Install(Ps now, const SaContext& context);

    /**
     * Read the counters of both directions.
     * @param context the SA
     * @return what the driver takes for packets and octets since the install
     */
    PacketOctets Read(Ps now, const SaContext& context);

    /** @param context an SA that leaves its slot; what was not read is lost (N39) */
    void Remove(const SaContext& context);

    /** Forget all (a reset). */
    void Clear();

    /** @return differences that were disbelieved */
    uint64_t GetFiltered() const
    {
        return m_filtered;
    }

  private:
    /// A counter as it stands in the NIC.
    struct Register
    {
        PacketOctets before; //!< what the slot's last SA left in it
        PacketOctets last;   //!< the last reading
    };

    /// What the driver keeps for an SA.
    struct Entry
    {
        uint64_t cookie{0};                 //!< which installation
        std::array<Register, 2> directions; //!< sent, received
        PacketOctets total;                 //!< what it reports
        Ps readAt{0};                       //!< the last reading
    };

    PacketOctets Limit(PacketOctets value) const;
    bool IsPlausible(uint64_t octets, Ps span) const;

    const NicProfile& m_profile;                    //!< what NIC it is
    bool m_plain;                                   //!< counters simply count
    uint64_t m_packetMask;                          //!< width of packet counters
    uint64_t m_octetMask;                           //!< width of octet counters
    std::unordered_map<uint16_t, Entry> m_entries;  //!< by drv_spi
    std::deque<std::array<PacketOctets, 2>> m_left; //!< in free slots, in order of their freeing
    uint64_t m_filtered{0};                         //!< see GetFiltered()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COUNTER_READER_H */

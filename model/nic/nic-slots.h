/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_SLOTS_H
#define IPSEC_OFFLOAD_NIC_SLOTS_H

#include "nic-profile.h"

#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

struct SaContext;

/**
 * @ingroup ipsec-offload
 * What SA contexts take up in a NIC: slots, counted as the profile says (N52), with their cool-off
 * (R21, N47), and places of the receive-address table.
 */
class NicSlots
{
  public:
    /** @param profile what NIC it is; kept by reference */
    explicit NicSlots(const NicProfile& profile);

    /**
     * @param now the time: slots that cool off are not free yet
     * @param wanted an SA with the directions that shall be added
     * @param present the same SA as it stands in the NIC already; nullptr: not at all
     * @return true when there is room
     */
    bool HasRoom(Ps now, const SaContext& wanted, const SaContext* present) const;

    /**
     * Take what HasRoom() found.
     * @param wanted an SA with the directions that are added
     * @param present the same SA as it stands in the NIC already; nullptr: not at all
     */
    void Take(const SaContext& wanted, const SaContext* present);

    /** @return the number of one more port that takes its slots here */
    uint32_t AddPort();

    /**
     * @param now from when slots cool off
     * @param gone an SA that leaves the NIC
     * @param port whose it was
     */
    void Release(Ps now, const SaContext& gone, uint32_t port);

    /** @param gone an SA that a reset has taken out of the NIC: its slots are free at once */
    void Lose(const SaContext& gone);

    /**
     * End the cool-off of a port's slots (its reset).
     * @param port which
     */
    void EndCoolOff(uint32_t port);

    /** @return freed slots that cannot be used yet */
    uint32_t GetCooling(Ps now) const
    {
        return GetTxUsed(now) + GetRxUsed(now) - GetHeld();
    }

    /** @return contexts, each direction of an SA for itself */
    uint32_t GetContexts() const
    {
        return m_contexts;
    }

    /** @return slots held by contexts, those that cool off not counted */
    uint32_t GetHeld() const
    {
        return m_tx.used + m_rx.used;
    }

    /** @return transmit slots in use or cooling off */
    uint32_t GetTxUsed(Ps now) const
    {
        return m_tx.CountTaken(now);
    }

    /** @return receive slots in use or cooling off */
    uint32_t GetRxUsed(Ps now) const
    {
        return m_rx.CountTaken(now);
    }

    /** @return places of the receive-address table in use */
    uint32_t GetAddresses() const
    {
        return static_cast<uint32_t>(m_addresses.size());
    }

  private:
    /// Slots of one kind with their cool-off.
    struct Pool
    {
        uint32_t capacity;                          //!< slots
        uint32_t used{0};                           //!< held by contexts
        mutable std::vector<InstantRing> cooling{}; //!< by port: when freed slots become usable

        uint32_t CountTaken(Ps now) const;                  //!< in use or cooling off
        bool HasRoom(Ps now, uint32_t wanted) const;        //!< that many usable slots
        void Cool(uint32_t count, Ps until, uint32_t port); //!< freed slots cool off
    };

    /// What an SA takes or took.
    struct Need
    {
        uint32_t tx{0};
        uint32_t rx{0};
    };

    /// An SA whatever its interface: its SPI and its destination's two words.
    using SaName = std::pair<uint32_t, std::pair<uint64_t, uint64_t>>;

    static SaName NameOf(const SaContext& context);
    Need NeedOf(const SaContext& wanted, const SaContext* present) const;

    bool UsesAddressTable() const
    {
        return m_profile.rxAddresses != NicProfile::UNLIMITED;
    }

    const NicProfile& m_profile;             //!< what NIC it is
    Pool m_tx;                               //!< transmit (or all) slots
    Pool m_rx;                               //!< receive slots
    uint32_t m_contexts{0};                  //!< see GetContexts()
    std::map<SaName, uint32_t> m_interfaces; //!< SLOT_PER_SA: interfaces that an SA is on
    std::map<std::pair<uint64_t, uint64_t>, uint32_t> m_addresses; //!< receive SAs per address
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_SLOTS_H */

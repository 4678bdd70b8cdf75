/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SLOT_LEDGER_H
#define IPSEC_OFFLOAD_SLOT_LEDGER_H

#include "slot-policy.h"

#include "ns3/event-id.h"
#include "ns3/ipsec-life-token.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What all slot policies of ours that offer again have in common: per interface the SAs that hold a
 * slot there and those that were refused, in order of their first answer, and what is known of
 * free slots. The kernel knows no slot counts; it learns from refusals that a NIC is full and from
 * withdrawals that it no longer is.
 *
 * An SA that is refused MaxRefusals times is not one that lacks a slot, and is let go. While
 * somebody waits, a timer runs every Period, so a simulation with waiting SAs must be stopped.
 */
class SlotLedger : public SlotPolicy
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    // documented in OffloadObserver
    void OfferAnswered(const HandleEvent& event) override;
    void HandleWithdrawn(const HandleEvent& event) override;
    void SaDied(Ps now, const SecurityAssociation& sa, size_t ahead) override;

    /**
     * @param interface where
     * @return SAs that hold a slot there
     */
    size_t CountHolders(const OffloadInterface& interface) const;

    /**
     * @param interface where
     * @return SAs that wait for a slot there
     */
    size_t CountWaiting(const OffloadInterface& interface) const;

  protected:
    /// An SA at an interface.
    struct Entry
    {
        Ptr<SecurityAssociation> sa; //!< which
        uint64_t order{0};           //!< by first answer
        bool holds{false};           //!< it has a slot; otherwise it waits for one
        bool changing{false};        //!< a promotion or demotion of it is under way
        uint32_t refusals{0};        //!< since it last held a slot
        uint64_t octets{0};          //!< software's and software's view of the NIC's, at the last
                                     //!< pass
        uint64_t recent{0};          //!< octets in the last period
        Ps lastUsed{-1};             //!< end of the last period with traffic
    };

    /// What is known of an interface.
    struct Port
    {
        Ptr<OffloadInterface> interface;                                 //!< which
        std::map<uint64_t, Entry> entries;                               //!< by order
        std::unordered_map<const SecurityAssociation*, uint64_t> orders; //!< where to find one
        uint64_t nextOrder{0};                                           //!< of the next entry
        uint32_t free{0};    //!< slots that were given back and not taken since
        uint32_t waiting{0}; //!< entries without a slot
        uint32_t changes{0}; //!< promotions and demotions under way
        bool moved{false};   //!< a driver has answered since they began
    };

    SlotLedger() = default;
    void DoDispose() override;

    /**
     * A slot may be free, or somebody new waits. Does nothing where only the period's end decides.
     * @param port where
     */
    virtual void Consider(Ps now, Port& port);

    /**
     * The period is over; recent and lastUsed are up to date, and no change is under way.
     * @param port where
     */
    virtual void Rank(Ps now, Port& port) = 0;

    /** @return the period */
    Ps GetPeriod() const
    {
        return ToPs(m_period);
    }

    /** @param port where @return false when the timer need not run for it */
    virtual bool NeedsTimer(const Port& port) const;

    /**
     * Offer an SA that waits once more.
     * @param port where
     * @param entry which
     */
    void Promote(Ps now, Port& port, Entry& entry);

    /**
     * Take an SA's slot away.
     * @param port where
     * @param entry which
     */
    void Demote(Ps now, Port& port, Entry& entry);

    /**
     * Give waiting SAs slots: free ones, then those of holders that deserve them less.
     * @param port where
     * @param candidates who waits, the best one first
     * @param victims who holds, the first one to go first
     * @param deserves whether a candidate may take a victim's slot
     */
    template <typename Test>
    void Assign(Ps now,
                Port& port,
                const std::vector<Entry*>& candidates,
                const std::vector<Entry*>& victims,
                Test deserves)
    {
        uint32_t free = port.free;
        size_t victim = 0;
        uint32_t left = m_maxChanges;
        for (Entry* candidate : candidates)
        {
            if (left == 0)
            {
                return;
            }
            if (free > 0)
            {
                --free;
            }
            else if (victim < victims.size() && deserves(*candidate, *victims[victim]))
            {
                Demote(now, port, *victims[victim++]);
            }
            else
            {
                return;
            }
            Promote(now, port, *candidate);
            --left;
        }
    }

  private:
    Port& PortOf(const Ptr<OffloadInterface>& interface);
    Entry* Find(Port& port, const SecurityAssociation& sa) const;
    static void Erase(Port& port, const SecurityAssociation& sa);
    std::function<void(Ps)> Begin(Port& port, Entry& entry);
    void Changed(Ps now, Port& port, const Ptr<SecurityAssociation>& sa);
    void Look(Ps now, Port& port);
    void StartTimer(Ps now);
    void Pass(Ps now);

    std::map<uint32_t, std::unique_ptr<Port>> m_ports; //!< by index of the interface
    EventId m_timer;                                   //!< end of the period
    Time m_period;                                     //!< attribute Period
    uint32_t m_maxRefusals{0};                         //!< attribute MaxRefusals
    uint32_t m_maxChanges{0};                          //!< attribute MaxChanges
    LifeToken m_life;                                  //!< voids ends of changes that come late
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SLOT_LEDGER_H */

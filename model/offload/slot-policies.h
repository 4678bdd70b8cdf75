/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SLOT_POLICIES_H
#define IPSEC_OFFLOAD_SLOT_POLICIES_H

#include "slot-ledger.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * FreeBSD's: first come, first served, and whoever was refused is never offered again (R52, R53).
 * The same as no policy at all, with a name.
 */
class FirstComeSlotPolicy : public SlotPolicy
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();
};

/**
 * @ingroup ipsec-offload
 * Ours: first come, first served, and whoever was refused waits in line for the next slot that is
 * given back. Nobody loses a slot. A slot that cools off makes the NIC refuse once more; the line
 * tries again each Period.
 */
class FirstComeRetrySlotPolicy : public SlotLedger
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

  private:
    void Consider(Ps now, Port& port) override;
    void Rank(Ps now, Port& port) override;
    bool NeedsTimer(const Port& port) const override;
    void ServeLine(Ps now, Port& port);
};

/**
 * @ingroup ipsec-offload
 * Ours: the SAs with the most octets in the last period hold the slots. A waiting SA takes a
 * holder's slot when its octets exceed the holder's by the factor Hysteresis.
 */
class LargestRateSlotPolicy : public SlotLedger
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

  private:
    void Rank(Ps now, Port& port) override;

    double m_hysteresis{0}; //!< attribute Hysteresis
};

/**
 * @ingroup ipsec-offload
 * Ours: a waiting SA with traffic takes the slot of the holder whose traffic is longest ago, if
 * that one had none for IdlePeriods periods. "Ago" is counted in periods, so no packet has to
 * touch a list.
 */
class LeastRecentlyUsedSlotPolicy : public SlotLedger
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

  private:
    void Rank(Ps now, Port& port) override;

    uint32_t m_idlePeriods{0}; //!< attribute IdlePeriods
};

/**
 * @ingroup ipsec-offload
 * Ours: SAs whose SaConfig says pinned hold slots at the expense of the others, of which the
 * latest one goes first. The others are served as they come, once.
 */
class PinnedSlotPolicy : public SlotLedger
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

  private:
    void Consider(Ps now, Port& port) override;
    void Rank(Ps now, Port& port) override;
    bool NeedsTimer(const Port& port) const override;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SLOT_POLICIES_H */

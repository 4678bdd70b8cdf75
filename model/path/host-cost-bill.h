/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_COST_BILL_H
#define IPSEC_OFFLOAD_HOST_COST_BILL_H

#include "host-cost.h"

#include "ns3/assert.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the cycles of one piece of work are made of: a few costs, each so many times. Of fixed size,
 * for StepCosts writes one for every packet.
 */
class CostBill
{
  public:
    /// Who works the cycles.
    enum class Payer : uint8_t
    {
        CORE,
        THREAD, //!< a crypto thread
        LAST    //!< whoever has the packet at the end: see SetLast()
    };

    /// One cost.
    struct Item
    {
        HostCost cost;
        Payer payer;
        uint32_t times; //!< packets, segments or octets
        double each;    //!< cycles
    };

    /// Forget all.
    void Clear()
    {
        m_count = 0;
        m_last = Payer::CORE;
    }

    /**
     * @param cost what for @param payer who works it
     * @param each cycles @param times how often
     */
    void Add(HostCost cost, Payer payer, double each, uint32_t times)
    {
        NS_ASSERT_MSG(m_count < MOST, "more costs than a piece of work can have");
        m_items[m_count++] = {cost, payer, times, each};
    }

    /** @param thread true: what Payer::LAST pays, a crypto thread works */
    void SetLast(bool thread)
    {
        m_last = thread ? Payer::THREAD : Payer::CORE;
    }

    /** @param item one of it @return true when a crypto thread works it */
    bool IsInThread(const Item& item) const
    {
        return (item.payer == Payer::LAST ? m_last : item.payer) == Payer::THREAD;
    }

    /** @return the first item */
    const Item* begin() const
    {
        return m_items.data();
    }

    /** @return behind the last item */
    const Item* end() const
    {
        return m_items.data() + m_count;
    }

  private:
    /// Output() with a checksum and software ESP of two algorithms has 15.
    static constexpr size_t MOST = 20;

    std::array<Item, MOST> m_items; //!< what there is
    size_t m_count{0};              //!< how many
    Payer m_last{Payer::CORE};      //!< see SetLast()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_COST_BILL_H */

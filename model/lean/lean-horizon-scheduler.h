/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_HORIZON_SCHEDULER_H
#define IPSEC_OFFLOAD_LEAN_HORIZON_SCHEDULER_H

#include "ns3/map-scheduler.h"

#include <cstdint>
#include <limits>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The map scheduler, with the time of its next event at hand: how far lean fidelity may run ahead.
 *
 * Lean asks before every descriptor, so an event that the previous one caused shortens the batch.
 * Give it to the simulator with Install().
 */
class HorizonScheduler : public MapScheduler
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    HorizonScheduler();
    ~HorizonScheduler() override;

    /** Make the simulator use a scheduler of this class. */
    static void Install();

    /** @return the one that the simulator uses, or nullptr */
    static HorizonScheduler* GetCurrent();

    /** @return time step of the next event; the greatest number when there is none */
    uint64_t GetHorizon() const
    {
        return m_next;
    }

    void Insert(const Event& event) override;
    Event RemoveNext() override;
    void Remove(const Event& event) override;

  private:
    void Refresh();

    uint64_t m_next{std::numeric_limits<uint64_t>::max()}; //!< see GetHorizon()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_HORIZON_SCHEDULER_H */

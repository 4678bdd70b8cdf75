/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_OVERSHOOT_METER_H
#define IPSEC_OFFLOAD_PLANNER_OVERSHOOT_METER_H

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-database-observer.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * How far SAs went beyond their hard limit of octets before they died (R201): the kernel learns
 * late what a NIC has sent.
 */
class OvershootMeter : public DatabaseObserver
{
  public:
    /** @param node whose SAs; must outlive this object */
    explicit OvershootMeter(Ptr<IpsecNode> node);
    ~OvershootMeter() override;

    OvershootMeter(const OvershootMeter&) = delete;
    OvershootMeter& operator=(const OvershootMeter&) = delete;

    /** @return SAs that died because of their limit of octets */
    uint64_t GetExpired() const
    {
        return m_expired;
    }

    /** @return the most octets beyond the limit, as CURRENT counts them */
    uint64_t GetMost() const
    {
        return m_most;
    }

    /**
     * The same along the time: what matters is what has passed, whether the kernel knows of it or
     * not.
     * @return the most octets by which an SA is beyond its limit now, or was when it died since the
     * last call
     */
    uint64_t TakeMost(Ps now);

    /** @return the mean octets beyond the limit; NaN when none died */
    double GetMean() const;

    /**
     * What R201 allows: what one SA can transfer in a poll period and a period of the timer, the
     * poll's own duration included.
     * @param scenario the scenario, resolved
     * @return octets; infinity for a NIC whose counters nobody reads
     */
    static double GetBound(const Scenario& scenario);

    // documented in DatabaseObserver
    void SaDead(Ps now, SecurityAssociation& sa) override;

  private:
    uint64_t CountBeyond(Ps now, const SecurityAssociation& sa) const;

    Ptr<IpsecNode> m_node; //!< whose SAs
    uint64_t m_expired{0}; //!< see GetExpired()
    uint64_t m_most{0};    //!< see GetMost()
    uint64_t m_recent{0};  //!< the same since the last TakeMost()
    double m_sum{0};       //!< octets beyond the limits
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_OVERSHOOT_METER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_LOG_H
#define IPSEC_OFFLOAD_OFFLOAD_LOG_H

#include "offload-observer.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Writes a line for each offer, answer and withdrawal: to std::clog where that is wanted (R10), and
 * to ns-3's log.
 */
class OffloadLog : public OffloadObserver
{
  public:
    /** @param verbose whether to write to std::clog, looked up each time; must outlive this */
    explicit OffloadLog(const bool& verbose)
        : m_verbose(verbose)
    {
    }

    // documented in OffloadObserver
    void DriverAsked(const HandleEvent& event) override;
    void DriverTimedOut(Ps now, const OffloadInterface& interface) override;
    void OfferAnswered(const HandleEvent& event) override;
    void HandleWithdrawn(const HandleEvent& event) override;
    void PolicyOffered(Ps now,
                       const SecurityPolicy& policy,
                       const OffloadInterface& interface) override;
    void PolicyAnswered(Ps now,
                        const SecurityPolicy& policy,
                        const OffloadInterface& interface,
                        bool taken) override;

  private:
    template <typename Words>
    void Write(const HandleEvent& event, Words words) const;

    const bool& m_verbose; //!< see the constructor
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_LOG_H */

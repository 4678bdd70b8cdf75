/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_HANDLE_FINDER_H
#define IPSEC_OFFLOAD_IPSEC_HANDLE_FINDER_H

#include "offload-interface.h"
#include "offload-settings.h"
#include "sa-handle.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/security-association.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A handle, or why there is none.
 */
struct HandleLookup
{
    SaHandle* handle;      //!< HANDLED handle, or nullptr
    SoftwareReason reason; //!< NONE with a handle; otherwise why not
    uint16_t refusal{0};   //!< number of the driver's refusal that is the reason; 0: none is
};

/**
 * @ingroup ipsec-offload
 * Answers the data path's one question: may an SA's packets be tagged for an interface, and if not,
 * why? All that it needs stands in the SA and in the interface.
 */
class HandleFinder
{
  public:
    /** @param settings of the kernel; must outlive this */
    explicit HandleFinder(const OffloadSettings& settings)
        : m_settings(settings)
    {
    }

    /**
     * May packets of an SA be tagged for an interface (R1-R3, R128, R129)?
     * @param sa the SA
     * @param interface where the packet goes; nullptr: not known (R127)
     * @return a HANDLED handle, or the reason why there is none
     */
    HandleLookup Find(const SecurityAssociation& sa, const OffloadInterface* interface) const;

    /**
     * Why did a NIC not decrypt an ESP datagram?
     * @param sa its SA
     * @param interface where it arrived; nullptr: not known
     * @param joined it was put together from fragments
     * @return the reason, without a handle
     */
    HandleLookup FindReceiver(const SecurityAssociation& sa,
                              const OffloadInterface* interface,
                              bool joined) const;

  private:
    SoftwareReason WhyNotOffered(const SecurityAssociation& sa) const;

    const OffloadSettings& m_settings; //!< of the kernel
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_HANDLE_FINDER_H */

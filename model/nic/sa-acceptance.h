/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_ACCEPTANCE_H
#define IPSEC_OFFLOAD_SA_ACCEPTANCE_H

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-types.h"

#include <string>
#include <vector>

namespace ns3
{

struct NicProfile;
struct SaConfig;

/**
 * @ingroup ipsec-offload
 * Whether a driver takes an SA, as far as neither room nor chance decides.
 */
struct SaAcceptance
{
    std::string refusal;  //!< why it is not taken, in words; empty: it is taken if there is room
    bool transmit{false}; //!< packets that are sent are offloaded
    bool receive{false};  //!< packets that are received are offloaded

    /** @return true when it is taken if there is room */
    bool IsTaken() const
    {
        return refusal.empty();
    }
};

/**
 * @ingroup ipsec-offload
 * What a driver looks at before it takes an SA (N4-N13, N46, N54). The simulated driver asks this
 * function, and so does whoever wants to know without a simulation.
 * @param profile what NIC it is
 * @param config the SA, its direction left aside
 * @param told what the kernel says of its direction: UNKNOWN under FreeBSD (R49)
 * @param localAddresses those of the interface, by which some drivers tell the direction (N46)
 * @return what the driver does with it
 */
SaAcceptance AssessSa(const NicProfile& profile,
                      const SaConfig& config,
                      IpsecDirection told,
                      const std::vector<IpAddress>& localAddresses);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_ACCEPTANCE_H */

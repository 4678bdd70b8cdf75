/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_CORE_HASH_H
#define IPSEC_OFFLOAD_HOST_CORE_HASH_H

#include "ns3/host-profile.h"

#include <cstdint>

namespace ns3
{

struct PacketDescriptor;
struct SaConfig;

/**
 * @ingroup ipsec-offload
 * What a host's cores are chosen by, for each piece of work: HostProfile's coreChoice, forwardCore
 * and socketCore in one place, for the simulation and the closed form.
 */
class CoreHash
{
  public:
    /** @param profile says what the choice is; must outlive this object */
    explicit CoreHash(const HostProfile& profile)
        : m_profile(profile)
    {
    }

    /**
     * A datagram is sent or forwarded.
     * @param packet the datagram, as it reached the node's way out; host says who received it
     * @param sa that will protect it; nullptr: none
     * @return a hash
     */
    uint32_t OfOutput(const PacketDescriptor& packet, const SaConfig* sa) const;

    /**
     * ESP for this node's software, as the NIC saw it.
     * @param packet the datagram, ESP form
     * @param sa its SA; nullptr: none found
     * @return a hash
     */
    uint32_t OfEsp(const PacketDescriptor& packet, const SaConfig* sa) const;

    /**
     * What reached the host in clear, or is not for this node.
     * @param packet the datagram
     * @param sa by which the NIC has decrypted it; nullptr: none
     * @return a hash
     */
    uint32_t OfClear(const PacketDescriptor& packet, const SaConfig* sa) const;

    /** @param packet a datagram for a socket here @return hash of the application's core */
    static uint32_t OfSocket(const PacketDescriptor& packet);

  private:
    const HostProfile& m_profile; //!< the choices
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_CORE_HASH_H */

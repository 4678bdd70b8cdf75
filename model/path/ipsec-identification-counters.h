/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_IDENTIFICATION_COUNTERS_H
#define IPSEC_OFFLOAD_IPSEC_IDENTIFICATION_COUNTERS_H

#include "ns3/ipsec-ip-address.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Which ESP datagrams share a counter of IPv4 identifications. Unscoped because it is the type of
 * IpsecNode's attribute "Identification".
 */
enum IdentificationScope : uint8_t
{
    IDENTIFICATION_HOST,      //!< all of a host (FreeBSD)
    IDENTIFICATION_ADDRESSES, //!< those whose addresses and protocol have one hash (Linux)
    IDENTIFICATION_SA         //!< those of an SA: the low half of their sequence number (DPDK)
};

/**
 * @ingroup ipsec-offload
 * A host's counters of IPv4 identifications (RFC 791, RFC 6864).
 *
 * No number comes back within 65 536 datagrams of its counter. Fragments are put together by
 * addresses, protocol and identification, so a counter for each SA lets those of two SAs between
 * the same addresses meet.
 *
 * The kernels begin anywhere, and FreeBSD counts on each core for itself; here all begin at 0.
 */
class IdentificationCounters
{
  public:
    /**
     * @param scope who shares a counter; not IDENTIFICATION_SA
     * @param source of the header in front of ESP
     * @param destination of the same
     * @param count datagrams that are to be numbered
     * @return the number of the first one
     */
    uint16_t Take(IdentificationScope scope,
                  const IpAddress& source,
                  const IpAddress& destination,
                  uint32_t count);

  private:
    uint16_t m_ofHost{0};           //!< the next number, one for all
    std::vector<uint16_t> m_byHash; //!< the next numbers by hash; empty while none is wanted
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_IDENTIFICATION_COUNTERS_H */

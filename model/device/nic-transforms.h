/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_TRANSFORMS_H
#define IPSEC_OFFLOAD_NIC_TRANSFORMS_H

#include "ns3/esp-transform.h"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace ns3
{

struct SaContext;

/**
 * @ingroup ipsec-offload
 * The bytes' side of a NIC's SA contexts: for each the transform that makes and undoes its ESP.
 */
class NicTransforms
{
  public:
    /**
     * @param context an SA as the NIC has it now
     * @param crypto what happens to the bytes
     * @param port number of the NIC among those of its node; 15 bits of it count
     * @return its transform, made when it is asked for the first time
     */
    EspTransform& Get(const SaContext& context, EspCrypto crypto, uint32_t port);

  private:
    /// A transform and whose it is.
    struct Entry
    {
        uint64_t cookie{0};                      //!< of the context it was made for
        std::unique_ptr<EspTransform> transform; //!< keys and formats
    };

    std::unordered_map<uint16_t, Entry> m_entries; //!< by drv_spi
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_TRANSFORMS_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_PARAMETERS_H
#define IPSEC_OFFLOAD_ESP_PARAMETERS_H

#include "ns3/ipsec-df-bit.h"
#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-types.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class EspSizes;
struct IpsecAlgorithm;

/**
 * @ingroup ipsec-offload
 * What the ESP transform needs of an SA: a copy, because a NIC works from its own state while the
 * kernel's SA may be gone (R5).
 */
struct EspParameters
{
    uint32_t spi{0};                              //!< of the SA
    IpsecMode mode{IpsecMode::TRANSPORT};         //!< ANY sends as transport and takes both
    IpAddress source;                             //!< outer source; tunnel mode only
    IpAddress destination;                        //!< outer destination; tunnel mode only
    const IpsecAlgorithm* cipher{nullptr};        //!< nullptr: NULL encryption
    std::vector<uint8_t> key;                     //!< cipher key, salt at its end (G13)
    const IpsecAlgorithm* authenticator{nullptr}; //!< or nullptr
    std::vector<uint8_t> authKey;                 //!< its key
    bool esn{false};                              //!< 64-bit sequence numbers
    /// Added to the sequence number to make a counter IV. Kernel and NIC, which number the packets
    /// of one SA separately (R143), take different ones, so that no nonce of a key repeats.
    uint64_t ivOffset{0};
    NatTraversal natTraversal; //!< ESP in UDP
    DfBit dfBit{DF_CLEAR};     //!< DF of the outer header
};

/**
 * @ingroup ipsec-offload
 * @param parameters what the transform knows of an SA
 * @return octet counts of its ESP form
 */
EspSizes MakeEspSizes(const EspParameters& parameters);

/**
 * @ingroup ipsec-offload
 * @param config an SA's configuration
 * @return what the transform needs of it
 */
EspParameters MakeEspParameters(const SaConfig& config);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_PARAMETERS_H */

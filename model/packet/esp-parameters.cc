/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-parameters.h"

#include "ns3/esp-sizes.h"

namespace ns3
{

EspSizes
MakeEspSizes(const EspParameters& parameters)
{
    uint8_t tunnelHeader = 0;
    if (parameters.mode == IpsecMode::TUNNEL)
    {
        tunnelHeader = EspSizes::GetOuterHeader(parameters.destination.IsIpv4());
    }
    return EspSizes(parameters.cipher,
                    parameters.authenticator,
                    !parameters.destination.IsIpv4(),
                    tunnelHeader,
                    parameters.natTraversal.IsOn());
}

EspParameters
MakeEspParameters(const SaConfig& config)
{
    EspParameters parameters;
    parameters.spi = config.spi;
    parameters.mode = config.mode;
    parameters.source = config.source;
    parameters.destination = config.destination;
    parameters.cipher = config.cipher;
    parameters.key = config.key;
    parameters.authenticator = config.authenticator;
    parameters.authKey = config.authKey;
    parameters.esn = config.esn;
    parameters.natTraversal = config.natTraversal;
    return parameters;
}

} // namespace ns3

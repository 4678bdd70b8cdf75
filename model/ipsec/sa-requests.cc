/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-requests.h"

#include "ipsec-algorithm.h"

namespace ns3
{

namespace
{

/// @param algorithm a row or nullptr @param key its key @return true when they fit (R24, R35)
bool
KeyFits(const IpsecAlgorithm* algorithm, const std::vector<uint8_t>& key)
{
    return algorithm ? key.size() == algorithm->GetKeyBytes() : key.empty();
}

/// @param config an SA's configuration @param nullSuite ESP may have neither cipher nor
/// authenticator
/// @return true when its algorithms and keys make sense
bool
AlgorithmsFit(const SaConfig& config, bool nullSuite)
{
    const IpsecAlgorithm* cipher = config.cipher;
    const IpsecAlgorithm* authenticator = config.authenticator;
    if ((cipher && !cipher->isCipher) || (authenticator && !authenticator->isAuthenticator))
    {
        return false;
    }
    switch (config.protocol)
    {
    case IpsecProtocol::ESP:
        // Not both NULL (RFC 4303 section 3.2), and an AEAD brings its own authenticator (R35).
        return (cipher || authenticator || nullSuite) &&
               !(cipher && cipher->IsAead() && authenticator) && KeyFits(cipher, config.key) &&
               KeyFits(authenticator, config.authKey);
    case IpsecProtocol::AH:
        return !cipher && authenticator && config.key.empty() &&
               KeyFits(authenticator, config.authKey);
    case IpsecProtocol::IPCOMP:
        return !cipher && !authenticator && config.key.empty() && config.authKey.empty();
    case IpsecProtocol::TCP_MD5:
        return !cipher && !authenticator && config.key.empty() && !config.authKey.empty();
    }
    return false;
}

} // namespace

bool
LifetimesFit(const SaLifetime& hard, const SaLifetime& soft)
{
    return hard.IsGiven() == soft.IsGiven() && hard.addTime >= 0 && hard.useTime >= 0 &&
           soft.addTime >= 0 && soft.useTime >= 0;
}

bool
IsValid(const SaConfig& config, bool nullSuite)
{
    const bool reserves =
        config.protocol == IpsecProtocol::ESP || config.protocol == IpsecProtocol::AH;
    const uint64_t lastSequence = config.esn ? UINT64_MAX : UINT32_MAX;
    return config.spi > (reserves ? LAST_RESERVED_SPI : 0) && !config.source.IsUnspecified() &&
           !config.destination.IsUnspecified() &&
           config.source.IsIpv4() == config.destination.IsIpv4() &&
           AlgorithmsFit(config, nullSuite) && LifetimesFit(config.hard, config.soft) &&
           config.replayWindow <= ReplayWindow::MAX_PACKETS && config.firstSequence >= 1 &&
           config.firstSequence <= lastSequence &&
           config.interfaceName.size() <= MAX_INTERFACE_NAME;
}

SaUpdate
SaUpdate::Of(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    SaUpdate update;
    update.spi = config.spi;
    update.requester = config.requester;
    update.mode = config.mode;
    update.reqid = config.reqid;
    update.source = config.source;
    update.destination = config.destination;
    return update;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-requests.h"

#include "ipsec-algorithm.h"

#include "ns3/ipsec-types.h"

namespace ns3
{

namespace
{

/// @param field name of a member of SaConfig @param found what stands there @param expected what
/// should @return the fault in words
std::string
Fault(const std::string& field, const std::string& found, const std::string& expected)
{
    return field + ": " + found + ", expected " + expected;
}

/// @param algorithm a row or nullptr @return its name
std::string
NameOf(const IpsecAlgorithm* algorithm)
{
    return algorithm ? algorithm->name : "none";
}

/// @param field name of a key @param key that key @param algorithm what it is for, or nullptr
/// @return an empty text, or what is wrong with it (R24, R35)
std::string
FindKeyFault(const char* field, const std::vector<uint8_t>& key, const IpsecAlgorithm* algorithm)
{
    const uint32_t needed = algorithm ? algorithm->GetKeyBytes() : 0;
    return key.size() == needed ? ""
                                : Fault(field,
                                        std::to_string(key.size()) + " octets",
                                        std::to_string(needed) + " for " + NameOf(algorithm));
}

/// @param config of an SA that must have no algorithm and no key but those named
/// @param cipher it may have one @param authenticator it may have one
/// @return an empty text, or the first that is there nevertheless
std::string
FindSurplus(const SaConfig& config, bool cipher, bool authenticator)
{
    const std::string none = std::string("none with protocol ") + ToString(config.protocol);
    if (!cipher && config.cipher)
    {
        return Fault("cipher", NameOf(config.cipher), none);
    }
    return !authenticator && config.authenticator
               ? Fault("authenticator", NameOf(config.authenticator), none)
               : "";
}

/// @param config of an ESP SA @param nullSuite it may have neither cipher nor authenticator
/// @return an empty text, or what is wrong with its algorithms
std::string
FindSuiteFault(const SaConfig& config, bool nullSuite)
{
    if (!config.cipher && !config.authenticator && !nullSuite)
    {
        return Fault("authenticator", "none", "one beside no cipher (RFC 4303 section 3.2)");
    }
    return config.cipher && config.cipher->IsAead() && config.authenticator
               ? Fault("authenticator",
                       NameOf(config.authenticator),
                       "none beside " + NameOf(config.cipher) + ", which authenticates itself")
               : "";
}

/// @param config an SA's configuration @param nullSuite ESP may have neither cipher nor
/// authenticator @return an empty text, or what is wrong with its algorithms and keys
std::string
FindAlgorithmFault(const SaConfig& config, bool nullSuite)
{
    if (config.cipher && !config.cipher->isCipher)
    {
        return Fault("cipher", NameOf(config.cipher), "a cipher");
    }
    if (config.authenticator && !config.authenticator->isAuthenticator)
    {
        return Fault("authenticator", NameOf(config.authenticator), "an authenticator");
    }
    std::string fault;
    switch (config.protocol)
    {
    case IpsecProtocol::ESP:
        fault = FindSuiteFault(config, nullSuite);
        break;
    case IpsecProtocol::AH:
        fault = FindSurplus(config, false, true);
        if (fault.empty() && !config.authenticator)
        {
            fault = Fault("authenticator", "none", "one with protocol ah");
        }
        break;
    case IpsecProtocol::IPCOMP:
        fault = FindSurplus(config, false, false);
        break;
    case IpsecProtocol::TCP_MD5:
        fault = FindSurplus(config, false, false);
        if (fault.empty() && config.authKey.empty())
        {
            fault = Fault("authKey", "0 octets", "at least one");
        }
        break;
    }
    if (fault.empty())
    {
        fault = FindKeyFault("key", config.key, config.cipher);
    }
    return fault.empty() && config.protocol != IpsecProtocol::TCP_MD5
               ? FindKeyFault("authKey", config.authKey, config.authenticator)
               : fault;
}

/// @param config an SA's configuration @return an empty text, or what is wrong with SPI and
/// addresses
std::string
FindNameFault(const SaConfig& config)
{
    const bool reserves =
        config.protocol == IpsecProtocol::ESP || config.protocol == IpsecProtocol::AH;
    const uint32_t reserved = reserves ? LAST_RESERVED_SPI : 0;
    if (config.spi <= reserved)
    {
        return Fault("spi",
                     SpiInWords(config.spi),
                     "more than " + std::to_string(reserved) + " (R22)");
    }
    if (config.source.IsUnspecified() || config.destination.IsUnspecified())
    {
        return Fault(config.source.IsUnspecified() ? "source" : "destination",
                     "unspecified",
                     "an address");
    }
    return config.source.IsIpv4() != config.destination.IsIpv4()
               ? Fault("destination",
                       config.destination.ToString(),
                       "the family of source " + config.source.ToString())
               : "";
}

} // namespace

std::string
FindLifetimeFault(const SaLifetime& hard, const SaLifetime& soft)
{
    if (hard.IsGiven() != soft.IsGiven())
    {
        return Fault(hard.IsGiven() ? "soft" : "hard", "no limit", "both or none (R24)");
    }
    const bool negative =
        hard.addTime < 0 || hard.useTime < 0 || soft.addTime < 0 || soft.useTime < 0;
    return negative ? Fault(hard.addTime < 0 || hard.useTime < 0 ? "hard" : "soft",
                            "a time below 0",
                            "0 or more")
                    : "";
}

std::string
FindFault(const SaConfig& config, bool nullSuite)
{
    const uint64_t lastSequence = config.esn ? UINT64_MAX : UINT32_MAX;
    std::string fault = FindNameFault(config);
    if (fault.empty())
    {
        fault = FindAlgorithmFault(config, nullSuite);
    }
    if (fault.empty())
    {
        fault = FindLifetimeFault(config.hard, config.soft);
    }
    if (!fault.empty())
    {
        return fault;
    }
    if (config.replayWindow > ReplayWindow::MAX_PACKETS)
    {
        return Fault("replayWindow",
                     std::to_string(config.replayWindow),
                     "at most " + std::to_string(ReplayWindow::MAX_PACKETS));
    }
    if (config.firstSequence < 1 || config.firstSequence > lastSequence)
    {
        return Fault("firstSequence",
                     std::to_string(config.firstSequence),
                     "1 to " + std::to_string(lastSequence));
    }
    return config.interfaceName.size() > MAX_INTERFACE_NAME
               ? Fault("interfaceName",
                       std::to_string(config.interfaceName.size()) + " octets",
                       "at most " + std::to_string(MAX_INTERFACE_NAME) + " (R55)")
               : "";
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

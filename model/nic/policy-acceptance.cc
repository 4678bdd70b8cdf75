/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-profile.h"
#include "policy-acceptance-internal.h"

#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/security-policy.h"

namespace ns3
{

std::string
WhyPolicyRefused(const NicProfile& profile, const PolicyConfig& config)
{
    if (!profile.policies)
    {
        return "the NIC takes no policies";
    }
    if (config.direction != IpsecDirection::IN && config.direction != IpsecDirection::OUT)
    {
        return "no direction";
    }
    const bool ofSocket = config.scope == PolicyScope::PCB;
    if (config.kind == PolicyKind::IPSEC)
    {
        if (config.requirements.size() > 1)
        {
            return std::to_string(config.requirements.size()) + " requirements";
        }
        if (config.requirements.front().mode != IpsecMode::TRANSPORT)
        {
            return std::string("mode ") + ToString(config.requirements.front().mode);
        }
        return ofSocket ? "a requirement of a socket" : "";
    }
    if (config.kind != PolicyKind::BYPASS || !ofSocket)
    {
        return "neither a requirement nor a socket's bypass";
    }
    if (!profile.policyPriorities)
    {
        return "bypass, and the NIC's rules have no priorities";
    }
    return config.selector.protocol == ProtocolNumber::UDP ? ""
                                                           : "bypass of a socket that is not UDP";
}

} // namespace ns3

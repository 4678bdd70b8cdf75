/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-types.h"

#include <locale>
#include <sstream>

namespace ns3
{

std::string
SpiInWords(uint32_t spi)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << "0x" << std::hex << spi;
    return text.str();
}

const char*
ToString(IpsecProtocol protocol)
{
    switch (protocol)
    {
    case IpsecProtocol::ESP:
        return "esp";
    case IpsecProtocol::AH:
        return "ah";
    case IpsecProtocol::IPCOMP:
        return "ipcomp";
    case IpsecProtocol::TCP_MD5:
        return "tcp";
    }
    return "?";
}

const char*
ToString(IpsecMode mode)
{
    switch (mode)
    {
    case IpsecMode::ANY:
        return "any";
    case IpsecMode::TRANSPORT:
        return "transport";
    case IpsecMode::TUNNEL:
        return "tunnel";
    }
    return "?";
}

const char*
ToString(IpsecDirection direction)
{
    switch (direction)
    {
    case IpsecDirection::IN:
        return "in";
    case IpsecDirection::OUT:
        return "out";
    case IpsecDirection::UNKNOWN:
        return "unknown";
    }
    return "?";
}

const char*
ToString(IpsecLevel level)
{
    switch (level)
    {
    case IpsecLevel::DEFAULT:
        return "default";
    case IpsecLevel::USE:
        return "use";
    case IpsecLevel::REQUIRE:
        return "require";
    case IpsecLevel::UNIQUE:
        return "unique";
    }
    return "?";
}

const char*
ToString(PolicyScope scope)
{
    switch (scope)
    {
    case PolicyScope::GLOBAL:
        return "global";
    case PolicyScope::PCB:
        return "pcb";
    }
    return "?";
}

const char*
ToString(PolicyKind kind)
{
    switch (kind)
    {
    case PolicyKind::DISCARD:
        return "discard";
    case PolicyKind::NONE:
        return "none";
    case PolicyKind::IPSEC:
        return "ipsec";
    case PolicyKind::ENTRUST:
        return "entrust";
    case PolicyKind::BYPASS:
        return "bypass";
    }
    return "?";
}

const char*
ToString(SaState state)
{
    switch (state)
    {
    case SaState::LARVAL:
        return "larval";
    case SaState::PENDING:
        return "pending";
    case SaState::MATURE:
        return "mature";
    case SaState::DYING:
        return "dying";
    case SaState::DEAD:
        return "dead";
    }
    return "?";
}

} // namespace ns3

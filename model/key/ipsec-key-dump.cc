/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-key-dump.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-offload.h"
#include "ns3/log.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <algorithm>
#include <iomanip>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("KeyDump");

namespace
{

/// Characters of a date.
constexpr size_t DATE_WIDTH = 20;
/// Octets of a key on one line.
constexpr size_t KEY_LINE = 32;
/// Octets of a key between two blanks.
constexpr size_t KEY_GROUP = 4;
/// SADB_X_EXT_CYCSEQ (G34).
constexpr uint32_t FLAG_CYCLIC = 0x40;
/// SADB_X_SAFLAGS_ESN (G34).
constexpr uint32_t FLAG_ESN = 0x400;
constexpr uint16_t ICMPV6 = 58;

/// @param time an instant, or nothing when it never came @return as long as setkey's dates
std::string
Date(const std::optional<Ps>& time)
{
    std::string text;
    if (time)
    {
        constexpr Ps PS_PER_US = 1'000'000;
        constexpr size_t DECIMALS = 6;
        const std::string part = std::to_string(*time % PS_PER_SECOND / PS_PER_US);
        text = std::to_string(*time / PS_PER_SECOND) + "." +
               std::string(DECIMALS - part.size(), '0') + part + " s";
    }
    text.resize(std::max(text.size(), DATE_WIDTH), ' ');
    return text;
}

/// @param span a span @return whole seconds
Ps
Seconds(Ps span)
{
    return span / PS_PER_SECOND;
}

/// @param number a number @return it in setkey's eight hexadecimal digits
std::string
Hex(uint64_t number)
{
    constexpr int DIGITS = 8;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << "0x" << std::hex << std::setw(DIGITS) << std::setfill('0') << number;
    return text.str();
}

/// @param key octets @return as setkey writes them
std::string
KeyText(const std::vector<uint8_t>& key)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::hex << std::setfill('0');
    for (size_t i = 0; i < key.size(); ++i)
    {
        text << (i != 0 && i % KEY_LINE == 0 ? "\n" : "") << (i % KEY_GROUP == 0 ? " " : "")
             << std::setw(2) << static_cast<unsigned>(key[i]);
    }
    return text.str();
}

/// @param sa an SA @return names of extension 31: the restriction, or who took it (R223)
std::string
InterfacesOf(const SecurityAssociation& sa)
{
    if (!sa.GetConfig().interfaceName.empty())
    {
        return sa.GetConfig().interfaceName;
    }
    std::vector<std::string> names;
    for (const auto& handle : IpsecOffload::GetState(sa)->handles)
    {
        if (handle->handled)
        {
            names.push_back(handle->interface->GetName());
        }
    }
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto& name : names)
    {
        text += (text.empty() ? "" : ",") + name;
    }
    return text;
}

/// @param os where to write @param what "sw offl" or "hw offl" @param used when first @param count
/// of a lifetime record (R190: 32 bits of packets)
void
PrintOffloaded(std::ostream& os,
               const std::string& what,
               const std::optional<Ps>& used,
               const PacketOctets& count)
{
    os << "\t" << what << " use: " << Date(used) << "\t" << what
       << " allocated: " << static_cast<uint32_t>(count.packets) << "\t" << what << ": "
       << count.octets << "(bytes)\n";
}

/// @param os where to write @param sa an SA @param now the time
void
PrintLifetimes(std::ostream& os, const SecurityAssociation& sa, Ps now)
{
    const SaConfig& config = sa.GetConfig();
    os << "\tcreated: " << Date(sa.GetCreated()) << "\tcurrent: " << Date(now) << "\n"
       << "\tdiff: " << Seconds(now) - Seconds(sa.GetCreated()) << "(s)"
       << "\thard: " << Seconds(config.hard.addTime) << "(s)"
       << "\tsoft: " << Seconds(config.soft.addTime) << "(s)\n"
       << "\tlast: " << Date(sa.GetFirstUsed()) << "\thard: " << Seconds(config.hard.useTime)
       << "(s)\tsoft: " << Seconds(config.soft.useTime) << "(s)\n"
       << "\tcurrent: " << sa.GetCurrent().octets << "(bytes)\thard: " << config.hard.octets
       << "(bytes)\tsoft: " << config.soft.octets << "(bytes)\n"
       << "\tallocated: " << static_cast<uint32_t>(sa.GetCurrent().packets)
       << "\thard: " << static_cast<uint32_t>(config.hard.packets)
       << "\tsoft: " << static_cast<uint32_t>(config.soft.packets) << "\n";
}

/// @param os where to write @param sa an SA @param rest SAs behind it @param now the time
void
PrintSa(std::ostream& os, const SecurityAssociation& sa, size_t rest, Ps now)
{
    const SaConfig& config = sa.GetConfig();
    const NatTraversal& nat = config.natTraversal;
    os << config.source.ToString();
    if (nat.IsOn())
    {
        os << "[" << nat.sourcePort << "]";
    }
    os << " " << config.destination.ToString();
    if (nat.IsOn())
    {
        os << "[" << nat.destinationPort << "]";
    }
    os << "\n\t" << (nat.IsOn() ? "esp-udp" : ToString(config.protocol))
       << " mode=" << ToString(config.mode) << " spi=" << config.spi << "(" << Hex(config.spi)
       << ") reqid=" << config.reqid << "(" << Hex(config.reqid) << ")\n";
    if (nat.IsOn() &&
        !(nat.originalSource.IsUnspecified() && nat.originalDestination.IsUnspecified()))
    {
        os << "\tNAT:";
        if (!nat.originalSource.IsUnspecified())
        {
            os << " OAI=" << nat.originalSource.ToString();
        }
        if (!nat.originalDestination.IsUnspecified())
        {
            os << " OAR=" << nat.originalDestination.ToString();
        }
        os << "\n";
    }
    if (config.cipher && !config.key.empty())
    {
        os << "\tE: " << config.cipher->family << " " << KeyText(config.key) << "\n";
    }
    if (config.authenticator && !config.authKey.empty())
    {
        os << "\tA: " << config.authenticator->family << " " << KeyText(config.authKey) << "\n";
    }
    // One counter of the kernel serves both directions (G31).
    const uint64_t sequence = std::max(sa.GetLastSequence(), sa.GetReplayWindow().GetCount());
    const uint32_t flags = (config.cyclic ? FLAG_CYCLIC : 0) | (config.esn ? FLAG_ESN : 0);
    os << "\tseq=" << Hex(static_cast<uint32_t>(sequence)) << " replay=" << config.replayWindow / 8
       << " flags=" << Hex(flags) << " state=" << ToString(sa.GetState()) << " \n";

    const SaOffloadState* state = IpsecOffload::GetState(sa);
    const bool offered = state && !state->handles.empty(); // R222: refused ones too
    const std::string interfaces = offered ? InterfacesOf(sa) : "";
    if (!interfaces.empty())
    {
        os << "\thw offl if: " << interfaces << "\n";
    }
    PrintLifetimes(os, sa, now);
    os << "\tsadb_seq=" << rest << " pid=" << config.requester
       << " refcnt=" << 1 + (state ? state->handles.size() : 0) << "\n";
    if (offered)
    {
        PrintOffloaded(os, "sw offl", state->hardwareFirstUsed, state->softwareView);
        PrintOffloaded(os, "hw offl", state->hardwareFirstUsed, state->hardwareTotals);
    }
}

/// @param prefix a prefix @param port behind it, or ANY_PORT @param protocol of the selector
/// @return as setkey writes one end of a selector
std::string
EndText(const IpPrefix& prefix, uint32_t port, uint16_t protocol)
{
    constexpr uint8_t IPV4_BITS = 32;
    constexpr uint8_t IPV6_BITS = 128;
    std::string text = prefix.address.ToString();
    if (prefix.length != (prefix.address.IsIpv4() ? IPV4_BITS : IPV6_BITS))
    {
        text += "/" + std::to_string(prefix.length);
    }
    if (protocol == ICMPV6)
    {
        return text;
    }
    return text + "[" + (port == PolicySelector::ANY_PORT ? "any" : std::to_string(port)) + "]";
}

/// @param selector a selector @return its upper protocol as setkey writes it
std::string
UpperText(const PolicySelector& selector)
{
    const auto type = [](uint32_t port) {
        return std::to_string(port == PolicySelector::ANY_PORT ? 0 : port);
    };
    switch (selector.protocol)
    {
    case PolicySelector::ANY_PROTOCOL:
        return "any";
    case 1:
        return "icmp";
    case 4:
        return "ip4";
    case 6:
        return "tcp";
    case 17:
        return "udp";
    case 50:
        return "esp";
    case 51:
        return "ah";
    case ICMPV6:
        if (selector.sourcePort == PolicySelector::ANY_PORT &&
            selector.destinationPort == PolicySelector::ANY_PORT)
        {
            return "icmp6";
        }
        return "icmp6 " + type(selector.sourcePort) + "," + type(selector.destinationPort);
    default:
        return std::to_string(selector.protocol);
    }
}

/// @param os where to write @param policy a policy @param rest policies behind it
void
PrintPolicy(std::ostream& os, const SecurityPolicy& policy, size_t rest)
{
    const PolicyConfig& config = policy.GetConfig();
    const PolicySelector& selector = config.selector;
    os << EndText(selector.source, selector.sourcePort, selector.protocol) << " "
       << EndText(selector.destination, selector.destinationPort, selector.protocol) << " "
       << UpperText(selector) << "\n\t" << ToString(config.direction) << " "
       << ToString(config.kind);
    if (config.kind == PolicyKind::IPSEC)
    {
        for (const auto& requirement : config.requirements)
        {
            os << "\n\t" << requirement.ToString();
        }
    }
    const bool used = policy.GetLastUsed() != policy.GetCreated();
    const auto* state = IpsecOffload::GetState(policy);
    os << "\n\tcreated: " << Date(policy.GetCreated())
       << "  lastused: " << Date(used ? std::optional<Ps>(policy.GetLastUsed()) : std::nullopt)
       << "\n\tlifetime: " << Seconds(config.lifetime)
       << "(s) validtime: " << Seconds(config.validTime) << "(s)\n"
       << "\tspid=" << policy.GetId() << " seq=" << rest << " pid=0 scope=global \n"
       << "\trefcnt=" << 1 + (state ? state->handles.size() : 0) << "\n";
}

/// @param os where to write @param rows of equal length, the first one the heading
void
PrintTable(std::ostream& os, const std::vector<std::vector<std::string>>& rows)
{
    std::vector<size_t> widths(rows.front().size());
    for (const auto& row : rows)
    {
        for (size_t i = 0; i < row.size(); ++i)
        {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const auto& row : rows)
    {
        std::string line;
        for (size_t i = 0; i < row.size(); ++i)
        {
            line += "  " + row[i] + std::string(widths[i] - row[i].size(), ' ');
        }
        os << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
    }
}

} // namespace

void
KeyDump::PrintSad(std::ostream& os, const SecurityAssociationDatabase& sad, Ps now)
{
    NS_LOG_FUNCTION(&sad << now);
    size_t rest = sad.GetSize();
    if (rest == 0)
    {
        os << "No SAD entries.\n";
    }
    sad.ForEach([&](SecurityAssociation& sa) { PrintSa(os, sa, --rest, now); });
}

void
KeyDump::PrintSpd(std::ostream& os, const SecurityPolicyDatabase& spd)
{
    NS_LOG_FUNCTION(&spd);
    size_t rest = spd.GetSize();
    if (rest == 0)
    {
        os << "No SPD entries.\n";
    }
    spd.ForEach([&](SecurityPolicy& policy) { PrintPolicy(os, policy, --rest); });
}

void
KeyDump::PrintShadow(std::ostream& os,
                     const IpsecOffload& offload,
                     const OffloadInterface& interface)
{
    NS_LOG_FUNCTION(&offload << interface.GetName());
    os << interface.GetName() << ": "
       << (!interface.IsUp()       ? "down"
           : interface.IsCapable() ? "capable"
                                   : "not capable")
       << "\n";
    std::vector<std::vector<std::string>> sas{
        {"drv_spi", "spi", "state", "handle", "reason", "cookie", "packets", "octets"}};
    for (uint32_t drvSpi = 0; drvSpi <= UINT16_MAX; ++drvSpi)
    {
        const SaHandle* handle = offload.FindByDrvSpi(static_cast<uint16_t>(drvSpi));
        if (handle && PeekPointer(handle->interface) == &interface)
        {
            sas.push_back({std::to_string(drvSpi),
                           Hex(handle->sa->GetConfig().spi),
                           ToString(handle->sa->GetState()),
                           handle->handled ? "HANDLED" : "REJECTED",
                           handle->handled ? "-" : ToString(handle->reason),
                           std::to_string(handle->cookie),
                           std::to_string(handle->lastReport.packets),
                           std::to_string(handle->lastReport.octets)});
        }
    }
    os << " SAD, " << sas.size() - 1 << " handles\n";
    if (sas.size() > 1)
    {
        PrintTable(os, sas);
    }
    std::vector<std::vector<std::string>> policies{
        {"policy", "dir", "handle", "cookie", "selector"}};
    offload.GetPolicyHandles().ForEach(
        interface,
        [&policies](const SecurityPolicy& policy, const PolicyHandle& handle) {
            policies.push_back({std::to_string(policy.GetId()),
                                ToString(policy.GetConfig().direction),
                                handle.asking     ? "ASKING"
                                : handle.rejected ? "HANDLED,REJECTED"
                                                  : "HANDLED",
                                std::to_string(handle.cookie),
                                policy.GetConfig().selector.ToString()});
        });
    os << " SPD, " << policies.size() - 1 << " handles\n";
    if (policies.size() > 1)
    {
        PrintTable(os, policies);
    }
}

} // namespace ns3

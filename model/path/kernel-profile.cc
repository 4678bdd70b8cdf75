/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "kernel-profile.h"

#include "ipsec-node.h"

#include "ns3/log.h"
#include "ns3/string.h"

#include <array>
#include <cstddef>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("KernelProfile");

namespace
{

/// Name and description of a kernel; the columns of SETTINGS stand in the same order.
struct Kernel
{
    const char* name;
    const char* description;
};

constexpr std::array<Kernel, 7> KERNELS{{
    {"FreeBsd",
     "FreeBSD 15 with ipsec_offload: every capable interface is offered every SA "
     "once, refusals are silent, forwarded traffic is never offloaded on transmit"},
    {"FreeBsdOld",
     "FreeBSD of 2024: a fault or the lack of a drv_spi ends the walk over the "
     "interfaces, faults leak drv_spis, a receive tag skips the inbound policy check"},
    {"LinuxCrypto",
     "Linux XFRM crypto offload: the request names device and direction, \"not "
     "supported\" falls back to software, the host numbers packets and builds ESP, "
     "the NIC does the cipher"},
    {"LinuxPacket",
     "Linux XFRM packet offload: the request names device and direction, a refused "
     "request fails, forwarded traffic is offloaded, the NIC knows the limits"},
    {"DpdkInline",
     "DPDK inline crypto as ipsec-secgw uses it: a session belongs to a port, a "
     "refused one fails, the host numbers packets and builds ESP, nothing falls back "
     "on transmit"},
    {"Ideal",
     "what the hardware would allow: one sequence counter for software and NIC, live "
     "counters, NICs that know limits and directions, refused SAs wait for the next "
     "free slot"},
    {"Opnsense",
     "FreeBSD 15 as OPNsense sets it: net.key.preferred_oldsa is 0, so the newest SA sends as soon "
     "as it is there, also while it is not in the NIC yet"},
}};

using Owner = KernelProfile::Setting::Owner;

/// One attribute and its value under each kernel.
struct Row
{
    Owner owner;
    const char* attribute;
    std::array<const char*, KERNELS.size()> values;
};

constexpr Owner NODE = Owner::NODE;
constexpr Owner OFFLOAD = Owner::OFFLOAD;
constexpr Owner SAD = Owner::SAD;
constexpr Owner SPD = Owner::SPD;
constexpr const char* YES = "true";
constexpr const char* NO = "false";
constexpr const char* ESTIMATE = "FreeBsdEstimate";
constexpr const char* LENGTH = "TrueLength";
constexpr const char* SOFTWARE = "Software";
constexpr const char* DROP = "Drop";
constexpr const char* TCP = "Tcp";
constexpr const char* STACK = "Stack";
constexpr const char* HOST = "Host";
constexpr const char* CLEAR = "Clear";
constexpr const char* RFC3168 = "Rfc3168";
constexpr const char* COPY = "Copy";
constexpr const char* RFC6040 = "Rfc6040";
constexpr const char* ADDRESSES = "Addresses";
constexpr const char* SA = "Sa";
constexpr const char* USE = "Use";
constexpr const char* REQUIRE = "Require";
constexpr const char* FIRST = "ns3::FirstComeSlotPolicy";
constexpr const char* RETRY = "ns3::FirstComeRetrySlotPolicy";

// A table is read by its columns.
// clang-format off
constexpr std::array<Row, 30> SETTINGS{{
    //                                FreeBsd   FreeBsdOld LinuxCrypto LinuxPacket DpdkInline Ideal       Opnsense
    {NODE,    "OffloadForwarded",    {NO,       NO,        YES,        YES,        YES,       YES,        NO}},
    {NODE,    "SizeTest",            {ESTIMATE, ESTIMATE,  LENGTH,     LENGTH,     LENGTH,    LENGTH,     ESTIMATE}},
    {NODE,    "NotOffloaded",        {SOFTWARE, SOFTWARE,  SOFTWARE,   DROP,       DROP,      SOFTWARE,   SOFTWARE}},
    {NODE,    "AnswersTooBig",       {YES,      YES,       YES,        YES,        NO,        YES,        YES}},
    {NODE,    "HostEncapsulates",    {NO,       NO,        YES,        NO,         YES,       NO,         NO}},
    {NODE,    "Identification",      {HOST,     HOST,      ADDRESSES,  ADDRESSES,  SA,        HOST,       HOST}},
    {NODE,    "TunnelEcn",           {CLEAR,    CLEAR,     RFC3168,    RFC3168,    COPY,      RFC6040,    CLEAR}},
    {NODE,    "Segmentation",        {TCP,      TCP,       STACK,      STACK,      TCP,       STACK,      TCP}},
    {NODE,    "TestForwardedIpv6",   {YES,      YES,       NO,         NO,         NO,        NO,         YES}},
    {NODE,    "TagSkipsPolicyCheck", {NO,       YES,       NO,         NO,         NO,        NO,         NO}},
    {OFFLOAD, "DirectionKnown",      {NO,       NO,        YES,        YES,        YES,       YES,        NO}},
    {OFFLOAD, "OfferOnlyNamed",      {NO,       NO,        YES,        YES,        YES,       NO,         NO}},
    {OFFLOAD, "RefusalFails",        {NO,       NO,        NO,         YES,        YES,       NO,         NO}},
    {OFFLOAD, "FaultFails",          {NO,       NO,        YES,        YES,        YES,       NO,         NO}},
    {OFFLOAD, "UseAfterAnswer",      {NO,       NO,        YES,        YES,        YES,       NO,         NO}},
    {OFFLOAD, "DownDeletes",         {NO,       NO,        YES,        YES,        NO,        NO,         NO}},
    {OFFLOAD, "WalkStopsOnError",    {NO,       YES,       NO,         NO,         NO,        NO,         NO}},
    {OFFLOAD, "NameTestFirst",       {NO,       YES,       NO,         NO,         NO,        NO,         NO}},
    {OFFLOAD, "LeakDrvSpiOnFault",   {NO,       YES,       NO,         NO,         NO,        NO,         NO}},
    {OFFLOAD, "UndoUnrecorded",      {YES,      NO,        YES,        YES,        YES,       YES,        YES}},
    {OFFLOAD, "TagNeedsHistory",     {YES,      NO,        YES,        YES,        YES,       YES,        YES}},
    {OFFLOAD, "SharedSequence",      {NO,       NO,        YES,        NO,         YES,       YES,        NO}},
    {OFFLOAD, "SequenceHandover",    {NO,       NO,        NO,         YES,        NO,        NO,         NO}},
    {OFFLOAD, "LiveCounters",        {NO,       NO,        YES,        YES,        YES,       YES,        NO}},
    {OFFLOAD, "NicLimits",           {NO,       NO,        NO,         YES,        NO,        YES,        NO}},
    {OFFLOAD, "SlotPolicy",          {FIRST,    FIRST,     FIRST,      FIRST,      FIRST,     RETRY,      FIRST}},
    {SAD,     "PreferOldSa",         {YES,      YES,       NO,         NO,         NO,        NO,         NO}},
    {SAD,     "NullSuite",           {YES,      YES,       NO,         NO,         NO,        NO,         YES}},
    {SAD,     "CloneForgetsOffload", {YES,      YES,       NO,         NO,         NO,        NO,         YES}},
    {SPD,     "DefaultLevel",        {USE,      USE,       REQUIRE,    REQUIRE,    REQUIRE,   USE,        USE}},
}};
// clang-format on

constexpr const char* SYSCTL = "a sysctl of FreeBSD, at its own default";
constexpr const char* FAULT = "injects faults, and no kernel has them by itself";
constexpr const char* SWITCH = "a switch of the administrator, on in all kernels";
constexpr const char* STUDY = "for studies: no kernel has another value";

/// What no kernel sets.
constexpr std::array<KernelDefault, 19> DEFAULTS{{
    {NODE, "DfBit", SYSCTL},
    {NODE, "EspEnabled", SWITCH},
    {NODE, "TagFailurePeriod", FAULT},
    {NODE,
     "FlowCache",
     "all kernels remember a socket's route or policy; off to see what it saves"},
    {NODE, "CheckPolicyHistory", SYSCTL},
    {OFFLOAD, "Enabled", SWITCH},
    {OFFLOAD, "ManualWorker", STUDY},
    {OFFLOAD, "EpochWait", "of FreeBSD; grace periods of the others are of that order"},
    {OFFLOAD, "LoseOffers", FAULT},
    {OFFLOAD, "LoseHandles", FAULT},
    {OFFLOAD, "DriverTimeout", "no kernel gives up on a driver"},
    {OFFLOAD, "Verbose", "changes nothing but the log (R10)"},
    {OFFLOAD, "LastDrvSpi", STUDY},
    {SAD, "LowestSpi", SYSCTL},
    {SAD, "HighestSpi", SYSCTL},
    {SAD, "SpiTries", SYSCTL},
    {SAD, "LarvalLifetime", SYSCTL},
    {SAD, "BlockAcquireCount", SYSCTL},
    {SAD, "BlockAcquireLifetime", SYSCTL},
}};

} // namespace

const std::vector<KernelDefault>&
GetKernelDefaults()
{
    static const std::vector<KernelDefault> defaults(DEFAULTS.begin(), DEFAULTS.end());
    return defaults;
}

const std::vector<KernelProfile>&
GetKernelProfiles()
{
    static const auto profiles = [] {
        std::vector<KernelProfile> made;
        for (size_t kernel = 0; kernel < KERNELS.size(); ++kernel)
        {
            KernelProfile profile{KERNELS[kernel].name, KERNELS[kernel].description, {}};
            for (const auto& row : SETTINGS)
            {
                profile.settings.push_back({row.owner, row.attribute, row.values[kernel]});
            }
            made.push_back(std::move(profile));
        }
        return made;
    }();
    return profiles;
}

const KernelProfile*
FindKernelProfile(const std::string& name)
{
    for (const auto& profile : GetKernelProfiles())
    {
        if (name == profile.name)
        {
            return &profile;
        }
    }
    return nullptr;
}

void
KernelProfile::Apply(IpsecNode& node) const
{
    NS_LOG_INFO("a node gets kernel " << name << ", " << settings.size() << " settings");
    for (const auto& setting : settings)
    {
        const StringValue value(setting.value);
        switch (setting.owner)
        {
        case Setting::Owner::NODE:
            node.SetAttribute(setting.attribute, value);
            break;
        case Setting::Owner::OFFLOAD:
            node.GetOffload()->SetAttribute(setting.attribute, value);
            break;
        case Setting::Owner::SAD:
            node.GetSad()->SetAttribute(setting.attribute, value);
            break;
        case Setting::Owner::SPD:
            node.GetSpd()->SetAttribute(setting.attribute, value);
            break;
        }
    }
}

} // namespace ns3

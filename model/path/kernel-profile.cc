/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "kernel-profile.h"

#include "ipsec-node.h"

#include "ns3/log.h"
#include "ns3/string.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("KernelProfile");

const std::vector<KernelProfile>&
GetKernelProfiles()
{
    using Owner = KernelProfile::Setting::Owner;
    static const std::vector<KernelProfile> profiles{
        {"FreeBsd",
         "FreeBSD 15 with ipsec_offload: every capable interface is offered every SA "
         "once, refusals are silent, forwarded traffic is never offloaded on transmit",
         {{Owner::NODE, "OffloadForwarded", "false"},
          {Owner::NODE, "SizeTest", "FreeBsdEstimate"},
          {Owner::NODE, "NotOffloaded", "Software"},
          {Owner::NODE, "HostEncapsulates", "false"},
          {Owner::NODE, "TagSkipsPolicyCheck", "false"},
          {Owner::OFFLOAD, "DirectionKnown", "false"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "false"},
          {Owner::OFFLOAD, "RefusalFails", "false"},
          {Owner::OFFLOAD, "FaultFails", "false"},
          {Owner::OFFLOAD, "DownDeletes", "false"},
          {Owner::OFFLOAD, "WalkStopsOnError", "false"},
          {Owner::OFFLOAD, "NameTestFirst", "false"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "false"},
          {Owner::OFFLOAD, "UndoUnrecorded", "true"},
          {Owner::OFFLOAD, "TagNeedsHistory", "true"},
          {Owner::OFFLOAD, "SharedSequence", "false"},
          {Owner::OFFLOAD, "SequenceHandover", "false"},
          {Owner::OFFLOAD, "LiveCounters", "false"},
          {Owner::OFFLOAD, "NicLimits", "false"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeSlotPolicy"},
          {Owner::SAD, "PreferOldSa", "true"}}},
        {"FreeBsdOld",
         "FreeBSD of 2024: a fault or the lack of a drv_spi ends the walk over the "
         "interfaces, faults leak drv_spis, a receive tag skips the inbound policy check",
         {{Owner::NODE, "OffloadForwarded", "false"},
          {Owner::NODE, "SizeTest", "FreeBsdEstimate"},
          {Owner::NODE, "NotOffloaded", "Software"},
          {Owner::NODE, "HostEncapsulates", "false"},
          {Owner::NODE, "TagSkipsPolicyCheck", "true"},
          {Owner::OFFLOAD, "DirectionKnown", "false"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "false"},
          {Owner::OFFLOAD, "RefusalFails", "false"},
          {Owner::OFFLOAD, "FaultFails", "false"},
          {Owner::OFFLOAD, "DownDeletes", "false"},
          {Owner::OFFLOAD, "WalkStopsOnError", "true"},
          {Owner::OFFLOAD, "NameTestFirst", "true"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "true"},
          {Owner::OFFLOAD, "UndoUnrecorded", "false"},
          {Owner::OFFLOAD, "TagNeedsHistory", "false"},
          {Owner::OFFLOAD, "SharedSequence", "false"},
          {Owner::OFFLOAD, "SequenceHandover", "false"},
          {Owner::OFFLOAD, "LiveCounters", "false"},
          {Owner::OFFLOAD, "NicLimits", "false"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeSlotPolicy"},
          {Owner::SAD, "PreferOldSa", "true"}}},
        {"LinuxCrypto",
         "Linux XFRM crypto offload: the request names device and direction, \"not "
         "supported\" falls back to software, the host numbers packets and builds ESP, "
         "the NIC does the cipher",
         {{Owner::NODE, "OffloadForwarded", "true"},
          {Owner::NODE, "SizeTest", "TrueLength"},
          {Owner::NODE, "NotOffloaded", "Software"},
          {Owner::NODE, "HostEncapsulates", "true"},
          {Owner::NODE, "TagSkipsPolicyCheck", "false"},
          {Owner::OFFLOAD, "DirectionKnown", "true"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "true"},
          {Owner::OFFLOAD, "RefusalFails", "false"},
          {Owner::OFFLOAD, "FaultFails", "true"},
          {Owner::OFFLOAD, "DownDeletes", "true"},
          {Owner::OFFLOAD, "WalkStopsOnError", "false"},
          {Owner::OFFLOAD, "NameTestFirst", "false"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "false"},
          {Owner::OFFLOAD, "UndoUnrecorded", "true"},
          {Owner::OFFLOAD, "TagNeedsHistory", "true"},
          {Owner::OFFLOAD, "SharedSequence", "true"},
          {Owner::OFFLOAD, "SequenceHandover", "false"},
          {Owner::OFFLOAD, "LiveCounters", "true"},
          {Owner::OFFLOAD, "NicLimits", "false"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeSlotPolicy"},
          {Owner::SAD, "PreferOldSa", "false"}}},
        {"LinuxPacket",
         "Linux XFRM packet offload: the request names device and direction, a refused "
         "request fails, forwarded traffic is offloaded, the NIC knows the limits",
         {{Owner::NODE, "OffloadForwarded", "true"},
          {Owner::NODE, "SizeTest", "TrueLength"},
          {Owner::NODE, "NotOffloaded", "Drop"},
          {Owner::NODE, "HostEncapsulates", "false"},
          {Owner::NODE, "TagSkipsPolicyCheck", "false"},
          {Owner::OFFLOAD, "DirectionKnown", "true"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "true"},
          {Owner::OFFLOAD, "RefusalFails", "true"},
          {Owner::OFFLOAD, "FaultFails", "true"},
          {Owner::OFFLOAD, "DownDeletes", "true"},
          {Owner::OFFLOAD, "WalkStopsOnError", "false"},
          {Owner::OFFLOAD, "NameTestFirst", "false"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "false"},
          {Owner::OFFLOAD, "UndoUnrecorded", "true"},
          {Owner::OFFLOAD, "TagNeedsHistory", "true"},
          {Owner::OFFLOAD, "SharedSequence", "false"},
          {Owner::OFFLOAD, "SequenceHandover", "true"},
          {Owner::OFFLOAD, "LiveCounters", "true"},
          {Owner::OFFLOAD, "NicLimits", "true"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeSlotPolicy"},
          {Owner::SAD, "PreferOldSa", "false"}}},
        {"DpdkInline",
         "DPDK inline crypto as ipsec-secgw uses it: a session belongs to a port, a "
         "refused one fails, the host numbers packets and builds ESP, nothing falls back "
         "on transmit",
         {{Owner::NODE, "OffloadForwarded", "true"},
          {Owner::NODE, "SizeTest", "TrueLength"},
          {Owner::NODE, "NotOffloaded", "Drop"},
          {Owner::NODE, "HostEncapsulates", "true"},
          {Owner::NODE, "TagSkipsPolicyCheck", "false"},
          {Owner::OFFLOAD, "DirectionKnown", "true"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "true"},
          {Owner::OFFLOAD, "RefusalFails", "true"},
          {Owner::OFFLOAD, "FaultFails", "true"},
          {Owner::OFFLOAD, "DownDeletes", "false"},
          {Owner::OFFLOAD, "WalkStopsOnError", "false"},
          {Owner::OFFLOAD, "NameTestFirst", "false"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "false"},
          {Owner::OFFLOAD, "UndoUnrecorded", "true"},
          {Owner::OFFLOAD, "TagNeedsHistory", "true"},
          {Owner::OFFLOAD, "SharedSequence", "true"},
          {Owner::OFFLOAD, "SequenceHandover", "false"},
          {Owner::OFFLOAD, "LiveCounters", "true"},
          {Owner::OFFLOAD, "NicLimits", "false"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeSlotPolicy"},
          {Owner::SAD, "PreferOldSa", "false"}}},
        {"Ideal",
         "what the hardware would allow: one sequence counter for software and NIC, live "
         "counters, NICs that know limits and directions, refused SAs wait for the next "
         "free slot",
         {{Owner::NODE, "OffloadForwarded", "true"},
          {Owner::NODE, "SizeTest", "TrueLength"},
          {Owner::NODE, "NotOffloaded", "Software"},
          {Owner::NODE, "HostEncapsulates", "false"},
          {Owner::NODE, "TagSkipsPolicyCheck", "false"},
          {Owner::OFFLOAD, "DirectionKnown", "true"},
          {Owner::OFFLOAD, "OfferOnlyNamed", "false"},
          {Owner::OFFLOAD, "RefusalFails", "false"},
          {Owner::OFFLOAD, "FaultFails", "false"},
          {Owner::OFFLOAD, "DownDeletes", "false"},
          {Owner::OFFLOAD, "WalkStopsOnError", "false"},
          {Owner::OFFLOAD, "NameTestFirst", "false"},
          {Owner::OFFLOAD, "LeakDrvSpiOnFault", "false"},
          {Owner::OFFLOAD, "UndoUnrecorded", "true"},
          {Owner::OFFLOAD, "TagNeedsHistory", "true"},
          {Owner::OFFLOAD, "SharedSequence", "true"},
          {Owner::OFFLOAD, "SequenceHandover", "false"},
          {Owner::OFFLOAD, "LiveCounters", "true"},
          {Owner::OFFLOAD, "NicLimits", "true"},
          {Owner::OFFLOAD, "SlotPolicy", "ns3::FirstComeRetrySlotPolicy"},
          {Owner::SAD, "PreferOldSa", "false"}}},
    };
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
        }
    }
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"
#include "nic-profile-attributes-internal.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"

/**
 * @file
 * @ingroup ipsec-offload
 * What scripts see of a NIC: each field of its profile as an attribute.
 */

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(IpsecNic);

namespace
{

/// @param profile a profile; ends the program when it names an algorithm that does not exist
void
CheckAlgorithms(const NicProfile& profile)
{
    for (const std::string& name : profile.algorithms)
    {
        NS_ABORT_MSG_UNLESS(name == "null" || FindIpsecAlgorithm(name), // RFC 2410
                            "NIC profile '" << profile.name << "': unknown algorithm '" << name
                                            << "'");
    }
}

} // namespace

TypeId
IpsecNic::GetTypeId()
{
    const NicProfileOwner owner{
        [](const ObjectBase& nic) -> const NicProfile& {
            return dynamic_cast<const IpsecNic&>(nic).m_profile;
        },
        [](ObjectBase& nic) -> NicProfile& { return dynamic_cast<IpsecNic&>(nic).EditProfile(); }};
    static TypeId tid =
        AddNicProfileAttributes(TypeId("ns3::IpsecNic")
                                    .SetParent<OffloadDriver>()
                                    .SetGroupName("IpsecOffload")
                                    .AddConstructor<IpsecNic>(),
                                owner)
            .AddAttribute("ResetRecovery",
                          "After a reset the driver has the kernel withdraw everything from the "
                          "interface (R207); otherwise the kernel never learns of it",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNic::m_resetRecovery),
                          MakeBooleanChecker())
            .AddAttribute("ResetTime",
                          "From a reset to the driver's answer to it",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecNic::m_resetTime),
                          MakeTimeChecker(Time(0)));
    return tid;
}

NicProfile&
IpsecNic::EditProfile()
{
    NS_ABORT_MSG_IF(m_engine, "IpsecNic: the profile is changed after the NIC was configured");
    NS_ABORT_MSG_IF(m_card, "IpsecNic: a port of a card has the card's profile");
    return m_profile;
}

void
IpsecNic::SetProfile(const NicProfile& profile)
{
    CheckAlgorithms(profile);
    EditProfile() = profile;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic-settings.h"

#include "ns3/abort.h"

namespace ns3
{

void
IpsecNicSettings::SetAttribute(const std::string& name, const AttributeValue& value)
{
    TypeId::AttributeInformation information;
    NS_ABORT_MSG_UNLESS(IpsecNic::GetTypeId().LookupAttributeByName(name, &information),
                        "helper: ns3::IpsecNic has no attribute '" << name << "'");
    m_attributes.emplace_back(name, value.Copy());
}

void
IpsecNicSettings::Apply(const Ptr<IpsecNic>& nic) const
{
    if (m_profile)
    {
        nic->SetProfile(*m_profile);
    }
    for (const auto& [name, value] : m_attributes)
    {
        nic->SetAttribute(name, *value);
    }
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_SETTINGS_H
#define IPSEC_OFFLOAD_IPSEC_NIC_SETTINGS_H

#include "ns3/attribute.h"
#include "ns3/ipsec-nic.h"
#include "ns3/nic-profile.h"
#include "ns3/ptr.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the helpers of devices remember of the NICs that they will make.
 */
class IpsecNicSettings
{
  public:
    /**
     * @param name an attribute of IpsecNic; ends the program when there is none of that name
     * @param value its value; counts more than the profile's
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /** @param profile replaces all values but those of SetAttribute() */
    void SetProfile(const NicProfile& profile)
    {
        m_profile = profile;
    }

    /** @param nic gets everything */
    void Apply(const Ptr<IpsecNic>& nic) const;

  private:
    std::optional<NicProfile> m_profile;                                   //!< values
    std::vector<std::pair<std::string, Ptr<AttributeValue>>> m_attributes; //!< and these
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_SETTINGS_H */

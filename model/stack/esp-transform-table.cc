/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-transform-table.h"

#include "ns3/security-association.h"

namespace ns3
{

EspParameters
EspTransformTable::MakeParameters(const SecurityAssociation& sa) const
{
    EspParameters parameters = MakeEspParameters(sa.GetConfig());
    parameters.dfBit = m_dfBit;
    return parameters;
}

std::string
EspTransformTable::Check(const SecurityAssociation& sa) const
{
    return EspTransform::Check(m_crypto, MakeParameters(sa));
}

EspTransform&
EspTransformTable::Get(const SecurityAssociation& sa)
{
    auto it = m_transforms.find(&sa);
    if (it == m_transforms.end())
    {
        it = m_transforms.emplace(&sa, EspTransform(m_crypto, MakeParameters(sa))).first;
    }
    return it->second;
}

void
EspTransformTable::Forget(const SecurityAssociation& sa)
{
    m_transforms.erase(&sa);
}

void
EspTransformTable::Clear()
{
    m_transforms.clear();
}

} // namespace ns3

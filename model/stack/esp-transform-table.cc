/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-transform-table.h"

#include "ns3/abort.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/security-association.h"

#include <string>

namespace ns3
{

EspTransformTable::EspTransformTable(const Ptr<IpsecStackView>& view)
    : m_view(view)
{
    m_view->GetIpsec()->GetSad()->AddObserver(this);
}

EspParameters
EspTransformTable::MakeParameters(const SecurityAssociation& sa) const
{
    EspParameters parameters = MakeEspParameters(sa.GetConfig());
    parameters.dfBit = m_view->GetIpsec()->GetOption<&IpsecPathOptions::dfBit>();
    return parameters;
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
EspTransformTable::Dispose()
{
    m_view->GetIpsec()->GetSad()->RemoveObserver(this);
    m_transforms.clear();
}

void
EspTransformTable::SaTriggered([[maybe_unused]] Ps now, SecurityAssociation& sa)
{
    if (sa.GetConfig().protocol == IpsecProtocol::ESP)
    {
        const std::string error = EspTransform::Check(m_crypto, MakeParameters(sa));
        NS_ABORT_MSG_IF(!error.empty(),
                        "IpsecLayer: node " << m_view->GetNodeId() << ": SA with SPI "
                                            << SpiInWords(sa.GetConfig().spi) << ": " << error);
    }
}

void
EspTransformTable::SaDead([[maybe_unused]] Ps now, SecurityAssociation& sa)
{
    m_transforms.erase(&sa);
}

} // namespace ns3

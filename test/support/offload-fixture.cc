/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-fixture.h"

#include "ns3/abort.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/simulator.h"

namespace ns3::tests
{

OffloadFixture::OffloadFixture(size_t interfaceCount)
    : sad(CreateObject<SecurityAssociationDatabase>()),
      spd(CreateObject<SecurityPolicyDatabase>()),
      offload(CreateObject<IpsecOffload>())
{
    offload->Attach(sad, spd);
    for (size_t i = 0; i < interfaceCount; ++i)
    {
        drivers.push_back(CreateObject<MockOffloadDriver>());
        interfaces.push_back(offload->AddInterface("eth" + std::to_string(i), drivers.back()));
    }
    offload->TraceConnectWithoutContext("Answer", MakeCallback(&OffloadFixture::Answered, this));
    offload->TraceConnectWithoutContext("Withdraw", MakeCallback(&OffloadFixture::Withdrawn, this));
}

OffloadFixture::~OffloadFixture()
{
    offload->CheckInvariants();
    offload->Dispose();
    sad->Dispose();
    spd->Dispose();
    for (const auto& driver : drivers)
    {
        driver->Dispose();
    }
    Simulator::Destroy();
}

Ps
OffloadFixture::Now()
{
    return ToPs(Simulator::Now());
}

void
OffloadFixture::Work()
{
    Simulator::Run();
    offload->CheckInvariants();
}

void
OffloadFixture::WorkUntil(Ps until)
{
    Simulator::Stop(FromPs(until + 1) - Simulator::Now());
    Simulator::Run();
    offload->CheckInvariants();
}

SaConfig
OffloadFixture::ConfigOf(uint32_t spi)
{
    SaConfig config;
    config.spi = spi;
    config.mode = IpsecMode::TRANSPORT;
    config.source = *IpAddress::FromString("192.0.2.1");
    config.destination = *IpAddress::FromString("192.0.2.2");
    config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    config.key.resize(config.cipher->GetKeyBytes(), 0x5a);
    return config;
}

Ptr<SecurityAssociation>
OffloadFixture::Add(uint32_t spi, const std::string& interfaceName)
{
    SaConfig config = ConfigOf(spi);
    config.interfaceName = interfaceName;
    return Add(config);
}

Ptr<SecurityAssociation>
OffloadFixture::Add(const SaConfig& config)
{
    DatabaseResult result = DatabaseResult::OK;
    auto sa = sad->Add(Now(), config, &result);
    NS_ABORT_MSG_UNLESS(sa, "ADD of SPI " << config.spi << ": " << ToString(result));
    m_sas[config.spi] = sa;
    return sa;
}

Ptr<SecurityPolicy>
OffloadFixture::AddPolicy(PolicyKind kind, const std::string& interfaceName) const
{
    PolicyConfig config;
    config.selector.source = {*IpAddress::FromString("192.0.2.1"), 32};
    config.selector.destination = {*IpAddress::FromString("192.0.2.2"), 32};
    config.kind = kind;
    if (kind == PolicyKind::IPSEC)
    {
        config.requirements.emplace_back();
    }
    config.interfaceName = interfaceName;
    DatabaseResult result = DatabaseResult::OK;
    auto policy = spd->Add(Now(), config, &result);
    NS_ABORT_MSG_UNLESS(policy, "SPDADD: " << ToString(result));
    return policy;
}

void
OffloadFixture::DeletePolicy() const
{
    PolicySelector selector;
    selector.source = {*IpAddress::FromString("192.0.2.1"), 32};
    selector.destination = {*IpAddress::FromString("192.0.2.2"), 32};
    const DatabaseResult result = spd->Delete(Now(), selector, IpsecDirection::OUT);
    NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK, "SPDDELETE: " << ToString(result));
}

void
OffloadFixture::Delete(uint32_t spi)
{
    const DatabaseResult result = sad->Delete(Now(), spi);
    NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK,
                        "DELETE of SPI " << spi << ": " << ToString(result));
}

std::string
OffloadFixture::Why(uint32_t spi, size_t index) const
{
    return ToString(offload->Find(*Sa(spi), PeekPointer(interfaces.at(index))).reason);
}

std::string
OffloadFixture::WhyInWords(uint32_t spi, size_t index) const
{
    const auto lookup = offload->Find(*Sa(spi), PeekPointer(interfaces.at(index)));
    return DescribeReason(lookup.reason, offload->GetRefusals().Find(lookup.refusal));
}

const Ptr<SecurityAssociation>&
OffloadFixture::Sa(uint32_t spi) const
{
    return m_sas.at(spi);
}

uint16_t
OffloadFixture::DrvSpi(uint32_t spi, size_t index) const
{
    const SaOffloadState* state = IpsecOffload::GetState(*Sa(spi));
    for (size_t i = 0; state && i < state->handles.size(); ++i)
    {
        if (state->handles[i]->interface == interfaces.at(index))
        {
            return state->handles[i]->drvSpi;
        }
    }
    return 0;
}

size_t
OffloadFixture::CountNewKeys() const
{
    size_t count = 0;
    for (const auto& driver : drivers)
    {
        count += driver->offers.size();
    }
    return count;
}

size_t
OffloadFixture::CountDeinstalls() const
{
    size_t count = 0;
    for (const auto& driver : drivers)
    {
        count += driver->deinstalls.size();
    }
    return count;
}

void
OffloadFixture::Answered(Ps now,
                         const SecurityAssociation& sa,
                         const OffloadInterface& interface,
                         uint16_t drvSpi,
                         SoftwareReason reason)
{
    answers.push_back({now, sa.GetConfig().spi, interface.GetName(), drvSpi, reason});
}

void
OffloadFixture::Withdrawn(Ps now,
                          const SecurityAssociation& sa,
                          const OffloadInterface& interface,
                          uint16_t drvSpi,
                          SoftwareReason reason)
{
    withdrawals.push_back({now, sa.GetConfig().spi, interface.GetName(), drvSpi, reason});
}

} // namespace ns3::tests

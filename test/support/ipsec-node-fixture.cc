/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node-fixture.h"

#include "ns3/abort.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3::tests
{

IpsecNodeFixture::IpsecNodeFixture()
    : node(CreateObject<IpsecNode>()),
      driver(CreateObject<MockOffloadDriver>()),
      interface(node->GetOffload()->AddInterface("eth0", driver))
{
}

IpsecNodeFixture::~IpsecNodeFixture()
{
    node->CheckInvariants();
    node->Dispose();
    Simulator::Destroy();
}

void
IpsecNodeFixture::Work()
{
    Simulator::Stop(Seconds(1));
    Simulator::Run();
}

IpAddress
IpsecNodeFixture::At(const std::string& text)
{
    const auto address = IpAddress::FromString(text);
    NS_ABORT_MSG_UNLESS(address, text << " is no address");
    return *address;
}

IpPrefix
IpsecNodeFixture::In(const std::string& text)
{
    const size_t slash = text.find('/');
    return {At(text.substr(0, slash)), static_cast<uint8_t>(std::stoi(text.substr(slash + 1)))};
}

PolicyConfig
IpsecNodeFixture::PolicyTo(const std::string& destination, PolicyKind kind, IpsecLevel level)
{
    PolicyConfig config;
    config.selector.destination = In(destination);
    config.selector.source = {config.selector.destination.address.IsIpv4() ? At("0.0.0.0")
                                                                           : At("::"),
                              0};
    config.kind = kind;
    if (kind == PolicyKind::IPSEC)
    {
        config.requirements.emplace_back();
        config.requirements.back().level = level;
    }
    return config;
}

SaConfig
IpsecNodeFixture::SaTo(uint32_t spi, const std::string& to)
{
    SaConfig config;
    config.spi = spi;
    config.mode = IpsecMode::TRANSPORT;
    config.destination = At(to);
    config.source = At(config.destination.IsIpv4() ? "192.0.2.1" : "2001:db8::1");
    config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    config.key.assign(config.cipher->GetKeyBytes(), 1);
    return config;
}

PacketDescriptor
IpsecNodeFixture::PacketTo(const std::string& to, uint32_t length, uint16_t sourcePort)
{
    PacketDescriptor packet;
    packet.destination = At(to);
    packet.source = At(packet.destination.IsIpv4() ? "192.0.2.1" : "2001:db8::1");
    packet.headerLength = packet.destination.IsIpv4() ? 20 : 40;
    packet.protocol = 17;
    packet.sourcePort = sourcePort;
    packet.destinationPort = 2000;
    packet.length = length;
    packet.flowHash = HashFlow(packet);
    return packet;
}

PacketDescriptor
IpsecNodeFixture::Reversed(PacketDescriptor packet)
{
    std::swap(packet.source, packet.destination);
    std::swap(packet.sourcePort, packet.destinationPort);
    packet.flowHash = HashFlow(packet);
    return packet;
}

PacketDescriptor
IpsecNodeFixture::Send(PacketDescriptor packet)
{
    node->GetOutputPath().Output(now, packet, {PeekPointer(interface), mtu, nullptr});
    return packet;
}

std::string
IpsecNodeFixture::Verdict(const PacketDescriptor& packet)
{
    const PacketDescriptor sent = Send(packet);
    return sent.drop != IpsecDrop::NONE ? ToString(sent.drop) : ToString(sent.verdict);
}

std::string
IpsecNodeFixture::Arrive(PacketDescriptor packet)
{
    node->GetInputPath().InputClear(now, packet, TransformHistory(), true);
    return ToString(packet.drop);
}

} // namespace ns3::tests

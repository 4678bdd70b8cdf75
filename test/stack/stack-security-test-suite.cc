/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-tags.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"

#include <functional>
#include <string>

using namespace ns3::tests;

namespace
{

/// @param network a network @param from 0 or 1: which host's traffic @return its selector
PolicySelector
SelectorOf(const TestNetwork& network, uint32_t from)
{
    const auto whole = [](const IpAddress& address) {
        return IpPrefix{address, static_cast<uint8_t>(address.IsIpv4() ? 32 : 128)};
    };
    PolicySelector selector;
    selector.source = whole(network.GetHostAddress(from));
    selector.destination = whole(network.GetHostAddress(1 - from));
    return selector;
}

/// @param selector of traffic @param direction of it @return a policy that requires transport ESP
PolicyConfig
RequireEsp(const PolicySelector& selector, IpsecDirection direction)
{
    PolicyConfig policy;
    policy.selector = selector;
    policy.direction = direction;
    policy.kind = PolicyKind::IPSEC;
    policy.requirements = {IpsecRequirement()};
    return policy;
}

/// Clear traffic for which the receiver's policy requires protection is refused.
class IntruderTestCase : public StackTestCase
{
  public:
    /// @param ipv6 family @param size octets of UDP payload @param frames of each datagram
    IntruderTestCase(bool ipv6, uint32_t size, uint32_t frames)
        : StackTestCase(std::string("R163: clear ") + (ipv6 ? "IPv6" : "IPv4") +
                        " intruder, UDP of " + std::to_string(size)),
          m_ipv6(ipv6),
          m_size(size),
          m_frames(frames)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.size = m_size;
        TestFlow flow(network, config);
        network.Build();
        IpsecHelper::AddPolicy(network.GetEnd(1),
                               RequireEsp(SelectorOf(network, 0), IpsecDirection::IN));
        network.Run();
        ExpectDelivered(flow, 0);
        ExpectRefused(network, 1, IpsecDrop::POLICY_IN, m_frames * config.count);
        EXPECT_EQ(network.GetWire().CountClear(0), m_frames * config.count, "sent");
        network.CheckInvariants();
    }

    bool m_ipv6;       //!< family
    uint32_t m_size;   //!< octets of payload
    uint32_t m_frames; //!< of each datagram
};

/// Fragments do not get round a policy that names a port.
class FragmentPolicyTestCase : public StackTestCase
{
  public:
    /// @param ipv6 family
    explicit FragmentPolicyTestCase(bool ipv6)
        : StackTestCase(std::string("Fragments and a policy for a port, ") +
                        (ipv6 ? "IPv6" : "IPv4")),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.size = 3000;
        config.port = 4000;
        TestFlow guarded(network, config);
        config.port = 5000;
        TestFlow others(network, config);
        config.size = 1000;
        config.port = 5001;
        TestFlow small(network, config);
        network.Build();
        PolicySelector selector = SelectorOf(network, 0);
        selector.protocol = 17;
        selector.destinationPort = 4000;
        IpsecHelper::AddPolicy(network.GetEnd(1), RequireEsp(selector, IpsecDirection::IN));
        network.Run();
        ExpectDelivered(guarded, 0);
        ExpectDelivered(others, 0); // the price: its later fragments could be the others'
        ExpectDelivered(small, config.count);
        // Three fragments of each; only the first one of port 5000 shows that it may pass.
        ExpectRefused(network, 1, IpsecDrop::POLICY_IN, (3 + 2) * config.count);
        EXPECT_EQ(network.GetIpsec(1)->GetInputCounters().clear.packets,
                  2 * config.count,
                  "first fragments of port 5000, and port 5001");
        network.CheckInvariants();
    }

    bool m_ipv6; //!< family
};

/// Forwarded fragments without ports are protected when they may belong to protected traffic.
class ForwardedFragmentTestCase : public StackTestCase
{
  public:
    ForwardedFragmentTestCase()
        : StackTestCase("Forwarded fragments and a policy for a port")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.forwarded = true;
        setup.tunnel = true;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.size = 3000; // the host cuts it
        TestFlow flow(network, config);
        network.Build();
        for (uint32_t end = 0; end < 2; ++end)
        {
            SaConfig sa;
            sa.spi = 0x5000;
            sa.mode = IpsecMode::TUNNEL;
            sa.source = network.GetEndAddress(0);
            sa.destination = network.GetEndAddress(1);
            sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
            sa.key = IpsecHelper::MakeKey(sa.spi, sa.cipher->GetKeyBytes());
            IpsecHelper::AddSa(network.GetEnd(end), sa);
            PolicySelector selector = SelectorOf(network, 0);
            selector.protocol = 17;
            selector.destinationPort = config.port;
            PolicyConfig policy =
                RequireEsp(selector, end == 0 ? IpsecDirection::OUT : IpsecDirection::IN);
            policy.requirements[0].mode = IpsecMode::TUNNEL;
            policy.requirements[0].source = sa.source;
            policy.requirements[0].destination = sa.destination;
            IpsecHelper::AddPolicy(network.GetEnd(end), policy);
        }
        network.Run();
        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().software.packets,
                  3 * config.count,
                  "every fragment by itself");
        network.CheckInvariants();
    }
};

/// What was decrypted meets the inbound policy: an SA is no license.
class DecryptedTestCase : public StackTestCase
{
  public:
    /// @param nic whether NICs do ESP
    explicit DecryptedTestCase(bool nic)
        : StackTestCase(std::string("R161: decrypted, but discarded by policy, ") +
                        (nic ? "NIC" : "software")),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        TestNetwork network(setup);
        TestFlow::Config config;
        TestFlow flow(network, config);
        config.port = 4001;
        TestFlow other(network, config);
        network.Build();
        PolicyConfig policy;
        policy.selector = SelectorOf(network, 0);
        policy.selector.protocol = 17;
        policy.selector.destinationPort = 4000;
        policy.direction = IpsecDirection::IN;
        policy.kind = PolicyKind::DISCARD;
        policy.priority = -1;
        IpsecHelper::AddPolicy(network.GetEnd(1), policy);
        network.Run();
        ExpectDelivered(flow, 0);
        ExpectDelivered(other, config.count);
        ExpectRefused(network, 1, IpsecDrop::POLICY_IN, config.count);
        network.CheckInvariants();
    }

    bool m_nic; //!< whether NICs do ESP
};

/// Sends one datagram with marks that only its own node may make.
class ForgedTagTestCase : public StackTestCase
{
  public:
    /// Puts a mark on a packet.
    using Forge = std::function<void(Ptr<Packet>, const TestNetwork&)>;

    /// @param name of the mark @param forge makes it
    ForgedTagTestCase(const std::string& name, Forge forge)
        : StackTestCase("Foreign " + name + " is not believed"),
          m_forge(std::move(forge))
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT; // a NIC would strip its own side's marks
        setup.protect = false;
        TestNetwork network(setup);
        network.InstallStack();
        network.AssignAddresses();
        network.GetHelper().Install(network.GetEnd(1)); // the sender has no IPsec
        IpsecHelper::AddPolicy(network.GetEnd(1),
                               RequireEsp(SelectorOf(network, 0), IpsecDirection::IN));
        Simulator::Schedule(TestNetwork::GetStart(), &ForgedTagTestCase::Send, this, &network);
        network.Run();
        EXPECT_EQ(network.GetWire().CountClear(0), 1, "sent");
        ExpectRefused(network, 1, IpsecDrop::POLICY_IN, 1);
        network.GetIpsec(1)->CheckInvariants();
    }

    void Send(TestNetwork* network)
    {
        Ptr<Socket> socket = Socket::CreateSocket(network->GetHost(0),
                                                  TypeId::LookupByName("ns3::UdpSocketFactory"));
        Ptr<Packet> packet = Create<Packet>(100);
        m_forge(packet, *network);
        socket->SendTo(packet, 0, InetSocketAddress(ToIpv4Address(network->GetHostAddress(1)), 9));
    }

    Forge m_forge; //!< makes the mark
};

/// The mark "done in software" of a neighbor must not let a gateway forward in clear.
class ForgedDoneTagTestCase : public StackTestCase
{
  public:
    ForgedDoneTagTestCase()
        : StackTestCase("R119: a foreign done-tag does not skip a gateway's policy")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT;
        setup.forwarded = true;
        setup.tunnel = true;
        TestNetwork network(setup);
        network.Build();
        Simulator::Schedule(TestNetwork::GetStart(), &ForgedDoneTagTestCase::Send, this, &network);
        network.Run();
        EXPECT_EQ(network.GetWire().CountEsp(0), 1, "protected");
        ExpectOnlyEsp(network);
        network.CheckInvariants();
    }

    void Send(TestNetwork* network)
    {
        Ptr<Socket> socket = Socket::CreateSocket(network->GetHost(0),
                                                  TypeId::LookupByName("ns3::UdpSocketFactory"));
        Ptr<Packet> packet = Create<Packet>(100);
        packet->AddPacketTag(IpsecOutDoneTag());
        packet->AddPacketTag(IpsecTxTag(3));
        socket->SendTo(packet, 0, InetSocketAddress(ToIpv4Address(network->GetHostAddress(1)), 9));
    }
};

/// BypassNeighborDiscovery: what it lets pass beside a policy that discards everything.
class DiscoveryTestCase : public StackTestCase
{
  public:
    /// @param ipv6 family @param bypass the attribute
    DiscoveryTestCase(bool ipv6, bool bypass)
        : StackTestCase(std::string("BypassNeighborDiscovery ") + (bypass ? "on, " : "off, ") +
                        (ipv6 ? "IPv6" : "IPv4")),
          m_ipv6(ipv6),
          m_bypass(bypass)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.link = Link::CSMA; // which needs neighbor discovery
        setup.protect = false;
        setup.bypassDiscovery = m_bypass;
        TestNetwork network(setup);
        TestFlow::Config config;
        TestFlow flow(network, config);
        network.Build();
        for (uint32_t end = 0; end < 2; ++end)
        {
            // All but UDP between the two hosts.
            PolicyConfig policy;
            policy.selector.source.address = m_ipv6 ? IpAddress() : IpAddress::FromIpv4(0);
            policy.selector.destination = policy.selector.source;
            policy.kind = PolicyKind::DISCARD;
            policy.priority = 1;
            policy.direction = IpsecDirection::OUT;
            IpsecHelper::AddPolicy(network.GetEnd(end), policy);
            policy.selector = SelectorOf(network, 0);
            policy.selector.protocol = 17;
            policy.kind = PolicyKind::NONE;
            policy.priority = 0;
            IpsecHelper::AddPolicy(network.GetEnd(end), policy);
        }
        Simulator::Schedule(TestNetwork::GetStart(),
                            &DiscoveryTestCase::SendMulticast,
                            this,
                            &network);
        network.Run();
        const auto& layer = *IpsecHelper::GetLayer(network.GetEnd(0));
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        if (m_bypass)
        {
            ExpectDelivered(flow, config.count);
            EXPECT_GT(network.GetWire().discovery, 0, "on the wire");
            EXPECT_GT(layer.GetCounters().exemptOut.packets, 0, "never searched");
            EXPECT_EQ(out.discard.packets, 0, "discarded");
        }
        else
        {
            // ARP is no IP; IPv6 cannot resolve its neighbor any more.
            ExpectDelivered(flow, m_ipv6 ? 0 : config.count);
            EXPECT_EQ(network.GetWire().discovery, 0, "on the wire");
            EXPECT_EQ(layer.GetCounters().exemptOut.packets, 0, "never searched");
            EXPECT_GT(out.discard.packets, 0, "discarded");
        }
        network.CheckInvariants();
    }

    void SendMulticast(TestNetwork* network) const
    {
        Ptr<Socket> socket = Socket::CreateSocket(network->GetHost(0),
                                                  TypeId::LookupByName("ns3::UdpSocketFactory"));
        socket->BindToNetDevice(network->GetDevice(0));
        const Address group = m_ipv6 ? Address(Inet6SocketAddress(Ipv6Address("ff02::1"), 9))
                                     : Address(InetSocketAddress(Ipv4Address("224.0.0.1"), 9));
        socket->SendTo(Create<Packet>(100), 0, group);
    }

    bool m_ipv6;   //!< family
    bool m_bypass; //!< the attribute
};

/// Which IPv4 destinations count as broadcast and so are never searched.
class BroadcastTestCase : public StackTestCase
{
  public:
    BroadcastTestCase()
        : StackTestCase("Broadcast and multicast are exempt, a neighbor in a network of two is not")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT;
        TestNetwork network(setup);
        network.Build();
        const auto pair = PointToPointHelper().Install(network.GetEnd(0), network.GetEnd(1));
        network.AddAddress(pair.Get(0), IpAddress::FromString("10.5.0.0").value(), 31);
        network.AddAddress(pair.Get(1), IpAddress::FromString("10.5.0.1").value(), 31);
        network.Run();
        const auto layer = IpsecHelper::GetLayer(network.GetEnd(0));
        const auto isExempt = [&layer](const std::string& to, const Ptr<NetDevice>& device) {
            PacketDescriptor packet;
            packet.source = IpAddress::FromString("10.9.0.1").value();
            packet.destination = IpAddress::FromString(to).value();
            packet.protocol = 17;
            return layer->GetView().IsExempt(packet, device);
        };
        const Ptr<NetDevice> device = network.GetDevice(0);
        EXPECT_EQ(isExempt("10.9.0.255", device), true, "subnet-directed broadcast");
        EXPECT_EQ(isExempt("255.255.255.255", device), true, "limited broadcast");
        EXPECT_EQ(isExempt("224.0.0.9", device), true, "multicast");
        EXPECT_EQ(isExempt("10.9.0.2", device), false, "a host");
        EXPECT_EQ(isExempt("10.5.0.1", pair.Get(0)), false, "a /31 neighbor");
    }
};

/// Full fidelity: nothing gets round a policy.
class StackSecurityTestSuite : public TestSuite
{
  public:
    StackSecurityTestSuite()
        : TestSuite("ipsec-stack-security", Type::SYSTEM)
    {
        for (const bool ipv6 : {false, true})
        {
            AddTestCase(new IntruderTestCase(ipv6, 1000, 1));
            AddTestCase(new IntruderTestCase(ipv6, 3000, 3));
            AddTestCase(new FragmentPolicyTestCase(ipv6));
            AddTestCase(new DiscoveryTestCase(ipv6, true));
            AddTestCase(new DiscoveryTestCase(ipv6, false));
        }
        AddTestCase(new DecryptedTestCase(false));
        AddTestCase(new DecryptedTestCase(true));
        AddTestCase(new BroadcastTestCase());
        AddTestCase(new ForwardedFragmentTestCase());
        AddTestCase(new ForgedTagTestCase("receive tag",
                                          [](Ptr<Packet> packet, const TestNetwork& network) {
                                              packet->AddPacketTag(
                                                  IpsecRxTag(3, HistoryOf(network)));
                                          }));
        AddTestCase(new ForgedTagTestCase("mark of undone ESP",
                                          [](Ptr<Packet> packet, const TestNetwork& network) {
                                              packet->AddPacketTag(IpsecInTag(HistoryOf(network)));
                                          }));
        AddTestCase(new ForgedDoneTagTestCase());
    }

  private:
    static TransformHistory HistoryOf(const TestNetwork& network)
    {
        TransformHistory history;
        history.Add({network.GetHostAddress(1), 0x1000, IpsecProtocol::ESP, IpsecMode::TRANSPORT});
        return history;
    }
};

StackSecurityTestSuite g_stackSecurityTestSuite; //!< registers itself

} // namespace

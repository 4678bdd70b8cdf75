/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace ns3::tests;

namespace
{

constexpr uint16_t PORT = 4000; //!< of servers

/// Two hosts with SAs between them and no policies; tests give those to sockets.
class SocketPolicyTestCase : public StackTestCase
{
  public:
    /// @param name what is tested @param ipv6 family
    SocketPolicyTestCase(const std::string& name, bool ipv6)
        : StackTestCase(name + (ipv6 ? ", IPv6" : ", IPv4")),
          m_ipv6(ipv6)
    {
    }

  protected:
    /// Make the network and its SAs.
    void Prepare(TestNetwork& network)
    {
        m_network = &network;
        network.Build();
        for (uint32_t from = 0; from < 2; ++from)
        {
            SaConfig sa;
            sa.spi = 0x1000 + from;
            sa.mode = IpsecMode::TRANSPORT;
            sa.source = network.GetHostAddress(from);
            sa.destination = network.GetHostAddress(1 - from);
            sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
            sa.key = IpsecHelper::MakeKey(sa.spi, sa.cipher->GetKeyBytes());
            sa.replayWindow = 64;
            IpsecHelper::AddSa(network.GetEnd(0), sa);
            IpsecHelper::AddSa(network.GetEnd(1), sa);
        }
    }

    /// @return the setup of all tests here
    NetworkSetup Setup() const
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.protect = false;
        return setup;
    }

    /// @param host 0 or 1 @param tcp else UDP @return a new socket there
    Ptr<Socket> Open(uint32_t host, bool tcp) const
    {
        return Socket::CreateSocket(m_network->GetHost(host),
                                    tcp ? TcpSocketFactory::GetTypeId()
                                        : UdpSocketFactory::GetTypeId());
    }

    /// @param host 0 or 1 @param port a port @return its address there
    Address AddressOf(uint32_t host, uint16_t port) const
    {
        const IpAddress address = m_network->GetHostAddress(host);
        return m_ipv6 ? Address(Inet6SocketAddress(ToIpv6Address(address), port))
                      : Address(InetSocketAddress(ToIpv4Address(address), port));
    }

    /// @param socket a socket @param kind of both directions' policies
    static void Demand(const Ptr<Socket>& socket, PolicyKind kind = PolicyKind::IPSEC)
    {
        for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
        {
            SocketPolicyConfig config;
            config.direction = direction;
            config.kind = kind;
            if (kind == PolicyKind::IPSEC)
            {
                config.requirements.emplace_back();
            }
            IpsecHelper::SetSocketPolicy(socket, config);
        }
    }

    /// @param socket a socket @param octets how many to send @param times in so many calls
    static void Send(const Ptr<Socket>& socket, uint32_t octets, uint32_t times = 1)
    {
        for (uint32_t i = 0; i < times; ++i)
        {
            socket->Send(Create<Packet>(octets));
        }
    }

    /// Count what a socket gets. @param socket a socket
    void Count(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            m_received += packet->GetSize();
        }
    }

    /// @param host 0 or 1 @return its sockets with policies, and strangers
    size_t CountSockets(uint32_t host) const
    {
        return m_network->GetIpsec(host)->GetSocketPolicies().GetSize();
    }

    TestNetwork* m_network{nullptr}; //!< where
    uint64_t m_received{0};          //!< octets, see Count()
    bool m_ipv6;                     //!< family
};

/// A UDP socket's policy from before it is bound until it is closed.
class UdpPolicyTestCase : public SocketPolicyTestCase
{
  public:
    /// @param ipv6 family
    explicit UdpPolicyTestCase(bool ipv6)
        : SocketPolicyTestCase("R112 R113 R117 R118 a UDP socket's policy in full fidelity", ipv6)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(Setup());
        Prepare(network);
        PolicyConfig discard;
        discard.kind = PolicyKind::DISCARD;
        discard.selector.source = {network.GetHostAddress(0), m_ipv6 ? uint8_t{64} : uint8_t{24}};
        discard.selector.destination = discard.selector.source;
        IpsecHelper::AddPolicy(network.GetEnd(0), discard);

        Ptr<Socket> server = Open(1, false);
        server->Bind(AddressOf(1, PORT));
        server->SetRecvCallback(MakeCallback(&UdpPolicyTestCase::Count, this));
        Demand(server);
        Ptr<Socket> client = Open(0, false);
        Demand(client); // before it has a port
        Ptr<Socket> other = Open(0, false);
        const Time start = TestNetwork::GetStart();
        Simulator::Schedule(start, [&]() {
            client->Connect(AddressOf(1, PORT));
            other->Connect(AddressOf(1, PORT));
            Send(client, 100, 5);
            Send(other, 100, 3);
        });
        Simulator::Schedule(start + MilliSeconds(50), [&]() {
            const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
            EXPECT_EQ(out.software.packets, 5, "R118 protected, against discard");
            EXPECT_EQ(out.discard.packets, 3, "the other socket has no policy");
            EXPECT_EQ(m_received, 500, "delivered");
            EXPECT_EQ(CountSockets(0), 1, "known");
            Demand(client, PolicyKind::BYPASS);
            Send(client, 100, 2);
        });
        Simulator::Schedule(start + MilliSeconds(100), [&]() {
            EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().bypass.packets, 2, "R112 replaced");
            EXPECT_EQ(network.GetIpsec(1)->GetInputCounters().drops[IpsecDrop::POLICY_IN].packets,
                      2,
                      "R113 the server's socket demands protection");
            client->Close();
        });
        Simulator::Schedule(start + MilliSeconds(300), [&]() { Send(other, 100); });
        Simulator::Schedule(start + MilliSeconds(310),
                            [&]() { EXPECT_EQ(CountSockets(0), 0, "R117 closed"); });
        network.Run();
        EXPECT_EQ(m_received, 500, "delivered");
        network.CheckInvariants();
    }
};

/// What a UDP socket pays for its policy, with a peer and without.
class PeerTestCase : public SocketPolicyTestCase
{
  public:
    /// @param ipv6 family
    explicit PeerTestCase(bool ipv6)
        : SocketPolicyTestCase("R114 only a socket with a peer remembers its policy", ipv6)
    {
    }

  private:
    void DoRun() override
    {
        for (const bool connected : {true, false})
        {
            for (const bool assumed : {false, true})
            {
                const bool remembers = connected || assumed;
                EXPECT_EQ(CountSearches(connected, assumed), (remembers ? 1 : 3), "of 3 datagrams");
            }
        }
    }

    /// @param connected whether the sender's socket is @param assumed whether all count as
    /// connected
    /// @return how many of three datagrams had their policy searched
    double CountSearches(bool connected, bool assumed)
    {
        NetworkSetup setup = Setup();
        setup.host.cores = 1;
        setup.host.clock = 1'000'000'000;
        setup.host.policyLookup = 1000; // a microsecond
        TestNetwork network(setup);
        Prepare(network);
        IpsecHelper::GetLayer(network.GetEnd(0))
            ->SetAttribute("AssumeConnected", BooleanValue(assumed));
        Ptr<Socket> server = Open(1, false); // else there are answers, which cost a search
        server->Bind(AddressOf(1, PORT));
        Ptr<Socket> client = Open(0, false);
        client->Bind(AddressOf(0, PORT));
        Ptr<Socket> other = Open(0, false); // has a peer, the same one, and sends nothing
        double before = 0;
        double after = 0;
        const Time start = TestNetwork::GetStart();
        Simulator::Schedule(start, [&]() {
            before = network.GetIpsec(0)->GetHost().GetBusySeconds(0);
            other->Connect(AddressOf(1, PORT));
            if (connected)
            {
                client->Connect(AddressOf(1, PORT));
            }
            for (int i = 0; i < 3; ++i)
            {
                client->SendTo(Create<Packet>(100), 0, AddressOf(1, PORT));
            }
        });
        Simulator::Schedule(start + MilliSeconds(50),
                            [&]() { after = network.GetIpsec(0)->GetHost().GetBusySeconds(0); });
        network.Run();
        network.CheckInvariants();
        return std::round((after - before) * 1e6);
    }
};

/// With large receive each connection acknowledges each unit, whatever others do.
class AcknowledgeTestCase : public SocketPolicyTestCase
{
  public:
    /// @param ipv6 family
    explicit AcknowledgeTestCase(bool ipv6)
        : SocketPolicyTestCase("Large receive: each connection acknowledges each unit", ipv6)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup = Setup();
        setup.host.gro = true;
        TestNetwork network(setup);
        Prepare(network);
        Ptr<Socket> server = Open(1, true);
        server->Bind(AddressOf(1, PORT));
        server->Listen();
        server->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&AcknowledgeTestCase::Accept, this));
        const Ptr<Socket> clients[]{Open(0, true), Open(0, true), Open(0, true)};
        const Time start = TestNetwork::GetStart();
        for (const auto& client : clients)
        {
            Simulator::Schedule(start, [this, client]() { client->Connect(AddressOf(1, PORT)); });
            Simulator::Schedule(start + MilliSeconds(50), [client]() { Send(client, 300); });
        }
        Simulator::Stop(start + MilliSeconds(100));
        Simulator::Run();
        EXPECT_EQ(m_accepted.size(), 3, "connections");
        for (const auto& socket : m_accepted)
        {
            UintegerValue count;
            socket->GetAttribute("DelAckCount", count);
            EXPECT_EQ(count.Get(), 1, "segments for an acknowledgment");
        }
        m_accepted.clear();
    }

    /// @param socket a new connection
    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_accepted.push_back(socket);
    }

    std::vector<Ptr<Socket>> m_accepted; //!< the server's ends
};

/// A listening TCP socket's policy, connections from before and after.
class TcpPolicyTestCase : public SocketPolicyTestCase
{
  public:
    /// @param ipv6 family
    explicit TcpPolicyTestCase(bool ipv6)
        : SocketPolicyTestCase("R112 R116 R117 policies of TCP sockets in full fidelity", ipv6)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(Setup());
        Prepare(network);
        Ptr<Socket> server = Open(1, true);
        server->Bind(AddressOf(1, PORT));
        server->Listen();
        server->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&TcpPolicyTestCase::Accept, this));
        Ptr<Socket> early = Open(0, true);
        Ptr<Socket> late = Open(0, true);
        const Time start = TestNetwork::GetStart();
        Simulator::Schedule(start, [&]() { early->Connect(AddressOf(1, PORT)); });
        Simulator::Schedule(start + MilliSeconds(100), [&]() {
            EXPECT_EQ(m_accepted.size(), 1, "accepted");
            Demand(server);
            Demand(late);
            late->Connect(AddressOf(1, PORT));
        });
        Simulator::Schedule(start + MilliSeconds(200), [&]() {
            const auto& sockets = network.GetIpsec(1)->GetSocketPolicies();
            EXPECT_EQ(m_accepted.size(), 2, "accepted with ESP");
            EXPECT_EQ(CountSockets(1), 3, "listener, stranger, connection");
            const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
            m_clear = in.clear.packets;
            m_protected = in.decrypted.packets;
            EXPECT_GT(m_protected, 1, "SYN and ACK came in ESP");
            EXPECT_EQ((sockets.GetEndpoint(1) != nullptr), true, "the stranger is first");
            Send(early, 400);
        });
        Simulator::Schedule(start + MilliSeconds(300), [&]() {
            const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
            EXPECT_EQ(m_received, 400, "R116 connections from before have no policy");
            EXPECT_EQ(in.decrypted.packets, m_protected, "and go in clear");
            m_clear = in.clear.packets;
            Send(late, 700);
        });
        Simulator::Schedule(start + MilliSeconds(400), [&]() {
            const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
            EXPECT_EQ(m_received, 1100, "delivered");
            EXPECT_EQ(in.clear.packets, m_clear, "R116 nothing of it in clear");
            EXPECT_GT(in.decrypted.packets, m_protected, "R116 but in ESP");
            late->Close();
            m_accepted.back()->Close();
        });
        Simulator::Schedule(start + Seconds(300), [&]() {
            EXPECT_EQ(CountSockets(0), 0, "R117 the client's is gone");
            EXPECT_EQ(CountSockets(1), 2, "R117 the connection's is gone");
            server->Close();
            EXPECT_EQ(CountSockets(1), 1, "R117 and the listener's at once");
        });
        network.Run();
        network.CheckInvariants();
        m_accepted.clear();
    }

    /// @param socket a new connection
    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_accepted.push_back(socket);
        socket->SetRecvCallback(MakeCallback(&TcpPolicyTestCase::CountTcp, this));
    }

    /// @param socket a connection
    void CountTcp(Ptr<Socket> socket)
    {
        Count(socket);
    }

    std::vector<Ptr<Socket>> m_accepted; //!< in order
    uint64_t m_clear{0};                 //!< packets seen so far
    uint64_t m_protected{0};             //!< packets seen so far
};

/// Policies of sockets in full fidelity.
class StackSocketsTestSuite : public TestSuite
{
  public:
    StackSocketsTestSuite()
        : TestSuite("ipsec-stack-sockets", TestSuite::Type::UNIT)
    {
        for (const bool ipv6 : {false, true})
        {
            AddTestCase(new UdpPolicyTestCase(ipv6));
            AddTestCase(new PeerTestCase(ipv6));
            AddTestCase(new AcknowledgeTestCase(ipv6));
            AddTestCase(new TcpPolicyTestCase(ipv6));
        }
    }
};

StackSocketsTestSuite g_stackSocketsTestSuite; //!< registers the suite

} // namespace

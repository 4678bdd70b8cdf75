/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/boolean.h"
#include "ns3/error-model.h"
#include "ns3/global-value.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv6-header.h"
#include "ns3/kernel-profile.h"
#include "ns3/pointer.h"
#include "ns3/ppp-header.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/udp-header.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of what headers on the wire say, and of what is read from them: identification and ECN of
 * outer headers, fragments that were lost, chains of IPv6 extension headers.
 */

using namespace ns3::tests;

namespace
{

constexpr uint8_t UDP = 17;
constexpr uint16_t PORT = 4000; // of the first flow

/// Loses one frame in so many.
class PeriodicErrorModel : public ErrorModel
{
  public:
    /// @param period how many
    explicit PeriodicErrorModel(uint32_t period)
        : m_period(period)
    {
    }

  private:
    bool DoCorrupt(Ptr<Packet>) override
    {
        return ++m_seen % m_period == 0;
    }

    void DoReset() override
    {
        m_seen = 0;
    }

    uint32_t m_period;  //!< see the constructor
    uint32_t m_seen{0}; //!< frames
};

/// @param address an address @return the prefix that has it alone
IpPrefix
Whole(const IpAddress& address)
{
    return {address, static_cast<uint8_t>(address.IsIpv4() ? 32 : 128)};
}

/**
 * Protect UDP from end 0 to some ports of end 1, each with an SA of its own between the same
 * addresses.
 * @param network not protected yet @param mode of the SAs @param ports how many, from PORT on
 * @param esn extended sequence numbers
 */
void
ProtectPorts(const TestNetwork& network, IpsecMode mode, uint16_t ports, bool esn = false)
{
    for (uint16_t i = 0; i < ports; ++i)
    {
        PolicyConfig policy;
        policy.kind = PolicyKind::IPSEC;
        policy.selector.source = Whole(network.GetHostAddress(0));
        policy.selector.destination = Whole(network.GetHostAddress(1));
        policy.selector.protocol = UDP;
        policy.selector.destinationPort = static_cast<uint16_t>(PORT + i);
        IpsecRequirement requirement;
        requirement.level = IpsecLevel::UNIQUE;
        requirement.reqid = i + 1;
        requirement.mode = mode;
        SaConfig sa;
        sa.spi = 0x1000 + i;
        sa.mode = mode;
        sa.reqid = i + 1;
        sa.source = network.GetEndAddress(0);
        sa.destination = network.GetEndAddress(1);
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key = IpsecHelper::MakeKey(sa.spi, sa.cipher->GetKeyBytes());
        sa.replayWindow = 64;
        sa.esn = esn;
        if (mode == IpsecMode::TUNNEL)
        {
            requirement.source = sa.source;
            requirement.destination = sa.destination;
        }
        policy.requirements = {requirement};
        for (uint32_t end = 0; end < 2; ++end)
        {
            policy.direction = end == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            sa.direction = policy.direction;
            IpsecHelper::AddPolicy(network.GetEnd(end), policy);
            IpsecHelper::AddSa(network.GetEnd(end), sa);
        }
    }
}

/// Datagrams of several SAs between the same addresses, some of whose fragments are lost.
class IdentificationTestCase : public StackTestCase
{
  public:
    /// @param kernel of both ends @param mode of the SAs @param mixes true when they must meet
    IdentificationTestCase(const std::string& kernel, IpsecMode mode, bool mixes)
        : StackTestCase(kernel + ", " + ns3::ToString(mode) +
                        ": fragments of four SAs between the same addresses, with losses"),
          m_kernel(kernel),
          m_mode(mode),
          m_mixes(mixes)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT;
        setup.protect = false;
        TestNetwork network(setup);
        std::vector<std::unique_ptr<TestFlow>> flows;
        TestFlow::Config config;
        config.count = 100;
        config.size = 1460;
        for (uint16_t i = 0; i < 4; ++i)
        {
            config.port = static_cast<uint16_t>(PORT + i);
            config.start = TestNetwork::GetStart() + MicroSeconds(100 * i);
            flows.push_back(std::make_unique<TestFlow>(network, config));
        }
        network.Build();
        for (uint32_t end = 0; end < 2; ++end)
        {
            FindKernelProfile(m_kernel)->Apply(*network.GetIpsec(end));
        }
        ProtectPorts(network, m_mode, 4);
        const uint32_t period = 15;
        network.GetDevice(1)->SetAttribute("ReceiveErrorModel",
                                           PointerValue(Create<PeriodicErrorModel>(period)));
        network.Run();

        const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
        const uint32_t badIcv = in.drops[IpsecDrop::BAD_ICV].packets;
        EXPECT_EQ((badIcv != 0), m_mixes, "put together from different datagrams");
        EXPECT_EQ(in.mixed[IpsecDrop::BAD_ICV].packets, badIcv, "and that is the cause");
        EXPECT_EQ((in.drops.Total().packets - badIcv), 0, "other drops");
        uint32_t delivered = 0;
        for (const auto& flow : flows)
        {
            EXPECT_EQ(flow->GetWrong(), 0, "changed on the way");
            delivered += flow->GetDelivered();
        }
        if (!m_mixes)
        {
            const uint32_t frames = 2 * 4 * config.count;
            EXPECT_EQ(delivered, 4 * config.count - frames / period, "delivered");
            std::set<uint16_t> numbers;
            for (const auto& frame : network.GetWire().frames)
            {
                numbers.insert(frame.identification);
            }
            EXPECT_EQ(numbers.size(), 4 * config.count, "no number comes twice");
        }
        network.CheckInvariants();
    }

    std::string m_kernel; //!< of both ends
    IpsecMode m_mode;     //!< of the SAs
    bool m_mixes;         //!< see the constructor
};

/// Loses one frame.
class SingleErrorModel : public ErrorModel
{
  public:
    /// @param number of the frame, from 1
    explicit SingleErrorModel(uint32_t number)
        : m_number(number)
    {
    }

  private:
    bool DoCorrupt(Ptr<Packet>) override
    {
        return ++m_seen == m_number;
    }

    void DoReset() override
    {
        m_seen = 0;
    }

    uint32_t m_number;  //!< see the constructor
    uint32_t m_seen{0}; //!< frames
};

/**
 * The first fragment of an old datagram, whose second one was lost, meets the second one of a new
 * datagram with the same identification. It brings the sequence number along, which is looked at
 * before the ICV (R170): without ESN it lies below the window; with ESN it stands for a number
 * 2^32 further on, which only the ICV can refuse.
 */
class OldFragmentTestCase : public StackTestCase
{
  public:
    /// @param esn extended sequence numbers
    explicit OldFragmentTestCase(bool esn)
        : StackTestCase(std::string("R170: an old fragment meets a new one, ") +
                        (esn ? "with ESN" : "without ESN")),
          m_esn(esn)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 100; // the window has 64
        config.size = 1460;
        TestFlow old(network, config);
        config.count = 1;
        config.start += Seconds(1);
        config.port = PORT + 1;
        TestFlow late(network, config);
        network.Build();
        for (uint32_t end = 0; end < 2; ++end)
        {
            // Identifications are sequence numbers there, so they need not come round to meet.
            FindKernelProfile("DpdkInline")->Apply(*network.GetIpsec(end));
        }
        ProtectPorts(network, IpsecMode::TRANSPORT, 2, m_esn);
        network.GetDevice(1)->SetAttribute("ReceiveErrorModel",
                                           PointerValue(Create<SingleErrorModel>(2)));
        network.Run();

        EXPECT_EQ(old.GetDelivered(), 99, "all but the first");
        EXPECT_EQ(late.GetDelivered(), 0, "its second fragment was taken");
        const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
        const IpsecDrop expected = m_esn ? IpsecDrop::BAD_ICV : IpsecDrop::REPLAY;
        EXPECT_EQ(in.drops[expected].packets, 1, "drops");
        EXPECT_EQ(in.drops.Total().packets, 1, "all drops");
        EXPECT_EQ(in.mixed[expected].packets, 1, "with the cause");
        EXPECT_EQ(in.mixed[expected].octets, in.drops.Total().octets, "its octets");
        const std::string line =
            std::string("of these joined from fragments of different datagrams, ") +
            ToString(expected) + ": 1 packets";
        EXPECT_EQ((network.DescribeCounters().find(line) != std::string::npos), true, line);
        network.CheckInvariants();
    }

    bool m_esn; //!< see the constructor
};

/// A router that marks every datagram, congestion experienced (RFC 3168), and clears the DSCP.
class MarkingErrorModel : public ErrorModel
{
  private:
    bool DoCorrupt(Ptr<Packet> packet) override
    {
        PppHeader ppp;
        Ipv4Header ip;
        packet->RemoveHeader(ppp);
        packet->RemoveHeader(ip);
        ip.SetTos(Ipv4Header::ECN_CE);
        ip.EnableChecksum();
        packet->AddHeader(ip);
        packet->AddHeader(ppp);
        return false;
    }

    void DoReset() override
    {
    }
};

/// The ECN bits of a tunnel's outer header, and what comes of them at its end.
class EcnTestCase : public StackTestCase
{
  public:
    /// What a kernel makes of traffic classes.
    struct Expectation
    {
        const char* kernel;
        bool sends;    //!< the sender's NIC does ESP
        bool receives; //!< the receiver's NIC does ESP
        uint8_t inner; //!< of what goes into the tunnel
        uint8_t outer; //!< of the outer header
        int after; //!< of what comes out, when the outer header was marked under way; -1: dropped
    };

    /// @param expectation of a kernel
    explicit EcnTestCase(const Expectation& expectation)
        : StackTestCase(std::string("RFC 6040: ECN through a tunnel, ") + expectation.kernel +
                        (expectation.sends ? ", NIC sends" : "") +
                        (expectation.receives ? ", NIC receives" : "") + ", traffic class " +
                        std::to_string(expectation.inner)),
          m_expectation(expectation)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.tunnel = true;
        setup.nic = m_expectation.sends;
        setup.peerWithoutNic = !m_expectation.receives;
        setup.interfaceName = m_expectation.sends ? "nic0" : ""; // Linux and DPDK ask for offload
        TestNetwork network(setup);
        TestFlow::Config config;
        config.trafficClass = m_expectation.inner;
        TestFlow flow(network, config);
        network.InstallStack();
        network.AssignAddresses();
        network.InstallIpsec();
        for (uint32_t end = 0; end < 2; ++end)
        {
            FindKernelProfile(m_expectation.kernel)->Apply(*network.GetIpsec(end));
        }
        network.GetDevice(1)->SetAttribute("ReceiveErrorModel",
                                           PointerValue(Create<MarkingErrorModel>()));
        network.GetEnd(1)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "LocalDeliver",
            MakeCallback(&EcnTestCase::SeeDelivered, this));
        network.Run();
        const uint32_t delivered = m_expectation.after < 0 ? 0 : config.count;
        ExpectDelivered(flow, delivered);
        for (const auto& frame : network.GetWire().frames)
        {
            EXPECT_EQ(+frame.trafficClass, +m_expectation.outer, "outer header");
        }
        EXPECT_EQ(m_delivered, delivered, "seen");
        const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
        EXPECT_EQ(in.drops[IpsecDrop::BAD_ECN].packets, config.count - delivered, "dropped");
        EXPECT_EQ((in.offloaded.packets != 0),
                  m_expectation.receives,
                  "decrypted by the NIC" + network.DescribeCounters());
        network.CheckInvariants();
    }

    void SeeDelivered(const Ipv4Header& header, Ptr<const Packet>, uint32_t)
    {
        if (header.GetProtocol() == UDP)
        {
            ++m_delivered;
            EXPECT_EQ(+header.GetTos(), m_expectation.after, "behind the tunnel");
        }
    }

    Expectation m_expectation; //!< of a kernel
    uint32_t m_delivered{0};   //!< datagrams
};

const EcnTestCase::Expectation ECN[]{
    // DSCP 46, and ECN not-ECT, ECT(1), ECT(0), CE
    {"FreeBsd", false, false, 0xb8, 0xb8, 0xb8},
    {"FreeBsd", false, false, 0xb9, 0xb8, 0xb9},
    {"FreeBsd", false, false, 0xba, 0xb8, 0xba},
    {"FreeBsd", false, false, 0xbb, 0xb8, 0xbb},
    {"FreeBsd", true, false, 0xbb, 0xb8, 0xbb},
    {"FreeBsd", true, true, 0xba, 0xb8, 0xba},
    {"LinuxCrypto", false, false, 0xb8, 0xb8, 0xb8},
    {"LinuxCrypto", false, false, 0xb9, 0xb9, 0xbb},
    {"LinuxCrypto", false, false, 0xba, 0xba, 0xbb},
    {"LinuxCrypto", false, false, 0xbb, 0xba, 0xbb},
    {"LinuxCrypto", true, true, 0xb8, 0xb8, 0xb8},
    {"LinuxCrypto", true, true, 0xba, 0xba, 0xbb},
    {"LinuxPacket", false, false, 0xbb, 0xba, 0xbb},
    {"LinuxPacket", true, true, 0xba, 0xba, 0xba},
    {"DpdkInline", false, false, 0xb8, 0xb8, 0xb8},
    {"DpdkInline", false, false, 0xba, 0xba, 0xbb},
    {"DpdkInline", false, false, 0xbb, 0xbb, 0xbb},
    {"DpdkInline", true, true, 0xba, 0xba, 0xbb},
    {"Ideal", false, false, 0xb8, 0xb8, -1},
    {"Ideal", false, false, 0xba, 0xba, 0xbb},
    {"Ideal", true, true, 0xb8, 0xb8, 0xb8},
};

/// A local datagram whose middle fragment is lost before it gets to IPsec.
class MissingMiddleTestCase : public StackTestCase
{
  public:
    MissingMiddleTestCase()
        : StackTestCase("A local datagram without its middle fragment is given up, not joined")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.link = Link::POINT_TO_POINT;
        TestNetwork network(setup);
        network.Build();
        const Time start = TestNetwork::GetStart();
        // Offsets in octets; the last one ends the datagram.
        Simulator::Schedule(start, &MissingMiddleTestCase::Send, &network, 1, 0, true);
        Simulator::Schedule(start, &MissingMiddleTestCase::Send, &network, 1, 960, false);
        for (const uint16_t offset : {0, 480, 960})
        {
            Simulator::Schedule(start,
                                &MissingMiddleTestCase::Send,
                                &network,
                                2,
                                offset,
                                offset < 960);
        }
        network.Run();
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.drops[IpsecDrop::INCOMPLETE].packets, 1, "without its middle");
        EXPECT_EQ(out.drops[IpsecDrop::INCOMPLETE].octets, 20 + 2 * 480, "octets of it");
        EXPECT_EQ(out.software.packets, 1, "the whole one");
        EXPECT_EQ(out.software.octets, 20 + 3 * 480, "octets of it");
        EXPECT_EQ(out.pending.packets, 0, "nothing waits");
        EXPECT_EQ(network.GetWire().CountEsp(0), 1, "on the wire");
        ExpectOnlyEsp(network);
        network.CheckInvariants();
    }

    /// IP hands a fragment of 480 octets down. @param network where @param identification of its
    /// datagram @param offset octets @param more not the last one
    static void Send(TestNetwork* network, uint16_t identification, uint16_t offset, bool more)
    {
        const auto ipv4 = network->GetEnd(0)->GetObject<Ipv4L3Protocol>();
        Ipv4Header header;
        header.SetSource(ToIpv4Address(network->GetEndAddress(0)));
        header.SetDestination(ToIpv4Address(network->GetEndAddress(1)));
        header.SetProtocol(UDP);
        header.SetTtl(64);
        header.SetPayloadSize(480);
        header.SetIdentification(identification);
        header.SetFragmentOffset(offset);
        if (more)
        {
            header.SetMoreFragments();
        }
        auto route = Create<Ipv4Route>();
        route->SetDestination(header.GetDestination());
        route->SetSource(header.GetSource());
        route->SetGateway(Ipv4Address::GetAny());
        route->SetOutputDevice(network->GetDevice(0));
        ipv4->SendWithHeader(Create<Packet>(480), header, route);
    }
};

/**
 * Clear IPv6 datagrams with random extension headers, right and wrong ones, against a policy that
 * discards UDP to one port: the socket of that port sees none of them. All octets that ports might
 * be read from by mistake are that port.
 */
class HeaderChainTestCase : public StackTestCase
{
  public:
    HeaderChainTestCase()
        : StackTestCase("R161: no chain of IPv6 headers gets round a policy with a port"),
          m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(7);
    }

  private:
    static constexpr uint16_t OPEN_PORT = 5000; //!< no policy is for it
    static constexpr uint32_t DATAGRAMS = 4000; //!< of each kind

    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = true;
        setup.link = Link::POINT_TO_POINT;
        setup.protect = false;
        TestNetwork network(setup);
        // Else UDP would refuse what is read by mistake.
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
        network.Build();
        PolicyConfig policy;
        policy.kind = PolicyKind::DISCARD;
        policy.direction = IpsecDirection::IN;
        policy.selector.source.address = IpAddress();
        policy.selector.destination = Whole(network.GetHostAddress(1));
        policy.selector.protocol = UDP;
        policy.selector.destinationPort = PORT;
        IpsecHelper::AddPolicy(network.GetEnd(1), policy);
        const auto closed = Listen(network, PORT, m_closed);
        const auto open = Listen(network, OPEN_PORT, m_open);
        // The reported one: a PadN of six octets in an options header with room for four.
        Simulator::Schedule(TestNetwork::GetStart(), [&network] {
            SendRaw(network, 60, {17, 0, 0x1e, 6, 0, 0, 0, 0});
        });
        for (uint32_t i = 0; i < DATAGRAMS; ++i)
        {
            Simulator::Schedule(TestNetwork::GetStart() + MicroSeconds(50 * i),
                                &HeaderChainTestCase::SendRandom,
                                this,
                                &network);
        }
        network.Run();
        EXPECT_EQ(m_closed, 0, "seen by the socket that the policy closes");
        const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
        EXPECT_GT(m_open, DATAGRAMS / 20, "seen by the other one: right chains");
        EXPECT_GT(in.drops[IpsecDrop::POLICY_IN].packets, DATAGRAMS / 20, "refused");
        EXPECT_GT(in.drops[IpsecDrop::MALFORMED].packets, DATAGRAMS / 20, "wrong ones");
        network.CheckInvariants();
    }

    static Ptr<Socket> Listen(const TestNetwork& network, uint16_t port, uint32_t& seen)
    {
        const auto socket =
            Socket::CreateSocket(network.GetHost(1), TypeId::LookupByName("ns3::UdpSocketFactory"));
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
        socket->SetRecvCallback([&seen](Ptr<Socket> from) {
            while (from->Recv())
            {
                ++seen;
            }
        });
        return socket;
    }

    /// @param most the largest @return a number from 0 on
    uint32_t Draw(uint32_t most)
    {
        return m_random->GetInteger(0, most);
    }

    void SendRandom(TestNetwork* network)
    {
        constexpr uint8_t types[]{0, 43, 44, 60};
        const uint32_t count = Draw(3);
        std::vector<uint8_t> chosen;
        for (uint32_t i = 0; i < count; ++i)
        {
            chosen.push_back(types[Draw(3)]);
        }
        chosen.push_back(UDP);
        std::vector<uint8_t> octets;
        for (uint32_t i = 0; i < count; ++i)
        {
            AppendHeader(octets, chosen[i], chosen[i + 1]);
        }
        SendRaw(*network, chosen[0], octets, Draw(1) == 0 ? PORT : OPEN_PORT);
    }

    /// @param octets where to append @param type of the header @param next what follows it
    void AppendHeader(std::vector<uint8_t>& octets, uint8_t type, uint8_t next)
    {
        const size_t start = octets.size();
        const auto units = static_cast<uint8_t>(Draw(9) == 0 ? Draw(40) : Draw(2));
        switch (type)
        {
        case 43:
            octets.insert(octets.end(), {next, units, static_cast<uint8_t>(Draw(1) * 4), 0});
            break;
        case 44: // an atomic fragment
            octets.insert(octets.end(), {next, 0, 0, 0, 0, 0, 0, 7});
            return;
        default:
            octets.insert(octets.end(), {next, units});
            break;
        }
        const size_t end = start + 8 * (units + 1U);
        while (octets.size() < end)
        {
            const auto room = static_cast<uint32_t>(end - octets.size());
            if (type == 43 || room == 1)
            {
                octets.push_back(type == 43 ? PORT >> (octets.size() % 2 == 0 ? 8 : 0) : 0);
                continue;
            }
            const bool overrun = Draw(5) == 0;
            const uint32_t data = overrun ? room + Draw(7) : Draw(room - 2);
            octets.push_back(Draw(1) == 0 ? 1 : 0x1e); // PadN, and one that is not known
            octets.push_back(static_cast<uint8_t>(data));
            for (uint32_t i = 0; i < data && octets.size() < end; ++i)
            {
                octets.push_back(static_cast<uint8_t>(PORT >> (octets.size() % 2 == 0 ? 8 : 0)));
            }
        }
    }

    /**
     * @param network where
     * @param next of the IPv6 header
     * @param chain octets of extension headers; the last one announces UDP
     * @param port of UDP
     */
    static void SendRaw(const TestNetwork& network,
                        uint8_t next,
                        std::vector<uint8_t> chain,
                        uint16_t port = OPEN_PORT)
    {
        const auto append = [&chain](uint16_t value) {
            chain.push_back(static_cast<uint8_t>(value >> 8));
            chain.push_back(static_cast<uint8_t>(value));
        };
        append(PORT); // source
        append(port);
        for (uint32_t i = 0; i < 2 + 160; ++i)
        {
            append(PORT); // length, checksum, data
        }
        Ipv6Header header;
        header.SetSource(ToIpv6Address(network.GetHostAddress(0)));
        header.SetDestination(ToIpv6Address(network.GetHostAddress(1)));
        header.SetNextHeader(next);
        header.SetHopLimit(64);
        header.SetPayloadLength(static_cast<uint16_t>(chain.size()));
        const auto packet = Create<Packet>(chain.data(), static_cast<uint32_t>(chain.size()));
        packet->AddHeader(header);
        network.GetDevice(0)->Send(packet, network.GetDevice(1)->GetAddress(), ETHERTYPE_IPV6);
    }

    Ptr<UniformRandomVariable> m_random; //!< chains
    uint32_t m_closed{0};                //!< datagrams at PORT
    uint32_t m_open{0};                  //!< datagrams at OPEN_PORT
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "stack-wire".
 */
class StackWireTestSuite : public TestSuite
{
  public:
    StackWireTestSuite()
        : TestSuite("ipsec-stack-wire", TestSuite::Type::SYSTEM)
    {
        for (const IpsecMode mode : {IpsecMode::TUNNEL, IpsecMode::TRANSPORT})
        {
            for (const char* kernel : {"FreeBsd", "LinuxCrypto", "Ideal"})
            {
                AddTestCase(new IdentificationTestCase(kernel, mode, false));
            }
        }
        AddTestCase(new IdentificationTestCase("DpdkInline", IpsecMode::TUNNEL, true));
        AddTestCase(new OldFragmentTestCase(false));
        AddTestCase(new OldFragmentTestCase(true));
        for (const auto& expectation : ECN)
        {
            AddTestCase(new EcnTestCase(expectation));
        }
        AddTestCase(new MissingMiddleTestCase());
        AddTestCase(new HeaderChainTestCase());
    }
};

StackWireTestSuite g_stackWireTestSuite; //!< the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/flow-monitor-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/traffic-control-layer.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

using namespace ns3::tests;

namespace
{

/// The steps of a script in every order that ns-3 itself allows.
class OrderTestCase : public StackTestCase
{
  public:
    /// @param order the steps: s stack, a addresses, i IPsec, t traffic @param nic whether NICs do
    /// ESP
    OrderTestCase(std::string order, bool nic)
        : StackTestCase("Order of helpers " + order + (nic ? ", NIC" : ", software")),
          m_order(std::move(order)),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        TestNetwork network(setup);
        std::unique_ptr<TestFlow> flow;
        for (const char step : m_order)
        {
            switch (step)
            {
            case 's':
                network.InstallStack();
                break;
            case 'a':
                network.AssignAddresses();
                break;
            case 'i':
                network.InstallIpsec();
                break;
            default:
                flow = std::make_unique<TestFlow>(network, TestFlow::Config());
            }
        }
        network.Run();
        ExpectDelivered(*flow, TestFlow::Config().count);
        ExpectOnlyEsp(network);
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ((m_nic ? out.offload : out.software).packets,
                  TestFlow::Config().count,
                  "protected");
        network.CheckInvariants();
    }

    std::string m_order; //!< the steps
    bool m_nic;          //!< whether NICs do ESP
};

/// Reads standard error while it lives.
class ErrorReader
{
  public:
    ErrorReader()
        : m_before(std::cerr.rdbuf(m_text.rdbuf()))
    {
    }

    ~ErrorReader()
    {
        std::cerr.rdbuf(m_before);
    }

    ErrorReader(const ErrorReader&) = delete;
    ErrorReader& operator=(const ErrorReader&) = delete;

    /// @param text what to look for @return how often it was said
    uint32_t Count(const std::string& text) const
    {
        const std::string said = m_text.str();
        uint32_t count = 0;
        for (size_t at = said.find(text); at != std::string::npos; at = said.find(text, at + 1))
        {
            ++count;
        }
        return count;
    }

  private:
    std::ostringstream m_text; //!< what was said
    std::streambuf* m_before;  //!< where it would have gone
};

/// An interface that comes after time 0: warned about, counted, hooked on request.
class LateInterfaceTestCase : public StackTestCase
{
  public:
    LateInterfaceTestCase()
        : StackTestCase("R52: late interface, warning and Rehook()")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        TestNetwork network(setup);
        network.Build();
        m_network = &network;
        const ErrorReader errors;
        Simulator::Schedule(Seconds(1), &LateInterfaceTestCase::AddInterface, this);
        Simulator::Schedule(Seconds(2), &LateInterfaceTestCase::SendTwo, this);
        Simulator::Schedule(Seconds(3), &LateInterfaceTestCase::Rehook, this);
        Simulator::Schedule(Seconds(4), &LateInterfaceTestCase::SendTwo, this);
        network.Run();
        EXPECT_EQ(errors.Count("WARNING: node"), 2, "said once by each node");
        EXPECT_EQ(errors.Count("Rehook()"), 2, "says what to do");
        for (uint32_t end = 0; end < 2; ++end)
        {
            const auto layer = IpsecHelper::GetLayer(network.GetEnd(end));
            EXPECT_EQ(layer->GetCounters().unhooked.packets, 2, "past IPsec");
        }
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.bypass.packets, 2, "searched once it is hooked");
        EXPECT_EQ(network.GetIpsec(0)->GetOffload()->GetInterfaces().size(), 2, "known");
        EXPECT_EQ(network.GetIpsec(0)->GetOffload()->GetInterfaces()[1]->GetName(),
                  "eth" + std::to_string(m_device->GetIfIndex()),
                  "name");
        EXPECT_EQ(m_received, 4, "delivered");
        network.CheckInvariants();
    }

    void AddInterface()
    {
        const auto devices =
            PointToPointHelper().Install(m_network->GetEnd(0), m_network->GetEnd(1));
        m_device = devices.Get(0);
        m_network->AddAddress(devices.Get(0), IpAddress::FromString("10.77.0.1").value(), 24);
        m_network->AddAddress(devices.Get(1), IpAddress::FromString("10.77.0.2").value(), 24);
        const TypeId factory = TypeId::LookupByName("ns3::UdpSocketFactory");
        m_receiver = Socket::CreateSocket(m_network->GetEnd(1), factory);
        m_receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
        m_receiver->SetRecvCallback(MakeCallback(&LateInterfaceTestCase::Receive, this));
        m_sender = Socket::CreateSocket(m_network->GetEnd(0), factory);
    }

    void SendTwo()
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            m_sender->SendTo(Create<Packet>(100),
                             0,
                             InetSocketAddress(Ipv4Address("10.77.0.2"), 9));
        }
    }

    void Rehook()
    {
        for (uint32_t end = 0; end < 2; ++end)
        {
            IpsecHelper::GetLayer(m_network->GetEnd(end))->Rehook();
            IpsecHelper::GetLayer(m_network->GetEnd(end))->Rehook(); // does no harm
        }
    }

    void Receive(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            ++m_received;
        }
    }

    TestNetwork* m_network{nullptr}; //!< the network
    Ptr<NetDevice> m_device;         //!< the late one
    Ptr<Socket> m_sender;            //!< sends through it
    Ptr<Socket> m_receiver;          //!< at the other end
    uint32_t m_received{0};          //!< datagrams
};

/// ESP in transport mode leaves by the interface that IP chose for the datagram (R142).
class InterfaceTestCase : public StackTestCase
{
  public:
    InterfaceTestCase()
        : StackTestCase("R142: software ESP keeps the interface")
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network{NetworkSetup()};
        network.Build();
        const auto second = PointToPointHelper().Install(network.GetEnd(0), network.GetEnd(1));
        const IpAddress gateway = IpAddress::FromString("10.77.0.2").value();
        network.AddAddress(second.Get(0), IpAddress::FromString("10.77.0.1").value(), 24);
        network.AddAddress(second.Get(1), gateway, 24);
        // A route that only who asks for the interface gets: the other one is more specific.
        network.AddRoute(network.GetEnd(0), network.GetEndAddress(1), 16, gateway, second.Get(0));
        second.Get(0)->TraceConnectWithoutContext("MacTx",
                                                  MakeCallback(&InterfaceTestCase::Count, this));
        Simulator::Schedule(TestNetwork::GetStart(),
                            &InterfaceTestCase::Send,
                            this,
                            &network,
                            second.Get(0));
        network.Run();
        EXPECT_EQ(m_packets, 1, "on the second link");
        EXPECT_EQ(network.GetWire().frames.size(), 0, "on the first link");
        EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().software.packets, 1, "protected");
        EXPECT_EQ(network.GetIpsec(1)->GetInputCounters().decrypted.packets, 1, "decrypted");
        network.CheckInvariants();
    }

    /// Send to the end behind the first link, over the second one.
    void Send(TestNetwork* network, Ptr<NetDevice> device)
    {
        Ipv4Header header;
        header.SetSource(ToIpv4Address(network->GetEndAddress(0)));
        header.SetDestination(ToIpv4Address(network->GetEndAddress(1)));
        header.SetProtocol(253);
        header.SetTtl(64);
        header.SetPayloadSize(100);
        Ptr<Ipv4Route> route = Create<Ipv4Route>();
        route->SetSource(header.GetSource());
        route->SetDestination(header.GetDestination());
        route->SetGateway(Ipv4Address("10.77.0.2"));
        route->SetOutputDevice(device);
        network->GetEnd(0)->GetObject<Ipv4>()->SendWithHeader(Create<Packet>(100), header, route);
    }

    void Count(Ptr<const Packet>)
    {
        ++m_packets;
    }

    uint32_t m_packets{0}; //!< on the second link
};

/// Traffic goes through a root queue disc where there is one.
class QueueDiscTestCase : public StackTestCase
{
  public:
    /// @param link of what @param nic whether NICs do ESP
    QueueDiscTestCase(Link link, bool nic)
        : StackTestCase(std::string("Root queue disc, ") + (nic ? "NIC" : "software") +
                        (link == Link::NIC ? "" : ", plain device")),
          m_link(link),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        setup.link = m_link;
        setup.queueDisc = true;
        setup.profile.ringSize = 4;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 100;
        config.gap = Time(0); // more at once than the ring holds
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        const auto disc =
            network.GetEnd(0)->GetObject<TrafficControlLayer>()->GetRootQueueDiscOnDevice(
                network.GetDevice(0));
        EXPECT_EQ(disc->GetStats().nTotalReceivedPackets, config.count, "seen by it");
        network.CheckInvariants();
    }

    Link m_link; //!< of what
    bool m_nic;  //!< whether NICs do ESP
};

/// Without a queue disc the device's own bound drops, and every drop is counted.
class RingTestCase : public StackTestCase
{
  public:
    /// @param nic whether NICs do ESP
    explicit RingTestCase(bool nic)
        : StackTestCase(std::string("A full ring drops and counts, ") + (nic ? "NIC" : "software")),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        setup.profile.ringSize = 16;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 2000;
        config.gap = Time(0);
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        const auto layer = IpsecHelper::GetLayer(network.GetEnd(0));
        const uint64_t refused = layer->GetCounters().refusedByDevice.packets;
        EXPECT_GT(refused, 0, "too many at once");
        EXPECT_EQ(flow.GetDelivered() + refused, config.count, "each one counted");
        EXPECT_EQ(network.GetNic(0)->GetEngine().GetCounters().txDrops[NicDrop::RING_FULL].packets,
                  refused,
                  "by both");
        network.CheckInvariants();
    }

    bool m_nic; //!< whether NICs do ESP
};

/// FlowMonitor, which marks packets with byte tags, sees each flow arrive.
class FlowMonitorTestCase : public StackTestCase
{
  public:
    /// @param setup the network
    explicit FlowMonitorTestCase(const NetworkSetup& setup)
        : StackTestCase("FlowMonitor: " + NameOf(setup)),
          m_setup(setup)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        TestFlow flow(network, config);
        network.Build();
        FlowMonitorHelper helper;
        const Ptr<FlowMonitor> monitor =
            helper.Install(NodeContainer(network.GetHost(0), network.GetHost(1)));
        Simulator::Stop(Seconds(10)); // it looks for lost packets for ever
        network.Run();
        ExpectDelivered(flow, config.count);
        const auto stats = monitor->GetFlowStats();
        ASSERT_EQ(stats.size(), 1, "flows");
        EXPECT_EQ(stats.begin()->second.txPackets, config.count, "sent");
        EXPECT_EQ(stats.begin()->second.rxPackets, config.count, "received");
        EXPECT_EQ(stats.begin()->second.txBytes,
                  config.count * (config.size + 28),
                  "clear octets at the sender");
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
};

/// Every packet waits for the host's cores, once at each end.
class HostTimeTestCase : public StackTestCase
{
  public:
    /// @param nic whether NICs do ESP
    explicit HostTimeTestCase(bool nic)
        : StackTestCase(std::string("The host's time is in the packet's, ") +
                        (nic ? "NIC" : "software")),
          m_nic(nic)
    {
    }

  private:
    Ps FirstArrival(const HostProfile& host)
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        setup.host = host;
        TestNetwork network(setup);
        TestFlow flow(network, TestFlow::Config());
        network.Build();
        network.Run();
        ExpectDelivered(flow, TestFlow::Config().count);
        network.CheckInvariants();
        return flow.GetArrivals().empty() ? 0 : flow.GetArrivals().front();
    }

    void DoRun() override
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000; // a cycle is a nanosecond
        host.output = 5000;
        host.input = 3000;
        host.driverTx = 200;
        host.driverRx = 100;
        host.espOutput = 400;
        host.espInput = 300;
        host.tag = 50;
        const int64_t cycles = 5000 + 3000 + 200 + 100 + (m_nic ? 2 * 50 : 400 + 300);
        EXPECT_EQ(FirstArrival(host) - FirstArrival(HostProfile()), cycles * 1000, "picoseconds");
    }

    bool m_nic; //!< whether NICs do ESP
};

/// A core's full backlog drops with its own reason.
class BacklogTestCase : public StackTestCase
{
  public:
    BacklogTestCase()
        : StackTestCase("A full backlog drops and counts")
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.host.cores = 1;
        setup.host.clock = 1'000'000'000;
        setup.host.output = 100'000;
        setup.host.backlog = 7;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 20;
        config.gap = Time(0);
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, setup.host.backlog);
        EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().drops[IpsecDrop::HOST_BACKLOG].packets,
                  config.count - setup.host.backlog,
                  "dropped");
        network.CheckInvariants();
    }
};

/// What is for others never reaches a socket of a gateway.
class ForwardTestCase : public StackTestCase
{
  public:
    /// @param ipv6 family
    explicit ForwardTestCase(bool ipv6)
        : StackTestCase(std::string("No socket is paid for what is forwarded, IPv") +
                        (ipv6 ? "6" : "4")),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.forwarded = true;
        setup.protect = false;
        setup.host.cores = 1;
        setup.host.clock = 1'000'000'000;
        setup.host.socketInput = 1000;
        TestNetwork network(setup);
        TestFlow::Config config;
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, config.count);
        for (uint32_t end = 0; end < 2; ++end)
        {
            const IpsecNode& node = *network.GetIpsec(end);
            EXPECT_GE(node.GetInputCounters().clear.packets, config.count, "they came by");
            EXPECT_EQ(node.GetHost().GetBusySeconds(0), 0, "cycles of sockets");
        }
        network.CheckInvariants();
    }

    bool m_ipv6; //!< family
};

/// The expiry timer kills an SA, and stops when there is nothing left to watch.
class ExpiryTestCase : public StackTestCase
{
  public:
    ExpiryTestCase()
        : StackTestCase("R193, R194, R196: SAs die of age, and the timer stops")
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network{NetworkSetup()};
        TestFlow::Config config;
        config.count = 6;
        config.gap = Seconds(1);
        config.start = MilliSeconds(500);
        TestFlow flow(network, config);
        network.Build();
        for (uint32_t end = 0; end < 2; ++end)
        {
            Simulator::Schedule(Time(0), &LimitLife, network.GetIpsec(end));
        }
        network.Run();
        // Added at 0, older than 2 s at the tick of 3 s: packets at 0.5, 1.5 and 2.5 s.
        ExpectDelivered(flow, 3);
        EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().noSa.packets, 3, "too late");
        EXPECT_EQ(network.GetIpsec(0)->GetSad()->GetSize(), 0, "SAs");
        EXPECT_LT(Simulator::Now(), Seconds(7), "the end");
        network.CheckInvariants();
    }

    static void LimitLife(Ptr<IpsecNode> ipsec)
    {
        SaLifetime hard;
        hard.addTime = SecondsToPs(2);
        SaLifetime soft;
        soft.addTime = SecondsToPs(1);
        for (const uint32_t spi : {0x1000U, 0x1001U})
        {
            ipsec->GetSad()->UpdateLifetimes(0, spi, hard, soft);
        }
    }
};

/// Full fidelity: IPsec is hooked in wherever it should be, and leaves ns-3 as it was.
class StackHooksTestSuite : public TestSuite
{
  public:
    StackHooksTestSuite()
        : TestSuite("ipsec-stack-hooks", Type::SYSTEM)
    {
        std::string order = "aist";
        do
        {
            if (order.find('s') < order.find('a')) // ns-3 wants it so
            {
                AddTestCase(new OrderTestCase(order, false));
                AddTestCase(new OrderTestCase(order, true));
            }
        } while (std::next_permutation(order.begin(), order.end()));
        AddTestCase(new LateInterfaceTestCase());
        AddTestCase(new InterfaceTestCase());
        for (const bool nic : {false, true})
        {
            AddTestCase(new QueueDiscTestCase(Link::NIC, nic));
            AddTestCase(new RingTestCase(nic));
            AddTestCase(new HostTimeTestCase(nic));
            for (const bool tunnel : {false, true})
            {
                NetworkSetup setup;
                setup.nic = nic;
                setup.tunnel = tunnel;
                AddTestCase(new FlowMonitorTestCase(setup));
                setup.forwarded = true;
                if (tunnel)
                {
                    AddTestCase(new FlowMonitorTestCase(setup));
                }
            }
        }
        AddTestCase(new QueueDiscTestCase(Link::POINT_TO_POINT, false));
        AddTestCase(new BacklogTestCase());
        AddTestCase(new ForwardTestCase(false));
        AddTestCase(new ForwardTestCase(true));
        AddTestCase(new ExpiryTestCase());
    }
};

StackHooksTestSuite g_stackHooksTestSuite; //!< registers itself

} // namespace

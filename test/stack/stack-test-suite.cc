/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/crypto-kinds.h"
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include <string>

using namespace ns3::tests;

namespace
{

/// All traffic kinds through one kind of network, every octet checked, nothing clear on the wire.
class MatrixTestCase : public StackTestCase
{
  public:
    /// @param setup the network @param traffic the traffic
    MatrixTestCase(const NetworkSetup& setup, Traffic traffic)
        : StackTestCase(NameOf(setup) + ", " + ToString(traffic)),
          m_setup(setup),
          m_traffic(traffic)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.traffic = m_traffic;
        TestFlow flow(network, config);
        network.Build();
        network.Run();

        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        EXPECT_GE(network.GetWire().CountEsp(0), config.count, "on the wire");
        for (uint32_t i = 0; i < 2; ++i)
        {
            const IpsecOutputCounters& out = network.GetIpsec(i)->GetOutputCounters();
            const IpsecInputCounters& in = network.GetIpsec(i)->GetInputCounters();
            // FreeBSD never offloads forwarded traffic on transmit (R127).
            const bool offloads = m_setup.nic && (!m_setup.forwarded || m_setup.offloadForwarded);
            EXPECT_EQ((offloads ? out.software : out.offload).packets, 0, "way out");
            EXPECT_EQ((m_setup.nic ? in.decrypted : in.offloaded).packets, 0, "way in");
            EXPECT_EQ((in.drops.Total().packets + out.drops.Total().packets), 0, "drops");
        }
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
    Traffic m_traffic;    //!< the traffic
};

/**
 * Datagrams around and far above the MTU: joined before ESP, so one SA's sequence number each, and
 * cut again behind it.
 */
class LargeTestCase : public StackTestCase
{
  public:
    /// @param setup the network @param size octets of UDP payload @param frames of each on the wire
    LargeTestCase(const NetworkSetup& setup, uint32_t size, uint32_t frames)
        : StackTestCase("R140, R146, R230: " + NameOf(setup) + ", UDP of " + std::to_string(size)),
          m_setup(setup),
          m_size(size),
          m_frames(frames)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.size = m_size;
        TestFlow flow(network, config);
        network.Build();
        network.Run();

        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        EXPECT_EQ(network.GetWire().CountEsp(0), m_frames * config.count, "frames");
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.in.packets, config.count, "datagrams after the join");
        EXPECT_EQ(out.in.octets,
                  config.count * (m_size + (m_setup.ipv6 ? 48 : 28)),
                  "octets after the join");
        EXPECT_EQ(out.pending.packets, 0, "pending");
        EXPECT_EQ(out.alreadyDone.packets, m_frames * config.count, "second passes");
        ExpectReason(network,
                     0,
                     m_setup.nic ? SoftwareReason::SIZE_ESTIMATE : SoftwareReason::CAP_DISABLED,
                     config.count);
        const IpsecInputCounters& in = network.GetIpsec(1)->GetInputCounters();
        if (m_setup.nic && m_frames == 1)
        {
            EXPECT_EQ(in.offloaded.packets, config.count, "decrypted by the NIC");
        }
        else
        {
            EXPECT_EQ(in.decrypted.packets, config.count, "one ESP datagram for each");
        }
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
    uint32_t m_size;      //!< octets of payload
    uint32_t m_frames;    //!< of each datagram on the wire
};

/// Address resolution keeps three packets and drops the rest, so a datagram may come in part.
class IncompleteTestCase : public StackTestCase
{
  public:
    /// @param setup the network, with address resolution
    explicit IncompleteTestCase(const NetworkSetup& setup)
        : StackTestCase("A datagram whose fragments are lost inside the node: " + NameOf(setup)),
          m_setup(setup)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.size = 8000; // six fragments
        config.gap = MilliSeconds(20);
        TestFlow flow(network, config);
        network.Build();
        network.CheckInvariantsAt(config.start + MilliSeconds(10)); // while it waits
        Simulator::Schedule(config.start + MilliSeconds(10), [this, &network]() {
            // With IPv6 the gap is seen before.
            EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().pending.packets,
                      (m_setup.ipv6 ? 0 : 1),
                      "it waits");
        });
        network.Run();
        ExpectDelivered(flow, config.count - 1);
        ExpectOnlyEsp(network);
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.drops[IpsecDrop::INCOMPLETE].packets, 1, "given up");
        EXPECT_EQ(out.in.packets, config.count, "datagrams");
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
};

/// TCP segments that fill the MTU do not fit with ESP; the stream arrives all the same.
class FullSegmentTestCase : public StackTestCase
{
  public:
    /// @param setup the network
    explicit FullSegmentTestCase(const NetworkSetup& setup)
        : StackTestCase("R151: " + NameOf(setup) + ", TCP segments that fill the MTU"),
          m_setup(setup)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.traffic = Traffic::TCP;
        config.size = m_setup.ipv6 ? 1428 : 1448; // with 12 octets of options
        config.count = 40;
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        // All segments but perhaps the last, which may be shorter.
        EXPECT_GE(network.GetIpsec(0)->GetOutputCounters().software.packets,
                  config.count - 1,
                  "full segments in software");
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
};

/// A packet with virtual zeros, a trailer, fragmented by a router, joined: ns-3's buffer defect.
class BufferDefectTestCase : public StackTestCase
{
  public:
    /// @param setup the network, with a router
    explicit BufferDefectTestCase(const NetworkSetup& setup)
        : StackTestCase("A router fragments the ESP packet: " + NameOf(setup)),
          m_setup(setup)
    {
        m_setup.routerMtu = 400;
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.size = 1300;
        config.zeros = true;
        TestFlow zeros(network, config);
        config.zeros = false;
        config.port = 4001;
        TestFlow pattern(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(zeros, config.count);
        ExpectDelivered(pattern, config.count);
        ExpectOnlyEsp(network);
        // A NIC leaves fragments alone, so the kernel opens them.
        EXPECT_EQ(network.GetIpsec(1)->GetInputCounters().decrypted.packets,
                  2 * config.count,
                  "joined and opened in software");
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
};

/// IPv6 routers do not fragment: the source learns the path's MTU and cuts the ESP datagram.
class PathMtuTestCase : public StackTestCase
{
  public:
    /// @param nic whether NICs do ESP
    explicit PathMtuTestCase(bool nic)
        : StackTestCase(std::string("IPv6 source learns a path MTU, ") +
                        (nic ? "NIC" : "software")),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = true;
        setup.nic = m_nic;
        setup.routerMtu = 1300;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.size = 1350;
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, config.count - 1); // the first one taught it
        ExpectOnlyEsp(network);
        if (m_nic)
        {
            const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
            EXPECT_EQ(out.offload.packets, 1, "the first one fits the link");
            EXPECT_EQ(out.reasons[SoftwareReason::SIZE_ESTIMATE].packets,
                      config.count - 1,
                      "IP had cut the others, so no NIC can have them");
        }
        network.CheckInvariants();
    }

    bool m_nic; //!< whether NICs do ESP
};

/// What the IP header on the wire says: as sent in transport mode, FreeBSD's defaults in a tunnel.
class HeaderTestCase : public StackTestCase
{
  public:
    /// @param setup the network
    explicit HeaderTestCase(const NetworkSetup& setup)
        : StackTestCase("TTL and traffic class on the wire: " + NameOf(setup)),
          m_setup(setup)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.trafficClass = 0xb8; // expedited forwarding
        config.ttl = 33;
        TestFlow flow(network, config);
        network.Build();
        network.Run();
        ExpectDelivered(flow, config.count);
        for (const auto& frame : network.GetWire().frames)
        {
            EXPECT_EQ(+frame.trafficClass, +config.trafficClass, "traffic class");
            EXPECT_EQ(+frame.ttl, (m_setup.tunnel ? 64 : +config.ttl), "TTL");
        }
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
};

/// Real and modelled cryptography differ in bytes only.
class CryptoTestCase : public StackTestCase
{
  public:
    /// @param setup the network
    explicit CryptoTestCase(const NetworkSetup& setup)
        : StackTestCase("Modelled is as Real in sizes, times, counters: " + NameOf(setup)),
          m_setup(setup)
    {
    }

  private:
    /// What a run leaves.
    struct Record
    {
        std::vector<WireLog::Frame> frames;
        std::vector<Ps> arrivals;
        std::string counters;
    };

    Record Simulate(EspCrypto crypto)
    {
        m_setup.crypto = crypto;
        TestNetwork network(m_setup);
        std::vector<std::unique_ptr<TestFlow>> flows;
        TestFlow::Config config;
        for (const Traffic traffic : {Traffic::UDP, Traffic::TCP, Traffic::ICMP_ECHO, Traffic::RAW})
        {
            config.traffic = traffic;
            flows.push_back(std::make_unique<TestFlow>(network, config));
        }
        config.traffic = Traffic::UDP;
        config.port = 4001;
        config.size = 3000;
        flows.push_back(std::make_unique<TestFlow>(network, config));
        network.Build();
        network.Run();
        Record record{network.GetWire().frames, {}, network.DescribeCounters()};
        for (const auto& flow : flows)
        {
            ExpectDelivered(*flow, config.count);
            record.arrivals.insert(record.arrivals.end(),
                                   flow->GetArrivals().begin(),
                                   flow->GetArrivals().end());
        }
        network.CheckInvariants();
        return record;
    }

    void DoRun() override
    {
        m_setup.host.cores = 2;
        m_setup.host.clock = 1'000'000'000;
        m_setup.host.output = 2000;
        m_setup.host.input = 3000;
        m_setup.host.espOutput = 1000;
        m_setup.host.defaultCipher.perOctet = 2;
        m_setup.profile.txLatency = 700'000;
        m_setup.profile.rxLatency = 900'000;
        m_setup.profile.txBitRate = 2'000'000'000;
        const Record modelled = Simulate(CRYPTO_MODELLED);
        const Record real = Simulate(CRYPTO_REAL);
        EXPECT_EQ((modelled.frames == real.frames), true, "frames and their times");
        EXPECT_EQ((modelled.arrivals == real.arrivals), true, "arrivals");
        EXPECT_EQ(modelled.counters, real.counters, "counters");
    }

    NetworkSetup m_setup; //!< the network
};

/// Full fidelity: everything arrives, by the way it should.
class StackTestSuite : public TestSuite
{
  public:
    StackTestSuite()
        : TestSuite("ipsec-stack", Type::SYSTEM)
    {
        for (const bool ipv6 : {false, true})
        {
            for (const bool nic : {false, true})
            {
                NetworkSetup setup;
                setup.ipv6 = ipv6;
                setup.nic = nic;
                AddMode(setup);
                setup.tunnel = true;
                AddMode(setup);
                setup.forwarded = true;
                AddMode(setup);
                if (nic)
                {
                    setup.offloadForwarded = true;
                    AddMode(setup);
                }
            }
            AddTestCase(new PathMtuTestCase(ipv6));
        }
        for (const bool ipv6 : {false, true})
        {
            NetworkSetup setup;
            setup.ipv6 = ipv6;
            for (const auto link : {Link::CSMA, Link::CSMA_NIC})
            {
                setup.link = link;
                setup.nic = link == Link::CSMA_NIC;
                setup.tunnel = false;
                AddMode(setup);
                setup.tunnel = true;
                AddMode(setup);
            }
        }
    }

  private:
    void AddMode(const NetworkSetup& setup)
    {
        for (const Traffic traffic : {Traffic::UDP, Traffic::TCP, Traffic::ICMP_ECHO, Traffic::RAW})
        {
            AddTestCase(new MatrixTestCase(setup, traffic));
        }
        if (setup.forwarded)
        {
            AddTestCase(new FullSegmentTestCase(setup));
            return;
        }
        AddTestCase(new LargeTestCase(setup, 3000, 3));
        if (setup.IsCsma())
        {
            if (!setup.nic)
            {
                AddTestCase(new LargeTestCase(setup, 1, 1)); // the link pads it
            }
            AddTestCase(new IncompleteTestCase(setup));
            return;
        }
        AddTestCase(new LargeTestCase(setup, 8000, 6));
        AddTestCase(new FullSegmentTestCase(setup));
        if (tests::CryptoKinds().size() > 1)
        {
            AddTestCase(new CryptoTestCase(setup));
        }
        AddTestCase(new HeaderTestCase(setup));
        if (!setup.ipv6)
        {
            AddTestCase(new BufferDefectTestCase(setup));
        }
    }
};

StackTestSuite g_stackTestSuite; //!< registers itself

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/lean-alias-table.h"
#include "ns3/lean-horizon-scheduler.h"
#include "ns3/lean-lane-merge.h"
#include "ns3/lean-network.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

using namespace ns3;

namespace ns3::tests
{

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Lean fidelity owns the simulator's scheduler while a case runs; ns-3's default comes back after
 * it.
 */
class LeanTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        HorizonScheduler::Install();
    }

    void DoTeardown() override
    {
        Simulator::Destroy();
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Two hosts, one link: the smallest lean network.
 */
struct TwoHosts
{
    Ptr<LeanNetwork> network = CreateObject<LeanNetwork>();
    Ptr<IpsecNode> a = CreateObject<IpsecNode>();
    Ptr<IpsecNode> b = CreateObject<IpsecNode>();
    Ptr<IpsecNic> nicA = CreateObject<IpsecNic>();
    Ptr<IpsecNic> nicB = CreateObject<IpsecNic>();
    IpAddress addressA = IpAddress::FromIpv4(0x0a000001);
    IpAddress addressB = IpAddress::FromIpv4(0x0a000002);
    uint32_t flow;

    /**
     * @param rate of the link
     * @param profile of both NICs
     * @param host of the sender
     * @param mtu of the link
     * @param receiver host of the receiver
     */
    explicit TwoHosts(const std::string& rate,
                      const NicProfile& profile = NicProfile(),
                      const HostProfile& host = HostProfile(),
                      uint32_t mtu = 1500,
                      const HostProfile& receiver = HostProfile())
    {
        const DataRate dataRate(rate);
        nicA->Configure(profile, dataRate.GetBitRate(), 38);
        nicB->Configure(profile, dataRate.GetBitRate(), 38);
        a->SetHost(host);
        b->SetHost(receiver);
        auto interfaceA = a->GetOffload()->AddInterface("nic0", nicA);
        auto interfaceB = b->GetOffload()->AddInterface("nic0", nicB);
        const uint32_t nodeA = network->AddNode(a, {addressA});
        const uint32_t nodeB = network->AddNode(b, {addressB});
        const uint32_t link = network->AddLink({nodeA, nicA, interfaceA},
                                               {nodeB, nicB, interfaceB},
                                               dataRate,
                                               1000,
                                               mtu);
        flow = network->AddFlow({addressA, addressB, 17, 1000, 2000, {link}});
    }

    /**
     * Policies that demand ESP transport from A to B, and the SA for it on both.
     * @param offloadable true: the SA is offered; false: it is known to both, but A's interface is
     * not named
     */
    void Protect(bool offloadable)
    {
        for (const auto& node : {a, b})
        {
            PolicyConfig policy;
            policy.direction = node == a ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {addressA, 32};
            policy.selector.destination = {addressB, 32};
            policy.kind = PolicyKind::IPSEC;
            policy.requirements.emplace_back();
            node->GetSpd()->Add(0, policy);
            SaConfig sa;
            sa.spi = 0x1001;
            sa.mode = IpsecMode::TRANSPORT;
            sa.source = addressA;
            sa.destination = addressB;
            sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
            sa.key.assign(20, 7);
            if (!offloadable)
            {
                sa.interfaceName = "elsewhere";
            }
            node->GetSad()->Add(0, sa);
        }
    }

    /**
     * @param packetsPerSecond rate
     * @param count datagrams
     * @param sizes their lengths
     * @param start first gap
     * @return the source's number
     */
    uint32_t Send(double packetsPerSecond,
                  uint64_t count,
                  const std::vector<TrafficSource::SizeShare>& sizes,
                  Ps start = 1'000'000)
    {
        auto source = CreateObject<TrafficSource>();
        TrafficSource::Config config;
        config.packetsPerSecond = packetsPerSecond;
        config.flowWeights = {1.0};
        config.sizes = sizes;
        config.start = start;
        config.count = count;
        source->Configure(config);
        source->AssignStreams(100);
        const uint32_t number = network->AddSource(source, {flow});
        network->RecordFates(number);
        return number;
    }

    /** Run to the end and assert every identity. */
    void Run() const
    {
        network->Start();
        Simulator::Run();
        for (const auto& node : {a, b})
        {
            node->CheckInvariants();
        }
        nicA->GetEngine().CheckInvariants();
        nicB->GetEngine().CheckInvariants();
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The merge gives items in order of time, ties in order of scheduling.
 */
class LaneMergeTestCase : public TestCase
{
  public:
    LaneMergeTestCase()
        : TestCase("Lanes merge in order of time, ties in order of scheduling")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        LaneMerge merge;
        std::vector<Ps> last(7, 0);
        for (size_t i = 0; i < last.size(); ++i)
        {
            merge.AddLane();
        }
        std::vector<std::pair<Ps, uint32_t>> expected;
        for (uint32_t i = 0; i < 20000; ++i)
        {
            const uint32_t lane = random() % last.size();
            last[lane] += random() % 3; // many ties
            merge.Push(lane, {last[lane], 0, i, 0, 0, 0});
            expected.emplace_back(last[lane], i);
        }
        std::sort(expected.begin(), expected.end());
        for (const auto& [time, packet] : expected)
        {
            ASSERT_EQ(merge.IsEmpty(), false, "items left");
            ASSERT_EQ(merge.GetNextTime(), time, "earliest first");
            const LaneItem item = merge.Pop();
            ASSERT_EQ(item.packet, packet, "order of scheduling on ties");
        }
        ASSERT_EQ(merge.IsEmpty(), true, "nothing is left");
        CheckClear();
    }

    /// What is forgotten does not come back, and its lanes can be used again.
    void CheckClear()
    {
        LaneMerge merge;
        const uint32_t lane = merge.AddLane();
        for (uint32_t i = 0; i < 3; ++i)
        {
            merge.Push(lane, {10 + i, 0, i, 0, 0, 0});
        }
        merge.Pop();
        merge.Clear();
        ASSERT_EQ(merge.IsEmpty(), true, "forgotten");
        merge.Push(lane, {4, 0, 77, 0, 0, 0});
        ASSERT_EQ(merge.GetNextTime(), 4, "an earlier one");
        ASSERT_EQ(merge.Pop().packet, 77, "and it alone");
        ASSERT_EQ(merge.IsEmpty(), true, "nothing is left");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The alias table draws each index as often as its weight says.
 */
class AliasTableTestCase : public TestCase
{
  public:
    AliasTableTestCase()
        : TestCase("Alias table: every index by its weight")
    {
    }

  private:
    void DoRun() override
    {
        CheckShares(ZipfWeights(50, 1.0));
        CheckShares(ZipfWeights(7, 0)); // all alike
        CheckShares({0, 3, 0, 1});
    }

    void CheckShares(const std::vector<double>& weights)
    {
        double total = 0;
        for (double weight : weights)
        {
            total += weight;
        }
        const AliasTable table(weights);
        // An even comb over [0,1) measures the table exactly, without luck.
        constexpr uint32_t draws = 5'000'000;
        std::vector<uint32_t> counts(weights.size());
        for (uint32_t i = 0; i < draws; ++i)
        {
            ++counts[table.Draw((i + 0.5) / draws)];
        }
        for (size_t i = 0; i < weights.size(); ++i)
        {
            ASSERT_NEAR(counts[i] / double{draws},
                        weights[i] / total,
                        2e-6,
                        "share of index " << i);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Back-to-back packets leave a 100 Gbit/s link at the exact times.
 */
class LeanExactTimesTestCase : public LeanTestCase
{
  public:
    LeanExactTimesTestCase()
        : LeanTestCase("Times: 10^6 packets of 66 to 1500 octets at 100 Gbps, exact to 1 ps each")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t count = 1'000'000;
        NicProfile profile;
        profile.ringSize = count; // all arrive at once, nothing is dropped
        TwoHosts hosts("100Gbps", profile);
        std::vector<TrafficSource::SizeShare> sizes;
        for (uint32_t length = 66; length <= 1500; ++length)
        {
            sizes.push_back({length, 1.0});
        }
        const uint32_t source = hosts.Send(1e12, count, sizes);
        hosts.Run();
        const auto& fates = hosts.network->GetFates(source);
        ASSERT_EQ(fates.size(), count, "all packets were sent");
        // At 100 Gbit/s an octet takes 80 ps. The first packet starts when it arrives.
        Ps start = fates.front().time - 1000 - 80 * (fates.front().length + 2);
        for (const auto& fate : fates)
        {
            const Ps expected = start + 80 * (fate.length + 2) + 1000;
            ASSERT_EQ((fate.end == PacketFate::End::DELIVERED), true, "delivered");
            ASSERT_NEAR(fate.time, expected, 1, "exact to the picosecond");
            start += 80 * (fate.length + 38);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Packets are decided upon in the order of time with control events, however far a batch could run.
 */
class LeanHorizonTestCase : public LeanTestCase
{
  public:
    LeanHorizonTestCase()
        : LeanTestCase("A control event takes effect at its time, in the middle of a batch")
    {
    }

  private:
    void DoRun() override
    {
        TwoHosts hosts("100Gbps");
        hosts.Protect(true);
        const uint32_t source = hosts.Send(1e6, 20000, {{500, 1.0}}, PS_PER_SECOND / 10);
        const Ps cut = PS_PER_SECOND / 10 + 7'000'000'001;
        auto sad = hosts.a->GetSad();
        Simulator::Schedule(FromPs(cut), [sad] { sad->Delete(cut, 0x1001); });
        hosts.Run();
        uint32_t before = 0;
        uint32_t after = 0;
        for (const auto& fate : hosts.network->GetFates(source))
        {
            if (fate.verdict == IpsecVerdict::OFFLOAD)
            {
                ASSERT_EQ(after, 0, "no packet is offloaded after the DELETE");
                ++before;
            }
            else
            {
                ASSERT_EQ((fate.verdict == IpsecVerdict::NO_SA), true, "then none");
                ++after;
            }
        }
        ASSERT_NEAR(before, 7000, 400, "about 7 ms at 10^6 packets per second");
        ASSERT_EQ(before + after, 20000, "every packet has a fate");
        const auto& fates = hosts.network->GetFates(source);
        ASSERT_EQ((fates[before].time > cut), true, "first one after the DELETE");
        ASSERT_EQ((fates[before - 1].time - fates[0].time < 7'100'000'000),
                  true,
                  "last one before it");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Software ESP above the MTU is cut into fragments, which are put together before ESP.
 */
class LeanFragmentsTestCase : public LeanTestCase
{
  public:
    LeanFragmentsTestCase()
        : LeanTestCase("Software ESP above the MTU travels as fragments")
    {
    }

  private:
    void DoRun() override
    {
        TwoHosts hosts("10Gbps");
        hosts.Protect(true);
        // 1500 octets: above the size limit for offload (R130), ESP form 1536: two pieces.
        const uint32_t source = hosts.Send(1e5, 500, {{1500, 1.0}}, PS_PER_SECOND / 10);
        hosts.Run();
        for (const auto& fate : hosts.network->GetFates(source))
        {
            ASSERT_EQ((fate.end == PacketFate::End::DELIVERED), true, "delivered");
            ASSERT_EQ((fate.reason == SoftwareReason::SIZE_ESTIMATE), true, "R130");
        }
        const auto& engine = hosts.nicA->GetEngine().GetCounters();
        ASSERT_EQ(engine.txClear.packets, 1000, "two pieces each");
        // 1480 octets of payload fit the first piece; ESP adds 36, the second has its own header.
        ASSERT_EQ(engine.txClear.octets, 500 * (1536 + 20), "octets of both pieces");
        ASSERT_EQ(hosts.b->GetInputCounters().decrypted.packets, 500, "whole again");
        CheckLastOctet();
    }

    /// A clear datagram whose last fragment has one octet of payload.
    void CheckLastOctet()
    {
        TwoHosts hosts("10Gbps");
        const uint32_t source = hosts.Send(1e5, 3, {{1501, 1.0}}, PS_PER_SECOND / 10);
        hosts.Run();
        for (const auto& fate : hosts.network->GetFates(source))
        {
            ASSERT_EQ((fate.end == PacketFate::End::DELIVERED), true, "delivered");
        }
        ASSERT_EQ(hosts.nicA->GetEngine().GetCounters().txClear.octets,
                  3 * (1501 + 20),
                  "octets of both pieces");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The host is the bottleneck: what it cannot do is dropped with its own reason, and nothing else
 * is.
 */
class LeanHostTestCase : public LeanTestCase
{
  public:
    LeanHostTestCase()
        : LeanTestCase("One core of 1 GHz at 10000 cycles a packet carries 100000 packets a second")
    {
    }

  private:
    void DoRun() override
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.output = 10000;
        host.backlog = 100;
        TwoHosts hosts("100Gbps", NicProfile(), host);
        const uint32_t source = hosts.Send(1e6, 100000, {{1000, 1.0}});
        PacketTally tally(0, PS_PER_SECOND / 10, {0});
        hosts.network->SetTally(&tally);
        hosts.Run();
        const auto& out = hosts.a->GetOutputCounters();
        ASSERT_EQ(out.in.packets, 100000, "all were offered");
        ASSERT_EQ(out.drops[IpsecDrop::HOST_BACKLOG].packets + out.bypass.packets,
                  100000,
                  "sent in clear or dropped by the backlog");
        ASSERT_NEAR(tally.Get(0, 0).received.packets,
                    10000,
                    2,
                    "a tenth of a second at 100000 a second");
        const auto sent = tally.Sum(0, 0, tally.GetSize());
        const PacketTally::Cause full{PacketFate::End::HOST_OUT,
                                      static_cast<uint8_t>(IpsecDrop::HOST_BACKLOG)};
        EXPECT_EQ(sent.sent.packets, 100000, "all belong to the time of their sending");
        EXPECT_EQ(sent.GetInFlight(), 0, "all have ended");
        EXPECT_EQ(sent.causes.at(full),
                  out.drops[IpsecDrop::HOST_BACKLOG].packets,
                  "each lost one has its drop record");
        EXPECT_EQ(sent.delivered.packets,
                  hosts.network->GetDelivered(source).packets,
                  "the same count");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What a tally needs does not grow with the time that datagrams need.
 */
class LateTallyTestCase : public TestCase
{
  public:
    LateTallyTestCase()
        : TestCase("A datagram that arrives after 10^15 batches needs no memory for them")
    {
    }

  private:
    void DoRun() override
    {
        PacketTally tally(0, 1, {0, 1});
        tally.Sent(0, 5, 1000);
        tally.Delivered(0, 5, 1000 * PS_PER_SECOND, 1000);
        tally.Sent(1, 7, 500);
        tally.Lost(1, 7, 2000 * PS_PER_SECOND, 500, {PacketFate::End::NIC_RX, 1});
        EXPECT_EQ(tally.GetSize(), PacketTally::MOST_BATCHES, "all that comes later");
        EXPECT_EQ(tally.Get(0, 5).delivered.packets, 1, "when it was sent");
        EXPECT_EQ(tally.Get(0, 5).longestDelay, 1000 * PS_PER_SECOND - 5, "how late it is");
        EXPECT_EQ(tally.Sum(0, 0, tally.GetSize()).received.octets, 1000, "it arrived");
        EXPECT_EQ(tally.Get(1, 7).lost.packets, 1, "when it was sent");
        EXPECT_EQ(tally.Sum(1, 0, tally.GetSize()).ended, 1, "it ended");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Both ways of protection deliver everything, and the counters of both ends fit.
 */
class LeanProtectTestCase : public LeanTestCase
{
  public:
    /** @param offload true: by the NIC */
    explicit LeanProtectTestCase(bool offload)
        : LeanTestCase(offload ? "R134, R157: protected by the NICs"
                               : "R140: protected in software"),
          m_offload(offload)
    {
    }

  private:
    void DoRun() override
    {
        TwoHosts hosts("100Gbps");
        hosts.Protect(m_offload);
        const uint32_t source = hosts.Send(1e6, 5000, {{64, 1.0}, {1403, 2.0}}, PS_PER_SECOND / 10);
        hosts.Run();
        for (const auto& fate : hosts.network->GetFates(source))
        {
            ASSERT_EQ((fate.end == PacketFate::End::DELIVERED), true, "delivered");
            ASSERT_EQ(
                (fate.verdict == (m_offload ? IpsecVerdict::OFFLOAD : IpsecVerdict::SOFTWARE)),
                true,
                "verdict");
        }
        const auto& in = hosts.b->GetInputCounters();
        ASSERT_EQ((m_offload ? in.offloaded : in.decrypted).packets, 5000, "opened");
        ASSERT_EQ(in.clear.packets, 0, "nothing arrives in clear");
    }

    bool m_offload; //!< by the NIC
};

/**
 * @ingroup ipsec-offload-tests
 * An SA dies while a core works on a packet of its: the packet ends there, with that reason.
 */
class LeanSaGoneTestCase : public LeanTestCase
{
  public:
    /** @param inlineCrypto the NIC does the cipher @param sender whose SA dies */
    LeanSaGoneTestCase(bool inlineCrypto, bool sender)
        : LeanTestCase(std::string("An SA dies while the ") + (sender ? "sender" : "receiver") +
                       "'s core works: " + (inlineCrypto ? "inline crypto" : "software")),
          m_inlineCrypto(inlineCrypto),
          m_sender(sender)
    {
    }

  private:
    void DoRun() override
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.output = host.input = 1'000'000; // a millisecond
        TwoHosts hosts("100Gbps",
                       NicProfile(),
                       m_sender ? host : HostProfile(),
                       1500,
                       m_sender ? HostProfile() : host);
        const auto& node = m_sender ? hosts.a : hosts.b;
        for (const auto& end : {hosts.a, hosts.b})
        {
            end->GetOffload()->SetAttribute("SharedSequence", BooleanValue(true));
        }
        hosts.Protect(m_inlineCrypto);
        const Ps start = PS_PER_SECOND / 10;
        const uint32_t source = hosts.Send(1e3, 1, {{500, 1.0}}, start);
        Simulator::Schedule(FromPs(start), [node, this] { Kill(node); });
        hosts.Run();
        const PacketFate& fate = hosts.network->GetFates(source).at(0);
        EXPECT_EQ(m_killed, true, "while its core worked");
        EXPECT_EQ((fate.end == (m_sender ? PacketFate::End::HOST_OUT : PacketFate::End::HOST_IN)),
                  true,
                  "where it ended");
        EXPECT_EQ((fate.drop == static_cast<uint8_t>(IpsecDrop::SA_GONE)), true, "why");
        EXPECT_EQ(hosts.network->GetDelivered(source).packets, 0, "not delivered");
        const auto& drops =
            m_sender ? node->GetOutputCounters().drops : node->GetInputCounters().drops;
        EXPECT_EQ(drops[IpsecDrop::SA_GONE].packets, 1, "counted there");
    }

    /// Delete the SA as soon as a core has the packet. @param node whose SA
    void Kill(const Ptr<IpsecNode>& node)
    {
        const PacketOctets inFlight =
            m_sender ? node->GetOutputCounters().inFlight : node->GetInputCounters().inFlight;
        if (inFlight.packets == 1)
        {
            m_killed = true;
            node->GetSad()->Delete(ToPs(Simulator::Now()), 0x1001);
            return;
        }
        if (ToPs(Simulator::Now()) < PS_PER_SECOND / 5)
        {
            Simulator::Schedule(MicroSeconds(100), [node, this] { Kill(node); });
        }
    }

    bool m_inlineCrypto;  //!< the NIC does the cipher
    bool m_sender;        //!< whose SA dies
    bool m_killed{false}; //!< it did, while a core worked
};

/**
 * @ingroup ipsec-offload-tests
 * A source's arrivals depend on the stream and the run alone.
 */
class TrafficSourceTestCase : public TestCase
{
  public:
    TrafficSourceTestCase()
        : TestCase("Arrivals: same stream and run, same arrivals; mean rate as asked for")
    {
    }

  private:
    /**
     * @param run ns-3's run number
     * @return all arrivals
     */
    static std::vector<TrafficArrival> Draw(uint64_t run)
    {
        const uint64_t old = RngSeedManager::GetRun();
        RngSeedManager::SetRun(run);
        auto source = CreateObject<TrafficSource>();
        TrafficSource::Config config;
        config.packetsPerSecond = 1e6;
        config.flowWeights = ZipfWeights(100, 1);
        config.sizes = {{100, 1}, {1000, 3}};
        config.count = 50000;
        source->Configure(config);
        source->AssignStreams(7);
        std::vector<TrafficArrival> arrivals;
        TrafficArrival arrival{};
        while (source->Next(arrival))
        {
            arrivals.push_back(arrival);
        }
        RngSeedManager::SetRun(old);
        return arrivals;
    }

    void DoRun() override
    {
        const auto once = Draw(3);
        const auto again = Draw(3);
        const auto other = Draw(4);
        bool differs = false;
        for (size_t i = 0; i < once.size(); ++i)
        {
            ASSERT_EQ(once[i].time, again[i].time, "same time");
            ASSERT_EQ(once[i].flow, again[i].flow, "same flow");
            ASSERT_EQ(once[i].length, again[i].length, "same length");
            differs = differs || once[i].time != other[i].time;
        }
        ASSERT_EQ(differs, true, "another run gives other arrivals");
        ASSERT_NEAR(once.back().time * 1e-12, 0.05, 0.001, "10^6 a second");
        const auto count = [&once](uint32_t flow) {
            return std::count_if(once.begin(), once.end(), [flow](const TrafficArrival& arrival) {
                return arrival.flow == flow;
            });
        };
        // 50 000 by the 100th harmonic number, 5.187, and a tenth of that; four deviations.
        ASSERT_NEAR(static_cast<double>(count(0)), 9639, 360, "the most popular flow");
        ASSERT_NEAR(static_cast<double>(count(9)), 964, 125, "the tenth");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Lean fidelity.
 */
class LeanTestSuite : public PicosecondTestSuite
{
  public:
    LeanTestSuite()
        : PicosecondTestSuite("ipsec-lean", TestSuite::Type::UNIT)
    {
        AddTestCase(new LaneMergeTestCase);
        AddTestCase(new AliasTableTestCase);
        AddTestCase(new TrafficSourceTestCase);
        AddTestCase(new LeanExactTimesTestCase);
        AddTestCase(new LeanHorizonTestCase);
        AddTestCase(new LeanFragmentsTestCase);
        AddTestCase(new LeanHostTestCase);
        AddTestCase(new LateTallyTestCase);
        AddTestCase(new LeanProtectTestCase(true));
        AddTestCase(new LeanProtectTestCase(false));
        for (const bool sender : {true, false})
        {
            AddTestCase(new LeanSaGoneTestCase(true, sender));
            AddTestCase(new LeanSaGoneTestCase(false, sender));
        }
    }
};

LeanTestSuite g_leanTestSuite; //!< registers the suite

} // namespace

} // namespace ns3::tests

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace ns3::tests;

namespace
{

/// One reason for software: it is counted for every datagram, and all arrive.
class ReasonTestCase : public StackTestCase
{
  public:
    /// Changes the network before it is built.
    using Prepare = std::function<void(NetworkSetup&)>;
    /// Changes the network at 1 s, when offers are over.
    using Disturb = std::function<void(TestNetwork&)>;

    /// @param name what the test covers @param reason what to expect @param prepare what causes it
    /// @param disturb or this
    ReasonTestCase(const std::string& name,
                   SoftwareReason reason,
                   Prepare prepare,
                   Disturb disturb = nullptr)
        : StackTestCase(name),
          m_reason(reason),
          m_prepare(std::move(prepare)),
          m_disturb(std::move(disturb))
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        m_prepare(setup);
        TestNetwork network(setup);
        TestFlow::Config config;
        TestFlow flow(network, config);
        network.Build();
        if (m_disturb)
        {
            Simulator::Schedule(Seconds(1), [this, &network]() { m_disturb(network); });
        }
        network.Run();
        ExpectDelivered(flow, config.count);
        ExpectOnlyEsp(network);
        ExpectReason(network, 0, m_reason, config.count);
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.offload.packets, 0, "offloaded");
        EXPECT_EQ(out.reasons[m_reason].octets, config.count * 1028, "octets");
        network.CheckInvariants();
    }

    SoftwareReason m_reason; //!< what to expect
    Prepare m_prepare;       //!< what causes it
    Disturb m_disturb;       //!< or this
};

/// The limits of R147's table, to the octet.
class SizeLimitTestCase : public StackTestCase
{
  public:
    /// @param ipv6 family @param largest clear datagram that is offloaded
    SizeLimitTestCase(bool ipv6, uint32_t largest)
        : StackTestCase("R130, R147: " + std::to_string(largest) + " octets are offloaded, " +
                        std::to_string(largest + 1) + " are not, " + (ipv6 ? "IPv6" : "IPv4")),
          m_ipv6(ipv6),
          m_largest(largest)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        setup.ipv6 = m_ipv6;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 3;
        config.size = m_largest - (m_ipv6 ? 48 : 28);
        TestFlow fits(network, config);
        config.size += 1;
        config.port = 4001;
        TestFlow tooLong(network, config);
        network.Build();
        network.Run();
        // The NIC and the kernel number the packets of one SA separately (R143).
        EXPECT_EQ(fits.GetWrong() + tooLong.GetWrong(), 0, "changed on the way");
        ExpectReason(network, 0, SoftwareReason::SIZE_ESTIMATE, config.count);
        EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().offload.packets,
                  config.count,
                  "offloaded");
        network.CheckInvariants();
    }

    bool m_ipv6;        //!< family
    uint32_t m_largest; //!< that is offloaded
};

/// An anti-replay window as plain as can be: everything seen is kept (RFC 4303 section 3.4.3).
class WindowOracle
{
  public:
    /// @param size packets; 0: no check
    explicit WindowOracle(uint32_t size)
        : m_size(size)
    {
    }

    /// @param sequence of a packet @return true when it is accepted
    bool Accept(uint64_t sequence)
    {
        if (m_size == 0)
        {
            return true;
        }
        const uint64_t highest = m_seen.empty() ? 0 : *m_seen.rbegin();
        if (sequence + m_size <= highest)
        {
            return false;
        }
        return m_seen.insert(sequence).second;
    }

  private:
    uint32_t m_size;           //!< packets
    std::set<uint64_t> m_seen; //!< accepted numbers
};

/**
 * The switch from software to the NIC, and packets that stay in software behind it. Kernel and NIC
 * number separately, and the peer, one window, drops what looks old (R85, R143).
 */
class SplitTestCase : public StackTestCase
{
  public:
    /// @param window of the peer, packets @param tunnel mode @param mixed some packets are too long
    SplitTestCase(uint32_t window, bool tunnel, bool mixed)
        : StackTestCase("R59, R85, R143: the switch to the NIC, window " + std::to_string(window) +
                        (tunnel ? ", tunnel" : ", transport") + (mixed ? ", mixed sizes" : "")),
          m_window(window),
          m_tunnel(tunnel),
          m_mixed(mixed)
    {
    }

  private:
    /// One datagram as the oracle sees it.
    struct Sent
    {
        Ps time;
        uint32_t flow;
    };

    static constexpr Ps HALF = 1'027'500'000'000; //!< an install takes two of these

    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        setup.tunnel = m_tunnel;
        setup.peerWithoutNic = true; // so that one window sees everything
        setup.replayWindow = m_window;
        setup.profile.installTime = HALF;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 120;
        config.gap = MilliSeconds(100);
        std::vector<std::unique_ptr<TestFlow>> flows;
        std::vector<Sent> sent;
        const uint32_t flowCount = m_mixed ? 2 : 1;
        for (uint32_t flow = 0; flow < flowCount; ++flow)
        {
            config.port = static_cast<uint16_t>(4000 + flow);
            config.size = flow == 0 ? 1000 : 1430; // 1458 octets: ESP fits, the estimate does not
            config.start = TestNetwork::GetStart() + MilliSeconds(50 * flow);
            config.gap = MilliSeconds(flow == 0 ? 100 : 300);
            flows.push_back(std::make_unique<TestFlow>(network, config));
            for (uint32_t i = 0; i < config.count; ++i)
            {
                sent.push_back({ToPs(config.start + i * config.gap), flow});
            }
        }
        network.Build();
        AddUnusedSa(network);
        network.Protect();
        network.Run();

        std::stable_sort(sent.begin(), sent.end(), [](const Sent& a, const Sent& b) {
            return a.time < b.time;
        });
        Predict(sent);
        uint32_t delivered = 0;
        for (uint32_t flow = 0; flow < flowCount; ++flow)
        {
            ExpectDelivered(*flows[flow], m_delivered[flow]);
            delivered += m_delivered[flow];
        }
        EXPECT_EQ((network.GetWire().sequences == m_sequences), true, "numbers");
        ExpectRefused(network,
                      1,
                      IpsecDrop::REPLAY,
                      static_cast<uint32_t>(sent.size()) - delivered);
        const IpsecOutputCounters& out = network.GetIpsec(0)->GetOutputCounters();
        EXPECT_EQ(out.reasons[SoftwareReason::NOT_YET_OFFERED].packets,
                  m_notYet,
                  "not yet offered");
        EXPECT_EQ(out.reasons[SoftwareReason::SIZE_ESTIMATE].packets,
                  m_tooLong,
                  "too long for the NIC");
        EXPECT_EQ(out.offload.packets, m_byNic, "offloaded");
        EXPECT_GT(m_byNic, m_notYet, "both phases");
        EXPECT_EQ(m_lostBefore, 0, "lost before the switch");
        if (m_window != 0)
        {
            EXPECT_GT(sent.size(), delivered, "lost behind the switch");
        }
        network.CheckInvariants();
    }

    /// Straight from the rules: who numbers each packet, and what the peer thinks of the number.
    void Predict(const std::vector<Sent>& sent)
    {
        const Ps acknowledged = 4 * HALF; // the worker was busy with the other SA first
        uint64_t kernelNext = 1;
        uint64_t nicNext = 1;
        WindowOracle window(m_window);
        m_delivered.assign(2, 0);
        for (const Sent& one : sent)
        {
            const bool byNic = one.time > acknowledged && one.flow == 0;
            m_sequences.push_back(static_cast<uint32_t>(byNic ? nicNext : kernelNext));
            ++(byNic ? nicNext : kernelNext);
            ++(byNic ? m_byNic : one.time > acknowledged ? m_tooLong : m_notYet);
            const bool accepted = window.Accept(m_sequences.back());
            m_delivered[one.flow] += accepted ? 1 : 0;
            m_lostBefore += !accepted && one.time < acknowledged ? 1 : 0;
        }
    }

    /// An SA that keeps worker and NIC busy first.
    static void AddUnusedSa(const TestNetwork& network)
    {
        SaConfig sa;
        sa.spi = 0x9000;
        sa.mode = IpsecMode::TRANSPORT;
        sa.source = IpAddress::FromString("10.250.0.1").value();
        sa.destination = IpAddress::FromString("10.250.0.2").value();
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key = IpsecHelper::MakeKey(sa.spi, sa.cipher->GetKeyBytes());
        IpsecHelper::AddSa(network.GetEnd(0), sa);
    }

    uint32_t m_window;                 //!< of the peer
    bool m_tunnel;                     //!< mode
    bool m_mixed;                      //!< some packets are too long
    std::vector<uint32_t> m_sequences; //!< predicted
    std::vector<uint32_t> m_delivered; //!< predicted, by flow
    uint32_t m_notYet{0};              //!< predicted
    uint32_t m_tooLong{0};             //!< predicted
    uint32_t m_byNic{0};               //!< predicted
    uint32_t m_lostBefore{0};          //!< predicted
};

/// Full fidelity: why a datagram is not offloaded, and what the mixture of both costs.
class StackReasonsTestSuite : public TestSuite
{
  public:
    StackReasonsTestSuite()
        : TestSuite("ipsec-stack-reasons", Type::SYSTEM)
    {
        const auto nothing = [](NetworkSetup&) {};
        AddTestCase(
            new ReasonTestCase("R45, R129: a nacked SA",
                               SoftwareReason::REJECTED,
                               [](NetworkSetup& setup) { setup.profile.transport = false; }));
        AddTestCase(new ReasonTestCase("R45, N53: a faulting driver",
                                       SoftwareReason::DRIVER_FAULT,
                                       [](NetworkSetup& setup) {
                                           setup.profile.txSlots = 0;
                                           setup.profile.fullError = "ENOSPC";
                                       }));
        AddTestCase(new ReasonTestCase("N53: a full NIC",
                                       SoftwareReason::REJECTED,
                                       [](NetworkSetup& setup) { setup.profile.txSlots = 0; }));
        AddTestCase(new ReasonTestCase(
            "R59: a not yet offered SA",
            SoftwareReason::NOT_YET_OFFERED,
            [](NetworkSetup& setup) { setup.profile.installTime = SecondsToPs(10); }));
        AddTestCase(new ReasonTestCase("R2: an interface that cannot",
                                       SoftwareReason::CAP_DISABLED,
                                       [](NetworkSetup& setup) { setup.nic = false; }));
        AddTestCase(new ReasonTestCase(
            "R3, R128: the capability is switched off",
            SoftwareReason::CAP_DISABLED,
            nothing,
            [](TestNetwork& network) { GetInterface(network)->SetCapabilityEnabled(false); }));
        AddTestCase(new ReasonTestCase("R44: another interface is named",
                                       SoftwareReason::NAME_MISMATCH,
                                       [](NetworkSetup& setup) { setup.interfaceName = "nic7"; }));
        AddTestCase(new ReasonTestCase("R127: forwarded",
                                       SoftwareReason::NO_INTERFACE,
                                       [](NetworkSetup& setup) {
                                           setup.forwarded = true;
                                           setup.tunnel = true;
                                       }));
        AddTestCase(new ReasonTestCase("R207-R209, R211: the interface went and came back",
                                       SoftwareReason::INTERFACE_DOWN,
                                       nothing,
                                       [](TestNetwork& network) {
                                           const auto offload = network.GetIpsec(0)->GetOffload();
                                           const Ps now = ToPs(Simulator::Now());
                                           offload->InterfaceDown(now, GetInterface(network));
                                           offload->InterfaceUp(GetInterface(network));
                                       }));
        AddTestCase(new ReasonTestCase(
            "R1: offload is switched off",
            SoftwareReason::OFFLOAD_OFF,
            nothing,
            [](TestNetwork& network) {
                network.GetIpsec(0)->GetOffload()->SetAttribute("Enabled", BooleanValue(false));
            }));
        AddTestCase(new SizeLimitTestCase(false, 1454));
        AddTestCase(new SizeLimitTestCase(true, 1450));
        for (const uint32_t window : {0, 8, 32, 64})
        {
            AddTestCase(new SplitTestCase(window, false, false));
            AddTestCase(new SplitTestCase(window, false, true));
        }
        AddTestCase(new SplitTestCase(64, true, false));
        AddTestCase(new SplitTestCase(64, true, true));
    }

  private:
    static Ptr<OffloadInterface> GetInterface(const TestNetwork& network)
    {
        return network.GetIpsec(0)->GetOffload()->GetInterfaces().front();
    }
};

StackReasonsTestSuite g_stackReasonsTestSuite; //!< registers itself

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/kernel-profile.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <string>
#include <utility>

using namespace ns3;
using namespace ns3::tests;

namespace ns3::tests
{

namespace
{

/// SPI of the outgoing SA.
constexpr uint32_t SPI_OUT = 0x1001;
/// SPI of the incoming SA.
constexpr uint32_t SPI_IN = 0x2001;

/**
 * @ingroup ipsec-offload-tests
 * One node with one NIC, a policy pair and an SA pair with a peer; tests change what they need.
 */
class PathTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        m_node = CreateObject<IpsecNode>();
        m_nic = CreateObject<IpsecNic>();
    }

    void DoTeardown() override
    {
        m_node->CheckInvariants();
        m_node->Dispose();
        m_node = nullptr;
        m_nic = nullptr;
        Simulator::Destroy();
    }

    /** @param profile the NIC's */
    void Attach(const NicProfile& profile = NicProfile())
    {
        m_nic->Configure(profile, 100'000'000'000, 38);
        m_interface = m_node->GetOffload()->AddInterface("nic0", m_nic);
    }

    /**
     * @param direction which way
     * @param kind what to do
     * @param level of the one requirement
     * @return the policy
     */
    Ptr<SecurityPolicy> AddPolicy(IpsecDirection direction,
                                  PolicyKind kind,
                                  IpsecLevel level = IpsecLevel::REQUIRE)
    {
        PolicyConfig policy;
        policy.direction = direction;
        policy.selector.source = {direction == IpsecDirection::OUT ? m_local : m_remote, 32};
        policy.selector.destination = {direction == IpsecDirection::OUT ? m_remote : m_local, 32};
        policy.kind = kind;
        if (kind == PolicyKind::IPSEC)
        {
            policy.requirements.emplace_back();
            policy.requirements.back().level = level;
        }
        return m_node->GetSpd()->Add(0, policy);
    }

    /**
     * @param spi SPI_OUT or SPI_IN
     * @return a configuration for Add()
     */
    SaConfig MakeSa(uint32_t spi) const
    {
        SaConfig sa;
        sa.spi = spi;
        sa.mode = IpsecMode::TRANSPORT;
        sa.source = spi == SPI_OUT ? m_local : m_remote;
        sa.destination = spi == SPI_OUT ? m_remote : m_local;
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key.assign(sa.cipher->GetKeyBytes(), 1);
        return sa;
    }

    /**
     * @param length octets
     * @return a datagram to the peer
     */
    PacketDescriptor MakePacket(uint32_t length) const
    {
        PacketDescriptor packet;
        packet.source = m_local;
        packet.destination = m_remote;
        packet.protocol = 17;
        packet.sourcePort = 1000;
        packet.destinationPort = 2000;
        packet.length = length;
        packet.flowHash = HashFlow(packet);
        return packet;
    }

    /**
     * @param packet what to send
     * @return the packet, decided upon
     */
    PacketDescriptor Send(PacketDescriptor packet)
    {
        m_pending = m_node->GetOutputPath().Output(m_now,
                                                   packet,
                                                   {PeekPointer(m_interface), m_mtu, nullptr});
        return packet;
    }

    /**
     * @param length octets
     * @return a datagram of that length, decided upon
     */
    PacketDescriptor Send(uint32_t length)
    {
        return Send(MakePacket(length));
    }

    /**
     * @param drvSpi receive tag; 0: none
     * @return a datagram from the peer after the host's input
     */
    PacketDescriptor Receive(uint16_t drvSpi)
    {
        PacketDescriptor packet = MakePacket(500);
        std::swap(packet.source, packet.destination);
        packet.drvSpi = drvSpi;
        TransformHistory history;
        if (drvSpi != 0)
        {
            m_node->GetOffload()->FillHistory(*m_interface, drvSpi, history);
        }
        m_pending = m_node->GetInputPath().InputClear(m_now, packet, history, true);
        return packet;
    }

    /** Let offers and withdrawals happen. */
    static void RunControl()
    {
        Simulator::Run();
    }

    Ptr<IpsecNode> m_node;                                //!< under test
    Ptr<IpsecNic> m_nic;                                  //!< its NIC
    Ptr<OffloadInterface> m_interface;                    //!< what offload/ calls it
    IpAddress m_local = IpAddress::FromIpv4(0xc0000201);  //!< this node
    IpAddress m_remote = IpAddress::FromIpv4(0xc0000202); //!< the peer
    uint32_t m_mtu{1500};                                 //!< of the interface
    Ps m_now{0};                                          //!< time of the calls
    PendingPacket m_pending;                              //!< the last visit to the host
};

/// Policy kinds and levels without any SA.
class VerdictTestCase : public PathTestCase
{
  public:
    VerdictTestCase()
        : PathTestCase("R91, R97, R120, R123, R124: verdicts by policy and level")
    {
    }

  private:
    void DoRun() override
    {
        Attach();
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::BYPASS), true, "no policy");
        const PolicySelector selector =
            AddPolicy(IpsecDirection::OUT, PolicyKind::DISCARD)->GetConfig().selector;
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::DISCARD), true, "discard");
        m_node->GetSpd()->Delete(0, selector, IpsecDirection::OUT);
        AddPolicy(IpsecDirection::OUT, PolicyKind::NONE);
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::BYPASS), true, "none");
        m_node->GetSpd()->Delete(0, selector, IpsecDirection::OUT);
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC, IpsecLevel::USE);
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::CLEAR_BY_USE), true, "use");
        m_node->GetSpd()->Delete(0, selector, IpsecDirection::OUT);
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC, IpsecLevel::REQUIRE);
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::NO_SA), true, "require");
        const auto& out = m_node->GetOutputCounters();
        ASSERT_EQ(out.in.packets, 5, "all were counted");
        ASSERT_EQ(out.bypass.packets, 2, "none and no policy");
    }
};

/// From not yet offered over offloaded to software again.
class ReasonTestCase : public PathTestCase
{
  public:
    ReasonTestCase()
        : PathTestCase("R3, R85, R127-R129, R134, R141: offloaded, and every reason why not")
    {
    }

  private:
    void DoRun() override
    {
        NicProfile profile;
        profile.installTime = 1'000'000;
        Attach(profile);
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        auto sa = m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        auto packet = Send(100);
        ASSERT_EQ((packet.reason == SoftwareReason::NOT_YET_OFFERED), true, "R85");
        ASSERT_EQ(packet.esp.sequence, 1, "software numbers it");
        ASSERT_EQ(packet.esp.length, 136, "20 + 16 + 80 + 2 + 2 + 16");
        RunControl();
        packet = Send(100);
        ASSERT_EQ((packet.verdict == IpsecVerdict::OFFLOAD), true, "R134");
        ASSERT_EQ(packet.drvSpi, 3, "tag with the lowest value (R13)");
        ASSERT_EQ(IpsecOffload::GetState(*sa)->softwareView.octets, 100, "R134");
        ASSERT_EQ(sa->GetCurrent().packets, 1, "R141: CURRENT stands still");

        PacketDescriptor forwarded = MakePacket(100);
        forwarded.forwarded = true;
        packet = Send(forwarded);
        ASSERT_EQ((packet.reason == SoftwareReason::NO_INTERFACE), true, "R127");
        ASSERT_EQ(packet.esp.sequence, 2, "R143: the kernel's own numbering goes on");

        m_interface->SetCapabilityEnabled(false);
        ASSERT_EQ((Send(100).reason == SoftwareReason::CAP_DISABLED), true, "R128");
        m_interface->SetCapabilityEnabled(true);
        ASSERT_EQ((Send(100).verdict == IpsecVerdict::OFFLOAD), true, "R3");
        ASSERT_EQ(m_node->GetOffload()->GetStatistics().offers, 1, "R3: no new call");
        const auto& reasons = m_node->GetOutputCounters().reasons;
        ASSERT_EQ(reasons[SoftwareReason::NOT_YET_OFFERED].packets, 1, "counted");
        ASSERT_EQ(reasons[SoftwareReason::NO_INTERFACE].packets, 1, "counted");
        ASSERT_EQ(reasons.Total().packets, 3, "and no other");
        ASSERT_EQ((*sa->PeekReasons())[SoftwareReason::CAP_DISABLED].packets, 1, "per SA too");
    }
};

/// What the driver says decides between two reasons.
class AnswerTestCase : public PathTestCase
{
  public:
    /**
     * @param fullError the driver's answer
     * @param reason what packets see
     * @param name of the case
     */
    AnswerTestCase(std::string fullError, SoftwareReason reason, const std::string& name)
        : PathTestCase(name),
          m_fullError(std::move(fullError)),
          m_reason(reason)
    {
    }

  private:
    void DoRun() override
    {
        NicProfile profile;
        profile.txSlots = 0;
        profile.fullError = m_fullError;
        Attach(profile);
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        RunControl();
        ASSERT_EQ((Send(100).reason == m_reason), true, ToString(m_reason));
    }

    std::string m_fullError; //!< the driver's answer
    SoftwareReason m_reason; //!< what packets see
};

/// The size limits to the octet.
class SizeTestCase : public PathTestCase
{
  public:
    SizeTestCase()
        : PathTestCase("R130, R131, R132, R147, R150: size limits to the octet")
    {
    }

  private:
    void DoRun() override
    {
        Attach();
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        RunControl();
        ASSERT_EQ((Send(1454).verdict == IpsecVerdict::OFFLOAD), true, "fits");
        ASSERT_EQ((Send(1455).reason == SoftwareReason::SIZE_ESTIMATE), true, "R130");
        ASSERT_EQ((Send(3000).reason == SoftwareReason::SIZE_ESTIMATE), true, "R146");
        PacketDescriptor segment = MakePacket(9000);
        segment.superSegment = true;
        ASSERT_EQ((Send(segment).verdict == IpsecVerdict::OFFLOAD), true, "R132");
        m_node->SetAttribute("SizeTest", StringValue("TrueLength"));
        ASSERT_EQ((Send(1466).verdict == IpsecVerdict::OFFLOAD), true, "1466+34=1500");
        ASSERT_EQ((Send(1467).reason == SoftwareReason::SIZE_EXACT), true, "no more");
    }
};

/// The exact test binds for AES-CTR with HMAC-SHA1 at MTU 1503 (R150).
class ExactSizeTestCase : public PathTestCase
{
  public:
    ExactSizeTestCase()
        : PathTestCase("R131, R150: AES-CTR with HMAC-SHA1 at MTU 1503, three lengths")
    {
    }

  private:
    void DoRun() override
    {
        Attach();
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        SaConfig sa = MakeSa(SPI_OUT);
        sa.cipher = FindIpsecAlgorithm("aes-ctr-128");
        sa.key.assign(sa.cipher->GetKeyBytes(), 1);
        sa.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
        sa.authKey.assign(sa.authenticator->GetKeyBytes(), 1);
        m_node->GetSad()->Add(0, sa);
        RunControl();
        m_mtu = 1503;
        uint32_t exact = 0;
        for (uint32_t length = 1400; length <= 1503; ++length)
        {
            exact += Send(length).reason == SoftwareReason::SIZE_EXACT ? 1 : 0;
        }
        ASSERT_EQ(exact, 3, "three lengths pass the estimate and fail the exact test");
    }
};

/// The flow's memory is dropped when the SPD or the SAD changes.
class FlowCacheTestCase : public PathTestCase
{
  public:
    FlowCacheTestCase()
        : PathTestCase("R108, R113, R115: a flow remembers until a generation changes")
    {
    }

  private:
    void DoRun() override
    {
        Attach();
        FlowCacheEntry flow;
        const auto send = [&] {
            PacketDescriptor packet = MakePacket(100);
            m_node->GetOutputPath().Output(0, packet, {PeekPointer(m_interface), m_mtu, &flow});
            return packet.verdict;
        };
        ASSERT_EQ((send() == IpsecVerdict::BYPASS), true, "nothing there");
        ASSERT_EQ(flow.policyGeneration, m_node->GetSpd()->GetGeneration(), "kept");
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        ASSERT_EQ((send() == IpsecVerdict::NO_SA), true, "new policy is seen");
        m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        RunControl();
        ASSERT_EQ((send() == IpsecVerdict::OFFLOAD), true, "new SA is seen");
        m_node->GetSad()->Delete(0, SPI_OUT);
        ASSERT_EQ((send() == IpsecVerdict::NO_SA), true, "a dead SA is not used");
    }
};

/// Receive tags and the inbound policy check: a test for each rule.
class InputTests : public PathTestCase
{
  public:
    using PathTestCase::PathTestCase;

    /// R153.
    void WithoutTag()
    {
        Attach();
        Expect(Receive(0), IpsecDrop::NONE, "no policy: clear passes");
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC);
        Expect(Receive(0), IpsecDrop::POLICY_IN, "the policy is asked");
        PacketDescriptor esp = MakePacket(500);
        std::swap(esp.source, esp.destination);
        esp.esp.spi = SPI_IN;
        esp.esp.length = 540;
        m_node->GetInputPath().InputClear(m_now, esp, {}, true);
        Expect(esp, IpsecDrop::NONE, "ESP is for the software transform, not for the policy");
    }

    /// R154.
    void TagOutsideRange()
    {
        Attach();
        Expect(Receive(2), IpsecDrop::BAD_RX_TAG, "2 names no SA");
        Expect(Receive(1), IpsecDrop::BAD_RX_TAG, "nor does 1");
        Expect(Receive(3), IpsecDrop::NONE, "3 can");
        Expect(Receive(UINT16_MAX), IpsecDrop::NONE, "65535 can");
    }

    /// R155.
    void ValidTag()
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.input = 1000;
        host.espInput = 5000;
        host.defaultCipher = {400, 2};
        m_node->SetHost(host);
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC);
        m_node->GetSad()->Add(0, MakeSa(SPI_IN));
        RunControl();
        m_now = PS_PER_SECOND;
        Expect(Receive(3), IpsecDrop::NONE, "accepted");
        EXPECT_EQ(m_node->GetInputCounters().offloaded.packets, 1, "as the NIC's");
        EXPECT_EQ(m_node->GetInputCounters().decrypted.packets, 0, "no software transform");
        EXPECT_EQ(m_pending.ready - m_now, 1'000'000, "nor its cycles: 1000 of IP input");
    }

    /// R157.
    void Counted()
    {
        Attach();
        const auto sa = m_node->GetSad()->Add(0, MakeSa(SPI_IN));
        RunControl();
        const auto* state = IpsecOffload::GetState(*sa);
        EXPECT_EQ(state->hardwareFirstUsed.has_value(), false, "not yet used");
        m_now = 7;
        Receive(3);
        EXPECT_EQ(state->softwareView.packets, 1, "packets of software's view");
        EXPECT_EQ(state->softwareView.octets, 500, "octets of software's view: clear ones");
        EXPECT_EQ(state->hardwareFirstUsed.value_or(0), 7, "first use by hardware");
    }

    /// R158.
    void UnknownHandle()
    {
        Attach();
        const auto sa = m_node->GetSad()->Add(0, MakeSa(SPI_IN));
        RunControl();
        Expect(Receive(99), IpsecDrop::NONE, "accepted");
        EXPECT_EQ(m_node->GetInputCounters().offloaded.packets, 1, "as the NIC's");
        EXPECT_EQ(IpsecOffload::GetState(*sa)->softwareView.packets, 0, "but counted for no SA");
    }

    /// R160.
    void TagSkipsPolicy()
    {
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC);
        Expect(Receive(99), IpsecDrop::POLICY_IN, "no history");
        m_node->SetAttribute("TagSkipsPolicyCheck", BooleanValue(true));
        Expect(Receive(99), IpsecDrop::NONE, "the old kernel asks no policy");
    }

    /// R161.
    void PolicyKinds()
    {
        Attach();
        const auto selector = AddPolicy(IpsecDirection::IN, PolicyKind::DISCARD)->GetConfig();
        m_node->GetSad()->Add(0, MakeSa(SPI_IN));
        RunControl();
        Expect(Receive(3), IpsecDrop::POLICY_IN, "discard");
        Expect(Receive(0), IpsecDrop::POLICY_IN, "discard without a tag");
        m_node->GetSpd()->Delete(0, selector.selector, IpsecDirection::IN);
        AddPolicy(IpsecDirection::IN, PolicyKind::NONE);
        Expect(Receive(3), IpsecDrop::NONE, "none");
        Expect(Receive(0), IpsecDrop::NONE, "none without a tag");
    }

    /// R162.
    void Requirement()
    {
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC);
        const TransformRecord fits{m_local, SPI_IN, IpsecProtocol::ESP, IpsecMode::TRANSPORT};
        TransformRecord other = fits;
        for (bool strict : {false, true})
        {
            m_node->SetAttribute("CheckPolicyHistory", BooleanValue(strict));
            const IpsecDrop refused = strict ? IpsecDrop::POLICY_IN : IpsecDrop::NONE;
            Expect(ReceiveAfter(fits), IpsecDrop::NONE, "fits");
            other = fits;
            other.mode = IpsecMode::ANY;
            Expect(ReceiveAfter(other), IpsecDrop::NONE, "an SA of any mode fits");
            other.mode = IpsecMode::TUNNEL;
            Expect(ReceiveAfter(other), refused, "another mode");
            other = fits;
            other.destination = m_remote;
            Expect(ReceiveAfter(other), refused, "another destination");
            other = fits;
            other.protocol = IpsecProtocol::AH;
            Expect(ReceiveAfter(other), IpsecDrop::POLICY_IN, "another protocol, always");
        }
    }

    /// R163.
    void ClearUnderRequire()
    {
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC, IpsecLevel::REQUIRE);
        Expect(Receive(0), IpsecDrop::POLICY_IN, "untagged, so not protected");
    }

    /// R164.
    void ClearUnderUse()
    {
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC, IpsecLevel::USE);
        Expect(Receive(0), IpsecDrop::NONE, "clear text");
        m_node->SetAttribute("CheckPolicyHistory", BooleanValue(true));
        Expect(Receive(0), IpsecDrop::NONE, "clear text, with checked histories");
        EXPECT_EQ(m_node->GetInputCounters().clear.packets, 2, "both went up");
    }

    /// N34.
    void Syndromes()
    {
        Attach();
        for (const auto& [syndrome, drop] : {std::pair(NicDrop::ICV, IpsecDrop::NIC_ICV),
                                             std::pair(NicDrop::REPLAY, IpsecDrop::NIC_REPLAY)})
        {
            PacketDescriptor packet = MakePacket(500);
            packet.esp.spi = SPI_IN;
            packet.esp.length = 540;
            packet.syndrome = syndrome;
            m_node->GetInputPath().InputFailed(m_now, packet);
            Expect(packet, drop, "a reason of its own");
            EXPECT_EQ(m_node->GetInputCounters().drops[drop].octets, 540, "a counter of its own");
        }
        EXPECT_EQ(m_node->GetInputCounters().in.packets, 2, "all were counted");
    }

  private:
    /** @param packet that came in @param drop its end @param what was done */
    void Expect(const PacketDescriptor& packet, IpsecDrop drop, const std::string& what)
    {
        EXPECT_EQ(std::string(ToString(packet.drop)), std::string(ToString(drop)), what);
    }

    /** @param record of the one transform @return a datagram from the peer after it */
    PacketDescriptor ReceiveAfter(const TransformRecord& record)
    {
        PacketDescriptor packet = MakePacket(500);
        std::swap(packet.source, packet.destination);
        TransformHistory history;
        history.Add(record);
        m_node->GetInputPath().InputClear(m_now, packet, history, true);
        return packet;
    }
};

/// Software ESP on the way in.
class InputEspTestCase : public PathTestCase
{
  public:
    InputEspTestCase()
        : PathTestCase("R140, R170, R181: software ESP in: SA, replay, ICV, policy")
    {
    }

  private:
    /**
     * @param spi of the packet
     * @param sequence of the packet
     * @param damaged its ICV is wrong
     * @return why it was dropped
     */
    IpsecDrop Arrive(uint32_t spi, uint64_t sequence, bool damaged = false)
    {
        PacketDescriptor packet = MakePacket(500);
        std::swap(packet.source, packet.destination);
        packet.esp = {spi, 536, sequence, packet.source, packet.destination, {}, damaged};
        TransformHistory history;
        m_node->GetInputPath().InputEsp(m_now, packet, history);
        if (packet.drop == IpsecDrop::NONE)
        {
            packet.esp.spi = 0;
            m_node->GetInputPath().InputCheck(m_now, packet, history, 536);
        }
        return packet.drop;
    }

    void DoRun() override
    {
        Attach();
        AddPolicy(IpsecDirection::IN, PolicyKind::IPSEC);
        SaConfig config = MakeSa(SPI_IN);
        config.replayWindow = 64;
        auto sa = m_node->GetSad()->Add(0, config);
        ASSERT_EQ((Arrive(0x9999, 1) == IpsecDrop::NO_SA_IN), true, "unknown SPI");
        ASSERT_EQ((Arrive(SPI_IN, 5) == IpsecDrop::NONE), true, "good");
        ASSERT_EQ((Arrive(SPI_IN, 5) == IpsecDrop::REPLAY), true, "seen");
        ASSERT_EQ((Arrive(SPI_IN, 200, true) == IpsecDrop::BAD_ICV), true, "damaged");
        ASSERT_EQ((Arrive(SPI_IN, 6) == IpsecDrop::NONE), true, "window stood (R170)");
        ASSERT_EQ((Arrive(SPI_IN, 200) == IpsecDrop::NONE), true, "good");
        ASSERT_EQ((Arrive(SPI_IN, 7) == IpsecDrop::REPLAY), true, "below the window");
        ASSERT_EQ(sa->GetCurrent().packets, 3, "R192");
        ASSERT_EQ(sa->GetCurrent().octets, 3 * 536, "R181: octets of the transform");
    }
};

/// What each verdict costs.
class HostTestCase : public PathTestCase
{
  public:
    HostTestCase()
        : PathTestCase("Every packet pays its steps, software ESP by the octet")
    {
    }

  private:
    void DoRun() override
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000; // a cycle is a nanosecond
        host.backlog = 2;
        host.output = 1000;
        host.policyLookup = 200;
        host.policyCached = 20;
        host.saLookup = 100;
        host.tag = 50;
        host.driverTx = 300;
        host.driverRx = 700;
        host.espOutput = 5000;
        host.defaultCipher = {400, 2};
        m_node->SetHost(host);
        Attach();
        Send(100);
        ASSERT_EQ(m_pending.ready, 1'500'000, "1000 + 200 + 300 cycles: first search");
        m_now = PS_PER_SECOND;
        Send(100);
        ASSERT_EQ(m_pending.ready - m_now, 1'320'000, "1000 + 20 + 300 cycles: remembered");
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        m_now *= 2;
        Send(100);
        ASSERT_EQ(m_pending.ready - m_now, 7'200'000, "1600 + 5000 + 400 + 2 * 100 cycles");
        RunControl();
        m_now *= 2;
        PacketDescriptor failed = MakePacket(500);
        failed.esp.spi = SPI_IN;
        failed.esp.length = 540;
        failed.syndrome = NicDrop::ICV;
        ASSERT_EQ(m_node->GetInputPath().InputFailed(m_now, failed) - m_now,
                  700'000,
                  "N34: the driver's 700 cycles are spent");
        m_now *= 2;
        Send(100);
        ASSERT_EQ(m_pending.ready - m_now, 1'470'000, "1420 + 50 cycles: tagged");
        Send(100);
        const auto packet = Send(100);
        ASSERT_EQ((packet.drop == IpsecDrop::HOST_BACKLOG), true, "two are there");
        ASSERT_EQ((packet.verdict == IpsecVerdict::OFFLOAD), true, "verdict stands");
        const auto& out = m_node->GetOutputCounters();
        ASSERT_EQ(out.offloadVerdict.packets, 3, "verdicts before any drop");
        ASSERT_EQ(out.offload.packets, 2, "what left the host");
        ASSERT_NEAR(out.GetOffloadRatio(), 0.75, 1e-12, "300 of 400 octets");
    }
};

/// Who is done first is numbered first, and checked first.
class NumberingTestCase : public PathTestCase
{
  public:
    NumberingTestCase()
        : PathTestCase("R140, R170: software numbers and checks packets when a core comes to them")
    {
    }

  private:
    /// @param host cores @param packet gets ports of a flow whose core is @param core
    static void PutOnCore(const HostModel& host, PacketDescriptor& packet, uint32_t core)
    {
        while (host.CoreOf(packet.flowHash) != core)
        {
            ++packet.sourcePort;
            packet.flowHash = HashFlow(packet);
        }
    }

    void DoRun() override
    {
        HostProfile host;
        host.cores = 2;
        host.clock = 1'000'000'000;
        host.defaultCipher = {0, 1};
        m_node->SetHost(host);
        Attach(NicProfile());
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        const auto sa = m_node->GetSad()->Add(0, MakeSa(SPI_OUT));

        PacketDescriptor slow = MakePacket(1400);
        PutOnCore(m_node->GetHost(), slow, 0);
        PacketDescriptor fast = MakePacket(100);
        PutOnCore(m_node->GetHost(), fast, 1);
        slow = Send(slow);
        const PendingPacket slowPending = m_pending;
        const Ps slowDone = slowPending.ready;
        fast = Send(fast);
        const PendingPacket fastPending = m_pending;
        const Ps fastDone = fastPending.ready;
        PacketDescriptor late = Send(fast);
        ASSERT_EQ(slowDone, 1'400'000, "1400 cycles");
        ASSERT_EQ(fastDone, 100'000, "100 cycles of another core");
        ASSERT_EQ(slow.IsEsp(), false, "not yet");
        ASSERT_EQ(m_node->GetOutputCounters().inFlight.packets, 3, "with cores");
        ASSERT_EQ(m_node->GetOutputCounters().software.packets, 0, "none has left");
        m_node->CheckInvariants();

        m_node->GetOutputPath().Finish(fastDone, fast, fastPending);
        m_node->GetOutputPath().Finish(slowDone, slow, slowPending);
        ASSERT_EQ(fast.esp.sequence, 1, "the first one done");
        ASSERT_EQ(slow.esp.sequence, 2, "the first one sent");
        ASSERT_EQ(m_node->GetOutputCounters().software.packets, 2, "once each");
        m_node->GetSad()->Delete(slowDone, SPI_OUT);
        m_node->GetOutputPath().Finish(slowDone, late, m_pending);
        ASSERT_EQ((late.drop == IpsecDrop::SA_GONE), true, "deleted meanwhile");
        ASSERT_EQ(m_node->GetOutputCounters().drops[IpsecDrop::SA_GONE].packets, 1, "counted");
        ASSERT_EQ(m_node->GetOutputCounters().inFlight.octets, 0, "none left");
        ASSERT_EQ(sa->GetSoftware().packets, 2, "it did not count");

        // The way in: number 100 is done first, number 1 is too old for the window then.
        SaConfig in = MakeSa(SPI_IN);
        in.replayWindow = 32;
        m_node->GetSad()->Add(0, in);
        PacketDescriptor arrived[2];
        TransformHistory history[2];
        PendingPacket pending[2];
        for (uint32_t i = 0; i < 2; ++i)
        {
            arrived[i].esp.spi = SPI_IN;
            arrived[i].esp.sequence = i == 0 ? 1 : 100;
            arrived[i].esp.source = m_remote;
            arrived[i].esp.destination = m_local;
            arrived[i].esp.length = 500;
            pending[i] = m_node->GetInputPath().InputEsp(slowDone, arrived[i], history[i]);
        }
        ASSERT_EQ((pending[0].ready < pending[1].ready), true, "one core: ESP shows no ports");
        ASSERT_EQ(m_node->GetInputCounters().inFlight.packets, 2, "with cores");
        m_node->CheckInvariants();
        m_node->GetInputPath().FinishEsp(pending[1].ready, arrived[1], pending[1], history[1]);
        m_node->GetInputPath().FinishEsp(pending[1].ready, arrived[0], pending[0], history[0]);
        ASSERT_EQ((arrived[1].drop == IpsecDrop::NONE), true, "new");
        ASSERT_EQ((arrived[0].drop == IpsecDrop::REPLAY), true, "too late");
        ASSERT_EQ(history[1].IsEmpty(), false, "what was undone");
        m_node->GetInputPath().InputCheck(pending[1].ready, arrived[1], history[1], 500);
        ASSERT_EQ(m_node->GetInputCounters().inFlight.packets, 0, "none left");
    }
};

/// Octets that each way of ciphering moves.
class MemoryTestCase : public PathTestCase
{
  public:
    MemoryTestCase()
        : PathTestCase("Memory traffic: a NIC that ciphers leaves the payload to its DMA alone")
    {
    }

  private:
    /// @param path a way @param expected octets of it so far
    void Expect(HostPath path, const MemoryTraffic& expected)
    {
        const MemoryTraffic& traffic = m_node->GetHost().GetTraffic(path).memory;
        EXPECT_EQ(traffic.cpuRead, expected.cpuRead, ToString(path));
        EXPECT_EQ(traffic.cpuWritten, expected.cpuWritten, ToString(path));
        EXPECT_EQ(traffic.dmaRead, expected.dmaRead, ToString(path));
        EXPECT_EQ(traffic.dmaWritten, expected.dmaWritten, ToString(path));
    }

    void DoRun() override
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.headerOctets = 64;
        host.descriptorOctets = 16;
        m_node->SetHost(host);
        Attach();
        PacketDescriptor packet = MakePacket(1000);
        packet.forwarded = true;
        Send(packet);
        Expect(HostPath::CLEAR, {64, 0, 1016, 0});
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        const auto sa = m_node->GetSad()->Add(0, MakeSa(SPI_OUT));
        const uint64_t esp = sa->GetSizes().GetEspLength(1000, 20);
        Send(packet);
        Expect(HostPath::SOFTWARE, {64 + 1000, esp, esp + 16, 0});

        host.lookaside.algorithms = {"aes-gcm-16-128"};
        m_node->SetHost(host);
        Send(packet);
        Expect(HostPath::LOOKASIDE, {64, esp - 1000, 1000 + esp + 16, esp});
        Expect(HostPath::SOFTWARE, {});

        RunControl();
        m_node->SetAttribute("OffloadForwarded", BooleanValue(true));
        Send(packet);
        Expect(HostPath::INLINE_PACKET, {64, 0, 1016, 0});
        m_node->SetHostEncapsulating(true);
        Send(packet);
        Expect(HostPath::INLINE_CRYPTO, {64, esp - 1000, esp + 16, 0});

        // An own packet is copied from its socket, whoever ciphers.
        packet.forwarded = false;
        Send(packet);
        Expect(HostPath::INLINE_CRYPTO, {128 + 1000, 2 * (esp - 1000) + 1000, 2 * (esp + 16), 0});
    }
};

/// A kernel is a set of attribute values.
class KernelProfileTestCase : public PathTestCase
{
  public:
    KernelProfileTestCase()
        : PathTestCase("R127, R231: LinuxPacket offloads forwarded traffic, FreeBsd does not")
    {
    }

  private:
    void DoRun() override
    {
        ASSERT_EQ((FindKernelProfile("Nonesuch") == nullptr), true, "unknown");
        Attach();
        AddPolicy(IpsecDirection::OUT, PolicyKind::IPSEC);
        PacketDescriptor forwarded = MakePacket(100);
        forwarded.forwarded = true;
        FindKernelProfile("LinuxPacket")->Apply(*m_node);
        SaConfig sa = MakeSa(SPI_OUT);
        sa.interfaceName = "nic0";
        sa.direction = IpsecDirection::OUT;
        m_node->GetSad()->Add(0, sa);
        RunControl();
        ASSERT_EQ((Send(forwarded).verdict == IpsecVerdict::OFFLOAD), true, "Linux");
        ASSERT_EQ(m_nic->GetEngine().GetRxSlotsUsed(0), 0, "one direction only");
        FindKernelProfile("FreeBsd")->Apply(*m_node);
        ASSERT_EQ((Send(forwarded).verdict == IpsecVerdict::SOFTWARE), true, "FreeBSD");
    }
};

/// The tests of InputTests.
const struct
{
    const char* name;                  // with the rules' numbers
    MethodTest<InputTests>::Body body; // what to do
} INPUT_TESTS[] = {
    {"R153 without a tag: ESP to software, the rest to the policy", &InputTests::WithoutTag},
    {"R154 a tag outside the range is dropped", &InputTests::TagOutsideRange},
    {"R155 a valid tag is accepted at once", &InputTests::ValidTag},
    {"R157 a known drv_spi is counted", &InputTests::Counted},
    {"R158 an unknown drv_spi is accepted and not counted", &InputTests::UnknownHandle},
    {"R160 the old kernel asks no policy about a tagged packet", &InputTests::TagSkipsPolicy},
    {"R161 kinds of policies that need no history", &InputTests::PolicyKinds},
    {"R162 what a requirement demands of the history", &InputTests::Requirement},
    {"R163 level require drops clear text", &InputTests::ClearUnderRequire},
    {"R164 level use accepts clear text", &InputTests::ClearUnderUse},
    {"N34 a syndrome ends as a drop of its own", &InputTests::Syndromes},
};

/**
 * @ingroup ipsec-offload-tests
 * model/path.
 */
class PathTestSuite : public TestSuite
{
  public:
    PathTestSuite()
        : TestSuite("ipsec-path", TestSuite::Type::UNIT)
    {
        AddTestCase(new VerdictTestCase);
        AddTestCase(new ReasonTestCase);
        AddTestCase(new AnswerTestCase(NicProfile::NOT_SUPPORTED,
                                       SoftwareReason::REJECTED,
                                       "R45, R129, N53: a nack keeps packets in software"));
        AddTestCase(new AnswerTestCase("ENOMEM",
                                       SoftwareReason::DRIVER_FAULT,
                                       "R45, N53: a fault keeps packets in software"));
        AddTestCase(new SizeTestCase);
        AddTestCase(new ExactSizeTestCase);
        AddTestCase(new FlowCacheTestCase);
        for (const auto& [name, body] : INPUT_TESTS)
        {
            AddTestCase(new MethodTest<InputTests>(name, body));
        }
        AddTestCase(new InputEspTestCase);
        AddTestCase(new HostTestCase);
        AddTestCase(new NumberingTestCase);
        AddTestCase(new MemoryTestCase);
        AddTestCase(new KernelProfileTestCase);
    }
};

PathTestSuite g_pathTestSuite; //!< registers the suite

} // namespace

} // namespace ns3::tests

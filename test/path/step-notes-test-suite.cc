/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "model/explain/ipsec-number-words-internal.h"
#include "test/support/expect.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-explain-step.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;

namespace ns3::tests
{

namespace
{

/// What was noted.
struct Noted
{
    std::string object;
    std::string decision;
    std::string rule;
};

/// Remembers notes.
class Notebook : public StepListener
{
  public:
    void Enter([[maybe_unused]] uint32_t node) override
    {
    }

    void Append(const StepRecord& step) override
    {
        const StepInfo& info = GetStepInfo(step.code);
        notes.push_back({info.stage, ExplainStep(step), info.rule});
    }

    /**
     * @param object what decides
     * @param words part of the decision
     * @param rule the whole rule
     * @return true when that was noted
     */
    bool Has(const std::string& object, const std::string& words, const std::string& rule) const
    {
        return std::any_of(notes.begin(), notes.end(), [&](const Noted& note) {
            return note.object == object && note.decision.find(words) != std::string::npos &&
                   note.rule == rule;
        });
    }

    std::vector<Noted> notes; //!< in order
};

/**
 * @ingroup ipsec-offload-tests
 * Two nodes with one NIC each; packets of one SA go from the first to the second.
 */
class StepNotesTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        for (size_t i = 0; i < 2; ++i)
        {
            m_nodes[i] = CreateObject<IpsecNode>();
            m_nics[i] = CreateObject<IpsecNic>();
            m_nics[i]->Configure(NicProfile(), 100'000'000'000, 38);
            m_interfaces[i] = m_nodes[i]->GetOffload()->AddInterface("nic0", m_nics[i]);
            PolicyConfig policy;
            policy.direction = i == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {m_local, 32};
            policy.selector.destination = {m_remote, 32};
            policy.kind = PolicyKind::IPSEC;
            policy.requirements.emplace_back();
            m_nodes[i]->GetSpd()->Add(0, policy);
        }
    }

    void DoTeardown() override
    {
        for (size_t i = 0; i < 2; ++i)
        {
            m_nodes[i]->CheckInvariants();
            m_nodes[i]->Dispose();
            m_nodes[i] = nullptr;
            m_nics[i] = nullptr;
            m_interfaces[i] = nullptr;
        }
        Simulator::Destroy();
    }

    /** @param i which node @return the SA, added there */
    Ptr<SecurityAssociation> AddSa(size_t i)
    {
        SaConfig sa;
        sa.spi = 0x1001;
        sa.mode = IpsecMode::TRANSPORT;
        sa.source = m_local;
        sa.destination = m_remote;
        sa.replayWindow = 64;
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key.assign(sa.cipher->GetKeyBytes(), 1);
        return m_nodes[i]->GetSad()->Add(0, sa);
    }

    /** @param length octets @return a datagram that is followed */
    PacketDescriptor MakePacket(uint32_t length)
    {
        PacketDescriptor packet;
        packet.source = m_local;
        packet.destination = m_remote;
        packet.protocol = 17;
        packet.length = length;
        packet.flowHash = HashFlow(packet);
        packet.steps = &m_book;
        return packet;
    }

    /** @param packet what the first node sends, up to the wire */
    void Send(PacketDescriptor& packet)
    {
        m_nodes[0]->GetOutputPath().Output(m_now,
                                           packet,
                                           {PeekPointer(m_interfaces[0]), 1500, nullptr});
        m_nics[0]->GetEngine().Transmit(m_now, packet, packet.GetCurrentLength());
    }

    /** @param packet what the second node gets from the wire */
    void Receive(PacketDescriptor& packet)
    {
        m_nics[1]->GetEngine().Receive(m_now, packet, packet.GetCurrentLength());
        TransformHistory history;
        if (packet.IsEsp())
        {
            const uint32_t length = packet.esp.length;
            m_nodes[1]->GetInputPath().InputEsp(m_now, packet, history);
            if (packet.drop == IpsecDrop::NONE)
            {
                packet.esp.spi = 0;
                m_nodes[1]->GetInputPath().InputCheck(m_now, packet, history, length);
            }
            return;
        }
        m_nodes[1]->GetOffload()->FillHistory(*m_interfaces[1], packet.drvSpi, history);
        m_nodes[1]->GetInputPath().InputClear(m_now, packet, history, true);
    }

    /** Let offers happen. */
    void RunControl()
    {
        Simulator::Run();
        m_now = ToPs(Simulator::Now());
    }

    /** @param object what decides @param words part of the decision @param rule the whole rule */
    void Expect(const std::string& object, const std::string& words, const std::string& rule)
    {
        EXPECT_EQ(m_book.Has(object, words, rule), true, object + ": " + words);
    }

    Ptr<IpsecNode> m_nodes[2];                            //!< sender and receiver
    Ptr<IpsecNic> m_nics[2];                              //!< theirs
    Ptr<OffloadInterface> m_interfaces[2];                //!< theirs
    IpAddress m_local = IpAddress::FromIpv4(0xc0000201);  //!< of the sender
    IpAddress m_remote = IpAddress::FromIpv4(0xc0000202); //!< of the receiver
    Ps m_now{0};                                          //!< time of the calls
    Notebook m_book;                                      //!< what was noted
};

/// The NIC does it, at both ends.
class OffloadedNotesTestCase : public StepNotesTestCase
{
  public:
    OffloadedNotesTestCase()
        : StepNotesTestCase("Notes of an offloaded packet at both ends")
    {
    }

  private:
    void DoRun() override
    {
        AddSa(0);
        AddSa(1);
        RunControl();
        PacketDescriptor packet = MakePacket(1420);
        Send(packet);
        Expect("SPD", "192.0.2.1/32[any] 192.0.2.2/32[any] any", "R91");
        Expect("SAD", "SPI 0x1001, transport, mature: oldest alive SA", "R30, R122");
        Expect("IpsecOffload", "nic0: HANDLED, drv_spi 3", "R128, R129");
        Expect("IpsecOffload",
               "estimate 1 420 + 46 = 1 466 <= 1 500, exactly 1 456 <= 1 500",
               "R130, R131");
        Expect("IpsecOffload", "transmit tag with drv_spi 3", "R134, R135");
        Expect("NIC contexts", "context of SPI 0x1001 found", "N26");
        Expect("NIC cipher", "sequence 1, 1 420 -> 1 456 octets", "N26");
        Receive(packet);
        Expect("NIC contexts", "SPI 0x1001 to 192.0.2.2: receive context, drv_spi 3", "N33");
        Expect("NIC replay window",
               "sequence 1 against 64 packets up to 0: new",
               "N34, RFC 4303 3.4.3");
        Expect("NIC", "receive tag drv_spi 3", "N35");
        Expect("IpsecOffload", "receive tag with drv_spi 3: SPI 0x1001", "R155, R157");
        Expect("SPD", "undone: esp/transport SPI 0x1001", "R161-R164");
        EXPECT_EQ((packet.drop == IpsecDrop::NONE), true, "accepted");
        // The same flow again: the socket's memory.
        m_book.notes.clear();
        PacketDescriptor again = MakePacket(100);
        Send(again);
        Expect("flow cache", "cached, and the SPD is unchanged: policy 1", "R113");
        Expect("SAD", "cached", "R30, R122");
        // Nobody listens.
        m_book.notes.clear();
        again = MakePacket(100);
        again.steps = nullptr;
        Send(again);
        Receive(again);
        EXPECT_EQ(m_book.notes.size(), 0, "notes without a listener");
    }
};

/// The host does it, and a replay.
class SoftwareNotesTestCase : public StepNotesTestCase
{
  public:
    SoftwareNotesTestCase()
        : StepNotesTestCase("Notes of a packet in software at both ends")
    {
    }

  private:
    void DoRun() override
    {
        PacketDescriptor early = MakePacket(1000);
        Send(early);
        Expect("SAD", "level require: dropped; ACQUIRE", "R124, R32");
        AddSa(0);
        PacketDescriptor queued = MakePacket(1000);
        Send(queued);
        Expect("IpsecOffload", "software (not-yet-offered)", "R85");
        Expect("ESP", "sequence 1, 1 000 -> 1 036 octets", "R140, RFC 4303 2");
        RunControl();
        PacketDescriptor large = MakePacket(1460);
        Send(large);
        Expect("IpsecOffload", "estimate 1 460 + 46 = 1 506 > 1 500", "R130");
        Expect("NIC contexts", "no tag", "N28");
        Receive(large);
        Expect("NIC contexts", "no receive context for SPI 0x1001", "N33");
        Expect("SAD", "no alive SA of it", "R22, RFC 4301 4.1");
        AddSa(1);
        PacketDescriptor third = MakePacket(1460);
        Send(third);
        PacketDescriptor copy = third;
        Receive(third);
        Expect("replay window", "sequence 3 against 64 packets up to 0: new", "R168-R170");
        Expect("ESP", "ICV verifies", "R170, R181");
        Receive(copy);
        Expect("replay window", "seen or below the window, dropped", "R168-R170");
        RunControl();
    }
};

/// What happens to an SA, told to who follows it and to a trace sink.
class LifeNotesTestCase : public StepNotesTestCase
{
  public:
    LifeNotesTestCase()
        : StepNotesTestCase("Notes of an SA's life, and trace source Expire")
    {
    }

  private:
    /** @param sa which @param hard a hard limit */
    void Expired(Ps now, const SecurityAssociation& sa, bool hard)
    {
        m_expired.push_back({now, sa.GetConfig().spi, hard});
    }

    void DoRun() override
    {
        const auto sad = m_nodes[0]->GetSad();
        sad->Watch(0x1001, &m_book);
        sad->TraceConnectWithoutContext("Expire", MakeCallback(&LifeNotesTestCase::Expired, this));
        const auto sa = AddSa(0);
        Expect("SAD", "ADD: MATURE", "R25, R9");
        Expect("IpsecOffload", "offer queued behind 1 others", "R37, R59"); // the policy
        Expect("IpsecOffload", "offer queued behind 2 others", "R37, R59");
        RunControl();
        Expect("worker", "interfaces to ask: 1", "R41, R43");
        Expect("NIC slots",
               "transmit direction has its slot (in use: 1 transmit, 1 receive)",
               "N13, N52");
        Expect("IpsecOffload", "nic0: drv_spi 3 is HANDLED", "R45");
        Expect("worker", "duplicate offer skipped: already offered (INST)", "R41, R42");
        m_nodes[0]->GetOffload()->GetCounters().Report(0, *m_interfaces[0], 3, {2, 3000});
        Expect("counters", "nic0 reports 2 packets, 3 000 octets; CURRENT +3 000", "R176-R178");
        SaLifetime hard;
        hard.addTime = 2 * PS_PER_SECOND;
        SaLifetime soft;
        soft.addTime = PS_PER_SECOND;
        sad->UpdateLifetimes(0, 0x1001, hard, soft);
        Expect("SAD", "UPDATE of lifetimes: MATURE", "R26, R200");
        Expect("IpsecOffload", "duplicate offer skipped: one is queued already (INST)", "R38");
        sad->ExpireAt(3 * PS_PER_SECOND / 2);
        Expect("SAD", "DYING", "R197, R61");
        sad->ExpireAt(3 * PS_PER_SECOND);
        Expect("SAD", "hard limit is exceeded: DEAD", "R194, R196");
        Expect("IpsecOffload", "removal queued behind 0 others", "R62-R64");
        Simulator::Run();
        Expect("worker", "handles: 1", "R65");
        Expect("NIC slots", "slots free at once", "R21, N47");
        Expect("IpsecOffload", "drv_spi 3 is free", "R65, R21");
        ASSERT_EQ(m_expired.size(), 2, "soft, then hard");
        EXPECT_EQ(m_expired[0].hard, false, "soft");
        EXPECT_EQ(m_expired[1].hard, true, "hard");
        EXPECT_EQ(m_expired[1].now, 3 * PS_PER_SECOND, "when");
        EXPECT_EQ(m_expired[1].spi, 0x1001, "which");
    }

    /// What the trace source said.
    struct Expiry
    {
        Ps now;
        uint32_t spi;
        bool hard;
    };

    std::vector<Expiry> m_expired; //!< in order
};

/// Numbers in words.
class NumbersInWordsTestCase : public TestCase
{
  public:
    NumbersInWordsTestCase()
        : TestCase("Numbers and spans in words")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<uint64_t, std::string>> numbers{{0, "0"},
                                                                    {999, "999"},
                                                                    {1000, "1 000"},
                                                                    {123456, "123 456"},
                                                                    {1234567, "1 234 567"}};
        for (const auto& [number, text] : numbers)
        {
            EXPECT_EQ(GroupDigits(number), text, "digits");
        }
        const std::vector<std::pair<Ps, std::string>> spans{{0, "0 ps"},
                                                            {999, "999 ps"},
                                                            {1500, "1.5 ns"},
                                                            {1'234'567, "1.235 us"},
                                                            {PS_PER_SECOND, "1 s"}};
        for (const auto& [span, text] : spans)
        {
            EXPECT_EQ(SpanInWords(span), text, "span");
        }
        EXPECT_EQ(SpiInWords(4097), "0x1001", "SPI");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Steps in words.
 */
class StepNotesTestSuite : public TestSuite
{
  public:
    StepNotesTestSuite()
        : TestSuite("ipsec-step-notes", TestSuite::Type::UNIT)
    {
        AddTestCase(new OffloadedNotesTestCase);
        AddTestCase(new SoftwareNotesTestCase);
        AddTestCase(new LifeNotesTestCase);
        AddTestCase(new NumbersInWordsTestCase);
    }
};

StepNotesTestSuite g_stepNotesTestSuite; //!< registers itself

} // namespace

} // namespace ns3::tests

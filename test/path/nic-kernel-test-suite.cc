/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/kernel-pair.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/kernel-profile.h"
#include "ns3/nstime.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/nic and model/path together: what the kernels make of one NIC. Two nodes, and no
 * wire between them.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint32_t SPI = Pair::SPI;
constexpr Ps MS = 1'000'000'000; // a millisecond
constexpr uint32_t LENGTH = Pair::LENGTH;

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class KernelTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Profiles();
    void NewestSa();
    void ErrorNumbers();
    void OneName();
    void AllAttributes();
    void Split();
    void Handover();
    void Shared();
    void HostReplay();
    void HostPays();
    void BusCarriesEsp();
    void NotOffloaded();
    void TooLong();
    void HardLimit();
    void Reset();
    void ResetDuringInstall();
    void VlanContexts();
    void Books();
    void InterfaceReasons();
    void InFlight();
    void DefaultLevel();
};

void
KernelTests::Profiles()
{
    const std::vector<std::pair<std::string, std::string>> expected{
        {"FreeBsd", "software"},
        {"FreeBsdOld", "software"},
        {"LinuxCrypto", "no-sa"}, // its request has not returned
        {"LinuxPacket", "no-sa"},
        {"DpdkInline", "no-sa"},
        {"Ideal", "software"},
        {"Opnsense", "software"}};
    EXPECT_EQ(GetKernelProfiles().size(), expected.size(), "kernels");
    for (size_t i = 0; i < expected.size(); ++i)
    {
        const KernelProfile& kernel = GetKernelProfiles()[i];
        EXPECT_EQ(std::string(kernel.name), expected[i].first, "name");
        EXPECT_EQ(kernel.settings.size(), GetKernelProfiles()[0].settings.size(), "all attributes");
        Pair pair(kernel.name);
        pair.Add();
        EXPECT_EQ(pair.Send(), expected[i].second, "before the answer: " + expected[i].first);
        Simulator::Run();
        EXPECT_EQ(pair.SendMany(3), "nic nic nic", "after it: " + expected[i].first);
        EXPECT_EQ(pair.verdict == IpsecVerdict::OFFLOAD, true, "offloaded");
        EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(),
                  i < 2 || i == 6 ? 2 : 1, // all of FreeBSD
                  "contexts per SA (N13)");
        PointerValue policy;
        pair.from.node->GetOffload()->GetAttribute("SlotPolicy", policy);
        EXPECT_EQ(policy.GetObject() != nullptr, true, "slot policy");
    }
}

void
KernelTests::DefaultLevel()
{
    for (const KernelProfile& kernel : GetKernelProfiles())
    {
        const auto node = CreateObject<IpsecNode>();
        kernel.Apply(*node);
        PolicyConfig policy;
        policy.selector.source = {*IpAddress::FromString("10.1.2.0"), 24};
        policy.selector.destination = {*IpAddress::FromString("10.7.0.0"), 16};
        policy.kind = PolicyKind::IPSEC;
        policy.requirements.emplace_back();
        policy.requirements.back().level = IpsecLevel::DEFAULT;
        const std::string name = kernel.name;
        EXPECT_EQ(node->GetSpd()->Add(0, policy)->DemandsProtection(),
                  (name.rfind("Linux", 0) == 0 || name == "DpdkInline"),
                  name + ": no SA, so in clear or not at all");
        node->Dispose();
    }
}

void
KernelTests::NewestSa()
{
    const std::vector<std::pair<std::string, std::string>> expected{
        {"FreeBsd", "nic nic nic"}, // by the old SA, which is in the NIC
        {"Opnsense", "software software software"}};
    for (const auto& [kernel, rekeyed] : expected)
    {
        Pair pair(kernel);
        pair.Add();
        Simulator::Run();
        EXPECT_EQ(pair.Send(), "nic", kernel + ": the first SA");
        ++pair.config.spi;
        pair.Add();
        EXPECT_EQ(pair.SendMany(3), rekeyed, kernel + ": the second one is there, not in the NIC");
        Simulator::Run();
        EXPECT_EQ(pair.Send(), "nic", kernel + ": now both are");
    }
}

void
KernelTests::OneName()
{
    for (const auto& [host, nic] : {std::pair{IpsecDrop::BAD_ICV, NicDrop::ICV},
                                    {IpsecDrop::REPLAY, NicDrop::REPLAY},
                                    {IpsecDrop::SEQUENCE_OVERFLOW, NicDrop::SEQUENCE_OVERFLOW},
                                    {IpsecDrop::TOO_BIG, NicDrop::TOO_BIG}})
    {
        EXPECT_EQ(std::string(ToString(host)), ToString(nic), "one event");
    }
    EXPECT_EQ(std::string(ToString(IpsecDrop::NIC_ICV)), "nic-bad-icv", "handed up (N34)");
    EXPECT_EQ(std::string(ToString(IpsecDrop::NIC_REPLAY)), "nic-replay", "handed up (N34)");
}

void
KernelTests::AllAttributes()
{
    using Owner = KernelProfile::Setting::Owner;
    std::vector<std::pair<Owner, std::string>> known;
    for (const KernelDefault& left : GetKernelDefaults())
    {
        EXPECT_EQ(*left.reason != '\0', true, std::string("a reason for ") + left.attribute);
        known.emplace_back(left.owner, left.attribute);
    }
    for (const auto& setting : GetKernelProfiles().front().settings)
    {
        known.emplace_back(setting.owner, setting.attribute);
    }
    size_t attributes = 0;
    for (const auto& [owner, tid] : {std::pair{Owner::NODE, IpsecNode::GetTypeId()},
                                     {Owner::OFFLOAD, IpsecOffload::GetTypeId()},
                                     {Owner::SAD, SecurityAssociationDatabase::GetTypeId()},
                                     {Owner::SPD, SecurityPolicyDatabase::GetTypeId()}})
    {
        for (size_t i = 0; i < tid.GetAttributeN(); ++i)
        {
            const auto& info = tid.GetAttribute(i);
            if ((info.flags & TypeId::ATTR_SET) != 0)
            {
                ++attributes;
                EXPECT_EQ(std::count(known.begin(), known.end(), std::pair{owner, info.name}),
                          1,
                          info.name + ": set by each kernel, or left alone for a reason");
            }
        }
    }
    EXPECT_EQ(attributes, known.size(), "and no other");
}

void
KernelTests::ErrorNumbers()
{
    // What a kernel makes of a driver that does not take an SA: Linux in crypto mode goes on in
    // software after "not supported" alone, and fails the request after any other number.
    const std::vector<std::pair<const char*, uint32_t>> alive{// after it, after any other
                                                              {"FreeBsd", 0b11},
                                                              {"FreeBsdOld", 0b11},
                                                              {"LinuxCrypto", 0b10},
                                                              {"LinuxPacket", 0b00},
                                                              {"DpdkInline", 0b00},
                                                              {"Ideal", 0b11},
                                                              {"Opnsense", 0b11}};
    EXPECT_EQ(alive.size(), GetKernelProfiles().size(), "all kernels");
    std::vector<NicProfile> refusals(4);
    refusals[0].esn = false;
    refusals[1].algorithms = {"aes-gcm-16-256"};
    refusals[2].txSlots = refusals[2].rxSlots = 0;
    refusals[3].replayWindows = {0, 32}; // who only sends has no window
    for (const auto& [kernel, answers] : alive)
    {
        for (size_t i = 0; i < refusals.size() * NicProfile::DRIVER_ERRORS.size(); ++i)
        {
            const bool window = i % refusals.size() == 3;
            NicProfile profile = refusals[i % refusals.size()];
            profile.refusalError = NicProfile::DRIVER_ERRORS[i / refusals.size()];
            profile.fullError = profile.refusalError;
            const bool lives =
                (answers & (profile.refusalError == "EOPNOTSUPP" ? 0b10U : 0b01U)) != 0;
            const std::string what = std::string(kernel) + ", " + profile.refusalError;
            Pair pair(kernel, profile);
            pair.config.esn = true;
            pair.Add();
            Pair::Settle();
            EXPECT_EQ(pair.sa->IsAlive(), lives || window, "sender: " + what);
            EXPECT_EQ(pair.to.node->GetSad()->FindBySpi(SPI) != nullptr,
                      lives,
                      "receiver: " + what);
            if (!window)
            {
                EXPECT_EQ(pair.Send(), lives ? "software" : "no-sa", what);
            }
        }
    }
}

void
KernelTests::Split()
{
    Pair pair("FreeBsd");
    pair.Add();
    pair.to.interface->SetCapabilityEnabled(false); // the receiver: one window, in software
    EXPECT_EQ(pair.SendMany(3), "software software software", "numbers 1 to 3 by software");
    Simulator::Run();
    EXPECT_EQ(pair.SendMany(5), "replay replay replay software software", "1 to 5 by the NIC");
}

void
KernelTests::Handover()
{
    Pair pair("FreeBsd");
    pair.from.node->GetOffload()->SetAttribute("SequenceHandover", BooleanValue(true));
    pair.Add();
    pair.to.interface->SetCapabilityEnabled(false);
    EXPECT_EQ(pair.SendMany(3), "software software software", "numbers 1 to 3 by software");
    Simulator::Run();
    EXPECT_EQ(pair.SendMany(3), "software software software", "4 to 6 by the NIC");
    EXPECT_EQ(pair.verdict == IpsecVerdict::OFFLOAD, true, "offloaded");
    pair.from.node->GetOffload()->Demote(Pair::Now(), pair.sa, pair.from.interface);
    Simulator::Run();
    EXPECT_EQ(pair.SendMany(3), "software software software", "7 to 9 by software");
    EXPECT_EQ(pair.verdict == IpsecVerdict::SOFTWARE, true, "not offloaded");
    EXPECT_EQ(pair.sa->GetLastSequence(), 9, "the kernel's counter");
}

void
KernelTests::Shared()
{
    Pair pair("Ideal");
    pair.config.interfaceName.clear();
    pair.Add();
    EXPECT_EQ(pair.SendMany(2), "software software", "before the offer");
    Simulator::Run();
    EXPECT_EQ(pair.SendMany(2), "nic nic", "by the NIC");
    pair.from.interface->SetCapabilityEnabled(false);
    EXPECT_EQ(pair.SendMany(2), "nic nic", "sent by software, received by the NIC");
    pair.from.interface->SetCapabilityEnabled(true);
    EXPECT_EQ(pair.SendMany(2), "nic nic", "by the NIC");
    EXPECT_EQ(pair.sa->GetLastSequence(), 8, "one counter for all of them");
}

void
KernelTests::HostReplay()
{
    Pair pair("LinuxCrypto");
    pair.Add();
    Simulator::Run();
    EXPECT_EQ(pair.Send(2), "replay", "the host sees the copy");
    EXPECT_EQ(pair.to.node->GetInputCounters().drops[IpsecDrop::REPLAY].packets,
              1,
              "counted there");
    EXPECT_EQ(pair.to.nic->GetEngine().GetCounters().rxDrops.Total().packets, 0, "not in the NIC");
}

void
KernelTests::HostPays()
{
    std::vector<Ps> times;
    for (const char* kernel : {"LinuxPacket", "LinuxCrypto"})
    {
        Pair pair(kernel);
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.tag = 10;
        host.espOutput = 700;
        pair.from.node->SetHost(host);
        pair.Add();
        Simulator::Run();
        EXPECT_EQ(pair.Send(), "nic", "offloaded");
        times.push_back(pair.done - Pair::Now());
    }
    EXPECT_EQ(times[1] - times[0], 700'000, "700 cycles of 1 ns to build ESP, none for the cipher");
}

void
KernelTests::BusCarriesEsp()
{
    NicProfile profile;
    profile.pcieBitRate = 64'000'000'000;
    for (const char* kernel : {"LinuxPacket", "LinuxCrypto"})
    {
        Pair pair(kernel, profile);
        pair.Add();
        Simulator::Run();
        const std::string fate = pair.Send();
        EXPECT_EQ(fate, "nic", kernel);
        const uint64_t clear = LENGTH;
        const uint64_t esp = pair.sa->GetSizes().GetEspLength(LENGTH, 20);
        const bool crypto = std::string(kernel) == "LinuxCrypto";
        EXPECT_EQ(pair.from.nic->GetEngine().GetCard()->GetPcie().GetCounters().read.octets,
                  crypto ? esp : clear,
                  std::string(kernel) + ": what the NIC reads");
        EXPECT_EQ(pair.to.nic->GetEngine().GetCard()->GetPcie().GetCounters().written.octets,
                  crypto ? esp : clear,
                  std::string(kernel) + ": what the NIC writes");
    }
}

void
KernelTests::NotOffloaded()
{
    Pair pair("LinuxPacket");
    pair.Add();
    Simulator::Run();
    EXPECT_EQ(pair.Send(), "nic", "on its device");
    pair.from.interface->SetCapabilityEnabled(false);
    EXPECT_EQ(pair.Send(), "not-offloaded", "no software instead");
    EXPECT_EQ(pair.from.node->GetOutputCounters().drops[IpsecDrop::NOT_OFFLOADED].packets, 1, "");
    Pair other("LinuxPacket");
    other.config.interfaceName.clear();
    other.Add();
    Simulator::Run();
    EXPECT_EQ(other.Send(), "software", "offload was not asked for");
}

void
KernelTests::TooLong()
{
    for (const char* kernel : {"LinuxCrypto", "LinuxPacket", "DpdkInline"})
    {
        Pair pair(kernel);
        pair.Add();
        Simulator::Run();
        const std::string name(kernel);
        const bool refuses = name != "LinuxCrypto";
        const uint32_t most = pair.sa->GetSizes().GetLongestClear(1500, 20);
        EXPECT_EQ(pair.sa->GetSizes().GetEspLength(most, 20) <= 1500, true, "it fits");
        EXPECT_EQ(pair.sa->GetSizes().GetEspLength(most + 1, 20) > 1500, true, "one more does not");
        pair.length = most;
        EXPECT_EQ(pair.Send(), "nic", name + ": the longest");
        EXPECT_EQ(pair.verdict == IpsecVerdict::OFFLOAD, true, name + ": the longest");
        const uint64_t before = pair.from.node->GetOutputCounters().software.packets;
        ++pair.length;
        EXPECT_EQ(pair.Send(), refuses ? "too-big" : "nic", name + ": one octet more");
        EXPECT_EQ(pair.pathMtu, 0, name + ": nobody tells what would have fit");
        pair.dontFragment = true;
        EXPECT_EQ(pair.Send(), refuses ? "too-big" : "nic", name + ": with DF");
        EXPECT_EQ(pair.pathMtu, name == "LinuxPacket" ? most : 0, name + ": what would have fit");
        pair.dontFragment = false;
        pair.length = LENGTH;
        pair.fragment = true;
        EXPECT_EQ(pair.Send(), refuses ? "not-offloaded" : "software", name + ": a fragment");
        const auto& out = pair.from.node->GetOutputCounters();
        EXPECT_EQ(out.software.packets - before, refuses ? 0 : 3, name + ": a second counter");
        // One offloaded, then two of an octet more, and a fragment: in software, or nowhere.
        const double rest = refuses ? 0 : 2.0 * (most + 1) + LENGTH;
        EXPECT_NEAR(out.GetOffloadRatio(), most / (most + rest), 1e-12, name + ": the ratio");
    }
}

void
KernelTests::HardLimit()
{
    Pair pair("LinuxPacket");
    pair.config.hard.packets = 5; // the kernel itself never checks packets (R195)
    pair.config.soft.packets = 3;
    pair.Add();
    Pair::Settle();
    EXPECT_EQ(pair.SendMany(3), "nic nic nic", "below the soft limit");
    Pair::Settle();
    EXPECT_EQ(pair.sa->GetState() == SaState::MATURE, true, "reached, not exceeded");
    EXPECT_EQ(pair.SendMany(3), "nic nic hard-limit", "the NIC stops at the hard limit");
    EXPECT_EQ(pair.from.nic->GetStatistics().limits, 2, "both are signalled, once");
    EXPECT_EQ(pair.SendMany(2), "hard-limit hard-limit", "until the kernel has heard of it");
    Pair::Settle();
    EXPECT_EQ(pair.sa->GetState() == SaState::DEAD, true, "the SA dies");
    EXPECT_EQ(pair.sa->GetCurrent().packets, 5, "CURRENT is up to date");
    EXPECT_EQ(pair.Send(), "no-sa", "nothing goes out");

    Pair real("FreeBsd");
    real.config.hard.packets = 5;
    real.config.soft.packets = 3;
    real.config.interfaceName.clear();
    real.Add();
    Pair::Settle();
    EXPECT_EQ(real.SendMany(7), "nic nic nic nic nic nic nic", "FreeBSD tells the NIC nothing");
}

void
KernelTests::Reset()
{
    Pair pair("FreeBsd");
    pair.config.replayWindow = 0; // the split of R143 is another matter
    pair.from.nic->SetAttribute("ResetRecovery", BooleanValue(true));
    pair.from.nic->SetAttribute("ResetTime", TimeValue(MilliSeconds(20)));
    pair.Add();
    Simulator::Run();
    EXPECT_EQ(pair.Send(), "nic", "offloaded");
    pair.from.nic->Reset(Pair::Now());
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 0, "the NIC has forgotten");
    EXPECT_EQ(pair.from.nic->GetSaInstaller().GetLostContexts(), 2, "both directions");
    EXPECT_EQ(
        pair.from.node->GetOffload()->Find(*pair.sa, PeekPointer(pair.from.interface)).handle !=
            nullptr,
        true,
        "the kernel has not heard of it");
    EXPECT_EQ(pair.Send(), "unknown-drv-spi", "dropped (N30)");
    Simulator::Run();
    EXPECT_EQ(pair.Send(), "nic", "withdrawn by the driver: software sends");
    EXPECT_EQ(pair.verdict == IpsecVerdict::SOFTWARE, true, "and is not offered again (R209)");
    EXPECT_EQ(pair.from.nic->GetSaInstaller().GetStatistics().lost, 1, "one SA lost");

    pair.to.nic->Reset(Pair::Now());
    EXPECT_EQ(pair.Send(), "software", "what the receiver's NIC does not know goes up (N33)");
    const auto& counters = pair.to.node->GetInputCounters();
    EXPECT_EQ(counters.offloaded.packets + counters.decrypted.packets, 3, "all accounted for");
}

void
KernelTests::ResetDuringInstall()
{
    NicProfile profile;
    profile.installTime = 10 * MS;
    Pair pair("FreeBsd", profile);
    pair.Add();
    Simulator::Stop(MilliSeconds(15));
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 1, "the receive half is in");
    EXPECT_EQ(pair.from.nic->GetSaInstaller().GetHeldContexts(), 1, "and held");
    EXPECT_EQ(pair.from.nic->GetCommands().GetInFlight(), 1, "the transmit half is under way");
    pair.from.nic->Reset(Pair::Now());
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetSaInstaller().GetStatistics().faults, 1, "the install fails");
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 0, "nothing is left behind");
    EXPECT_EQ(pair.from.nic->GetCommands().GetInFlight(), 0, "nothing is under way");
    EXPECT_EQ(
        std::string(ToString(
            pair.from.node->GetOffload()->Find(*pair.sa, PeekPointer(pair.from.interface)).reason)),
        "driver-fault",
        "reason");
}

void
KernelTests::VlanContexts()
{
    Pair pair("FreeBsd");
    pair.config.interfaceName.clear();
    auto& kernel = *pair.from.node->GetOffload();
    const auto vlan = kernel.AddVlanInterface("nic0.7", pair.from.interface, 7);
    pair.Add();
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(),
              4,
              "slots are used up twice as fast (R215)");
    const uint16_t drvSpi = kernel.Find(*pair.sa, PeekPointer(vlan)).handle->drvSpi;
    const SaContext* context = pair.from.nic->GetEngine().Find(drvSpi);
    EXPECT_EQ(context->vlan, 7, "the NIC knows the VLAN (N17)");
    PacketDescriptor packet;
    packet.destination = pair.config.destination;
    packet.esp.destination = pair.config.destination;
    packet.esp.spi = SPI;
    EXPECT_EQ(pair.from.nic->GetEngine().FindForReceive(packet)->vlan, 0, "untagged");
    packet.vlan = 7;
    EXPECT_EQ(pair.from.nic->GetEngine().FindForReceive(packet) == context, true, "on the VLAN");
    packet.vlan = 8;
    EXPECT_EQ(pair.from.nic->GetEngine().FindForReceive(packet) == nullptr, true, "on another one");
}

void
KernelTests::Books()
{
    NicProfile profile;
    profile.installTime = MS;
    profile.removeTime = MS;
    profile.slotCoolOff = 50 * MS;
    Pair pair("FreeBsd", profile);
    pair.Add();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 0, "nothing yet");
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 2, "both directions (N13)");
    pair.from.node->GetSad()->Delete(Pair::Now(), SPI);
    Simulator::Stop(MilliSeconds(2));
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 2, "while it is removed");
    EXPECT_EQ(pair.from.nic->GetCommands().GetInFlight(), 1, "a command");
    Simulator::Stop(MilliSeconds(2));
    Simulator::Run();
    EXPECT_EQ(pair.from.nic->GetEngine().GetContexts(), 0, "removed");
    EXPECT_EQ(pair.from.nic->GetEngine().GetCoolingSlots(Pair::Now()), 2, "cooling off (N47)");
    EXPECT_EQ(pair.from.nic->GetEngine().GetCoolingSlots(Pair::Now() + 60 * MS), 0, "free");
}

void
KernelTests::InterfaceReasons()
{
    Pair pair("FreeBsd");
    pair.Add();
    pair.SendMany(2);
    Simulator::Run();
    pair.from.interface->SetCapabilityEnabled(false);
    pair.SendMany(3);
    const auto& reasons = pair.from.interface->GetReasons();
    EXPECT_EQ(reasons[SoftwareReason::NOT_YET_OFFERED].packets, 2, "before the offer");
    EXPECT_EQ(reasons[SoftwareReason::CAP_DISABLED].octets, 3 * LENGTH, "switched off");
    EXPECT_EQ(reasons.Total() == pair.from.node->GetOutputCounters().software, true, "all of them");
}

void
KernelTests::InFlight()
{
    Pair pair("FreeBsd");
    pair.Add();
    Simulator::Run();
    PacketDescriptor first;
    first.source = pair.config.source;
    first.destination = pair.config.destination;
    first.protocol = 17;
    first.length = LENGTH;
    pair.from.node->GetOutputPath().Output(Pair::Now(),
                                           first,
                                           {PeekPointer(pair.from.interface), 1500, nullptr});
    EXPECT_EQ(first.verdict == IpsecVerdict::OFFLOAD, true, "tagged, and on its way to the NIC");
    PacketDescriptor second = first;
    pair.from.node->GetOffload()->InterfaceDown(Pair::Now(), pair.from.interface);
    NicEngine& engine = pair.from.nic->GetEngine();
    EXPECT_EQ(engine.Transmit(Pair::Now(), first, LENGTH).drop == NicDrop::NONE,
              true,
              "the driver still holds the SA during the epoch wait");
    Simulator::Run();
    EXPECT_EQ(engine.Transmit(Pair::Now(), second, LENGTH).drop == NicDrop::UNKNOWN_DRV_SPI,
              true,
              "later it does not");
    EXPECT_EQ(engine.GetCounters().txDrops.Total().packets, 1, "and it is counted");
}

/// Names and bodies.
const struct
{
    const char* name;                   // with rule numbers
    MethodTest<KernelTests>::Body body; // what to do
} CASES[] = {
    {"all kernels, one SA: by attributes alone", &KernelTests::Profiles},
    {"R30 R31 a rekey stays in the NIC, but under OPNsense", &KernelTests::NewestSa},
    {"R96 what level default stands for is the kernel's", &KernelTests::DefaultLevel},
    {"each attribute is set by all kernels, or left alone for a reason",
     &KernelTests::AllAttributes},
    {"an event has one name in software and in the NIC", &KernelTests::OneName},
    {"R45 N53 N54 error numbers mean what the kernel takes them for", &KernelTests::ErrorNumbers},
    {"R143 R85 two counters: the NIC's numbers are dropped at the peer", &KernelTests::Split},
    {"R143 one counter handed over at install and removal", &KernelTests::Handover},
    {"R143 one counter for software and NIC", &KernelTests::Shared},
    {"R143 inline crypto: the host checks for replays", &KernelTests::HostReplay},
    {"inline crypto: the host builds ESP, the NIC does the cipher", &KernelTests::HostPays},
    {"inline crypto: the ESP form crosses the bus", &KernelTests::BusCarriesEsp},
    {"Linux packet mode: what is not offloaded is dropped", &KernelTests::NotOffloaded},
    {"Linux packet mode: what is too long for the NIC is refused", &KernelTests::TooLong},
    {"R195 R202 limits in the NIC: it stops and signals; FreeBSD's does not",
     &KernelTests::HardLimit},
    {"N30 R209 a NIC reset loses all contexts", &KernelTests::Reset},
    {"N16 a NIC reset during an install", &KernelTests::ResetDuringInstall},
    {"R215 N17 each VLAN has contexts of its own", &KernelTests::VlanContexts},
    {"N13 N47 N52 contexts, slots that cool off, commands under way", &KernelTests::Books},
    {"R235 reasons are counted per interface", &KernelTests::InterfaceReasons},
    {"R217 N30 packets in flight when the interface goes down", &KernelTests::InFlight},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "nic-kernel".
 */
class NicKernelTestSuite : public PicosecondTestSuite
{
  public:
    NicKernelTestSuite()
        : PicosecondTestSuite("ipsec-nic-kernel", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<KernelTests>(test.name, test.body));
        }
    }
};

NicKernelTestSuite g_nicKernelTestSuite; //!< the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/experiment.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/reason-meter.h"
#include "test/support/expect.h"
#include "test/support/kernel-pair.h"
#include "test/support/method-test.h"

#include "ns3/lean-packet-fate.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Why packets are in software, and why they are lost: rows of the table `reasons`.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;
using namespace ns3::tests;

namespace
{

/// A server that sends and receives.
constexpr const char* SERVER = R"(scenario: 1
name: refused
topology: {kind: server, peers: 2}
links:
  access: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: {profile: unlimited}}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 3, mode: transport, cipher: aes-gcm-16-128, replay-window: 64, esn: true,
             offload: any}
traffic: {direction: both, rate: 100 Mbit/s, sizes: [{length: 1000 B}, {length: 1490 B}],
          packets: 400, start: after-offers}
sweep: {parameter: links.peer.delay, values: [1 us]}
curves: [{name: all}]
)";

/// What is changed in SERVER, and what becomes of all its packets.
struct Refused
{
    const char* kernel;
    const char* nic;     //!< settings of the server's
    const char* offload; //!< of the population
    const char* words;   //!< why all packets are in software
};

const Refused REFUSED[] = {
    {"FreeBsd",
     "algorithms: [aes-gcm-16-256]",
     "any",
     "refused: algorithm aes-gcm-16-128 (EOPNOTSUPP)"},
    {"LinuxPacket",
     "algorithms: [aes-gcm-16-256], refusal-error: EINVAL",
     "any",
     "refused: algorithm aes-gcm-16-128 (EINVAL)"},
    {"FreeBsd", "modes: [tunnel]", "any", "refused: transport mode (EOPNOTSUPP)"},
    {"FreeBsd", "sa-slots: 0, full-error: ENOSPC", "any", "card full: no free slot (ENOSPC)"},
    {"LinuxPacket", "sa-slots: 0", "none", "not-requested"},
};

/// @param refused what is changed @return what is simulated then
Experiment
Read(const Refused& refused)
{
    std::string text = Replaced(SERVER,
                                "server: {kernel: FreeBsd",
                                std::string("server: {kernel: ") + refused.kernel);
    text = Replaced(text, "profile: unlimited", std::string("profile: unlimited, ") + refused.nic);
    const TestFile file(Replaced(text, "offload: any", std::string("offload: ") + refused.offload));
    return ReadExperiment(file.GetPath());
}

/// @param experiment what to simulate, at the first value of its sweep @param curve of it; empty:
/// the first one @param packets per direction; 0: as it says @return what the run left behind
RunRecord
RunOne(const Experiment& experiment, const std::string& curve = "", uint64_t packets = 0)
{
    const std::string name = curve.empty() ? experiment.curves.front().name : curve;
    const double value = experiment.sweep.GetValues().front().value;
    const PointSpec point{name, value, 1, Fidelity::LEAN};
    Scenario resolved = experiment.At(name, value);
    resolved.traffic.packets = packets == 0 ? resolved.traffic.packets : packets;
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(point.GetRun());
    return RunLean(resolved, true);
}

/// @param rows of a run @param fate wanted @param node wanted @return "place: words" to packets,
/// of the node as a whole
std::map<std::string, uint64_t>
RowsOf(const std::vector<ReasonRow>& rows, const std::string& fate, const std::string& node)
{
    std::map<std::string, uint64_t> packets;
    for (const auto& row : rows)
    {
        if (row.fate == fate && row.node == node && row.interface.empty() && row.sa.empty())
        {
            packets[row.place + ": " + row.GetWords()] += row.packets;
        }
    }
    return packets;
}

/// @param rows some @return them in one line
std::string
Joined(const std::map<std::string, uint64_t>& rows)
{
    std::string text;
    for (const auto& [words, packets] : rows)
    {
        text += (text.empty() ? "" : ", ") + words + " " + std::to_string(packets);
    }
    return text;
}

/// Bodies of the tests.
class ReasonsTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Causes();
    void Sums();
    void ShippedScenarios();
    void SameNames();

  private:
    uint64_t CompareWithFates(const std::string& name, const RunRecord& record);
};

void
ReasonsTests::Causes()
{
    for (const Refused& refused : REFUSED)
    {
        const Experiment experiment = Read(refused);
        const RunRecord record = RunOne(experiment);
        const std::string words = refused.words;
        auto rows = RowsOf(record.result.reasons, "software", "server");
        EXPECT_EQ(rows.size(), 2, Joined(rows));
        EXPECT_GT(rows["host out: " + words], 300, Joined(rows));
        EXPECT_GT(rows["host in: " + words], 300, Joined(rows));
        const std::string line = "all: not offloaded at the server on receive: " + words +
                                 " 100.0 % of " + std::to_string(rows["host in: " + words]) +
                                 " packets in software\n";
        const std::string text =
            DescribeReasons(experiment, {{{"all", 0, 1, Fidelity::LEAN}, record.result}});
        EXPECT_NE(text.find(line), std::string::npos, text);
    }
    const auto rowsOf = [](const char* nic) {
        const auto record = RunOne(Read({"FreeBsd", nic, "any", ""}));
        return RowsOf(record.result.reasons, "software", "server");
    };
    auto sender = rowsOf("directions: [out]");
    EXPECT_GT(sender["host in: transmit-only"], 300, "N54 a card that only sends");
    // A datagram of 1490 octets is longer with ESP than the path's MTU: both ends use software.
    auto rows = rowsOf("sa-slots: 100");
    const uint64_t out = rows["host out: size-estimate"];
    const uint64_t in = rows["host in: fragment"];
    EXPECT_GT(out, 100, "about half of them");
    EXPECT_GT(in, 100, "about half of them");
    EXPECT_EQ(rows.size(), 2, Joined(rows));
    // Linux drops them: its offload ratio is that of the others.
    const Experiment linux = Read({"LinuxPacket", "sa-slots: 100", "any", ""});
    const RunRecord record = RunOne(linux);
    auto lost = RowsOf(record.result.reasons, "lost", "server");
    const uint64_t dropped = lost["host out: this kernel has no software beside the NIC"];
    EXPECT_GT(dropped, 100, Joined(lost));
    EXPECT_NEAR(record.result.Get("offload_ratio"), 1, 0, "of what gets ESP");
    const std::string text =
        DescribeReasons(linux, {{{"all", 0, 1, Fidelity::LEAN}, record.result}});
    EXPECT_NE(
        text.find("all: not offloaded at the server on transmit, and dropped, since its kernel "
                  "has no software beside the NIC: too-big 100.0 % of " +
                  std::to_string(dropped) + " packets\n"),
        std::string::npos,
        text);
}

void
ReasonsTests::Sums()
{
    for (const Refused& refused : REFUSED)
    {
        const auto rows = RunOne(Read(refused)).result.reasons;
        std::map<std::string, uint64_t> whole;
        std::map<std::string, uint64_t> sas;
        std::map<std::string, uint64_t> interfaces;
        for (const auto& row : rows)
        {
            const std::string key =
                row.fate + " " + row.place + " " + row.node + " " + row.GetWords();
            auto& sum = !row.sa.empty() ? sas : !row.interface.empty() ? interfaces : whole;
            if (row.place.rfind("host", 0) == 0)
            {
                sum[key] += row.packets;
            }
        }
        EXPECT_EQ(Joined(sas), Joined(whole), std::string(refused.words) + ": SAs");
        EXPECT_EQ(Joined(interfaces), Joined(whole), std::string(refused.words) + ": interfaces");
    }
}

/// Hold the rows of losses against what became of each datagram.
/// @param name of the run @param record of it @return how many were lost
uint64_t
ReasonsTests::CompareWithFates(const std::string& name, const RunRecord& record)
{
    std::map<std::string, uint64_t> fates;
    std::map<std::string, uint64_t> rows;
    uint64_t inFlight = 0;
    for (const auto& source : record.fates)
    {
        for (const auto& fate : source)
        {
            switch (fate.end)
            {
            case PacketFate::End::IN_FLIGHT:
                ++inFlight;
                break;
            case PacketFate::End::DELIVERED:
                break;
            case PacketFate::End::HOST_OUT:
            case PacketFate::End::HOST_IN: {
                const bool out = fate.end == PacketFate::End::HOST_OUT;
                std::string reason = ToString(static_cast<IpsecDrop>(fate.drop));
                if (fate.drop == static_cast<uint8_t>(IpsecDrop::NONE))
                {
                    reason = fate.verdict == IpsecVerdict::NO_SA ? "no-sa" : "discard";
                }
                ++fates[std::string(out ? "host out " : "host in ") + reason];
                break;
            }
            case PacketFate::End::NIC_TX:
            case PacketFate::End::NIC_RX: {
                const bool out = fate.end == PacketFate::End::NIC_TX;
                ++fates[std::string(out ? "NIC out " : "NIC in ") +
                        ToString(static_cast<NicDrop>(fate.drop))];
                break;
            }
            }
        }
    }
    for (const auto& row : record.result.reasons)
    {
        const bool host = row.place.rfind("host", 0) == 0;
        if (row.fate == "lost" && row.sa.empty() && row.interface.empty() == host)
        {
            rows[row.place + " " + row.reason] += row.packets;
        }
    }
    EXPECT_EQ(Joined(rows), Joined(fates), name + ": drop records are the lost datagrams");
    EXPECT_EQ(inFlight, 0, name + ": nothing is under way at the end");
    return std::accumulate(fates.begin(), fates.end(), uint64_t{0}, [](uint64_t sum, auto& lost) {
        return sum + lost.second;
    });
}

void
ReasonsTests::ShippedScenarios()
{
    const std::string folder = Environment("IPSEC_OFFLOAD_SOURCE_DIR") + "/scenarios/";
    uint64_t lost = 0;
    for (const char* name : {"byte-limit",
                             "edge-server",
                             "kernels",
                             "memory-traffic",
                             "rekey-drift",
                             "slot-policies",
                             "vpn-gateway"})
    {
        const Experiment experiment = ReadExperiment(folder + name + ".yaml");
        for (const auto& curve : experiment.curves)
        {
            const RunRecord record = RunOne(experiment, curve.name, 4000);
            lost += CompareWithFates(name + (", " + curve.name), record);
            const auto& rows = record.result.reasons;
            EXPECT_EQ(std::any_of(rows.begin(),
                                  rows.end(),
                                  [](const ReasonRow& row) {
                                      return row.reason == ToString(SoftwareReason::NO_HANDLE);
                                  }),
                      false,
                      name << ", " << curve.name << ": all drivers were asked");
        }
    }
    EXPECT_GT(lost, 10'000, "some of them are overloaded");
}

/// @param pair two ends that are done @return rows of what they lost
std::map<std::string, uint64_t>
LossesOf(const Pair& pair)
{
    std::vector<ReasonRow> rows;
    for (const End* end : {&pair.from, &pair.to})
    {
        const std::string name = end == &pair.from ? "sender" : "receiver";
        AddReasonRows(name, *end->node, rows);
        AddLossRows(name + "." + Pair::NIC, end->nic->GetEngine(), rows);
    }
    std::map<std::string, uint64_t> packets;
    for (const auto& row : rows)
    {
        const bool host = row.place.rfind("host", 0) == 0;
        if (row.fate == "lost" && row.sa.empty() && row.interface.empty() == host)
        {
            packets[row.node + ", " + row.place + ": " + row.GetWords()] += row.packets;
        }
    }
    return packets;
}

void
ReasonsTests::SameNames()
{
    for (const bool nic : {false, true})
    {
        const std::string out = nic ? "sender, NIC out: " : "sender, host out: ";
        const std::string in = nic ? "receiver, NIC in: " : "receiver, host in: ";
        const auto make = [nic](uint64_t first) {
            auto pair = std::make_unique<Pair>("FreeBsd");
            for (End* end : {&pair->from, &pair->to})
            {
                end->interface->SetCapabilityEnabled(nic);
            }
            pair->config.cyclic = false;
            pair->config.firstSequence = first;
            pair->Add();
            Simulator::Run();
            return pair;
        };
        auto pair = make(UINT32_MAX - 1);
        pair->SendMany(5); // 2^32 - 2, 2^32 - 1, and there is no more
        EXPECT_EQ(Joined(LossesOf(*pair)), out + "sequence-overflow 3", "one name");
        pair.reset();
        pair = make(1);
        pair->Send(3);
        EXPECT_EQ(Joined(LossesOf(*pair)), in + "replay 2", "one name");
        pair.reset();
        pair = make(1);
        PacketDescriptor packet = pair->MakeEsp(1);
        packet.esp.damaged = true;
        pair->Arrive(packet);
        EXPECT_EQ(Joined(LossesOf(*pair)), in + "bad-icv 1", "one name");
        pair.reset();
    }
    Pair pair("FreeBsd");
    pair.to.interface->SetCapabilityEnabled(false); // no NIC takes what was in fragments
    pair.Add();
    PacketDescriptor packet = pair.MakeEsp(100);
    pair.Arrive(packet);
    packet.esp.mixed = true;
    packet.esp.sequence = 101;
    pair.Arrive(packet);
    packet.esp.sequence = 1;
    pair.Arrive(packet);
    std::vector<ReasonRow> rows;
    AddReasonRows("receiver", *pair.to.node, rows);
    std::string causes;
    for (const auto& row : rows)
    {
        causes += row.sa.empty() && row.fate == "lost" ? row.reason + ": " + row.cause + "\n" : "";
    }
    EXPECT_EQ(causes,
              "replay: fragments of different datagrams were joined\n"
              "bad-icv: fragments of different datagrams were joined\n",
              "with its cause");
}

/// Suite "planner-reasons".
class PlannerReasonsTestSuite : public TestSuite
{
  public:
    PlannerReasonsTestSuite()
        : TestSuite("ipsec-planner-reasons", TestSuite::Type::UNIT)
    {
        const auto add = [this](const char* name, MethodTest<ReasonsTests>::Body body) {
            AddTestCase(new MethodTest<ReasonsTests>(name, body));
        };
        add("R235 a refusal tells its cause, out and in", &ReasonsTests::Causes);
        add("R235 SAs and interfaces sum up to their node", &ReasonsTests::Sums);
        add("what is lost has a row, in each shipped scenario", &ReasonsTests::ShippedScenarios);
        add("a loss has one name in hardware and in software", &ReasonsTests::SameNames);
    }
};

PlannerReasonsTestSuite g_plannerReasonsTestSuite; //!< registers itself

} // namespace

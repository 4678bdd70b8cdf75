/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/closed-form.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What share of the SAs the closed form expects in the NIC, worked out by hand.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

using tests::Changes;

/// 100 clients of a server: 100 000 packets of 1000 octets a second and direction, and a core that
/// works 1 us on each that the NIC does not encrypt or decrypt.
constexpr const char* SERVER = R"(scenario: 1
name: slots
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: LinuxPacket
    host: {profile: none, cores: 1, clock: 1 GHz, esp-output: 1000 cycles, esp-input: 1000 cycles}
    nic: {profile: unlimited}
  peer: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 100, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, rate: 800 Mbit/s, sizes: [{length: 1000 B}]}
sweep: {parameter: population.flows, values: [1]}
curves: [{name: all}]
)";

/// @param changes of the server @return the only point
Scenario
Read(const Changes& changes)
{
    const tests::TestFile file(tests::Changed(SERVER, changes));
    const Experiment experiment = ReadExperiment(file.GetPath());
    return experiment.At("all", 1);
}

/// One scenario.
struct Row
{
    std::string what;
    Changes changes;
    double share; //!< of the traffic whose SAs the NIC takes
};

/**
 * @ingroup ipsec-offload-tests
 * Shares of SAs.
 */
class ShareTest : public TestCase
{
  public:
    ShareTest()
        : TestCase("N13 N52 R11 R12 shares of SAs by what a slot holds and what the driver refuses")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<Row> rows{
            {"two SAs a client, of which the NIC takes one",
             {{"unlimited}",
               "unlimited, tx-slots: 100, shared-slots: true, replay-windows: [32]}"}},
             1},
            {"a slot per SA in both directions",
             {{"unlimited}", "unlimited, tx-slots: 50, slot-use: sa}"}},
             0.25},
            {"the same for each interface: 25 SAs, of which 13 are the first of their client",
             {{"kernel: LinuxPacket\n", "kernel: FreeBsd\n    vlans: 1\n"},
              {"unlimited}", "unlimited, tx-slots: 50, slot-use: sa-and-interface}"}},
             0.13},
            {"a slot per direction and interface",
             {{"kernel: LinuxPacket\n", "kernel: FreeBsd\n    vlans: 1\n"},
              {"unlimited}", "unlimited, tx-slots: 50}"}},
             0.13},
            {"all interfaces share the slot of an SA",
             {{"kernel: LinuxPacket\n", "kernel: FreeBsd\n    vlans: 1\n"},
              {"unlimited}", "unlimited, tx-slots: 50, slot-use: sa}"}},
             0.25},
            {"the server's address, and those of ten clients",
             {{"kernel: LinuxPacket", "kernel: FreeBsd"},
              {"unlimited}", "unlimited, rx-addresses: 11}"}},
             0.1},
            {"rules for 50 SAs, two each for what arrives",
             {{"kernel: LinuxPacket", "kernel: FreeBsd"},
              {"unlimited}",
               "unlimited, flow-table-entries: 100, rx-install-commands: [rule, rule], "
               "tx-install-commands: [rule]}"}},
             0.25},
            {"every third offer is refused: those that send are offers 1, 3, 5, ...",
             {{"unlimited}", "unlimited, refuse-every: 3}"}},
             0.67},
            {"50 of the 100 may be offloaded, and there is room for 25",
             {{"mode:", "offload: {share: 50 %}, mode:"},
              {"unlimited}", "unlimited, tx-slots: 25}"}},
             0.25},
            {"the NIC takes every second family, and has room for them",
             {{"mode:", "family: mixed, mode:"},
              {"unlimited}", "unlimited, families: [ipv4], tx-slots: 50}"}},
             1},
            {"of two clients the one with 2/3 of the traffic comes first",
             {{"count: 100", "count: 2, popularity: {zipf: 1}, order: popular-first"},
              {"unlimited}", "unlimited, tx-slots: 1}"}},
             2.0 / 3},
            {"40 numbers for 200 SAs",
             {{"kernel: LinuxPacket\n",
               "kernel: FreeBsd\n    attributes: {offload: {LastDrvSpi: 42}}\n"}},
             0.2},
            {"a refusal that is a nack keeps its number",
             {{"kernel: LinuxPacket\n",
               "kernel: FreeBsd\n    attributes: {offload: {LastDrvSpi: 42}}\n"},
              {"unlimited}", "unlimited, refuse-every: 4}"}},
             0.2},
            {"a fault does not: 60 numbers for three of four SAs",
             {{"kernel: LinuxPacket\n",
               "kernel: FreeBsd\n    attributes: {offload: {LastDrvSpi: 62}}\n"},
              {"unlimited}", "unlimited, refuse-every: 4, refusal-error: EINVAL}"}},
             0.4},
            {"attributes of the NIC count like its profile",
             {{"kernel: LinuxPacket\n",
               "kernel: LinuxPacket\n    attributes: {nic: {TxSlots: 30}}\n"}},
             0.3},
        };
        for (const auto& row : rows)
        {
            EXPECT_NEAR(ClosedForm(Read(row.changes)).GetSaShareOfSlots(),
                        row.share,
                        1e-9,
                        row.what);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Each direction has the share of its own slots.
 */
class BothDirectionsTest : public TestCase
{
  public:
    BothDirectionsTest()
        : TestCase("N13 the slots of both directions count, each for its own packets")
    {
    }

  private:
    void DoRun() override
    {
        const ClosedForm form(Read({{"direction: transmit", "direction: both"},
                                    {"unlimited}", "unlimited, tx-slots: 50, rx-slots: 10}"}}));
        EXPECT_NEAR(form.GetSaShareOfSlots(), 0.5, 1e-9, "50 of 100");
        // 100 000 packets a second, of which a half takes 1 us each; of the others 9 in 10.
        EXPECT_NEAR(form.At(0.5).busiestCore, 0.05 + 0.09, 1e-9, "the core");
        EXPECT_NEAR(form.At(0).busiestCore, 0.1 + 0.1, 1e-9, "without slots");
        EXPECT_NEAR(form.At(1).busiestCore, 0 + 0.08, 1e-9, "with twice as many");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What it does not know has a name.
 */
class RefusalTest : public TestCase
{
  public:
    RefusalTest()
        : TestCase("The closed form refuses by name what it does not know of SAs in NICs")
    {
    }

  private:
    /// @param changes of the server @return what is in the way
    static std::string Find(const Changes& changes)
    {
        const auto scenario = Read(changes);
        const auto obstacle = FindClosedFormObstacle(scenario);
        return obstacle.empty() ? ClosedForm(scenario).FindObstacle() : obstacle;
    }

    void DoRun() override
    {
        const std::pair<std::string, std::string> freeBsd{"kernel: LinuxPacket", "kernel: FreeBsd"};
        EXPECT_EQ(Find({}), "", "nothing");
        EXPECT_EQ(Find({{"kernel: LinuxPacket\n",
                         "kernel: FreeBsd\n    attributes: {offload: {SlotPolicy: "
                         "'ns3::LargestRateSlotPolicy[Period=1s]'}}\n"}}),
                  "attribute SlotPolicy",
                  "SAs move");
        EXPECT_EQ(Find({{"unlimited}", "unlimited, refuse-probability: 0.5}"}}),
                  "a driver that refuses SAs by chance",
                  "chance");
        EXPECT_EQ(Find({{"unlimited}", "unlimited, command-fault: 0.5}"}}),
                  "commands to a NIC that fail by chance",
                  "chance");
        EXPECT_EQ(Find({{"unlimited}", "unlimited, tag-failure: 0.5}"}}),
                  "decrypted packets that lose their tag by chance",
                  "chance");
        const std::string late =
            "SAs that software has used before a NIC numbers their packets anew";
        const std::pair<std::string, std::string> early{"rate: 800", "start: 1 ms, rate: 800"};
        EXPECT_EQ(Find({early}), "", "Linux waits for the answer");
        EXPECT_EQ(Find({freeBsd, early}), late, "R9 R143 FreeBSD does not");
        const std::pair<std::string, std::string> two{"{length: 1000 B}",
                                                      "{length: 1000 B}, {length: 1460 B}"};
        EXPECT_EQ(Find({freeBsd, two}),
                  "SAs of which NIC and software number packets, each for itself",
                  "R130 R143 1460 octets do not fit the estimate");
        EXPECT_EQ(Find({freeBsd, two, {"replay-window: 64", "replay-window: 0"}}),
                  "",
                  "nobody looks at the numbers");
        EXPECT_EQ(Find({freeBsd, two, {"unlimited}", "plain}"}}), "", "software alone");
        const std::string tooLong = "packets that a kernel drops because ESP makes them too long";
        for (const std::string direction : {"transmit", "receive"})
        {
            EXPECT_EQ(Find({{"{length: 1000 B}", "{length: 1480 B}"},
                            {"direction: transmit", "direction: " + direction}}),
                      tooLong,
                      "R131 1480 octets of whoever sends, " + direction);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite of slots in closed forms.
 */
class SlotsTestSuite : public TestSuite
{
  public:
    SlotsTestSuite()
        : TestSuite("ipsec-planner-slots", TestSuite::Type::UNIT)
    {
        AddTestCase(new ShareTest);
        AddTestCase(new BothDirectionsTest);
        AddTestCase(new RefusalTest);
    }
};

SlotsTestSuite g_slotsTestSuite; //!< registers the suite

} // namespace

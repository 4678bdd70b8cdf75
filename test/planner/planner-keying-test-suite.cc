/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * What the key managers of a scenario do: they act on their kernel's answers, and what they replace
 * with overlap loses nothing. In both fidelities.
 */

namespace
{

/// Ten clients of a server whose SAs are replaced many times; a second of traffic.
const char* const SERVER = R"(scenario: 1
name: rekeys
topology: {kind: server, peers: 2}
links:
  access: {rate: 10 Gbit/s, delay: 50 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 20 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: cx7-linux}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 10, mode: transport, cipher: aes-gcm-16-128, esn: true, replay-window: 64, offload: named, on-refusal: software, popularity: uniform, rekey: {every: 100 ms, overlap: 30 ms}}
traffic: {direction: both, rate: 20 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}], packets: 1500, start: after-offers, warm-up: 0 %}
sweep: {parameter: sa-slots, values: [5, 10, 1000]}
)";

/// What a metric must be.
using Expected = std::map<std::string, double>;

/// One point in both fidelities.
class KeyingTest : public TestCase
{
  public:
    /**
     * @param name what it shows
     * @param changes texts to replace in SERVER
     * @param value of the sweep
     * @param expected metrics
     * @param mostLoss what may be lost
     */
    KeyingTest(const std::string& name,
               Changes changes,
               double value,
               Expected expected,
               double mostLoss)
        : TestCase(name),
          m_changes(std::move(changes)),
          m_value(value),
          m_expected(std::move(expected)),
          m_mostLoss(mostLoss)
    {
    }

  private:
    void DoRun() override
    {
        const std::string text = Changed(SERVER, m_changes);
        const TestFile file(text);
        const Experiment experiment = ReadExperiment(file.GetPath());
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            const PointSpec point{experiment.curves.front().name, m_value, 1, fidelity};
            const auto result = RunPoint(ResolvePoint(experiment, point), point);
            for (const auto& [metric, value] : m_expected)
            {
                EXPECT_EQ(result.Get(metric), value, metric);
            }
            const bool arrives = result.Get("loss") <= m_mostLoss;
            EXPECT_EQ(arrives, true, "loss " << result.Get("loss"));
            if (text.find("rekey:") != std::string::npos)
            {
                EXPECT_GT(result.Get("rekeys"), 50, "SAs are replaced");
            }
        }
    }

    Changes m_changes;   //!< to SERVER
    double m_value;      //!< of the sweep
    Expected m_expected; //!< metrics
    double m_mostLoss;   //!< what may be lost
};

/// The suite.
class PlannerKeyingTestSuite : public TestSuite
{
  public:
    PlannerKeyingTestSuite()
        : TestSuite("ipsec-planner-keying", TestSuite::Type::SYSTEM)
    {
        AddRefusals();
        AddRekeys();
        AddInterfaceDown();
    }

  private:
    void Add(const std::string& name,
             const Changes& changes,
             double value,
             const Expected& expected,
             double mostLoss = 0)
    {
        AddTestCase(new KeyingTest(name, changes, value, expected, mostLoss));
    }

    /// @param kernel of the server @param more changes @return all changes
    static Changes With(const std::string& kernel, Changes more)
    {
        more.emplace_back("server: {kernel: FreeBsd", "server: {kernel: " + kernel);
        return more;
    }

    void AddRefusals()
    {
        const Expected nothing{{"offload_ratio", 0}, {"offers", 0}, {"tx_slots_used", 0}};
        for (const char* kernel : {"FreeBsd", "LinuxPacket"})
        {
            const std::string name = std::string("offload none stays none at rekeys: ") + kernel;
            const Changes none = With(kernel, {{"offload: named", "offload: none"}});
            Changes fail = none;
            fail.emplace_back("on-refusal: software", "on-refusal: fail");
            Add(name, none, 1000, nothing);
            Add(name + ", on-refusal fail", fail, 1000, nothing);
        }
        Add("R53 FreeBSD: what a full NIC refuses goes on in software", {}, 10, {});
        for (const std::string kernel : {"LinuxCrypto", "LinuxPacket", "DpdkInline"})
        {
            Add("a full NIC, asked again without offload: " + kernel, With(kernel, {}), 5, {});
            Add("a rekey that fails leaves the old SAs: " + kernel,
                With(kernel, {{"on-refusal: software", "on-refusal: fail"}}),
                10,
                {{"offload_ratio", 1}});
        }
    }

    void AddRekeys()
    {
        for (const std::string kernel : {"LinuxCrypto", "LinuxPacket", "DpdkInline"})
        {
            for (const std::string nic : {"plain", "cx7-linux"})
            {
                Add("room for all, a rekey loses nothing and leaves nothing to software: " +
                        kernel + ", peers with " + nic,
                    With(kernel,
                         {{"peer: {kernel: FreeBsd", "peer: {kernel: " + kernel},
                          {"nic: plain", "nic: " + nic}}),
                    1000,
                    {{"offload_ratio", 1}});
            }
        }
        Add("R31 FreeBSD: the old SA's last packets still arrive",
            {{"offload: named", "offload: none"}, {"overlap: 30 ms", "overlap: 0 ms"}},
            1000,
            {});
    }

    void AddInterfaceDown()
    {
        // Linux deletes the SAs in the caller's thread, the key managers learn of it at once, and
        // their requests wait for nobody: no packet finds a policy without an SA.
        for (const std::string kernel : {"FreeBsd", "LinuxCrypto", "LinuxPacket"})
        {
            Add("R209 an interface goes down, and all SAs go on in software: " + kernel,
                With(kernel,
                     {{", rekey: {every: 100 ms, overlap: 30 ms}", ""},
                      {"direction: both", "direction: transmit"},
                      {"replay-window: 64", "replay-window: 0"}, // FreeBSD: R143
                      {"sweep:",
                       "events: [{at: 300.2 ms, node: server, do: interface-down}]\nsweep:"}}),
                1000,
                {});
        }
    }
};

PlannerKeyingTestSuite g_plannerKeyingTestSuite; //!< registers the suite

} // namespace

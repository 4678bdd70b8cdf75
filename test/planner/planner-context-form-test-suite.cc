/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/closed-form.h"
#include "planner/analytic/context-misses.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "test/support/expect.h"

#include "ns3/nic-context-cache.h"
#include "ns3/test.h"

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using tests::TestFile;

/**
 * @ingroup ipsec-offload-tests
 * The closed form of context caches and of ciphers that both directions share, against the cache
 * and against simulations.
 */

namespace
{

/// @param count contexts @param exponent of Zipf's law @return uses per second of each
std::vector<double>
Popularity(uint32_t count, double exponent)
{
    std::vector<double> rates;
    for (uint32_t i = 1; i <= count; ++i)
    {
        rates.push_back(std::pow(i, -exponent));
    }
    return rates;
}

/**
 * @ingroup ipsec-offload-tests
 * Che's approximation against a cache that is used so.
 */
class MissTest : public TestCase
{
  public:
    MissTest()
        : TestCase("N56 misses of a context cache, even and after Zipf, by Che's approximation")
    {
    }

  private:
    void DoRun() override
    {
        NicProfile nic;
        nic.contextCacheSize = 400;
        nic.contextFetchTime = 1;
        for (const auto replacement :
             {NicProfile::REPLACE_LRU, NicProfile::REPLACE_RANDOM, NicProfile::REPLACE_FIFO})
        {
            nic.contextCacheReplacement = replacement;
            for (const double exponent : {0.0, 0.8, 1.2})
            {
                const auto rates = Popularity(1000, exponent);
                const auto form =
                    FindContextMisses(nic, ContextRates(rates), ContextRates(), 1, 1).transmit;
                const auto counted = Count(nic, rates);
                EXPECT_NEAR(form,
                            counted,
                            0.01,
                            "exponent " << exponent << ", replacement " << replacement);
            }
        }
    }

    /// @param nic a card @param rates of contexts @return share of uses that missed
    static double Count(const NicProfile& nic, const std::vector<double>& rates)
    {
        NicContextCache cache(nic.contextCacheSize, 0, nic.contextCacheReplacement);
        cache.SetStream(1);
        cache.Reserve(static_cast<uint32_t>(rates.size()));
        std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same every time
        std::discrete_distribution<uint32_t> draw(rates.begin(), rates.end());
        constexpr int WARM_UP = 50'000;
        constexpr int USES = 300'000;
        int misses = 0;
        for (int i = 0; i < WARM_UP + USES; ++i)
        {
            misses += !cache.Use(draw(random)).hit && i >= WARM_UP ? 1 : 0;
        }
        return static_cast<double>(misses) / USES;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Shares of SAs, two directions, and room for all.
 */
class ShareTest : public TestCase
{
  public:
    ShareTest()
        : TestCase("N56 misses with part of the SAs, with two directions and two caches")
    {
    }

  private:
    void DoRun() override
    {
        NicProfile nic;
        nic.contextCacheSize = 500;
        const ContextRates even(std::vector<double>(1000, 5.0));
        const ContextRates none;
        EXPECT_EQ(FindContextMisses(nic, even, none, 1, 1).transmit, 0, "no time");
        nic.contextFetchTime = 1;
        const auto misses = [&](const ContextRates& sent, const ContextRates& received, double a) {
            return FindContextMisses(nic, sent, received, a, a);
        };
        EXPECT_NEAR(misses(even, none, 1).transmit, 0.5, 1e-9, "half of them");
        EXPECT_NEAR(misses(even, even, 1).receive, 0.75, 1e-9, "a quarter");
        EXPECT_EQ(misses(even, none, 0.5).transmit, 0, "room for all that are there");
        EXPECT_NEAR(misses(even, none, 0.8).transmit, 0.375, 1e-9, "500 of 800");
        nic.contextCacheShared = false;
        EXPECT_NEAR(misses(even, even, 1).receive, 0.5, 1e-9, "a cache each");
        nic.contextCacheShared = true;
        const auto slow = misses(even, ContextRates(std::vector<double>(1000, 0.5)), 1);
        EXPECT_LT(slow.transmit, slow.receive, "what is used seldom is not there");
    }
};

/// A gateway pair whose cards fetch, or share a cipher.
struct Case
{
    const char* name;
    const char* nic;     //!< beside the profile
    const char* traffic; //!< direction
    const char* popularity;
    double tolerance; //!< of closed form over simulation
    const char* binding;
};

const Case CASES[] = {
    {"fetches, even use",
     "context-cache-size: 200, context-fetch-time: 1 us",
     "transmit",
     "uniform",
     0.02,
     "fetch unit of the"},
    {"fetches, both directions",
     "context-cache-size: 400, context-fetch-time: 500 ns",
     "both",
     "uniform",
     0.02,
     "fetch unit of the"},
    {"fetches after Zipf",
     "context-cache-size: 100, context-fetch-time: 2 us",
     "transmit",
     "{zipf: 0.9}",
     0.02,
     "fetch unit of the"},
    {"two fetches at a time",
     "context-cache-size: 200, context-fetch-time: 2 us, context-fetches: 2",
     "transmit",
     "uniform",
     0.02,
     "fetch unit of the"},
    {"few tunnels busy",
     "context-cache-size: 200, context-fetch-time: 300 ns",
     "transmit",
     "{zipf: 1.3}",
     0.01,
     "lan link"},
    {"a port's bits", "port-bit-rate: 5 Gbit/s", "transmit", "uniform", 0.01, "port of the"},
    {"a card's packets",
     "card-packet-rate: 1.2 Mpkt/s",
     "transmit",
     "uniform",
     0.02,
     "card of the"},
    {"a shared cipher",
     "shared-cipher: true, tx-bit-rate: 6 Gbit/s",
     "both",
     "uniform",
     0.02,
     "cipher of the"},
};

/// One case, simulated and worked out.
class AgreementTest : public TestCase
{
  public:
    /// @param tested the case
    explicit AgreementTest(const Case& tested)
        : TestCase(std::string("N56 closed form and simulation: ") + tested.name),
          m_case(tested)
    {
    }

  private:
    void DoRun() override
    {
        const std::string nic = std::string("nic: {profile: unlimited, ") + m_case.nic + "}";
        const TestFile file(R"(scenario: 1
name: fetches
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 20 Gbit/s, delay: 1 us, mtu: 1600 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, )" +
                            nic +
                            R"(}
  far-gateway: {kernel: LinuxPacket, host: none, )" +
                            nic + R"(}
population: {count: 600, mode: tunnel, cipher: aes-gcm-16-128, popularity: )" +
                            m_case.popularity + R"(}
traffic: {direction: )" + m_case.traffic +
                            R"(, load: 1.0, sizes: [{length: 500 B}], packets: 60000, warm-up: 30 %}
sweep: {parameter: population.count, values: [600]}
)");
        const auto experiment = ReadExperiment(file.GetPath());
        const auto& curve = experiment.curves.front().name;
        const auto resolved = experiment.At(curve, 600);
        ASSERT_EQ(FindClosedFormObstacle(resolved), "", "there is a closed form");
        const auto form = ClosedForm(resolved).At(1);
        const auto result = RunPoint(resolved, {curve, 600, 1, Fidelity::LEAN});
        const double simulated = result.Get("throughput_bps");
        const auto binding = ToString(form.binding);
        EXPECT_NEAR(form.throughput, simulated, m_case.tolerance * simulated, binding);
        EXPECT_EQ(binding.rfind(m_case.binding, 0), 0, binding);
    }

    const Case& m_case; //!< what is compared
};

/// The suite.
class PlannerContextFormTestSuite : public TestSuite
{
  public:
    PlannerContextFormTestSuite()
        : TestSuite("ipsec-planner-context-form", TestSuite::Type::UNIT)
    {
        AddTestCase(new MissTest);
        AddTestCase(new ShareTest);
        for (const auto& tested : CASES)
        {
            AddTestCase(new AgreementTest(tested));
        }
    }
} g_plannerContextFormTestSuite; //!< registers itself

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-serial-server.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;

namespace
{

__extension__ typedef unsigned __int128 Wide; // NOLINT(modernize-use-using)

constexpr uint32_t JOBS = 1000000; //!< in a row
constexpr int64_t STREAM = 7300;   //!< first random stream of this suite

/// @param work units @param rate units per second @return picoseconds, rounded down
Ps
ExactTime(uint64_t work, uint64_t rate)
{
    return static_cast<Ps>(static_cast<Wide>(work) * PS_PER_SECOND / rate);
}

/// Back-to-back jobs end at the exact time, each of them.
class BackToBackTestCase : public TestCase
{
  public:
    BackToBackTestCase(uint64_t rate, uint32_t leastWork, uint32_t mostWork)
        : TestCase("a million jobs in a row end at the exact picosecond at " +
                   std::to_string(rate) + " units per second"),
          m_rate(rate),
          m_leastWork(leastWork),
          m_mostWork(mostWork)
    {
    }

  private:
    void DoRun() override
    {
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(STREAM);
        SerialServer server(m_rate);
        EXPECT_EQ(server.GetRate(), m_rate, "rate");
        constexpr Ps begin = 123'456'789;
        uint64_t total = 0;
        for (uint32_t job = 0; job < JOBS; ++job)
        {
            const uint64_t work = random->GetInteger(m_leastWork, m_mostWork);
            total += work;
            // Jobs after the first wait already, so an arrival in the past changes nothing.
            const Ps end = server.Serve(begin, work);
            ASSERT_EQ(end, begin + ExactTime(total, m_rate), "job " << job);
        }
        EXPECT_EQ(server.GetServed(), total, "work served");
        EXPECT_EQ(server.GetFreeAt(), begin + ExactTime(total, m_rate), "idle at");
    }

    uint64_t m_rate;      //!< units per second
    uint32_t m_leastWork; //!< of a job
    uint32_t m_mostWork;  //!< of a job
};

/// Idle times begin a new busy period, whose fraction starts at zero.
class BusyPeriodTestCase : public TestCase
{
  public:
    BusyPeriodTestCase()
        : TestCase("busy periods with idle times between them are exact each")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint64_t rate = 3'000'000'000;
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(STREAM + 1);
        SerialServer server(rate);
        Ps arrival = 0;
        Ps begin = 0;
        uint64_t total = 0;
        uint32_t periods = 0;
        for (uint32_t job = 0; job < JOBS / 10; ++job)
        {
            arrival += random->GetInteger(0, 700'000);
            const uint64_t work = random->GetInteger(1, 1500);
            if (arrival > server.GetFreeAt())
            {
                ASSERT_EQ(server.StartOf(arrival), arrival, "starts at once");
                begin = arrival;
                total = 0;
                ++periods;
            }
            else
            {
                ASSERT_EQ(server.StartOf(arrival), server.GetFreeAt(), "waits");
            }
            total += work;
            ASSERT_EQ(server.Serve(arrival, work), begin + ExactTime(total, rate), "job " << job);
        }
        EXPECT_GT(periods, 1000, "many busy periods");
        EXPECT_LT(periods, JOBS / 20, "and many jobs that wait");
    }
};

/// Rates and jobs at the edge.
class EdgeTestCase : public TestCase
{
  public:
    EdgeTestCase()
        : TestCase("infinite rate, jobs beyond 64 bits, empty jobs, stalls")
    {
    }

  private:
    void DoRun() override
    {
        SerialServer infinite;
        EXPECT_EQ(infinite.Serve(5, UINT32_MAX), 5, "no time at all");
        EXPECT_EQ(infinite.Serve(7, 1), 7, "no time at all");

        // 10^10 units times 10^12 ps does not fit 64 bits before the division.
        constexpr uint64_t odd = 2'345'678'901;
        SerialServer server(odd);
        EXPECT_EQ(server.Serve(0, 10'000'000'000),
                  ExactTime(10'000'000'000, odd),
                  "a job beyond 64 bits");
        EXPECT_EQ(server.Serve(0, 10'000'000'001),
                  ExactTime(20'000'000'001, odd),
                  "and the fraction goes on");
        EXPECT_EQ(server.Serve(0, 0), ExactTime(20'000'000'001, odd), "empty job");

        SerialServer stalled(1000);
        stalled.Block(50);
        EXPECT_EQ(stalled.StartOf(10), 50, "waits for the end of the stall");
        EXPECT_EQ(stalled.Serve(10, 1), 50 + PS_PER_SECOND / 1000, "then works");
        stalled.Block(60);
        EXPECT_EQ(stalled.GetFreeAt(), 50 + PS_PER_SECOND / 1000, "already busy");
        SerialServer thirds(3); // a third of a second is no whole number of picoseconds
        thirds.Serve(0, 1);
        thirds.Block(PS_PER_SECOND);
        Ps end = 0;
        for (int i = 0; i < 3; ++i)
        {
            end = thirds.Serve(0, 1);
        }
        EXPECT_EQ(end, 2 * PS_PER_SECOND, "the fraction starts at zero behind it");
    }
};

/// How long a server has worked until an instant, whatever was offered for later.
class BusyTestCase : public TestCase
{
  public:
    BusyTestCase()
        : TestCase("the work done until an instant is what was offered less what is left")
    {
    }

  private:
    static constexpr Ps NS = 1000;                  //!< picoseconds
    static constexpr uint64_t RATE = 1'000'000'000; //!< a unit takes a nanosecond

    /// @param server a server @param until an instant @param expected nanoseconds of work until
    /// then
    template <typename Server>
    void Expect(const Server& server, Ps until, double expected)
    {
        EXPECT_NEAR(server.GetBusySeconds(until) * 1e9, expected, 1e-6, "until " << until);
    }

    /// @param work of each job, one every 4 ns @param rate of the server
    /// @return share of the time from 1001 ns to 3001 ns
    template <typename Server>
    double Load(uint64_t work, uint64_t rate = RATE)
    {
        Server server(rate);
        double from = 0;
        double to = 0;
        for (Ps now = 0; now <= 3000 * NS; now += 4 * NS)
        {
            server.Serve(now, work);
            from = now == 1000 * NS ? server.GetBusySeconds(now + NS) : from;
            to = now == 3000 * NS ? server.GetBusySeconds(now + NS) : to;
        }
        return (to - from) / 2000e-9;
    }

    void DoRun() override
    {
        EXPECT_NEAR(Load<SerialServer>(3), 0.75, 1e-9, "underloaded");
        EXPECT_NEAR(Load<SerialServer>(4), 1, 1e-9, "full");
        EXPECT_NEAR(Load<SerialServer>(7), 1, 1e-9, "overloaded");
        constexpr uint64_t ODD = 2'345'678'901; // a unit takes no whole number of picoseconds
        EXPECT_NEAR(Load<SerialServer>(20, ODD), 1, 1e-9, "overloaded, to a part of a picosecond");
        EXPECT_NEAR(Load<BackfillServer>(20, ODD), 1, 1e-9, "the same of the other server");

        SerialServer serial(RATE);
        serial.Serve(0, 2);
        serial.Serve(10 * NS, 3); // is known before it arrives
        Expect(serial, 0, 0);
        Expect(serial, 1 * NS, 1);
        Expect(serial, 5 * NS, 2);
        Expect(serial, 11 * NS, 3);
        Expect(serial, 20 * NS, 5);
        serial.Block(30 * NS);
        Expect(serial, 20 * NS, 5);
        Expect(SerialServer(), 20 * NS, 0);

        BackfillServer backfill(RATE);
        backfill.Serve(0, 5);
        backfill.Serve(20 * NS, 5);
        backfill.Serve(6 * NS, 4); // in the gap from 5 to 20
        backfill.Serve(50 * NS, 5);
        Expect(backfill, 3 * NS, 3);
        Expect(backfill, 8 * NS, 5 + 2);
        Expect(backfill, 22 * NS, 5 + 4 + 2);
        Expect(backfill, 40 * NS, 5 + 4 + 5);
        Expect(backfill, 60 * NS, 5 + 4 + 5 + 5);
        Expect(BackfillServer(), 60 * NS, 0);
    }
};

/// The server on which all times rest.
class IpsecSerialServerTestSuite : public TestSuite
{
  public:
    IpsecSerialServerTestSuite()
        : TestSuite("ipsec-serial-server", TestSuite::Type::UNIT)
    {
        // bits of Ethernet frames on links
        AddTestCase(new BackToBackTestCase(100'000'000'000, 66 * 8, 1500 * 8));
        AddTestCase(new BackToBackTestCase(3'000'000'000, 66 * 8, 1500 * 8));
        AddTestCase(new BackToBackTestCase(400'000'000'000, 66 * 8, 9216 * 8));
        // cycles of cores, packets of engines
        AddTestCase(new BackToBackTestCase(2'345'678'901, 1, 20000));
        AddTestCase(new BackToBackTestCase(33'333'333, 1, 1));
        AddTestCase(new BusyPeriodTestCase());
        AddTestCase(new EdgeTestCase());
        AddTestCase(new BusyTestCase());
    }
};

IpsecSerialServerTestSuite g_ipsecSerialServerTestSuite; //!< registers the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/sweep/statistics.h"
#include "test/support/erlang-waiting.h"
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-serial-server.h"
#include "ns3/nic-context-memory.h"
#include "ns3/nic-engine.h"
#include "ns3/nic-pcie.h"
#include "ns3/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Every kind of server that a packet meets, against queueing theory: M/D/1 and M/M/1 in the mean
 * and at the 99th percentile, M/G/1 in the mean (Pollaczek-Khinchine), at utilizations from 0.1 to
 * 0.95.
 *
 * Each comparison takes independent replications with fixed seeds and Student's interval; all
 * comparisons of the suite hold together with 99.9 % (Bonferroni). A percentile is compared by the
 * share of packets that exceed the exact one: a hundredth.
 *
 * Queues that are nearly full forget slowly, so intervals of a few million packets are wide there.
 * Lindley's recursion is cheap: it meets theory with so many packets that its intervals are narrow.
 * Each server gets the same arrivals and services as the recursion, whose expectation theory knows;
 * so theory plus the difference of the two estimates what the server does without most of the
 * noise (a control variate), and tells errors of half a percent.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr std::array<double, 7> UTILIZATIONS{0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95};
/// Independent runs of each queue.
constexpr uint32_t REPLICATIONS = 30;
/// Comparisons in the whole suite, none too few: utilizations x (queues x figures, each with and
/// without the recursion, and the recursion's own).
constexpr double COMPARISONS = 7 * (20 * 3 * 2 + 3 * 3);
constexpr double CONFIDENCE = 1 - 0.001 / COMPARISONS;
/// Picoseconds of a mean service.
constexpr double SERVICE = 1e6;

/// How service times are distributed; all have the mean SERVICE.
enum class Kind : uint8_t
{
    EXPONENTIAL,
    CONSTANT,
    IMIX //!< IP lengths 40, 576 and 1500, 7 : 4 : 1
};

/// Octets of a packet of the IMIX' mean length.
constexpr double IMIX_MEAN = (7 * 40 + 4 * 576 + 1500) / 12.0;

/// A server in its initial state: takes arrival and service time, gives the waiting time.
using Server = std::function<Ps(Ps arrival, double service)>;

/// A queue to test.
struct Queue
{
    std::string name;
    Kind kind;
    std::function<Server()> make;
};

/// Uniform and exponential numbers with the same values everywhere.
class Draw
{
  public:
    /// @param seed of the sequence
    explicit Draw(uint64_t seed)
        : m_random(seed)
    {
    }

    /// @return 0 < u < 1
    double Uniform()
    {
        return (static_cast<double>(m_random() >> 11) + 0.5) * 0x1p-53;
    }

    /// @param mean of the distribution @return a value
    double Exponential(double mean)
    {
        return -mean * std::log(Uniform());
    }

    /// @param kind of service @return its time
    double Service(Kind kind)
    {
        switch (kind)
        {
        case Kind::EXPONENTIAL:
            return Exponential(SERVICE);
        case Kind::CONSTANT:
            return SERVICE;
        case Kind::IMIX:
            break;
        }
        const double u = Uniform() * 12;
        return SERVICE / IMIX_MEAN * (u < 7 ? 40 : u < 11 ? 576 : 1500);
    }

  private:
    std::mt19937_64 m_random; //!< its output is laid down by the C++ standard
};

/**
 * Crommelin's own series. Its terms alternate, so it is of use for short times only.
 * @return the probability to wait no longer
 */
double
CrommelinUpTo(double load, double time)
{
    long double sum = 0;
    long double factorial = 1;
    for (uint32_t k = 0; k <= static_cast<uint32_t>(std::floor(time)); ++k)
    {
        factorial *= k == 0 ? 1 : k;
        const long double x = static_cast<long double>(load) * (k - static_cast<long double>(time));
        sum += std::pow(x, static_cast<long double>(k)) / factorial * std::exp(-x);
    }
    return static_cast<double>((1 - load) * sum);
}

/// What theory says of a queue, in services; a NaN is not known.
struct Truth
{
    double meanWaiting;
    double waiting99; //!< exceeded by a hundredth
    double sojourn99; //!< the same of waiting and service
};

/// @param kind of service @param load utilization @return theory
Truth
TruthOf(Kind kind, double load)
{
    const double none = std::nan("");
    switch (kind)
    {
    case Kind::EXPONENTIAL:
        return {load / (1 - load), std::log(load / 0.01) / (1 - load), std::log(100) / (1 - load)};
    case Kind::CONSTANT: {
        const double waiting = ErlangWaiting(load).Exceeded(0.01);
        return {load / (2 * (1 - load)), waiting, waiting + 1};
    }
    case Kind::IMIX:
        break;
    }
    const double square = (7 * 40.0 * 40 + 4 * 576.0 * 576 + 1500.0 * 1500) / 12;
    return {load * square / (IMIX_MEAN * IMIX_MEAN) / (2 * (1 - load)), none, none};
}

/// D. Lindley's recursion (The theory of queues with a single server, 1952), in services.
class Lindley
{
  public:
    /// @param arrival of a job @param service of it @return how long it waits
    double Wait(double arrival, double service)
    {
        m_work = std::max(0.0, m_work - (arrival - m_last));
        m_last = arrival;
        const double waits = m_work;
        m_work += service;
        return waits;
    }

  private:
    double m_work{0}; //!< what is still to be done
    double m_last{0}; //!< the arrival before
};

/// What was seen of a queue.
struct Seen
{
    double sum{0};      //!< of waiting times
    double overWait{0}; //!< jobs that wait longer than the exact percentile
    double overStay{0}; //!< jobs that stay longer
    Truth truth;        //!< percentiles
    double counted{0};  //!< jobs

    /// @param waited a job @param service of it
    void Add(double waited, double service)
    {
        sum += waited;
        overWait += waited > truth.waiting99 ? 1 : 0;
        overStay += waited + service > truth.sojourn99 ? 1 : 0;
        ++counted;
    }

    /// @return mean and shares
    std::array<double, 3> Figures() const
    {
        return {sum / counted, overWait / counted, overStay / counted};
    }
};

/// What the figures are.
constexpr std::array<const char*, 3> FIGURES{"mean waiting",
                                             "waiting beyond the 99th percentile",
                                             "sojourn beyond the 99th percentile"};

/// @param truth of a queue @return its figures; a NaN is not known
std::array<double, 3>
FiguresOf(const Truth& truth)
{
    const bool known = !std::isnan(truth.waiting99);
    return {truth.meanWaiting, known ? 0.01 : std::nan(""), known ? 0.01 : std::nan("")};
}

/// @param load utilization @return packets until the queue has forgotten its beginning, which takes
/// about 1 / (1 - sqrt(load))^2 services
uint32_t
WarmUp(double load)
{
    return load > 0.92 ? 30'000 : 5'000;
}

/// One queue at all utilizations.
class QueueTest : public TestCase
{
  public:
    /// @param queue what is tested @param rule that it proves, or nothing
    explicit QueueTest(Queue queue, const std::string& rule = "")
        : TestCase(rule + queue.name),
          m_queue(std::move(queue))
    {
    }

  private:
    void DoRun() override
    {
        for (const double load : UTILIZATIONS)
        {
            Compare(load);
        }
    }

    void Compare(double load)
    {
        const Truth truth = TruthOf(m_queue.kind, load);
        const uint32_t warmUp = WarmUp(load);
        const uint32_t counted = load > 0.85 ? 60'000 : 30'000;
        const auto exact = FiguresOf(truth);
        std::array<std::vector<double>, 3> plain;
        std::array<std::vector<double>, 3> controlled;
        for (uint32_t replication = 0; replication < REPLICATIONS; ++replication)
        {
            Draw draw(1000 * replication + static_cast<uint64_t>(100 * load));
            const Server server = m_queue.make();
            Lindley lindley;
            Seen seen{0, 0, 0, truth, 0};
            Seen ideal = seen;
            double now = 0;
            for (uint32_t i = 0; i < warmUp + counted; ++i)
            {
                now += draw.Exponential(SERVICE / load);
                const double service = draw.Service(m_queue.kind);
                const auto waited =
                    static_cast<double>(server(static_cast<Ps>(now), service)) / SERVICE;
                const double ideally = lindley.Wait(now / SERVICE, service / SERVICE);
                if (i >= warmUp)
                {
                    seen.Add(waited, service / SERVICE);
                    ideal.Add(ideally, service / SERVICE);
                }
            }
            for (size_t i = 0; i < exact.size(); ++i)
            {
                plain[i].push_back(seen.Figures()[i]);
                controlled[i].push_back(seen.Figures()[i] - ideal.Figures()[i] + exact[i]);
            }
        }
        for (size_t i = 0; i < exact.size(); ++i)
        {
            if (std::isnan(exact[i]))
            {
                continue;
            }
            const auto estimate = planner::MeanWithInterval(plain[i], CONFIDENCE);
            EXPECT_NEAR(estimate.mean,
                        exact[i],
                        estimate.halfWidth,
                        FIGURES[i] << " at utilization " << load);
            // Times are whole picoseconds, sizes whole octets: not the recursion's own numbers.
            constexpr double ROUNDING = 0.005;
            const auto close = planner::MeanWithInterval(controlled[i], CONFIDENCE);
            EXPECT_NEAR(close.mean,
                        exact[i],
                        close.halfWidth + ROUNDING * exact[i],
                        FIGURES[i] << " at utilization " << load << ", less the recursion's noise");
            EXPECT_LT(close.halfWidth,
                      0.01 * exact[i],
                      FIGURES[i] << " at utilization " << load << ": narrow");
        }
    }

    Queue m_queue; //!< what is tested
};

/// The tests' own theory.
class TheoryTest : public TestCase
{
  public:
    TheoryTest()
        : TestCase("Erlang's waiting times in two forms")
    {
    }

  private:
    void DoRun() override
    {
        for (const double load : UTILIZATIONS)
        {
            const ErlangWaiting erlang(load);
            EXPECT_NEAR(erlang.UpTo(0), 1 - load, 1e-12, "who finds it idle");
            for (const double time : {0.25, 1.0, 2.5, 5.75, 9.0})
            {
                EXPECT_NEAR(erlang.UpTo(time),
                            CrommelinUpTo(load, time),
                            1e-9,
                            "load " << load << ", " << time << " services");
            }
            double mean = 0; // the integral of what exceeds a time
            for (double time = 0.005; time < 400; time += 0.01)
            {
                mean += 0.01 * (1 - erlang.UpTo(time));
            }
            EXPECT_NEAR(mean, load / (2 * (1 - load)), 1e-3 * mean + 1e-4, "Pollaczek-Khinchine");
        }
    }
};

/// The recursion, with so many packets that its intervals are narrow.
class RecursionTest : public TestCase
{
  public:
    /// @param kind of service @param name of the queue
    RecursionTest(Kind kind, const std::string& name)
        : TestCase("Lindley's recursion meets theory, " + name),
          m_kind(kind)
    {
    }

  private:
    void DoRun() override
    {
        for (const double load : UTILIZATIONS)
        {
            const Truth truth = TruthOf(m_kind, load);
            const auto exact = FiguresOf(truth);
            const uint32_t counted = load > 0.92   ? 800'000
                                     : load > 0.85 ? 250'000
                                     : load > 0.75 ? 100'000
                                                   : 60'000;
            std::array<std::vector<double>, 3> values;
            for (uint32_t replication = 0; replication < REPLICATIONS; ++replication)
            {
                Draw draw(77'000 + 1000 * replication + static_cast<uint64_t>(100 * load));
                Lindley lindley;
                Seen seen{0, 0, 0, truth, 0};
                double now = 0;
                for (uint32_t i = 0; i < WarmUp(load) + counted; ++i)
                {
                    now += draw.Exponential(1 / load);
                    const double service = draw.Service(m_kind) / SERVICE;
                    const double waited = lindley.Wait(now, service);
                    if (i >= WarmUp(load))
                    {
                        seen.Add(waited, service);
                    }
                }
                for (size_t i = 0; i < exact.size(); ++i)
                {
                    values[i].push_back(seen.Figures()[i]);
                }
            }
            for (size_t i = 0; i < exact.size(); ++i)
            {
                if (std::isnan(exact[i]))
                {
                    continue;
                }
                const auto estimate = planner::MeanWithInterval(values[i], CONFIDENCE);
                EXPECT_NEAR(estimate.mean,
                            exact[i],
                            estimate.halfWidth,
                            FIGURES[i] << " at utilization " << load);
                // Of the mean itself; of a percentile by the slope of the distribution's tail,
                // which falls by e in about a percentile's / ln(100) th part.
                const double width = estimate.halfWidth / exact[i] / (i == 0 ? 1 : std::log(100));
                EXPECT_LT(width, 0.1, FIGURES[i] << " at utilization " << load << ": narrow");
            }
        }
    }

    Kind m_kind; //!< of service
};

/// @return a profile whose rings drop nothing
NicProfile
Roomy()
{
    NicProfile profile;
    profile.ringSize = 1U << 24;
    profile.rxRingSize = 1U << 24;
    return profile;
}

/// @param profile a NIC @param lineRate of its wire @return it, with one SA
std::shared_ptr<NicEngine>
MakeEngine(const NicProfile& profile, uint64_t lineRate = 0)
{
    auto engine = std::make_shared<NicEngine>(profile, lineRate, 0);
    engine->Install(0, MakeContext(3, MakeSa(0x1001)));
    return engine;
}

/// @param service a time @param octets of a packet that takes SERVICE @return octets of this one
uint32_t
OctetsOf(double service, double octets)
{
    return std::max(1U, static_cast<uint32_t>(std::lround(service / SERVICE * octets)));
}

/// @return a ceiling in bit/s that octets pass in SERVICE
uint64_t
RateOf(double octets)
{
    return static_cast<uint64_t>(std::llround(8 * octets / (SERVICE * 1e-12)));
}

/// @return the time that octets take at RateOf(mean), to the picosecond
Ps
TimeOf(uint32_t octets, double mean)
{
    return SerialServer(RateOf(mean)).GetServiceTime(uint64_t{8} * octets);
}

/// @param transmit the direction @param profile a NIC @param octets of a mean packet @return it
Server
EngineServer(bool transmit, const NicProfile& profile, double octets)
{
    return [engine = MakeEngine(profile), transmit, octets, sequence = uint64_t{0}](
               Ps arrival,
               double service) mutable -> Ps {
        const uint32_t length = OctetsOf(service, octets);
        PacketDescriptor packet = MakePacket(length, transmit ? 3 : 0);
        Ps done;
        if (transmit)
        {
            done = engine->Transmit(arrival, packet, length).start;
        }
        else
        {
            packet.esp.spi = 0x1001;
            packet.esp.sequence = ++sequence;
            packet.esp.length = length + 50;
            packet.esp.destination = packet.destination;
            done = engine->Receive(arrival, packet, length + 50).ready;
        }
        return std::max<Ps>(0, done - arrival - TimeOf(length, octets));
    };
}

/// Where work of the host waits.
enum class HostServer : uint8_t
{
    CORE,
    CRYPTO_THREAD,
    ACCELERATOR_BITS,
    ACCELERATOR_PACKETS,
    MEMORY
};

/// @param server under test; all others take no time @return a host whose queues drop nothing
HostProfile
MakeHost(HostServer server)
{
    constexpr uint32_t ROOMY = 1U << 24;
    HostProfile profile;
    profile.cores = 1;
    profile.clock = 50'000'000'000; // 50 000 cycles in a service
    profile.backlog = ROOMY;
    profile.lookaside.queue = ROOMY;
    switch (server)
    {
    case HostServer::ACCELERATOR_BITS:
        profile.lookaside.bitRate = RateOf(20'000);
        break;
    case HostServer::ACCELERATOR_PACKETS:
        profile.lookaside.packetRate = 1'000'000;
        break;
    case HostServer::MEMORY:
        profile.memoryBandwidth = RateOf(20'000);
        break;
    default:
        break;
    }
    return profile;
}

/// @param server under test @return what a packet waits there
Server
WaitingAt(HostServer server)
{
    return [server,
            host = std::make_shared<HostModel>(MakeHost(server))](Ps arrival,
                                                                  double service) mutable -> Ps {
        const auto cycles = static_cast<uint64_t>(service / 20);
        const uint32_t octets = OctetsOf(service, 20'000);
        HostWork work;
        Ps own = TimeOf(octets, 20'000);
        switch (server)
        {
        case HostServer::CORE:
            work.cycles = cycles;
            own = static_cast<Ps>(20 * cycles);
            break;
        case HostServer::CRYPTO_THREAD:
            work.threadCycles = cycles;
            own = static_cast<Ps>(20 * cycles);
            break;
        case HostServer::ACCELERATOR_BITS:
            work.lookasideOctets = octets;
            break;
        case HostServer::ACCELERATOR_PACKETS:
            work.lookasideOctets = 1;
            own = static_cast<Ps>(SERVICE);
            break;
        case HostServer::MEMORY:
            work.memory.dmaRead = octets;
            break;
        }
        return std::max<Ps>(0, host->Book(arrival, work).done - arrival - own);
    };
}

/// @param kind how long services are @param queues gets the host's
void
AddHostQueues(Kind kind, std::vector<Queue>& queues)
{
    const std::string theory = kind == Kind::CONSTANT ? "M-D-1 " : "M-M-1 ";
    const auto add = [&](const char* what, HostServer server) {
        queues.push_back({theory + what, kind, [server] { return WaitingAt(server); }});
    };
    add("a core of the host", HostServer::CORE);
    add("a crypto thread of the host", HostServer::CRYPTO_THREAD);
    add("the host's memory", HostServer::MEMORY);
    add("the accelerator's bit rate", HostServer::ACCELERATOR_BITS);
    if (kind == Kind::CONSTANT)
    {
        add("the accelerator's packet rate", HostServer::ACCELERATOR_PACKETS);
    }
}

/// @return the host's queues
std::vector<Queue>
GetHostQueues()
{
    std::vector<Queue> queues;
    AddHostQueues(Kind::EXPONENTIAL, queues);
    AddHostQueues(Kind::CONSTANT, queues);
    return queues;
}

/// @return the NIC's queues
std::vector<Queue>
GetQueues()
{
    constexpr double BIG = 20'000; // octets of a mean packet where sizes must look continuous
    std::vector<Queue> queues;
    queues.push_back({"M-M-1 a serial server", Kind::EXPONENTIAL, [] {
                          return [server = SerialServer(1'000'000'000'000)](
                                     Ps arrival,
                                     double service) mutable -> Ps {
                              const Ps start = server.StartOf(arrival);
                              server.Serve(arrival, static_cast<uint64_t>(service));
                              return start - arrival;
                          };
                      }});
    queues.push_back({"M-D-1 a serial server with an odd rate", Kind::CONSTANT, [] {
                          return [server = SerialServer(30'000'001)](
                                     Ps arrival,
                                     [[maybe_unused]] double service) mutable -> Ps {
                              const Ps start = server.StartOf(arrival);
                              server.Serve(arrival, 30); // 30 units are a microsecond
                              return start - arrival;
                          };
                      }});
    queues.push_back(
        {"M-M-1 a server that fills gaps", Kind::EXPONENTIAL, [] {
             return [server = BackfillServer(1'000'000'000'000)](Ps arrival,
                                                                 double service) mutable -> Ps {
                 return server.Serve(arrival, static_cast<uint64_t>(service)).start - arrival;
             };
         }});
    queues.push_back({"M-D-1 the transmit cipher's packet ceiling", Kind::CONSTANT, [] {
                          NicProfile profile = Roomy();
                          profile.txPacketRate = 1'000'000;
                          return EngineServer(true, profile, 1000);
                      }});
    queues.push_back({"M-M-1 the transmit cipher's bit ceiling", Kind::EXPONENTIAL, [] {
                          NicProfile profile = Roomy();
                          profile.txBitRate = RateOf(BIG);
                          return EngineServer(true, profile, BIG);
                      }});
    queues.push_back({"M-G-1 the receive cipher's bit ceiling, IMIX", Kind::IMIX, [] {
                          NicProfile profile = Roomy();
                          profile.rxBitRate = RateOf(IMIX_MEAN);
                          return EngineServer(false, profile, IMIX_MEAN);
                      }});
    queues.push_back({"M-M-1 a port's ceiling", Kind::EXPONENTIAL, [] {
                          NicProfile profile = Roomy();
                          profile.portBitRate = RateOf(BIG);
                          return EngineServer(true, profile, BIG);
                      }});
    queues.push_back({"M-G-1 a card's ceiling, IMIX", Kind::IMIX, [] {
                          NicProfile profile = Roomy();
                          profile.cardBitRate = RateOf(IMIX_MEAN);
                          return EngineServer(true, profile, IMIX_MEAN);
                      }});
    queues.push_back({"M-G-1 the wire, IMIX", Kind::IMIX, [] {
                          return [engine = MakeEngine(Roomy(), RateOf(IMIX_MEAN))](
                                     Ps arrival,
                                     double service) mutable -> Ps {
                              const uint32_t length = OctetsOf(service, IMIX_MEAN);
                              PacketDescriptor packet = MakePacket(length);
                              return engine->Transmit(arrival, packet, length).start - arrival;
                          };
                      }});
    queues.push_back(
        {"M-D-1 PCIe from the host", Kind::CONSTANT, [] {
             NicProfile profile;
             profile.pcieBitRate = 8 * (1000 + 4 * 24 + 64 + 24) * uint64_t{1'000'000};
             return [pcie = NicPcie(profile)](Ps arrival,
                                              [[maybe_unused]] double service) mutable -> Ps {
                 return pcie.Read(arrival, 1000, true) - arrival - static_cast<Ps>(SERVICE);
             };
         }});
    queues.push_back(
        {"M-D-1 the fetch unit", Kind::CONSTANT, [] {
             NicProfile profile;
             profile.contextCacheSize = 1;
             profile.contextFetchTime = static_cast<Ps>(SERVICE);
             const auto memory = std::make_shared<NicContextMemory>(profile);
             memory->Add(true);
             memory->Add(true);
             return [memory, next = 0U](Ps arrival, [[maybe_unused]] double service) mutable -> Ps {
                 next = 1 - next; // each one drives the other out
                 return memory->Use(arrival, next, true).waiting;
             };
         }});
    return queues;
}

/// The suite.
class NicQueueingTestSuite : public TestSuite
{
  public:
    NicQueueingTestSuite()
        : TestSuite("ipsec-nic-queueing", TestSuite::Type::UNIT)
    {
        AddTestCase(new TheoryTest());
        AddTestCase(new RecursionTest(Kind::EXPONENTIAL, "M-M-1"));
        AddTestCase(new RecursionTest(Kind::CONSTANT, "M-D-1"));
        AddTestCase(new RecursionTest(Kind::IMIX, "M-G-1"));
        for (const Queue& queue : GetQueues())
        {
            AddTestCase(new QueueTest(queue, "N58 "));
        }
    }
};

NicQueueingTestSuite g_nicQueueingTestSuite; //!< registers the suite

/// The same of the host's servers.
class HostQueueingTestSuite : public TestSuite
{
  public:
    HostQueueingTestSuite()
        : TestSuite("ipsec-host-queueing", TestSuite::Type::UNIT)
    {
        for (const Queue& queue : GetHostQueues())
        {
            AddTestCase(new QueueTest(queue));
        }
    }
};

HostQueueingTestSuite g_hostQueueingTestSuite; //!< registers the suite

} // namespace

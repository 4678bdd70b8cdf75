/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "model/profile/data-folders.h"
#include "model/profile/yaml-parser.h"
#include "planner/analytic/curve-model.h"
#include "planner/base/atomic-file.h"
#include "planner/network/establishment-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-reader.h"
#include "planner/scenario/search-trial.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-answer.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/run-options.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Experiments and their points: what a point is, and what it costs. Work is counted, not timed.
 */

namespace
{

/// @param changes what to replace in the small scenario @return the changed one
std::string
SmallServer(const Changes& changes)
{
    return Changed(ReadWholeFile(GetDataFolders().front() + "/test/scenarios/small-server.yaml"),
                   changes);
}

/// The small scenario's sweep.
const char* const VALUES = "values: [0, 20, 40]";
/// Where it is checked in both fidelities.
const char* const CHECKED = "values: [20]";
/// Its only curve.
const char* const CURVE = "  - name: FreeBsd\n";

/// What was read from files since.
class Work
{
  public:
    /// @return texts that were parsed
    uint64_t GetTexts() const
    {
        return GetParsedTexts() - m_texts;
    }

    /// @return points that were read
    uint64_t GetPoints() const
    {
        return ScenarioReader::GetPointsRead() - m_points;
    }

  private:
    uint64_t m_texts{GetParsedTexts()};                 //!< before
    uint64_t m_points{ScenarioReader::GetPointsRead()}; //!< before
};

/// Each point is read once for each question, and from one parsed tree.
class CostTest : public TestCase
{
  public:
    /// @param values of the sweep @param curves how many
    CostTest(size_t values, size_t curves)
        : TestCase("what " + std::to_string(values) + " values of " + std::to_string(curves) +
                   " curves cost"),
          m_values(values),
          m_curves(curves)
    {
    }

  private:
    void DoRun() override
    {
        std::string list;
        for (size_t i = 0; i < m_values; ++i)
        {
            list += (list.empty() ? "" : ",") + std::to_string(i);
        }
        std::string curves;
        for (size_t i = 0; i < m_curves; ++i)
        {
            const auto number = std::to_string(i + 1);
            curves +=
                "  - name: c" + number + "\n    set: {nodes.server.host.cores: " + number + "}\n";
        }
        const TestFile file(SmallServer(
            {{VALUES, "values: [" + list + "]"}, {CHECKED, "values: [0]"}, {CURVE, curves}}));
        const uint64_t points = m_values * m_curves;
        constexpr uint64_t SCENARIO = 1;
        constexpr uint64_t PROFILES = 4; // a host and a NIC on each side

        const Work reading;
        const auto experiment = ReadExperiment(file.GetPath());
        EXPECT_EQ(reading.GetTexts(), SCENARIO + PROFILES, "each file once");
        EXPECT_EQ(reading.GetPoints(), points + 1, "each point once, and the first");

        const Work forming;
        const auto models = MakeCurveModels(experiment);
        EXPECT_EQ(forming.GetTexts(), 0, "the parsed tree is kept");
        EXPECT_EQ(forming.GetPoints(), points, "each point once");

        const Work resolving;
        experiment.At("c1", 0);
        EXPECT_EQ(resolving.GetTexts(), 0, "the parsed tree is kept");
        EXPECT_EQ(resolving.GetPoints(), 1, "one point");

        // What the process of a point does
        const auto document = experiment.GetDocument("c1", 0);
        EXPECT_LT(document.size(), 2000, "as long as one point needs");
        const Work beginning;
        ScenarioReader(file.GetPath(), ParseYaml(document, file.GetPath())).Read({});
        EXPECT_EQ(beginning.GetTexts(), 1 + PROFILES, "its own text alone");
        EXPECT_EQ(beginning.GetPoints(), 1, "itself alone");
    }

    size_t m_values; //!< of the sweep
    size_t m_curves; //!< how many
};

/// A tree with another value shares what stands beside it.
class SharingTest : public TestCase
{
  public:
    SharingTest()
        : TestCase("a tree with another value shares the rest")
    {
    }

  private:
    void DoRun() override
    {
        const auto root = ParseYaml("a: {b: 1, c: [2, 3]}\nd: {e: 4}\nf: name\n", "text");
        const auto changed = root.With({"a.b", "9"});
        EXPECT_EQ(changed.ToJson(),
                  R"({"a":{"b":"9","c":["2","3"]},"d":{"e":"4"},"f":"name"})",
                  "the new tree");
        EXPECT_EQ(root.Find("a")->value.Find("b")->value.GetText(), "1", "the old one");
        EXPECT_EQ(&changed.Find("d")->value.GetEntries(),
                  &root.Find("d")->value.GetEntries(),
                  "beside the path");
        EXPECT_EQ(&changed.Find("a")->value.Find("c")->value.GetElements(),
                  &root.Find("a")->value.Find("c")->value.GetElements(),
                  "beside the value");
        EXPECT_EQ(root.With({"f.g", "1"}).With({"h.i.j", "2"}).ToJson(),
                  R"({"a":{"b":"1","c":["2","3"]},"d":{"e":"4"},)"
                  R"("f":{"profile":"name","g":"1"},"h":{"i":{"j":"2"}}})",
                  "a profile's name becomes a map, and what is not there is made");
        const auto aliases = ParseYaml("a: &x {b: [1, 2]}\nc: *x\n", "text");
        EXPECT_EQ(aliases.GetSize(), 9, "counted where it is used");
        EXPECT_EQ(aliases.GetDepth(), 4, "levels");
        EXPECT_EQ(aliases.With({"c.b", "3"}).ToJson(),
                  R"({"a":{"b":["1","2"]},"c":{"b":"3"}})",
                  "what an alias names stays as it is elsewhere");
    }
};

/// A point is what a file of its own would be.
class PointTest : public TestCase
{
  public:
    PointTest()
        : TestCase("a point is simulated as a file with its values alone")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile all(SmallServer({{CURVE,
                                         "  - name: plain\n"
                                         "  - name: slow\n"
                                         "    set:\n"
                                         "      nodes.server.host.cores: 1\n"
                                         "      nodes.server.nic.tx-bit-rate: 3 Gbit/s\n"
                                         "      traffic.load: 50 %\n"
                                         "      population.popularity.zipf: 1.1\n"
                                         "      topology.peers: 1\n"}}));
        const Changes slow{{"cores: 2", "cores: 1"},
                           {"tx-bit-rate: 6 Gbit/s", "tx-bit-rate: 3 Gbit/s"},
                           {"load: 1.0", "load: 50 %"},
                           {"zipf: 0.7", "zipf: 1.1"},
                           {"peers: 2", "peers: 1"}};
        const auto experiment = ReadExperiment(all.GetPath());
        for (const std::string curve : {"slow", "plain"}) // out of order: points share a tree
        {
            for (const std::string value : {"20", "0", "40"})
            {
                Changes changes = curve == "slow" ? slow : Changes{};
                changes.emplace_back(CHECKED, "values: [" + value + "]");
                changes.emplace_back(VALUES, "values: [" + value + "]");
                changes.emplace_back(CURVE, "  - name: " + curve + "\n");
                const TestFile alone(SmallServer(changes));
                const PointSpec point{curve, std::stod(value), 1, Fidelity::LEAN};
                const auto one = ReadExperiment(alone.GetPath());
                const auto answer =
                    WriteAnswer("", RunPoint(ResolvePoint(experiment, point), point));
                EXPECT_EQ(answer,
                          WriteAnswer("", RunPoint(ResolvePoint(one, point), point)),
                          curve + " at " + value);
                const auto handed = ParseYaml(experiment.GetDocument(curve, point.value), "point");
                EXPECT_EQ(
                    answer,
                    WriteAnswer("", RunPoint(ScenarioReader("point", handed).Read({}), point)),
                    curve + " at " + value + ", handed to another process");
            }
        }
    }
};

/// The key of a point says all of it.
class KeyTest : public TestCase
{
  public:
    KeyTest()
        : TestCase("a point is what its key says")
    {
    }

  private:
    void DoRun() override
    {
        for (const PointSpec& point : {PointSpec{"FreeBsd", 0, 1, Fidelity::LEAN},
                                       PointSpec{"a b, c", 0.1 + 0.2, 30, Fidelity::BOTH},
                                       PointSpec{"x", 2.5e9, 2, Fidelity::FULL},
                                       PointSpec{"", -1e-7, 1, Fidelity::LEAN},
                                       PointSpec{"x", 0, 1, Fidelity::LEAN, "cx7-linux"},
                                       PointSpec{"x", 0, 1, Fidelity::LEAN, "1 Gbit/s/B"},
                                       PointSpec{"x", 0, 1, Fidelity::LEAN, "25.0"},
                                       PointSpec{"x", 0, 1, Fidelity::LEAN, "", true, 7},
                                       PointSpec{"x", 0, 1, Fidelity::LEAN, "", false, 7, true}})
        {
            const auto read = PointSpec::FromKey(point.GetKey());
            ASSERT_EQ(read.has_value(), true, point.GetKey());
            EXPECT_EQ(read->curve, point.curve, point.GetKey());
            EXPECT_EQ(read->name, point.name, point.GetKey());
            if (point.name.empty())
            {
                EXPECT_EQ(read->value, point.value, point.GetKey());
            }
            EXPECT_EQ(read->GetRun(), point.GetRun(), point.GetKey());
            EXPECT_EQ(read->replication, point.replication, point.GetKey());
            EXPECT_EQ((read->fidelity == point.fidelity), true, point.GetKey());
            EXPECT_EQ(read->load, point.load, point.GetKey());
            EXPECT_EQ(read->isTrial, point.isTrial, point.GetKey());
        }
        for (const char* key : {"", "a", "a/1/1", "a/1/1/slim", "a//1/lean", "a/1/1/lean/b"})
        {
            EXPECT_EQ(PointSpec::FromKey(key).has_value(), false, key);
        }
    }
};

/// A point may offer more than its scenario says.
class LoadTest : public TestCase
{
  public:
    LoadTest()
        : TestCase("a trial is measured whole, another load as the scenario says")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SmallServer({}));
        const Experiment experiment = ReadExperiment(file.GetPath());
        PointSpec point;
        point.curve = experiment.curves.front().name;
        point.value = experiment.sweep.GetValues().front().value;
        const Scenario plain = ResolvePoint(experiment, point);
        point.load = GetGreatestLoad(plain) + 1000;
        const Scenario more = ResolvePoint(experiment, point);
        EXPECT_EQ(more.traffic.rate, point.load, "offered");
        EXPECT_EQ(more.traffic.packets, plain.traffic.packets, "the scenario's");
        EXPECT_EQ(more.measure.isWhole, plain.measure.isWhole, "the scenario's");
        point.isTrial = true;
        const Scenario trial = ResolvePoint(experiment, point);
        EXPECT_EQ(trial.traffic.rate, point.load, "offered");
        EXPECT_EQ(trial.traffic.packets,
                  CountTrialPackets(plain, experiment.search, point.load),
                  "long enough for the queues");
        EXPECT_EQ(trial.measure.isWhole, true, "all of it");
    }
};

/// Values of a sweep that are no numbers.
class NamesTest : public TestCase
{
  public:
    NamesTest()
        : TestCase("profiles, lists, ports and cards can be swept")
    {
    }

  private:
    /// @param parameter of the sweep @param values of it @return the experiment
    Experiment Sweep(const std::string& parameter, const std::string& values)
    {
        m_files.push_back(std::make_unique<TestFile>(
            SmallServer({{"parameter: sa-slots", "parameter: " + parameter},
                         {VALUES, "values: " + values},
                         {"spot-checks:\n  values: [20]\n  packets: 1000\n", ""}})));
        return ReadExperiment(m_files.back()->GetPath());
    }

    void DoRun() override
    {
        const auto nics =
            Sweep("nodes.server.nic", "[plain, unlimited, {profile: plain, sa-slots: 3}]");
        EXPECT_EQ(nics.sweep.isText, true, "names");
        EXPECT_EQ(nics.At("FreeBsd", 1).GetMeasured().nic.offload, false, "plain");
        EXPECT_EQ(nics.At("FreeBsd", 2).GetMeasured().nic.offload, true, "unlimited");
        EXPECT_EQ(nics.At("FreeBsd", 3).GetMeasured().nic.txSlots, 3, "changed");
        EXPECT_EQ(nics.sweep.TextOf(3), "{profile: plain, sa-slots: 3}", "as written");
        const auto points = EnumeratePoints(nics);
        EXPECT_EQ(points[3].GetKey(), "FreeBsd/unlimited/1/lean", "its name, no number");

        const auto sizes = Sweep("traffic.sizes",
                                 "[[{length: 64 B}], [{length: 64 B, weight: 3}, {length: 1 kB}]]");
        EXPECT_EQ(sizes.At("FreeBsd", 1).GetMeanLength(), 64, "one size");
        EXPECT_EQ(sizes.At("FreeBsd", 2).GetMeanLength(), 298, "(3 x 64 + 1000) / 4");
        EXPECT_EQ(sizes.sweep.TextOf(1), "[{length: 64 B}]", "as written");
        const TestFile alone(SmallServer({{"    - length: 1000 B", "    - length: 64 B"}}));
        EXPECT_EQ(sizes.GetDocument("FreeBsd", 1),
                  ReadExperiment(alone.GetPath()).reader->With({}).ToJson(),
                  "the list and nothing else");

        const auto ports = Sweep("topology.ports", "[1, 3]");
        EXPECT_EQ(ports.sweep.isText, false, "numbers");
        EXPECT_EQ(ports.At("FreeBsd", 3).topology.counts.at("ports"), 3, "ports");
        const auto cards = Sweep("nodes.server.card", "[separate, shared]");
        EXPECT_EQ(cards.At("FreeBsd", 2).GetMeasured().sharedCard, true, "one card");
    }

    std::vector<std::unique_ptr<TestFile>> m_files; //!< written
};

/// Who may be offloaded.
class OffloadChoiceTest : public TestCase
{
  public:
    OffloadChoiceTest()
        : TestCase("the share of SAs that may be offloaded, as closed form")
    {
    }

  private:
    /// @param offload value of population.offload @return the expected offload ratio
    static double RatioOf(const std::string& offload)
    {
        const TestFile file(SmallServer(
            {{"  popularity: {zipf: 0.7}", "  popularity: {zipf: 1}\n  offload: " + offload},
             {VALUES, "values: [0, 20, 40]"}}));
        const ClosedForm form(ReadExperiment(file.GetPath()).At("FreeBsd", 40));
        return form.At(form.GetSaShareOfSlots()).ratio;
    }

    /// @return weight of the five clients that the seed draws, as in a simulation
    static double GetDrawn()
    {
        const TestFile file(
            SmallServer({{"  popularity:", "  offload: {share: 25 %}\n  popularity:"},
                         {VALUES, "values: [0, 20, 40]"}}));
        const auto plan = MakeEstablishmentPlan(ReadExperiment(file.GetPath()).At("FreeBsd", 40));
        double weight = 0;
        size_t drawn = 0;
        for (size_t i = 0; i < plan.mayOffload.size(); ++i)
        {
            weight += plan.mayOffload[i] ? 1.0 / static_cast<double>(i + 1) : 0;
            drawn += plan.mayOffload[i] ? 1 : 0;
        }
        return drawn == 5 ? weight : 0;
    }

    void DoRun() override
    {
        // 20 clients with weights 1, 1/2, ..., 1/20, whose sum is 3.5977
        constexpr double SUM = 3.597739657143682;
        EXPECT_NEAR(RatioOf("any"), 1, 1e-9, "all");
        EXPECT_NEAR(RatioOf("{share: 25 %}"), GetDrawn() / SUM, 1e-9, "five that are drawn");
        EXPECT_NEAR(RatioOf("{share: 0.1, order: popular-first}"), 1.5 / SUM, 1e-9, "1 and 2");
        EXPECT_NEAR(RatioOf("{members: [2, 4]}"), 0.75 / SUM, 1e-9, "2 and 4");
        EXPECT_NEAR(RatioOf("{wish: none, share: 0.5}"), 0, 0, "of none");
    }
};

/// What goes before what.
class OrderTest : public TestCase
{
  public:
    OrderTest()
        : TestCase("settings go before curves, and the sweep before all")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(
            SmallServer({{"  parameter: sa-slots\n", "  parameter: nodes.server.host.cores\n"},
                         {VALUES, "values: [4, 5, 20]"},
                         {CHECKED, "values: [4]"},
                         {CURVE,
                          "  - name: a\n    set: {nodes.server.nic.sa-slots: 7, seed: 5, "
                          "nodes.server.host.cores: 9, nodes.server.nic.ring-size: 33}\n"
                          "  - name: b\n"}}));
        auto experiment = ReadExperiment(file.GetPath(), {{"nodes.server.nic.sa-slots", "8"}});
        const auto a = experiment.At("a", 5);
        const auto b = experiment.At("b", 20);
        EXPECT_EQ(a.GetMeasured().nic.txSlots, 8, "from outside before the curve");
        EXPECT_EQ(a.GetMeasured().host.cores, 5, "the sweep before the curve");
        EXPECT_EQ(a.GetMeasured().nic.ringSize, 33, "the curve before the file");
        EXPECT_EQ(a.seed, 5, "of the curve");
        EXPECT_EQ(b.GetMeasured().nic.ringSize, 100, "not the other curve's");
        EXPECT_EQ(b.GetMeasured().host.cores, 20, "the value");
        EXPECT_EQ(b.seed, 1, "of the file");
        EXPECT_EQ(experiment.first.GetMeasured().host.cores, 4, "the first point");
        experiment.Override({2, 123});
        EXPECT_EQ(experiment.replications, 2, "the command line's");
        EXPECT_EQ(experiment.At("b", 4).traffic.packets, 123, "the command line's");
        EXPECT_EQ(experiment.first.traffic.packets, 123, "the command line's");
        for (const auto& [curve, value] : {std::pair{"c", 4.0}, {"a", 6.0}})
        {
            std::string said;
            try
            {
                experiment.At(curve, value);
            }
            catch (const InputError& error)
            {
                said = error.what();
            }
            EXPECT_NE(said.find(": expected "), std::string::npos, "no such point");
        }
    }
};

/// What is wrong with a value that is not in the file is told with its path and where it came from.
class OriginTest : public TestCase
{
  public:
    OriginTest()
        : TestCase("messages about --set and calibrated values name path and value")
    {
    }

  private:
    void DoRun() override
    {
        const std::string file = WriteFile({});
        Expect(ReadFault(file, "traffic.packets", "many\x1b[31m"),
               ": --set traffic.packets=many\\x1b[31m: 'many\\x1b[31m': expected a number without "
               "a unit");
        Expect(ReadFault(file, "nodes.server.nic.no-such", "1"),
               ": --set nodes.server.nic.no-such=1: 'no-such': expected one of the keys");
        Expect(ReadFault(file, "population.idle.rate", "1"),
               ": --set population.idle.rate=1: 'idle': expected one of the keys");
        const auto shown = ReadFault(file, "traffic.packets", std::string(1000, 'x'));
        Expect(shown, "xxx...xxx");
        EXPECT_LT(shown.size(), 500, shown);
        Expect(ReadFault(WriteFile({{"replications: 3", CALIBRATED}}), "seed", "1"),
               ": validation.calibrate.engine: nodes.server.host.clock=5 Gbit/s: '5 Gbit/s': "
               "expected a frequency");
    }

    /// @param changes what to replace in the small scenario @return its path
    std::string WriteFile(const Changes& changes)
    {
        m_files.push_back(std::make_unique<TestFile>(SmallServer(changes)));
        return m_files.back()->GetPath();
    }

    /// @param file a scenario @param path what is set @param text to what @return the message
    static std::string ReadFault(const std::string& file,
                                 const std::string& path,
                                 const std::string& text)
    {
        RunOptions options;
        options.scenario = file;
        options.settings = {path + "=" + text};
        try
        {
            ReadExperimentFor(options);
        }
        catch (const InputError& error)
        {
            return error.what();
        }
        return "";
    }

    /// @param message all of it @param part what it should have
    void Expect(const std::string& message, const std::string& part)
    {
        EXPECT_NE(message.find(part), std::string::npos, message << " has no " << part);
    }

    /// A calibrated value of another kind than its place takes.
    static constexpr const char* CALIBRATED = R"(replications: 1
validation:
  source: nobody
  quantity: Throughput
  metric: throughput_bps
  unit: Gbit/s
  calibrate: {engine: {value: 5 Gbit/s, paths: {nodes.server.host.clock: 1}}}
  points: {FreeBsd: [{at: 20, measured: 2}]})";

    std::vector<std::unique_ptr<TestFile>> m_files; //!< written
};

/// The suite.
class PlannerExperimentTestSuite : public TestSuite
{
  public:
    PlannerExperimentTestSuite()
        : TestSuite("ipsec-planner-experiment", TestSuite::Type::UNIT)
    {
        AddTestCase(new SharingTest);
        for (const size_t values : {1, 30, 300})
        {
            AddTestCase(new CostTest(values, 1));
        }
        AddTestCase(new CostTest(20, 5));
        AddTestCase(new KeyTest);
        AddTestCase(new LoadTest);
        AddTestCase(new NamesTest);
        AddTestCase(new OffloadChoiceTest);
        AddTestCase(new OrderTest);
        AddTestCase(new OriginTest);
        AddTestCase(new PointTest);
    }
} g_plannerExperimentTestSuite; //!< registers itself

} // namespace

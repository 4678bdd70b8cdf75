/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/report/figure.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What a user looks at after a run, figures, table and sentences, is held against numbers that were
 * worked out by hand.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * One core of 1 GHz that needs 1000 cycles for a datagram and one more for each of its 1000 octets
 * when it encrypts it itself, and a NIC that encrypts 6 Gbit/s: 8 / (2 - ratio) Gbit/s until the
 * cipher is full, then 6 / ratio. ESP is 1036 octets long, 1074 on the wire of 10 Gbit/s.
 */
constexpr const char* SCENARIO = R"(scenario: 1
name: figures
title: Numbers from arithmetic
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 1 GHz, backlog: 50, output: 1000 cycles,
           cipher.default.per-octet: 1 cycles/B}
    nic: {profile: unlimited, tx-bit-rate: 6 Gbit/s, ring-size: 50}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 20, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, load: 1.0, arrivals: poisson, sizes: [{length: 1000 B}],
          packets: 4000, start: after-offers, warm-up: 20 %}
sweep: {parameter: sa-slots, values: [0, 20, 40]}
curves: [{name: FreeBsd}]
replications: 3
seed: 1
spot-checks: {values: [20], packets: 1000}
measure: {precision: 100 %, share-precision: 100 %} # one round of replications
timeline: {period: 0.5 ms}
figures:
  - {name: wire, metric: wire_bps, unit: 1e6, bound: offered_bps, bound-name: offered,
     x-label: Slots, y-label: Wire (Mbit/s)}
)";

/// Student's t for 95 % of two sides and the two degrees of freedom of three replications.
constexpr double STUDENT = 4.302652729911275;

/// @param ratio an offload ratio @return Gbit/s that core and cipher carry
double
Carried(double ratio)
{
    return std::min(8 / (2 - ratio), 6 / ratio);
}

/// Mean and half width of an interval.
struct Interval
{
    double mean;
    double half;
};

/// @param values of three replications @return their interval, by the textbook
Interval
IntervalOf(const std::vector<double>& values)
{
    const double mean = (values.at(0) + values.at(1) + values.at(2)) / 3;
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    return {mean, STUDENT * std::sqrt(squares / 2 / 3)};
}

/// results.csv: of each column, the values of the three replications by slots.
class Results
{
  public:
    /// @param csv without quotes
    explicit Results(const std::string& csv)
    {
        std::istringstream stream(csv);
        std::string line;
        std::getline(stream, line);
        const auto names = Split(line);
        while (std::getline(stream, line))
        {
            const auto fields = Split(line);
            for (size_t i = 4; i < fields.size(); ++i)
            {
                if (!fields[i].empty() && names[i] != "marks" && names[i] != "run")
                {
                    m_values[fields[3]][names[i]][std::stod(fields[1])].push_back(
                        std::stod(fields[i]));
                }
            }
        }
    }

    /// @param column a name @param slots a value of the sweep @return what its replications gave
    const std::vector<double>& Of(const std::string& column, double slots) const
    {
        return m_values.at("lean").at(column).at(slots);
    }

    /// @param column a name @param slots a value of the sweep @return what a spot check gave
    double OfCheck(const std::string& column, double slots) const
    {
        return m_values.at("both").at(column).at(slots).at(0);
    }

  private:
    /// @param line of the file @return its fields
    static std::vector<std::string> Split(const std::string& line)
    {
        std::vector<std::string> fields;
        std::istringstream stream(line);
        for (std::string field; std::getline(stream, field, ',');)
        {
            fields.push_back(field);
        }
        return fields;
    }

    /// By fidelity, column and slots
    std::map<std::string, std::map<std::string, std::map<double, std::vector<double>>>> m_values;
};

/// A figure as gnuplot gets it.
class Drawing
{
  public:
    /// What is drawn of a block of the .dat file.
    enum class Style
    {
        LIMIT, //!< dashed
        LINE,  //!< solid
        POINTS //!< with error bars
    };

    using Row = std::vector<double>;
    using Block = std::vector<Row>;

    /// @param commands the .gp file @param data the .dat file
    Drawing(std::string commands, const std::string& data)
        : m_commands(std::move(commands))
    {
        const auto blocks = ReadBlocks(data);
        const std::regex index("index ([0-9]+)");
        const auto plot = m_commands.substr(m_commands.find("\nplot "));
        auto entry = std::sregex_iterator(plot.begin(), plot.end(), index);
        for (; entry != std::sregex_iterator(); ++entry)
        {
            const auto from = entry->position();
            const auto next = std::next(entry);
            const auto to = next == std::sregex_iterator() ? plot.find('\n', from)
                                                           : static_cast<size_t>(next->position());
            const auto how = plot.substr(from, to - from);
            const auto style = how.find("pointtype") != std::string::npos        ? Style::POINTS
                               : how.find("dashtype (8,5)") != std::string::npos ? Style::LIMIT
                                                                                 : Style::LINE;
            m_blocks[style].push_back(blocks.at(std::stoul((*entry)[1])));
        }
    }

    /// @param style a style @return what is drawn so
    const std::vector<Block>& Of(Style style) const
    {
        static const std::vector<Block> none;
        const auto found = m_blocks.find(style);
        return found == m_blocks.end() ? none : found->second;
    }

    /// @param text any @return the command that has it in it, or nothing
    std::string LineWith(const std::string& text) const
    {
        const auto at = m_commands.find(text);
        if (at == std::string::npos)
        {
            return "";
        }
        const auto begin = m_commands.rfind('\n', at) + 1;
        return m_commands.substr(begin, m_commands.find('\n', at) - begin);
    }

    /// @param name of a line, as it is written beside the plot @return at which value its arrow
    /// begins; NaN when it is not there
    double GetLabeled(const std::string& name) const
    {
        std::smatch top;
        std::smatch arrow;
        const auto at = m_commands.find(name);
        const auto rest = at == std::string::npos ? "" : m_commands.substr(at);
        if (!std::regex_search(m_commands, top, std::regex(R"(set yrange \[0:([0-9.]+)\])")) ||
            !std::regex_search(rest,
                               arrow,
                               std::regex("set arrow from graph 1.0, graph ([0-9.]+)")))
        {
            return std::nan("");
        }
        return std::stod(top[1]) * std::stod(arrow[1]);
    }

  private:
    /// @param data of a .dat file @return its blocks, which two empty lines part
    static std::vector<Block> ReadBlocks(const std::string& data)
    {
        std::vector<Block> blocks(1);
        std::istringstream stream(data);
        for (std::string line; std::getline(stream, line);)
        {
            std::istringstream fields(line);
            Row row;
            for (double field = 0; fields >> field;)
            {
                row.push_back(field);
            }
            if (!row.empty())
            {
                blocks.back().push_back(row);
            }
            else if (!blocks.back().empty())
            {
                blocks.emplace_back();
            }
        }
        return blocks;
    }

    std::string m_commands;                       //!< the .gp file
    std::map<Style, std::vector<Block>> m_blocks; //!< by how they are drawn
};

/**
 * @ingroup ipsec-offload-tests
 * Figures, table and sentences of a run.
 */
class FiguresTest : public TestCase
{
  public:
    FiguresTest()
        : TestCase("Figures, table and sentences of a run show what was worked out by hand")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        WriteFileAtomically(folder / "figures.yaml", SCENARIO);
        const auto ending =
            RunProgram(folder, {"run", folder / "figures.yaml", "--out", folder / "out"});
        ASSERT_EQ(ending.status, 0, ending.error);
        const auto read = [&folder](const std::string& name) {
            return ReadWholeFile(folder / ("out/figures/" + name));
        };
        const Results results(read("results.csv"));
        const std::string main = "throughput-vs-offload-ratio";
        CheckMainFigure(Drawing(read(main + ".gp"), read(main + ".dat")), results);
        CheckMetricFigure(Drawing(read("wire.gp"), read("wire.dat")), results);
        CheckTimeline(Drawing(read("timeline.gp"), read("timeline.dat")),
                      Results(read("timeline.csv")));
        CheckTable(ending.output, results);
        CheckSentences(ending.output, results);
        CheckCounters(Results(read("timeline.csv")));
        for (const auto& name : {main,
                                 std::string("wire"),
                                 std::string("timeline"),
                                 std::string("timeline-slots"),
                                 std::string("timeline-counters")})
        {
            EXPECT_NE(read(name + ".svg").find("</svg>"), std::string::npos, name);
            EXPECT_EQ(read(name + ".png").substr(1, 3), "PNG", name);
        }
    }

    /// @param drawing throughput over offload ratio @param results of the same run
    void CheckMainFigure(const Drawing& drawing, const Results& results)
    {
        EXPECT_NE(drawing.LineWith("set xlabel").find("Offload ratio"),
                  std::string::npos,
                  "x axis");
        EXPECT_NE(drawing.LineWith("set ylabel").find("(Gbit/s)"),
                  std::string::npos,
                  "y axis with its unit");
        const auto& points = drawing.Of(Drawing::Style::POINTS);
        ASSERT_EQ(points.size(), 1, "one curve");
        ASSERT_EQ(points[0].size(), 3, "a point for each number of slots");
        for (size_t i = 0; i < 3; ++i)
        {
            const auto& row = points[0][i];
            ASSERT_EQ(row.size(), 4, "x, y, and half widths in the same order");
            const auto ratio = IntervalOf(results.Of("offload_ratio", 20.0 * i));
            const auto rate = IntervalOf(results.Of("throughput_bps", 20.0 * i));
            EXPECT_NEAR(row[0], ratio.mean, 1e-5, "ratio");
            EXPECT_NEAR(row[1], rate.mean / 1e9, 1e-4, "Gbit/s");
            EXPECT_NEAR(row[2], ratio.half, 1e-5, "interval of the ratio");
            EXPECT_NEAR(row[3], rate.half / 1e9, 1e-5, "interval of the rate");
            EXPECT_NEAR(row[1], Carried(row[0]), 0.02 * row[1], "worked out by hand");
        }
        EXPECT_NEAR(points[0][0][0], 0, 0, "no slots");
        EXPECT_NEAR(points[0][2][0], 1, 0, "slots for all");
        EXPECT_GT(points[0][1][2], 1e-4, "who is offloaded is random");

        const auto& lines = drawing.Of(Drawing::Style::LINE);
        ASSERT_EQ(lines.size(), 1, "the closed form");
        ASSERT_GT(lines[0].size(), 100, "a smooth line");
        EXPECT_NEAR(lines[0].front()[0], 0, 0, "begins at 0");
        EXPECT_NEAR(lines[0].back()[0], 1, 1e-9, "ends at 1");
        for (const auto& row : lines[0])
        {
            EXPECT_NEAR(row[1], Carried(row[0]), 1e-4, "closed form at ratio " << row[0]);
        }
        CheckLimits(drawing);
    }

    /// @param drawing throughput over offload ratio
    void CheckLimits(const Drawing& drawing)
    {
        /// What cannot be exceeded, in Gbit/s.
        struct Limit
        {
            std::string label;
            std::function<double(double)> at; //!< by offload ratio
        };

        const std::vector<Limit> limits{
            {"Link: 9.3 Gbit/s", [](double) { return 10.0 * 1000 / 1074; }},
            {"NIC cipher: 6.0 Gbit/s", [](double ratio) { return 6 / ratio; }},
            {"CPU, all software: 4.0 Gbit/s", [](double) { return 4; }},
            {"CPU, all offloaded: 8.0 Gbit/s", [](double) { return 8; }},
        };
        const auto& dashed = drawing.Of(Drawing::Style::LIMIT);
        EXPECT_EQ(dashed.size(), limits.size(), "limits");
        for (const auto& limit : limits)
        {
            EXPECT_NEAR(drawing.GetLabeled(limit.label), limit.at(1), 0.002, limit.label);
            const auto isIt = [&limit](const Drawing::Block& line) {
                return std::all_of(line.begin(), line.end(), [&limit](const auto& row) {
                    return std::abs(row[1] - limit.at(row[0])) <= 1e-4 * row[1];
                });
            };
            EXPECT_EQ(std::count_if(dashed.begin(), dashed.end(), isIt),
                      1,
                      "the line of " << limit.label);
        }
        EXPECT_NEAR(drawing.GetLabeled("FreeBsd"), 6, 0.002, "the curve's name at its end");
    }

    /// @param drawing bit/s on the wire over slots @param results of the same run
    void CheckMetricFigure(const Drawing& drawing, const Results& results)
    {
        EXPECT_NE(drawing.LineWith("set ylabel").find("Wire (Mbit/s)"),
                  std::string::npos,
                  "y axis");
        const auto& points = drawing.Of(Drawing::Style::POINTS);
        const auto& lines = drawing.Of(Drawing::Style::LINE);
        const auto& bounds = drawing.Of(Drawing::Style::LIMIT);
        ASSERT_EQ(points.size() + lines.size() + bounds.size(), 3, "one of each");
        ASSERT_EQ(points[0].size(), 9, "each replication is a point");
        for (size_t i = 0; i < 9; ++i)
        {
            const size_t value = i / 3;
            const double slots = 20.0 * static_cast<double>(value);
            EXPECT_NEAR(points[0][i][0], slots, 0, "x");
            EXPECT_NEAR(points[0][i][1],
                        results.Of("wire_bps", slots)[i % 3] / 1e6,
                        0.1,
                        "Mbit/s with " << slots << " slots");
        }
        for (size_t i = 0; i < 3; ++i)
        {
            const double slots = 20.0 * i;
            EXPECT_NEAR(lines[0][i][0], slots, 0, "x");
            EXPECT_NEAR(lines[0][i][1],
                        IntervalOf(results.Of("wire_bps", slots)).mean / 1e6,
                        0.1,
                        "mean");
            EXPECT_NEAR(bounds[0][i][1],
                        IntervalOf(results.Of("offered_bps", slots)).mean / 1e6,
                        0.1,
                        "bound");
        }
        EXPECT_NEAR(lines[0][0][1], 4000 * 1.074, 0.02 * 4296, "4 Gbit/s of clear IP");
        EXPECT_NEAR(bounds[0][0][1], 1e4 * 1000 / 1038, 0.05 * 9634, "clear frames fill a link");
    }

    /// Nobody reads the counters of this NIC: all that it has sent is unreported. @param samples of
    /// a run with a timeline
    void CheckCounters(const Results& samples)
    {
        const auto& times = samples.Of("time_s", 40);
        const auto& unreported = samples.Of("unreported_octets", 40);
        ASSERT_EQ(times.size(), unreported.size(), "a value for each sample");
        for (size_t row = 0; row < times.size(); ++row)
        {
            const double expected = times[row] * 6e9 / 8 * 1.036; // in ESP form
            EXPECT_NEAR(unreported[row],
                        expected,
                        0.02 * expected + 110 * 1036,
                        "the cipher's rate");
            EXPECT_NEAR(samples.Of("unreported_octets", 0)[row], 0, 0, "nothing is in the NIC");
            EXPECT_NEAR(samples.Of("overshoot_octets", 40)[row], 0, 0, "no limits");
            EXPECT_NEAR(samples.Of("rekeys", 40)[row], 0, 0, "no rekeys");
        }
    }

    /// @param drawing offload ratio over time @param samples of the same run, by replication and
    /// then by time
    void CheckTimeline(const Drawing& drawing, const Results& samples)
    {
        const auto& lines = drawing.Of(Drawing::Style::LINE);
        ASSERT_EQ(lines.size(), 3, "a line for each number of slots");
        for (size_t i = 0; i < 3; ++i)
        {
            const double slots = 20.0 * i;
            const auto& times = samples.Of("time_s", slots);
            const auto& ratios = samples.Of("offload_ratio", slots);
            const size_t each = lines[i].size();
            ASSERT_GT(each, 4, "4000 datagrams at 1.2 million a second, in 0.5 ms");
            ASSERT_EQ((times.size() >= 3 * each), true, "the shortest replication's");
            for (size_t row = 0; row < each; ++row)
            {
                EXPECT_NEAR(times[row], 0.0005 * (row + 1), 1e-9, "time");
                EXPECT_NEAR(lines[i][row][0], 0.0005 * (row + 1), 1e-9, "time, drawn");
                if (i != 1)
                {
                    EXPECT_NEAR(lines[i][row][1], slots / 40, 0, "none or all, drawn");
                    EXPECT_NEAR(ratios[row], slots / 40, 0, "none or all");
                }
                else
                {
                    EXPECT_NEAR(lines[i][row][1], 0.5, 0.2, "half of the SAs, drawn");
                }
            }
            // All that is offered is protected, but what the core drops does not reach the wire
            const double carried = Carried(slots / 40) * 1.074e9;
            for (size_t row = 0; row < each; ++row)
            {
                EXPECT_NEAR(samples.Of("protected_bps", slots)[row], 9.634e9, 1e9, "protected");
                EXPECT_NEAR(samples.Of("tx_slots_used", slots)[row], slots, 0, "slots");
                EXPECT_NEAR(samples.Of("rx_slots_used", slots)[row], slots, 0, "slots");
                EXPECT_NEAR(samples.Of("no_sa_packets", slots)[row], 0, 0, "all have SAs");
                if (i != 1 && row > 0) // once the queues are full
                {
                    EXPECT_NEAR(samples.Of("wire_bps", slots)[row],
                                carried,
                                0.01 * carried,
                                "on the wire with " << slots << " slots");
                }
            }
        }
    }

    /// @param output of the program @param results of the same run
    void CheckTable(const std::string& output, const Results& results)
    {
        /// What was worked out by hand: Gbit/s and shares in per cent.
        struct Expected
        {
            int slots;
            double cipher; //!< where it is not the share of what the core carries
        };

        const std::regex row(
            R"(\n +(\d+) +([\d.]+) +([\d.]+) \+- ([\d.]+) +([\d.]+) +([-+][\d.]+) % +([\d.]+) % +([\d.]+) % +([\d.]+) % +([\d.]+) %)");
        auto found = std::sregex_iterator(output.begin(), output.end(), row);
        for (const auto& [slots, cipher] : {Expected{0, 0}, Expected{20, NAN}, Expected{40, 100}})
        {
            ASSERT_EQ((found != std::sregex_iterator()), true, output);
            const auto cell = [&found](size_t i) { return std::stod((*found)[i]); };
            const auto ratio = IntervalOf(results.Of("offload_ratio", slots));
            const auto rate = IntervalOf(results.Of("throughput_bps", slots));
            const double formed = Carried(ratio.mean);
            EXPECT_NEAR(cell(1), slots, 0, "slots");
            EXPECT_NEAR(cell(2), ratio.mean, 0.00051, "ratio");
            EXPECT_NEAR(cell(3), rate.mean / 1e9, 0.00051, "Gbit/s");
            EXPECT_NEAR(cell(4), rate.half / 1e9, 0.00051, "half width in Gbit/s");
            EXPECT_NEAR(cell(5), formed, 0.00051, "closed form");
            EXPECT_NEAR(cell(6), 100 * (rate.mean / 1e9 / formed - 1), 0.0051, "deviation");
            // Even 1000 cycles are too many for 10 Gbit/s of clear frames: 1.2 million a second
            EXPECT_NEAR(cell(7), 100, 0.5, "busiest core");
            EXPECT_NEAR(cell(8), 100, 0.5, "all cores, of which there is one");
            EXPECT_NEAR(cell(9),
                        std::isnan(cipher) ? 100 * ratio.mean * rate.mean / 6e9 : cipher,
                        0.5,
                        "NIC cipher");
            EXPECT_NEAR(cell(10), 100 * rate.mean * 1.074 / 10e9, 0.5, "link");
            ++found;
        }
        for (const double slots : {0.0, 40.0})
        {
            const auto rate = IntervalOf(results.Of("throughput_bps", slots));
            EXPECT_NEAR(rate.mean / 1e9, Carried(slots / 40), 0.02, "worked out by hand");
        }
    }

    /// @param output of the program @param results of the same run
    void CheckSentences(const std::string& output, const Results& results)
    {
        for (const char* text : {
                 "The closed form agrees with the simulation at 3 of 3 points.",
                 "the cores of the server are the bottleneck up to an offload ratio of 0.",
                 " (4.0 Gbit/s at 0.00, ",
                 "and at 1.00 the cipher of the server's NIC is the bottleneck (6.0 Gbit/s).",
                 "1000 packets compared, 0 differ, 0 counters differ",
                 "card full: no free slot (EOPNOTSUPP) 100.0 %",
             })
        {
            EXPECT_NE(output.find(text), std::string::npos, text << " in " << output);
        }
        EXPECT_NEAR(results.OfCheck("compared_packets", 20), 1000, 0, "all of the spot check");
        EXPECT_NEAR(results.OfCheck("differing_packets", 20), 0, 0, "and none differs");
        EXPECT_NEAR(results.OfCheck("differing_counters", 20), 0, 0, "nor a counter");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Figures that have nothing to show.
 */
class EmptyFigureTest : public TestCase
{
  public:
    EmptyFigureTest()
        : TestCase("A figure without points is a sentence, and an old one of its name goes")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        auto text = Replaced(SCENARIO, "period: 0.5 ms", "period: 1 s");
        text = Replaced(text, "metric: wire_bps", "metric: rekeys"); // there are none
        text = Replaced(text, "values: [0, 20, 40]", "values: [20]");
        text = Replaced(text, "packets: 4000", "packets: 1000");
        WriteFileAtomically(folder / "figures.yaml", text);
        const std::string results = folder / "out/figures";
        std::filesystem::create_directories(results);
        WriteFileAtomically(results + "/wire.svg", "of another run");
        std::string timeline;
        for (const char* run : {"first", "from the database"})
        {
            const auto ending =
                RunProgram(folder, {"run", folder / "figures.yaml", "--out", folder / "out"});
            EXPECT_EQ(ending.status, 0, run << ending.error);
            for (const char* sentence :
                 {"No figure timeline: the traffic ends before the first period",
                  "No figure wire: rekeys has no value at any point"})
            {
                EXPECT_NE(ending.output.find(sentence), std::string::npos, sentence);
            }
            for (const char* name : {"/wire.svg", "/timeline.svg", "/timeline.gp"})
            {
                EXPECT_EQ(std::filesystem::exists(results + name), false, name);
            }
            const auto csv = ReadWholeFile(results + "/timeline.csv");
            EXPECT_EQ(csv, "curve,value,replication,fidelity,time_s,run\n", run);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The default figure of sweeps over other things than slots.
 */
class SweepFigureTest : public TestCase
{
  public:
    SweepFigureTest()
        : TestCase("The ratio is on the x axis where it is what moves, otherwise the swept value")
    {
    }

  private:
    /// Where a figure and its data are.
    struct Drawn
    {
        Folder folder; //!< of the run
        std::string commands;
        std::string data;
    };

    /// @param parameter of the sweep @param values of it @param name of the figure
    /// @param drawn gets it
    void Run(const std::string& parameter,
             const std::string& values,
             const std::string& name,
             Drawn& drawn)
    {
        auto text = Replaced(SCENARIO, "parameter: sa-slots", "parameter: " + parameter);
        text = Replaced(text, "values: [0, 20, 40]", "values: " + values);
        text = Replaced(text, "spot-checks: {values: [20], packets: 1000}\n", "");
        WriteFileAtomically(drawn.folder / "figures.yaml", text);
        const auto results = drawn.folder / "out/figures/";
        std::filesystem::create_directories(results);
        const std::vector<std::string> names{"throughput-vs-sweep", "throughput-vs-offload-ratio"};
        for (const auto& old : names)
        {
            WriteFileAtomically(results + old + ".svg", "of another run");
        }
        const auto ending =
            RunProgram(drawn.folder,
                       {"run", drawn.folder / "figures.yaml", "--out", drawn.folder / "out"});
        ASSERT_EQ(ending.status, 0, ending.error);
        for (const auto& other : names)
        {
            EXPECT_EQ(std::filesystem::exists(results + other + ".svg"), (other == name), other);
        }
        drawn.commands = ReadWholeFile(results + name + ".gp");
        drawn.data = ReadWholeFile(results + name + ".dat");
        EXPECT_NE(ReadWholeFile(results + name + ".svg").find("</svg>"),
                  std::string::npos,
                  "drawn");
    }

    /// @param block of a drawing @param expected x and y of its rows
    void CheckRows(const Drawing::Block& block, const Drawing::Block& expected)
    {
        ASSERT_EQ(block.size(), expected.size(), "rows");
        for (size_t i = 0; i < block.size(); ++i)
        {
            EXPECT_NEAR(block.at(i).at(0), expected.at(i).at(0), 1e-9, "x");
            EXPECT_NEAR(block.at(i).at(1), expected.at(i).at(1), 0.02 * expected.at(i).at(1), "y");
        }
    }

    void DoRun() override
    {
        CheckClock();
        CheckProfiles();
        CheckShare();
    }

    /// The core's clock: 1000 cycles for a datagram of 1000 octets, whose cipher is the NIC's.
    void CheckClock()
    {
        Drawn drawn;
        Run("nodes.server.host.clock", "[500 MHz, 0.6 GHz, 1 GHz]", "throughput-vs-sweep", drawn);
        const auto second = drawn.commands.find("\nplot ") + 1;
        const auto end = drawn.commands.find("unset multiplot");
        const Drawing above(
            drawn.commands.substr(0, second + drawn.commands.substr(second).find('\n')),
            drawn.data);
        const Drawing below(drawn.commands.substr(second, end - second), drawn.data);
        EXPECT_EQ(below.LineWith("set xlabel"),
                  "set xlabel 'nodes.server.host.clock (GHz)'",
                  "parameter and unit");
        CheckRows(above.Of(Drawing::Style::POINTS).at(0), {{0.5, 4}, {0.6, 4.8}, {1, 6}});
        CheckRows(above.Of(Drawing::Style::LINE).at(0), {{0.5, 4}, {0.6, 4.8}, {1, 6}});
        const auto& limits = above.Of(Drawing::Style::LIMIT); // cipher, software, offloaded
        ASSERT_EQ(limits.size(), 3, "limits");
        CheckRows(limits.at(0), {{0.5, 6}, {0.6, 6}, {1, 6}});
        CheckRows(limits.at(1), {{0.5, 2}, {0.6, 2.4}, {1, 4}});
        CheckRows(limits.at(2), {{0.5, 4}, {0.6, 4.8}, {1, 8}});
        EXPECT_NE(above.LineWith("above: Link: 9.3 Gbit/s"), "", "out of sight");
        CheckRows(below.Of(Drawing::Style::POINTS).at(0), {{0.5, 1}, {0.6, 1}, {1, 1}});
    }

    /// Whole profiles, by name.
    void CheckProfiles()
    {
        Drawn drawn;
        Run("nodes.server.nic", "[plain, unlimited]", "throughput-vs-sweep", drawn);
        for (const char* name : {"'plain' 1", "'unlimited' 2"})
        {
            EXPECT_NE(drawn.commands.find(name), std::string::npos, name);
        }
        const auto csv = ReadWholeFile(drawn.folder / "out/figures/results.csv");
        EXPECT_NE(csv.find("\nFreeBsd,unlimited,3,lean,"), std::string::npos, csv);
        const auto again =
            RunProgram(drawn.folder,
                       {"run", drawn.folder / "figures.yaml", "--out", drawn.folder / "out"});
        EXPECT_EQ(again.error, "", "all points are there from before");
        EXPECT_EQ((ReadWholeFile(drawn.folder / "out/figures/results.csv") == csv),
                  true,
                  "and are the same");
    }

    /// Who may be offloaded moves the ratio and nothing else.
    void CheckShare()
    {
        Drawn drawn;
        Run("population.offload.share", "[0, 25 %, 1]", "throughput-vs-offload-ratio", drawn);
        const auto points = Drawing(drawn.commands, drawn.data).Of(Drawing::Style::POINTS).at(0);
        ASSERT_EQ(points.size(), 3, "values");
        EXPECT_NEAR(points[0][0], 0, 0, "none");
        EXPECT_NEAR(points[1][0], 0.25, 0.03, "5 of 20 clients, all alike");
        EXPECT_NEAR(points[2][0], 1, 0, "all");
        EXPECT_NE(ReadWholeFile(drawn.folder / "out/figures/results.csv").find(",0.25,"),
                  std::string::npos,
                  "the value");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Long texts and many of them.
 */
class ManyNamesTest : public TestCase
{
  public:
    ManyNamesTest()
        : TestCase("Names of twelve and of a hundred curves do not overlap; a long title wraps")
    {
    }

  private:
    void DoRun() override
    {
        for (const size_t curves : {12, 100})
        {
            Draw(curves);
        }
    }

    /// @param curves how many, all of them level at the same height
    void Draw(size_t curves)
    {
        Figure figure;
        for (size_t i = 0; i < 17; ++i)
        {
            figure.title += "ten\\words " + std::to_string(i % 10) + " ";
        }
        figure.title.pop_back();
        figure.curves.push_back({"nowhere", {{0.5, NAN}}, {{NAN, 1}}});
        for (size_t i = 0; i < curves; ++i)
        {
            const std::string name =
                "a name of about sixty characters, too long for the margin, " + std::to_string(i);
            figure.curves.push_back({name, {}, {{0, 1}, {1, 1}}});
        }
        const Folder folder;
        DrawFigure(figure, folder.GetPath(), "figure");
        const auto commands = ReadWholeFile(folder / "figure.gp");
        std::smatch size;
        ASSERT_EQ(std::regex_search(commands, size, std::regex("svg size 960,([0-9]+)")),
                  true,
                  "a height");
        const double height = std::stod(size[1]) * 0.75; // of the plot, at least
        CheckNames(commands, std::min(curves, size_t{60}), height);
        const auto svg = ReadWholeFile(folder / "figure.svg");
        const auto half = figure.title.rfind(' ', 105);
        for (const auto& line : {figure.title.substr(0, half), figure.title.substr(half + 1)})
        {
            EXPECT_NE(svg.find(">" + line + "<"), std::string::npos, line);
        }
        const std::string rest = "names of 40 more left out";
        EXPECT_EQ((svg.find(rest) != std::string::npos), (curves == 100), rest);
    }

    /// @param commands the .gp file @param count of names @param height of the plot in pixels
    void CheckNames(const std::string& commands, size_t count, double height)
    {
        const std::regex label("set label '(a name[^']*)' at graph 1.035, graph ([0-9.]+) ");
        std::set<std::string> names;
        std::vector<double> places;
        for (auto i = std::sregex_iterator(commands.begin(), commands.end(), label);
             i != std::sregex_iterator();
             ++i)
        {
            names.insert((*i)[1]);
            places.push_back(std::stod((*i)[2]));
            EXPECT_LT((*i)[1].length(), 34, (*i)[1]);
        }
        ASSERT_EQ(names.size(), count, "names that differ");
        std::sort(places.begin(), places.end());
        EXPECT_EQ((places.front() >= 0 && places.back() <= 1), true, "in the plot");
        for (size_t i = 1; i < places.size(); ++i)
        {
            // A line of 13 points has 17 pixels.
            EXPECT_GT((places[i] - places[i - 1]) * height, 17, "pixels");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerFiguresTestSuite : public TestSuite
{
  public:
    PlannerFiguresTestSuite()
        : TestSuite("ipsec-planner-figures", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new FiguresTest);
        AddTestCase(new SweepFigureTest);
        AddTestCase(new EmptyFigureTest);
        AddTestCase(new ManyNamesTest);
    }
} g_plannerFiguresTestSuite; //!< registers itself

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"

#include "planner/base/metric-table.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// @return what a metric may be called
std::vector<std::string>
ListMetrics()
{
    std::vector<std::string> names;
    for (const auto& row : GetMetricRows())
    {
        if (row.need != MetricNeed::SPOT_CHECK)
        {
            const auto more = row.GetNames();
            names.insert(names.end(), more.begin(), more.end());
        }
    }
    return names;
}

/// @return version and names
KeyRows
MakeNameKeys()
{
    return {
        ScenarioKey("scenario", F::Word({"1", "2"}), "Version of the scenario language").Required(),
        ScenarioKey("include",
                    F::Any("the name of a file, or a list of names"),
                    "Files with more keys, beside the scenario; those of the scenario stand above "
                    "them, and later files above earlier ones")
            .Since(2)
            .ReadBy("WithIncludes")
            .Example("hosts.yaml"),
        ScenarioKey("parameters", F::Of(K::MAP), "Named values, used as $NAME or in ${2 * NAME}")
            .Since(2),
        ScenarioKey("parameters.NAME",
                    F::Any("what stands where the name is used"),
                    "A value by its name: letters, digits and _")
            .Since(2)
            .ReadBy("ScenarioParameters")
            .Example("400"),
        ScenarioKey("name",
                    F::Of(K::NAME),
                    "Name of the scenario, and of the folder of its results: small letters, digits "
                    "and dashes, at most 100")
            .Required()
            .Example("edge-server"),
        ScenarioKey("title", F::Of(K::LINE), "What the figures have above them")
            .Otherwise("the name"),
        ScenarioKey("description", F::Of(K::TEXT), "What it is about, for people"),
    };
}

/// @param path of a map with a parameter and its values @param since its version
/// @return rows of what is in it
KeyRows
MakeAxisKeys(const std::string& path, uint32_t since)
{
    const std::string values = path + ".values";
    const uint32_t second = std::max(since, 2U);
    return {
        ScenarioKey(path + ".parameter",
                    F::Text("sa-slots (of the measured node's NIC) or a path in links, nodes, "
                            "population, topology, traffic or parameters"),
                    "The key that takes the values")
            .Required()
            .Since(since)
            .ReadBy("ReadAxis")
            .Example("nodes.server.host.cores"),
        ScenarioKey(
            values,
            F::Of(K::LIST).Or(
                KeyWords(std::vector<std::pair<const char*, bool>>{{"all links", false},
                                                                   {"all nodes", true}})),
            "Values of the parameter, each once: a list, or a map that makes numbers of one "
            "unit; of topology.failure also a word for none and each single failure that leaves "
            "the measured gateway a tunnel")
            .Required()
            .Since(since)
            .ReadBy("ReadValues")
            .Example("[1, 2, 4]"),
        ScenarioKey(values + "[]", F::Any("what the parameter may be"), "A value")
            .Since(since)
            .ReadBy("AddValue"),
        ScenarioKey(values + ".from", F::Any("a number with its unit"), "First value")
            .Required()
            .Since(since)
            .ReadBy("ReadSweepRange")
            .Example("0"),
        ScenarioKey(values + ".to",
                    F::Any("a number with the same unit"),
                    "Last value, unless the step jumps over it")
            .Required()
            .Since(since)
            .ReadBy("ReadSweepRange")
            .Example("2000"),
        ScenarioKey(values + ".step",
                    F::Any("a number above 0 with the same unit"),
                    "From one value to the next")
            .Required()
            .Unless("points")
            .Since(since)
            .ReadBy("ReadSweepRange")
            .Example("100"),
        ScenarioKey(
            values + ".points",
            F::Count(2, 10'000),
            "How many values; those between the ends are rounded to four digits, and to whole "
            "numbers where the key takes no others")
            .Unless("step")
            .Since(second)
            .Example("7"),
        ScenarioKey(values + ".scale",
                    F::Word<bool>({{"linear", false}, {"log", true}}),
                    "Equal distances or equal quotients between the points")
            .Default("linear")
            .Unless("step")
            .Since(second),
    };
}

/// @return what is varied
KeyRows
MakeSweepKeys()
{
    const KeyRows sweep{
        ScenarioKey("sweep", F::Of(K::MAP), "What is varied from point to point").Required()};
    const KeyRows more{
        ScenarioKey("sweep.with", F::Of(K::MAP), "What else changes along with the parameter")
            .Since(2),
        ScenarioKey("sweep.with.PATH",
                    F::Of(K::LIST),
                    "A path, and a value for each of the parameter's, in the same order")
            .Since(2)
            .ReadBy("ReadPaired")
            .Example("[1 Gbit/s, 10 Gbit/s]"),
        ScenarioKey("sweep.with.PATH[]", F::Any("what may stand at that path"), "A value")
            .Since(2)
            .ReadBy("ReadPaired"),
        ScenarioKey("sweep.grid",
                    F::Of(K::MAP),
                    "A second parameter: each of its values makes a curve of each curve")
            .Since(2),
    };
    return JoinKeys({sweep, MakeAxisKeys("sweep", 1), more, MakeAxisKeys("sweep.grid", 2)});
}

/// @return curves, replications, spot checks
KeyRows
MakePointKeys()
{
    return {
        ScenarioKey("curves", F::Of(K::LIST), "Variants, each a curve of the figures")
            .Otherwise("one, called like the kernel of the measured node"),
        ScenarioKey("curves[].name",
                    F::Of(K::LINE),
                    "Name of the curve, each once, without slash, comma and quote")
            .Required()
            .Example("LinuxPacket"),
        ScenarioKey("curves[].set",
                    F::Of(K::MAP),
                    "What this curve has instead of the file's values"),
        ScenarioKey("curves[].set.PATH",
                    F::Any("what may stand at that path"),
                    "A path such as nodes.gateway.kernel, or sa-slots")
            .ReadBy("ReadCurves")
            .Example("LinuxPacket"),
        ScenarioKey(
            "replications",
            F::Count(1, 100'000),
            "Runs of each point with other random numbers; more of them where the precision "
            "needs it")
            .Default("5"),
        ScenarioKey("spot-checks",
                    F::Of(K::MAP),
                    "Points that are simulated in both fidelities and compared packet by packet"),
        ScenarioKey("spot-checks.values", F::Of(K::LIST), "At which values of the sweep")
            .Required(),
        ScenarioKey("spot-checks.values[]", F::Any("a value of the sweep"), "A value")
            .ReadBy("ReadSpotChecks"),
        // Fewer say too little; all are kept until the end, each with what became of it.
        ScenarioKey("spot-checks.packets", F::Count(1'000, 10'000'000), "Packets of each")
            .Otherwise("50000, or those of the point if it has fewer"),
    };
}

/// @return figures
KeyRows
MakeFigureKeys()
{
    const auto line = F::Of(K::LINE);
    auto metric = F::Word(ListMetrics());
    metric.prose = "a column of results.csv (list metrics)";
    return {
        ScenarioKey("figures",
                    F::Of(K::LIST),
                    "Figures over the values of the sweep, beside the one that every run draws"),
        ScenarioKey("figures[].name", F::Of(K::NAME), "Name of its files, each once")
            .Required()
            .Example("overshoot"),
        ScenarioKey("figures[].title", line, "What it has above it")
            .Otherwise("the title of the scenario"),
        ScenarioKey("figures[].metric", metric, "What it shows")
            .Required()
            .ReadBy("ReadMetric")
            .Example("throughput_bps"),
        ScenarioKey("figures[].bound", metric, "Another metric, drawn as a line")
            .ReadBy("ReadMetric"),
        ScenarioKey("figures[].bound-name", line, "What that line is called")
            .Otherwise("the metric"),
        ScenarioKey("figures[].unit",
                    F::Quantity(D::NUMBER, 1e-18, 1e18),
                    "What metric and bound are divided by")
            .Default("1"),
        ScenarioKey("figures[].x-label", line, "What the x axis says")
            .Otherwise("the parameter and its unit"),
        ScenarioKey("figures[].y-label", line, "What the y axis says").Otherwise("the metric"),
        ScenarioKey("figures[].log-x", F::Of(K::FLAG), "Powers of ten on the x axis")
            .Default("false"),
    };
}

} // namespace

KeyRows
MakeExperimentKeys()
{
    const KeyRows measured{
        ScenarioKey("measured",
                    F::Of(K::LINE),
                    "A CSV file of own measurements, named from the folder of the scenario; its "
                    "head has the swept parameter and metrics with their units")
            .ReadBy("ReadMeasured")
            .Example("lab.csv"),
    };
    return JoinKeys({MakeNameKeys(), MakeSweepKeys(), MakePointKeys(), MakeFigureKeys(), measured});
}

} // namespace ns3::planner

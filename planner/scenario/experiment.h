/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EXPERIMENT_H
#define IPSEC_OFFLOAD_PLANNER_EXPERIMENT_H

#include "measured-data.h"
#include "scenario.h"
#include "search-spec.h"
#include "solve-spec.h"
#include "validation-spec.h"

#include "model/profile/input-node.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

class ScenarioReader;

/// Names of the figures that a run draws itself.
constexpr const char* THROUGHPUT_OVER_RATIO = "throughput-vs-offload-ratio";
constexpr const char* THROUGHPUT_OVER_SWEEP = "throughput-vs-sweep";
constexpr const char* TIMELINE_FIGURE = "timeline";
constexpr const char* THROUGHPUT_HEAT_MAP = "heat-map-throughput";
constexpr const char* HEAT_MAP_PREFIX = "heat-map-";

/// What a figure of the experiment's own shows over the values of the sweep.
struct FigureSpec
{
    std::string name;      //!< of its files
    std::string title;     //!< above it; empty: the experiment's
    std::string metric;    //!< a column of the results
    std::string bound;     //!< another one that is drawn as a line; empty: none
    std::string boundName; //!< what that line is called
    double unit{1};        //!< what both are divided by
    std::string yLabel;
    std::string xLabel; //!< empty: the parameter and its unit
    bool logX{false};   //!< powers of ten on the x axis
};

/// One value of the sweep.
struct SweepValue
{
    double value;       //!< in base units (bit/s, s, octets, a plain number); SweepSpec::isText
    std::string text;   //!< as it stands in the file: "10 Gbit/s"
    InputPlace place{}; //!< where it stands
    InputNode node{};   //!< a value that is a list or a map
    std::vector<InputSetting> with{}; //!< what else has other values there
};

/// What is varied.
class SweepSpec
{
  public:
    std::string parameter; //!< as the file names it: "sa-slots"
    std::string path;      //!< the path that it stands for: "nodes.server.nic.sa-slots"
    InputPlace place{};    //!< where the parameter stands
    bool isText{false};    //!< values are names, lists or maps; their numbers count from 1

    /** @param value one more @return false when it is there already */
    bool Add(const SweepValue& value);

    /** @param value one more number @param text the same in words @return false when it is there */
    bool Add(double value, const std::string& text);

    /** @param index of a value @param setting what else has another value there */
    void AddTo(size_t index, InputSetting setting)
    {
        m_values[index].with.push_back(std::move(setting));
    }

    /** @return the values in the order of the file */
    const std::vector<SweepValue>& GetValues() const
    {
        return m_values;
    }

    /** @param value a value @return it, or null when it is none of the sweep's */
    const SweepValue* Find(double value) const;

    /** @param text a value as people write it @return it, or null when it is none of the sweep's */
    const SweepValue* FindText(const std::string& text) const;

    /** @param value one of the values @return what names it in a PointSpec: its text, or nothing */
    std::string NameOf(double value) const;

    /** @param value one of the values @return as the file writes it */
    std::string TextOf(double value) const;

  private:
    std::vector<SweepValue> m_values;   //!< in the order of the file
    std::map<double, size_t> m_numbers; //!< their places in it, so that a search is short
};

/// One curve of the figure: the experiment with some paths set to other values.
struct CurveSpec
{
    std::string name;
    std::vector<InputSetting> settings;
    std::vector<InputSetting> swept{}; //!< its value of the second parameter of a grid
    std::string plain{};               //!< its name without that
    size_t gridRow{0};                 //!< number of that value
};

/// Points that are simulated in both fidelities and compared packet by packet.
struct SpotCheckSpec
{
    std::vector<double> values; //!< of the sweep, in base units
    uint64_t packets{50000};    //!< of each
};

/**
 * @ingroup ipsec-offload
 * A file of `ipsec-plan run`, read and checked: what is swept, which curves, what is drawn. What is
 * simulated at a curve and a value is a Scenario.
 */
class Experiment
{
  public:
    std::string file;        //!< as it was named
    std::string text;        //!< what the file contained
    InputNode root;          //!< the same, with the settings
    std::string content;     //!< what in it decides results, with the settings, as JSON
    std::string name;        //!< short, fit for a folder name
    std::string title;       //!< one line for the figure
    std::string description; //!< any length

    SweepSpec sweep;                 //!< what is swept, and its values
    SweepSpec grid;                  //!< the second parameter of a grid; no values: there is none
    std::vector<CurveSpec> curves;   //!< at least one
    uint32_t replications{5};        //!< runs of each point and round, at least one
    bool commonRandomNumbers{false}; //!< all points draw the same ones in a replication, so that
                                     //!< differences between points vary less than the points do
    SpotCheckSpec spotChecks;        //!< no values: none
    SearchSpec search;               //!< for the load at each point; no goals: none
    SolveSpec solve;                 //!< what `ipsec-plan solve` is to find; no goals: nothing

    std::vector<FigureSpec> figures;          //!< beside throughput against offload ratio
    std::optional<ValidationSpec> validation; //!< what was measured
    MeasuredData measured;                    //!< likewise, in a file of the user's
    std::vector<InputSetting> settings;       //!< set instead of the file's values, in order

    /// The first curve at the first value: for what is said of the experiment as a whole, as names
    /// of roles and axes. Other points may have other numbers.
    Scenario first;

    /// Makes points of the parsed file; kept, so that none of them parses it again.
    std::shared_ptr<ScenarioReader> reader;

    /** @return settings from outside: "a.b=1, c=2"; empty: none */
    std::string GetSettingsText() const;

    /** @return its name, with the settings from outside */
    std::string GetLabel() const;

    /// Numbers that go before the file's; 0: none.
    struct Overrides
    {
        uint32_t replications{0};
        uint64_t packets{0}; //!< of spot checks too, unless they have fewer
    };

    /** @param numbers what to use instead of the file's numbers */
    void Override(const Overrides& numbers);

    /**
     * Have assumed values of profiles vary at all points: see ApplyAssumedMargin().
     * @param margin share; above 0 is better
     */
    void SetAssumedMargin(double margin);

    /**
     * @param curve name of one of the curves
     * @return true when that curve, or the sweep, sets how good assumed values are
     * @throws InputError when there is no such curve
     */
    bool HasAssumedMargin(const std::string& curve) const;

    /** @return packets that go before the file's; 0: none */
    uint64_t GetPackets() const
    {
        return m_packets;
    }

    /**
     * @param curve name of one of the curves
     * @param value one of the sweep's values
     * @return what is simulated there. Calibrated parameters go before the curve's settings,
     * settings from outside before both, and the sweep before all
     * @throws InputError when there is no such curve or value
     */
    Scenario At(const std::string& curve, double value) const;

    /**
     * @param curve name of one of the curves
     * @param value one of the sweep's values
     * @return a file of ScenarioReader::GetParts() that says what At() says, but for the packets:
     * it is as long as one point needs, however many there are
     * @throws InputError when there is no such curve or value
     */
    std::string GetDocument(const std::string& curve, double value) const;

    /**
     * @param curve name of one of the curves
     * @param value one of the sweep's values
     * @return what that point sets in the file, in order: see At()
     * @throws InputError when there is no such curve or value
     */
    std::vector<InputSetting> GetSettings(const std::string& curve, double value) const;

  private:
    uint64_t m_packets{0}; //!< instead of the file's; 0: none
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EXPERIMENT_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// @return what was measured, in which unit
KeyRows
MakeQuantityKeys()
{
    return {
        ScenarioKey("validation", F::Of(K::MAP), "What others measured (ipsec-plan validate)"),
        ScenarioKey("validation.source", F::Of(K::TEXT), "Who, where, when").Required(),
        ScenarioKey("validation.quantity", F::Of(K::LINE), "What, in words").Required(),
        ScenarioKey("validation.metric",
                    F::Text("a column of results.csv (list metrics)"),
                    "The same as a metric")
            .Required()
            .ReadBy("ReadMetric")
            .Example("throughput_bps"),
        ScenarioKey("validation.unit", F::Text("a unit"), "Of the measured numbers")
            .Required()
            .ReadBy("ReadUnit")
            .Example("Gbit/s"),
        ScenarioKey("validation.errors",
                    F::Word<bool>({{"relative", false}, {"difference", true}}),
                    "Whether an error is a share of what was measured, or a difference")
            .Default("relative"),
        ScenarioKey("validation.frame-octets",
                    F::Whole(D::OCTETS, 0, 100),
                    "Octets per packet that were counted in addition to those of IP")
            .Default("0 B"),
        ScenarioKey("validation.x-label", F::Of(K::LINE), "What the x axis says")
            .Otherwise("the parameter of the sweep"),
        ScenarioKey("validation.method", F::Of(K::MAP), "How the throughput was found")
            .Otherwise("at the offered load"),
        ScenarioKey("validation.method.step",
                    F::Quantity(D::RATE, 1),
                    "The load was raised by so much at a time")
            .Required()
            .Example("10 Gbit/s"),
        ScenarioKey("validation.method.loss",
                    F::Quantity(D::SHARE, 0, 1),
                    "and the last step with at most this loss was taken")
            .Required()
            .Example("5 %"),
    };
}

/// @return calibrated parameters
KeyRows
MakeCalibrationKeys()
{
    const std::string name = "validation.calibrate.NAME";
    return {
        ScenarioKey("validation.calibrate", F::Of(K::MAP), "Parameters that the measurement gives"),
        ScenarioKey(name, F::Of(K::MAP), "A parameter, by any name").ReadBy("ReadParameter"),
        ScenarioKey(name + ".curves", F::Of(K::LIST), "Whose it is").Otherwise("all curves"),
        ScenarioKey(name + ".curves[]", F::Text("the name of a curve"), "A curve")
            .ReadBy("ReadCurve"),
        ScenarioKey(name + ".paths", F::Of(K::MAP), "Where it goes").Required(),
        ScenarioKey(
            name + ".paths.PATH",
            F::Quantity(D::NUMBER, 1e-9),
            "A path such as nodes.gateway.nic.context-cache-size, and a factor for the value; "
            "or a map")
            .ReadBy("ReadPlace")
            .Example("1"),
        ScenarioKey(name + ".paths.PATH.factor",
                    F::Quantity(D::NUMBER, 1e-9),
                    "Factor for the value")
            .Default("1"),
        ScenarioKey(name + ".paths.PATH.plus",
                    F::Quantity(D::NUMBER, 0),
                    "What is added to the product, in the value's unit")
            .Required()
            .Example("100"),
        ScenarioKey(name + ".value", F::Any("a number above 0, with its unit"), "What was found")
            .Required()
            .ReadBy("ReadParameter")
            .Example("175.2 ns"),
        ScenarioKey(name + ".whole", F::Of(K::FLAG), "A fit tries whole numbers only")
            .Default("false"),
    };
}

/// @return measured points, and what is asked of them
KeyRows
MakeMeasuredKeys()
{
    const std::string point = "validation.points.CURVE[]";
    const std::string check = "validation.checks[]";
    const auto error = F::Quantity(D::SHARE, 0, 10);
    return {
        ScenarioKey("validation.points", F::Of(K::MAP), "What was measured, by curve").Required(),
        ScenarioKey("validation.points.CURVE", F::Of(K::LIST), "Points of that curve")
            .ReadBy("ReadPoints"),
        ScenarioKey(point + ".at",
                    F::Any("a value of the sweep"),
                    "At which value; required unless there is only one")
            .ReadBy("ReadPoint")
            .Example("600"),
        ScenarioKey(point + ".measured", F::Any("a number in the unit"), "What was measured")
            .Required()
            .ReadBy("ReadMeasured")
            .Example("187"),
        ScenarioKey(point + ".use",
                    F::Word<bool>({{"predict", false}, {"calibrate", true}}),
                    "Whether the point tests the model or calibrates it")
            .Default("predict"),
        ScenarioKey(point + ".note", F::Of(K::TEXT), "A remark"),
        ScenarioKey("validation.checks", F::Of(K::LIST), "What has to hold").Otherwise("nothing"),
        ScenarioKey(check + ".mean-error", error, "At most this mean of the errors").Example("5 %"),
        ScenarioKey(check + ".each-error", error, "At most this error of each point")
            .Example("10 %"),
        ScenarioKey(check + ".flat", error, "At most this spread of a curve").Example("3 %"),
        ScenarioKey(check + ".order", F::Of(K::LIST), "Curves from the lowest to the highest"),
        ScenarioKey(check + ".order[]", F::Text("the name of a curve"), "A curve")
            .ReadBy("ReadCurve"),
        ScenarioKey(check + ".mean-ratio",
                    F::Quantity(D::NUMBER, 1e-9),
                    "The mean of one curve over that of another; with of and within")
            .Example("1.5"),
        ScenarioKey(check + ".of", F::Of(K::LIST), "These two curves"),
        ScenarioKey(check + ".of[]", F::Text("the name of a curve"), "A curve").ReadBy("ReadCurve"),
        ScenarioKey(check + ".within", error, "give or take this").Example("5 %"),
        ScenarioKey(check + ".curve", F::Text("the name of a curve"), "Only this curve")
            .ReadBy("ReadCurve"),
    };
}

} // namespace

KeyRows
MakeValidationKeys()
{
    return JoinKeys({MakeQuantityKeys(), MakeCalibrationKeys(), MakeMeasuredKeys()});
}

} // namespace ns3::planner

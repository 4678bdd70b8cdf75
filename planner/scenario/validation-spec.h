/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATION_SPEC_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATION_SPEC_H

#include "model/profile/input-node.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A point that somebody measured.
struct MeasuredPoint
{
    std::string curve;      //!< of the scenario
    double value{0};        //!< of the sweep
    double measured{0};     //!< in base units (bit/s, a share, s)
    bool calibrates{false}; //!< parameters were fitted to it; otherwise it is predicted
    std::string note;       //!< how it was read, or what is special about it
};

/// A parameter that calibrating points decide; its value goes before what its curves set.
struct FittedParameter
{
    /// A place of the scenario that gets the value, or something that goes with it.
    struct Place
    {
        std::string path;
        double factor{1}; //!< of the value
        double plus{0};   //!< beyond that, in the value's unit
    };

    std::string name;                //!< "miss-cost"
    std::vector<std::string> curves; //!< that it belongs to; their calibrating points decide it
    std::vector<Place> places;       //!< at least one
    double value{0};                 //!< as calibrated, in its unit; above 0
    std::string unit;                //!< empty: none
    bool whole{false};               //!< a whole number

    /** @param number in the unit @return as a scenario has it */
    std::string TextOf(double number) const;

    /** @param place one of its places @return what its value makes of it, as a scenario has it */
    std::string TextAt(const Place& place) const
    {
        return TextOf(value * place.factor + place.plus);
    }

    /** @param curve a name @return true when it belongs to that curve */
    bool BelongsTo(const std::string& curve) const;
};

/// What the model must show beyond numbers.
struct ValidationCheck
{
    /// Kinds of checks.
    enum class Kind : uint8_t
    {
        MEAN_ERROR, //!< mean of the absolute errors of predicted points is at most this
        EACH_ERROR, //!< the absolute error of each predicted point is
        ORDER,      //!< at every value the curves named ascend
        MEAN_RATIO, //!< mean of one curve over another is that of the measured ones
        FLAT        //!< greatest over least value of each curve is at most 1 + this
    };

    Kind kind{Kind::MEAN_ERROR};
    double limit{0};                 //!< share, or difference in base units
    std::string curve;               //!< of which curve alone; empty: all
    std::vector<std::string> curves; //!< ORDER: ascending; MEAN_RATIO: this one over that one
    double expected{0};              //!< MEAN_RATIO
};

/**
 * @ingroup ipsec-offload
 * What somebody measured of what a scenario simulates, and how their method reads it off.
 */
struct ValidationSpec
{
    std::string source;       //!< publication
    std::string metric;       //!< a column of the results
    std::string quantity;     //!< what it is, for tables and axes: "Throughput of both directions"
    std::string unit;         //!< "Gbit/s", "%"
    double unitSize{1};       //!< of it, in base units
    bool isDifference{false}; //!< errors are differences (percentage points), not shares
    uint32_t frameOctets{0};  //!< the measured rate counts so many octets per packet beyond IP
    double step{0};           //!< load steps of the measurement, base units; 0: none
    double loss{0};           //!< greatest loss that a load step may have
    std::string xLabel;       //!< of the sweep's axis
    std::vector<FittedParameter> parameters;
    std::vector<MeasuredPoint> points;
    std::vector<ValidationCheck> checks;

    /** @param curve a name @return what its calibrated parameters set */
    std::vector<InputSetting> GetCalibration(const std::string& curve) const;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATION_SPEC_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CALIBRATION_H
#define IPSEC_OFFLOAD_PLANNER_CALIBRATION_H

#include "cipher-timer.h"

#include "planner/base/line-fit.h"

#include "ns3/ipsec-profiles.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// Name of the profile that calibrate writes.
constexpr const char* CALIBRATED_NAME = "this-machine";

/// What was measured of one algorithm.
struct CalibratedCipher
{
    std::string name;           //!< of the algorithm table
    std::vector<double> cycles; //!< per message, by size
    LineFit fit;                //!< cycles over octets
};

/// What was measured of a key exchange.
struct CalibratedExchange
{
    KeyExchange exchange; //!< which
    double cycles;        //!< of one end
};

/// What was measured of a machine.
struct Calibration
{
    std::string library;                       //!< what ciphered
    uint64_t clock{0};                         //!< Hz
    uint32_t cores{0};                         //!< logical ones
    std::vector<uint32_t> sizes;               //!< octets of a message
    std::vector<CalibratedCipher> ciphers;     //!< what the library knows, in the table's order
    std::vector<CalibratedExchange> exchanges; //!< likewise
};

/**
 * @ingroup ipsec-offload
 * Measure all algorithms and key exchanges that the timer knows.
 * @param timer the machine
 * @param sizes octets of a message
 * @param progress called before each algorithm or exchange with its name
 * @return the measurements, number of cores not filled in
 */
Calibration Calibrate(CipherTimer& timer,
                      const std::vector<uint32_t>& sizes,
                      const std::function<void(const std::string&)>& progress);

/**
 * @ingroup ipsec-offload
 * @param calibration what was measured
 * @param base what the costs that cannot be measured here are taken from; they are marked assumed
 * @return a host profile (YAML)
 */
std::string WriteHostProfile(const Calibration& calibration, const IpsecProfile& base);

/**
 * @ingroup ipsec-offload
 * @param base what the costs that were not measured are taken from
 * @return which these are, in words; empty when there are none
 */
std::string DescribeUnmeasured(const IpsecProfile& base);

/** @ingroup ipsec-offload @param calibration what was measured @return it as a table */
std::string DescribeCalibration(const Calibration& calibration);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CALIBRATION_H */

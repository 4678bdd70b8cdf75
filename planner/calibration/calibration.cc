/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "calibration.h"

#include "planner/base/number-format.h"
#include "planner/base/quoting.h"
#include "planner/base/text-table.h"

#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param share a share @return percent, with sign
std::string
Percent(double share)
{
    return (share < 0 ? "" : "+") + FormatFixed(100 * share, 1) + " %";
}

/// @param key of a profile @return true when calibrate measures it
bool
IsMeasured(const std::string& key)
{
    return key == "cores" || key == "clock" || key.compare(0, 7, "cipher.") == 0 ||
           key.compare(0, 13, "key-exchange.") == 0;
}

/// @param key of a profile @param value as it stands in a file @param mark and source @return a
/// line
std::string
Line(const std::string& key,
     const std::string& value,
     const std::string& mark,
     const std::string& source)
{
    return "  " + key + ": [" + value + ", " + mark + ", " + QuoteForYaml(source) + "]\n";
}

} // namespace

Calibration
Calibrate(CipherTimer& timer,
          const std::vector<uint32_t>& sizes,
          const std::function<void(const std::string&)>& progress)
{
    Calibration calibration;
    calibration.library = timer.GetLibrary();
    calibration.sizes = sizes;
    const double clock = timer.GetClock();
    constexpr double MHZ = 1e6;
    calibration.clock = static_cast<uint64_t>(std::llround(clock / MHZ) * std::llround(MHZ));
    for (const auto& algorithm : GetIpsecAlgorithms())
    {
        if (!timer.Knows(algorithm))
        {
            continue;
        }
        progress(algorithm.name);
        CalibratedCipher cipher;
        cipher.name = algorithm.name;
        std::vector<std::pair<double, double>> points;
        for (const uint32_t octets : sizes)
        {
            const double seconds = timer.SecondsPerMessage(algorithm, octets);
            cipher.cycles.push_back(seconds * static_cast<double>(calibration.clock));
            points.emplace_back(octets, cipher.cycles.back());
        }
        cipher.fit = FitLine(points);
        calibration.ciphers.push_back(std::move(cipher));
    }
    for (size_t i = 1; i <= KEY_EXCHANGES; ++i)
    {
        const auto exchange = static_cast<KeyExchange>(i);
        progress(ToString(exchange));
        const double cycles =
            timer.SecondsPerExchange(exchange) * static_cast<double>(calibration.clock);
        if (!std::isnan(cycles))
        {
            calibration.exchanges.push_back({exchange, cycles});
        }
    }
    return calibration;
}

std::string
WriteHostProfile(const Calibration& calibration, const IpsecProfile& base)
{
    std::string text =
        "# Written by ipsec-plan calibrate. Each value is [value, mark, source].\n"
        "\n"
        "profile: host\n"
        "description: " +
        QuoteForYaml("The machine on which ipsec-plan calibrate ran. Its ciphers "
                     "and key exchanges are measured; all other costs are those of " +
                     base.name + ".") +
        "\nvalues:\n";
    text += Line("cores", std::to_string(calibration.cores), "sourced", "logical cores, counted");
    text += Line("clock",
                 FormatFixed(static_cast<double>(calibration.clock) * 1e-9, 3) + " GHz",
                 "sourced",
                 "measured by shifts that wait for each other");
    for (const auto& value : base.values)
    {
        if (!IsMeasured(value.key))
        {
            text += Line(value.key, QuoteForYaml(value.text), "assumed", "as " + base.name);
        }
    }
    for (const auto& [exchange, cycles] : calibration.exchanges)
    {
        text += Line(std::string("key-exchange.") + ToString(exchange),
                     FormatFixed(cycles, 0) + " cycles",
                     "sourced",
                     "measured: " + calibration.library + ", a key and a shared secret");
    }
    const std::string sizes = std::to_string(calibration.sizes.size()) + " sizes, " +
                              std::to_string(calibration.sizes.front()) + " to " +
                              std::to_string(calibration.sizes.back()) + " B";
    text += Line("cipher.null.per-octet", "0 cycles/B", "derived", "nothing is ciphered");
    double most = 0;
    std::string slowest;
    for (const auto& cipher : calibration.ciphers)
    {
        std::string residuals;
        for (size_t i = 0; i < calibration.sizes.size(); ++i)
        {
            residuals += (i == 0 ? "" : ", ") + std::to_string(calibration.sizes[i]) + " B " +
                         Percent(cipher.fit.residuals[i]);
        }
        const std::string key = "cipher." + cipher.name;
        text += "  # residuals of " + cipher.name + ": " + residuals + "\n";
        text += Line(key + ".per-packet",
                     FormatFixed(cipher.fit.intercept, 1) + " cycles",
                     "sourced",
                     "measured: " + calibration.library + ", " + sizes + ", residual rms " +
                         FormatFixed(100 * cipher.fit.rms, 1) + " %, worst " +
                         Percent(cipher.fit.GetWorst()));
        text += Line(key + ".per-octet",
                     FormatFixed(cipher.fit.slope, 4) + " cycles/B",
                     "sourced",
                     "from the same fit");
        if (cipher.fit.slope > most)
        {
            most = cipher.fit.slope;
            slowest = cipher.name;
        }
    }
    text += Line("cipher.default.per-octet",
                 FormatFixed(most, 4) + " cycles/B",
                 "assumed",
                 "as " + slowest + ", the slowest one that was measured");
    return text;
}

namespace
{

/// @param calibration what was measured @return the key exchanges, in a line
std::string
DescribeExchanges(const Calibration& calibration)
{
    std::string text;
    for (const auto& [exchange, cycles] : calibration.exchanges)
    {
        text += (text.empty() ? "cycles per key exchange and end: " : ", ") +
                std::string(ToString(exchange)) + " " + FormatFixed(cycles, 0);
    }
    return text.empty() ? text : text + "\n";
}

/// @param calibration what was measured @return what to do about a bad fit; empty for a good one
std::string
AdviceOn(const Calibration& calibration)
{
    constexpr double NOISY = 0.1;
    std::string noisy;
    for (const auto& cipher : calibration.ciphers)
    {
        if (std::abs(cipher.fit.GetWorst()) > NOISY)
        {
            noisy += (noisy.empty() ? "" : ", ") + cipher.name;
        }
    }
    return noisy.empty() ? ""
                         : "Off the line by more than 10 %: " + noisy +
                               ". The machine was busy or changed its clock: repeat without "
                               "--quick when it is idle\n";
}

} // namespace

std::string
DescribeUnmeasured(const IpsecProfile& base)
{
    std::string keys;
    for (const auto& value : base.values)
    {
        if (!IsMeasured(value.key))
        {
            keys += (keys.empty() ? "" : ", ") + value.key;
        }
    }
    return keys.empty() ? ""
                        : "Not measured, taken from " + base.name + ": " + keys +
                              "\nWhat the kernel does per packet can only be measured by sending "
                              "packets: where these values matter, set them from a measurement\n";
}

std::string
DescribeCalibration(const Calibration& calibration)
{
    TextTable table;
    std::vector<std::string> titles{"algorithm", "cycles", "cycles/B", "rms", "worst"};
    for (const uint32_t octets : calibration.sizes)
    {
        titles.push_back(std::to_string(octets) + " B");
    }
    table.Add(titles);
    for (const auto& cipher : calibration.ciphers)
    {
        std::vector<std::string> cells{cipher.name,
                                       FormatFixed(cipher.fit.intercept, 0),
                                       FormatFixed(cipher.fit.slope, 3),
                                       FormatFixed(100 * cipher.fit.rms, 1) + " %",
                                       Percent(cipher.fit.GetWorst())};
        for (const double cycles : cipher.cycles)
        {
            cells.push_back(FormatFixed(cycles, 0));
        }
        table.Add(cells);
    }
    return calibration.library + ", " + std::to_string(calibration.cores) + " cores, " +
           FormatFixed(static_cast<double>(calibration.clock) * 1e-9, 3) +
           " GHz; cycles per message by size, and the line through them\n" + table.GetText() +
           DescribeExchanges(calibration) + AdviceOn(calibration);
}

} // namespace ns3::planner

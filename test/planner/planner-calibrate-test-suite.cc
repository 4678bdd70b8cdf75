/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/calibration/calibration.h"
#include "planner/command/calibrate-command.h"
#include "test/support/expect.h"

#include "ns3/ipsec-offload-config.h"
#include "ns3/test.h"

#include <cmath>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of ipsec-plan calibrate.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// A machine of 2 GHz whose ciphers cost 100 cycles and as many per octet as their keys have bits.
class PretendedTimer : public CipherTimer
{
  public:
    double GetClock() override
    {
        return 1.9999996e9;
    }

    std::string GetLibrary() const override
    {
        return "a \"pretended\" library";
    }

    bool Knows(const IpsecAlgorithm& algorithm) const override
    {
        return std::string(algorithm.family) != "chacha20-poly1305";
    }

    double SecondsPerMessage(const IpsecAlgorithm& algorithm, uint32_t octets) override
    {
        const bool disturbed = octets == 512 && std::string(algorithm.family) == m_disturbed;
        return (disturbed ? 2 : 1) * (100 + algorithm.keyBits * 0.01 * octets) / 2e9;
    }

    /// @param exchange one of IKE's @return 30 000 cycles for the first, and so on
    double SecondsPerExchange(KeyExchange exchange) override
    {
        return exchange == KeyExchange::ECP_384 ? std::numeric_limits<double>::quiet_NaN()
                                                : 30'000 * static_cast<double>(exchange) / 2e9;
    }

    /// @param family whose messages of 512 octets take twice their time
    void Disturb(const std::string& family)
    {
        m_disturbed = family;
    }

  private:
    std::string m_disturbed; //!< see Disturb()
};

/**
 * @ingroup ipsec-offload-tests
 * Lines through points, the best ones by hand.
 */
class LineFitTest : public TestCase
{
  public:
    LineFitTest()
        : TestCase("A line of least relative squares, costs not below 0")
    {
    }

  private:
    void DoRun() override
    {
        const auto exact = FitLine({{64, 164}, {1000, 1100}, {2000, 2100}});
        ASSERT_NEAR(exact.intercept, 100, 1e-9, "exactly on a line");
        ASSERT_NEAR(exact.slope, 1, 1e-12, "exactly on a line");
        ASSERT_NEAR(exact.rms, 0, 1e-12, "no residuals");

        // 1 and 4 at the same place: sum of (1 - a/y)^2 is least at a = (1 + 1/4) / (1 + 1/16)
        const auto flat = FitLine({{0, 1}, {0, 4}, {10, 20.0 / 17}});
        ASSERT_NEAR(flat.intercept, 20.0 / 17, 1e-9, "relative errors");
        ASSERT_NEAR(flat.slope, 0, 1e-9, "the third one is on it");
        ASSERT_NEAR(flat.GetWorst(), 1 - 5.0 / 17, 1e-9, "the residual of 4");

        const auto steep = FitLine({{1, 1}, {2, 4}});
        ASSERT_EQ(steep.intercept, 0, "-2 is no cost");
        ASSERT_NEAR(steep.slope, 1.2, 1e-12, "(1 + 1/2) / (1 + 1/4)");
        const auto falling = FitLine({{1, 4}, {2, 1}});
        ASSERT_EQ(falling.slope, 0, "-3 is no cost");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * From measurements to a profile file and back.
 */
class PretendedMachineTest : public TestCase
{
  public:
    PretendedMachineTest()
        : TestCase("A pretended machine's profile says what it costs")
    {
    }

  private:
    void DoRun() override
    {
        PretendedTimer timer;
        auto calibration = Calibrate(timer, {64, 512, 16384}, [](const std::string&) {});
        calibration.cores = 3;
        ASSERT_EQ(calibration.clock, 2000000000, "whole MHz");
        ASSERT_EQ(calibration.ciphers.size(),
                  GetIpsecAlgorithms().size() - 1,
                  "all but the one it does not know");
        const auto base = ReadIpsecProfile(
            IpsecProfileKind::HOST,
            IpsecProfileFolders().Find(IpsecProfileKind::HOST, "xeon-e5-2650-freebsd"));
        const tests::TestFile file("");
        file.WriteBeside("this-machine.yaml", WriteHostProfile(calibration, base));
        const auto made =
            ReadIpsecProfile(IpsecProfileKind::HOST, file.GetFolder() + "/this-machine.yaml");
        const std::string rest = DescribeUnmeasured(base);
        EXPECT_EQ(rest.find("Not measured, taken from xeon-e5-2650-freebsd: "), 0, rest);
        EXPECT_NE(rest.find("esp-output"), std::string::npos, "what is missing");
        EXPECT_EQ(rest.find("clock"), std::string::npos, "what is not");
        ASSERT_EQ(made.host.cores, 3, "cores");
        ASSERT_EQ(made.host.clock, 2000000000, "clock");
        const auto& cbc = made.host.CostOf("aes-cbc-256");
        ASSERT_NEAR(cbc.perPacket, 100, 0.1, "per packet");
        ASSERT_NEAR(cbc.perOctet, 2.56, 1e-4, "per octet");
        ASSERT_EQ(cbc.inThread, false, "the base's ciphers are not taken");
        ASSERT_EQ(made.host.CostOf("null").perOctet, 0, "null");
        ASSERT_NEAR(made.host.defaultCipher.perOctet, 5.12, 1e-4, "the slowest");
        ASSERT_EQ(made.host.espOutput, base.host.espOutput, "the base's");
        ASSERT_NEAR(made.host.keyExchange.modp2048, 30'000, 1, "the first key exchange");
        ASSERT_NEAR(made.host.keyExchange.curve25519, 180'000, 1, "the sixth");
        ASSERT_EQ(made.host.keyExchange.ecp384, 0, "the library does not know it");
        for (const auto& value : made.values)
        {
            if (value.key == "esp-output")
            {
                ASSERT_EQ(value.mark, "assumed", "not measured here");
            }
            if (value.key == "cipher.aes-cbc-256.per-packet")
            {
                ASSERT_NE(value.source.find("a \"pretended\" library, 3 sizes, 64"),
                          std::string::npos,
                          "says how it was measured");
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What goes wrong is told, and before anything is measured.
 */
class TroubleTest : public TestCase
{
  public:
    TroubleTest()
        : TestCase("calibrate tells of noise and of files that cannot be written")
    {
    }

  private:
    /// @param path a file @return what CheckWritable() complains about
    static std::string ComplaintOf(const std::string& path)
    {
        try
        {
            CheckWritable(path);
        }
        catch (const std::runtime_error& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        PretendedTimer timer;
        const auto describe = [&timer] {
            return DescribeCalibration(
                Calibrate(timer, {64, 512, 1408, 16384}, [](const std::string&) {}));
        };
        EXPECT_EQ(describe().find("Off the line"), std::string::npos, "all is well");
        timer.Disturb("aes-ctr");
        EXPECT_NE(describe().find("Off the line by more than 10 %: aes-ctr-128, "
                                  "aes-ctr-192, aes-ctr-256. The machine was busy"),
                  std::string::npos,
                  "names what to doubt");

        const tests::TestFile file("text");
        const std::string& folder = file.GetFolder();
        EXPECT_EQ(ComplaintOf(folder + "/new/this.yaml"), "", "makes the folder");
        EXPECT_EQ(std::filesystem::is_empty(folder + "/new"), true, "and no file");
        EXPECT_EQ(ComplaintOf(folder), folder + ": is a folder, expected a file", "");
        const std::string below = file.GetPath() + "/this.yaml";
        EXPECT_EQ(ComplaintOf(below).find(below + ": cannot make its folder: "),
                  0,
                  ComplaintOf(below));
        CalibrateOptions options;
        options.output = below;
        std::string complaint;
        try
        {
            CalibrateCommand(options); // a minute, if it measured
        }
        catch (const std::runtime_error& error)
        {
            complaint = error.what();
        }
        EXPECT_EQ(complaint, ComplaintOf(below), "told at once");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * This machine, as far as a test may say anything about it.
 */
class ThisMachineTest : public TestCase
{
  public:
    ThisMachineTest()
        : TestCase("OpenSSL's ciphers on this machine")
    {
    }

  private:
    void DoRun() override
    {
#if IPSEC_OFFLOAD_HAVE_OPENSSL
        const auto timer = MakeOpenSslTimer(1e-3);
        const double clock = timer->GetClock();
        ASSERT_EQ((clock > 1e8 && clock < 1e10), true, "a clock, not " << clock);
        for (const auto& algorithm : GetIpsecAlgorithms())
        {
            ASSERT_EQ(timer->Knows(algorithm), true, algorithm.name);
            const double few = timer->SecondsPerMessage(algorithm, 64);
            const double many = timer->SecondsPerMessage(algorithm, 16384);
            ASSERT_EQ((few > 0 && many > 2 * few),
                      true,
                      algorithm.name << ": " << few << " and " << many << " s");
        }
#else
        bool refused = false;
        try
        {
            MakeOpenSslTimer(1e-3);
        }
        catch (const std::runtime_error& error)
        {
            refused = std::string(error.what()).find("OpenSSL") != std::string::npos;
        }
        ASSERT_EQ(refused, true, "without OpenSSL, that is what it says");
#endif
    }
};

/// The suite.
class PlannerCalibrateTestSuite : public TestSuite
{
  public:
    PlannerCalibrateTestSuite()
        : TestSuite("ipsec-planner-calibrate", TestSuite::Type::UNIT)
    {
        AddTestCase(new LineFitTest);
        AddTestCase(new PretendedMachineTest);
        AddTestCase(new TroubleTest);
        AddTestCase(new ThisMachineTest);
    }
};

PlannerCalibrateTestSuite g_plannerCalibrateTestSuite; //!< registers the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/base/number-format.h"
#include "planner/report/page-figure.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * report.html: what it shows, and that nothing of a file becomes code in it. tools/open-report
 * opens it in a browser.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * A figure as dygraphs gets it.
 */
class PageFigureTestCase : public TestCase
{
  public:
    PageFigureTestCase()
        : TestCase("Page: a figure's points, lines and limits are columns over one x")
    {
    }

  private:
    void DoRun() override
    {
        constexpr double NONE = std::numeric_limits<double>::quiet_NaN();
        Figure figure;
        figure.curves.push_back(
            {"</script><b>", {{0, 3, 0, 1}, {1, 5, 0, 0, true}, {2, NONE}}, {{0, 4}, {1, 4}}});
        figure.curves.push_back({"</script><b>", {{1, 7}}, {}});
        figure.limits.push_back({"link", {{0, 9}, {1, 9}}});
        const std::string text = ToPageJson(figure);
        EXPECT_EQ(text.find("</"), std::string::npos, "may stand in a script element");
        const auto json = nlohmann::json::parse(text);
        EXPECT_EQ(json["labels"].size(), 6, "x, points, marked, line, other points, limit");
        EXPECT_EQ(json["labels"][1], "</script><b>", "the name as it is");
        EXPECT_EQ(json["labels"][4], "</script><b> (2)", "names differ");
        EXPECT_EQ(json["series"][1]["kind"], "marked", "hollow");
        EXPECT_EQ(json["series"][4]["kind"], "limit", "dashed");
        ASSERT_EQ(json["rows"].size(), 2, "points without a place are left out");
        EXPECT_EQ(json["rows"][0],
                  (nlohmann::json{0, {2, 3, 4}, nullptr, {4, 4, 4}, nullptr, {9, 9, 9}}),
                  "x = 0");
        EXPECT_EQ(json["rows"][1],
                  (nlohmann::json{1, nullptr, {5, 5, 5}, {4, 4, 4}, {7, 7, 7}, {9, 9, 9}}),
                  "x = 1");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The page that a run writes.
 */
class PageTestCase : public TestCase
{
  public:
    PageTestCase()
        : TestCase("Page: has answers of this run alone, and its texts are no code")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const std::string hostile = "<script>alert(1)</script> & \"x\"";
        const TestFile file(
            Changed(ReadWholeFile(SmallServer()),
                    {{"title: Small server for tests", "title: '" + hostile + "'"}}));
        const auto run = [&](const std::string& command, const std::string& setting) {
            const Ending ending = RunProgram(folder,
                                             {command,
                                              file.GetPath(),
                                              "-o",
                                              folder / "out",
                                              "--no-figures",
                                              "--replications",
                                              "1",
                                              "--set",
                                              setting});
            EXPECT_EQ(ending.status, 0, ending.error);
            return ReadWholeFile(folder / "out/small-server/report.html");
        };
        const std::string first = run("run", "seed=1");
        EXPECT_EQ(first.find(hostile), std::string::npos, "escaped");
        EXPECT_NE(first.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos, "shown");
        EXPECT_NE(first.find("Not asked yet"), std::string::npos, "no answers");
        EXPECT_NE(first.find("--replications 1"), std::string::npos, "how to get it again");
        EXPECT_NE(first.find("cx6dx-freebsd"), std::string::npos, "a profile");
        EXPECT_NE(first.find("Marked no-interval"), std::string::npos, "a warning");
        const std::string answered = run("report", "seed=1");
        EXPECT_EQ(answered.find("Not asked yet"), std::string::npos, "answers");
        EXPECT_NE(answered.find("Do more SA slots"), std::string::npos, "a question");
        const std::string other = run("run", "seed=2");
        EXPECT_NE(other.find("Not asked yet"), std::string::npos, "answers of another run");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Numbers as people read them.
 */
class UnitFormatTestCase : public TestCase
{
  public:
    UnitFormatTestCase()
        : TestCase("Page: numbers have three digits that count, and a prefix")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(FormatSignificant(0.0352468), "0.0352", "small");
        EXPECT_EQ(FormatSignificant(123456), "123456", "all before the point");
        EXPECT_EQ(FormatSignificant(-9.876), "-9.88", "negative");
        EXPECT_EQ(FormatSignificant(0), "0.00", "zero");
        EXPECT_EQ(FormatWithUnit(47.6e9, "bit/s"), "47.6 Gbit/s", "rate");
        EXPECT_EQ(FormatWithUnit(999, "bit/s"), "999 bit/s", "no prefix");
        EXPECT_EQ(FormatWithUnit(13.3e-3, "s"), "13.3 ms", "time");
        EXPECT_EQ(FormatWithUnit(2e-7, "s"), "200 ns", "short time");
        EXPECT_EQ(FormatWithUnit(0.5, "1"), "0.500", "a share has no unit");
        EXPECT_EQ(FormatWithUnit(12, "packets"), "12.0 packets", "other units");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Test suite.
 */
class PageTestSuite : public TestSuite
{
  public:
    PageTestSuite()
        : TestSuite("ipsec-planner-page", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new PageFigureTestCase);
        AddTestCase(new PageTestCase);
        AddTestCase(new UnitFormatTestCase);
    }
};

PageTestSuite g_pageTestSuite; //!< registers the suite

} // namespace

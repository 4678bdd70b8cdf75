/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "model/profile/plain-text.h"
#include "planner/base/atomic-file.h"
#include "planner/base/quoting.h"
#include "planner/calibration/calibration.h"
#include "planner/report/figure.h"
#include "planner/sweep/csv-export.h"
#include "planner/walk/walk-diagram.h"
#include "test/support/expect.h"

#include "ns3/ipsec-profiles.h"
#include "ns3/test.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Text of a file is data: no program that reads what the planner writes takes it for a command.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// What a command that is run by mistake leaves behind.
constexpr const char* TRACE = "was-run";

/// @param folder a folder @return true when a command left its trace in it, at any depth
bool
WasRun(const Folder& folder)
{
    const std::filesystem::recursive_directory_iterator files(folder.GetPath());
    return std::any_of(begin(files), end(files), [](const auto& entry) {
        return entry.path().filename() == TRACE;
    });
}

/// @return texts that gnuplot, a shell or its own quoting could take for more than text. gnuplot
/// works in a folder inside the one that is looked at.
std::vector<std::string>
HostileTexts()
{
    const std::string touch = std::string("touch ../") + TRACE;
    return {"`" + touch + "`",
            "a'; system '" + touch + "'; set label '",
            "a\"; system \"" + touch + "\"; set label \"",
            "$(" + touch + "); " + touch + " #",
            "'.system('" + touch + "').'",
            "} @x^y_z ~& {/*9 \\\"\\",
            "%s %n </text><script>1</script>"};
}

/**
 * @ingroup ipsec-offload-tests
 * Every text of a figure is drawn as it is.
 */
class FigureTextTest : public TestCase
{
  public:
    FigureTextTest()
        : TestCase("No text of a figure is run, all of it is drawn")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        auto texts = HostileTexts();
        texts.push_back(std::string("two\nsystem 'touch ../") + TRACE +
                        "'"); // for callers of the library
        for (const auto& text : texts)
        {
            Figure figure;
            figure.title = figure.subtitle = figure.xLabel = figure.yLabel = text;
            figure.curves = {{text, {{0, 1}, {1, 2}}, {}}, {text, {{0, 1}, {0.5, 2}}, {}}};
            figure.limits = {{text, {{0, 2}, {1, 2}}}, {text, {{0, 100}, {1, 100}}}};
            DrawFigure(figure, folder.GetPath(), "figure");
            EXPECT_EQ(WasRun(folder), false, text);
            if (text.find('\n') != std::string::npos)
            {
                continue;
            }
            // Long names of curves and limits lose their middle.
            const auto svg = ReadWholeFile(folder / "figure.svg");
            size_t found = 0;
            for (const auto& drawn : std::set{text, Shortened(text, 31), Shortened(text, 31, 5)})
            {
                found += Count(svg, drawn);
            }
            EXPECT_EQ(found, 8, text);
        }
    }

    /// @param svg a figure @param text any @return how often it is drawn
    static size_t Count(const std::string& svg, const std::string& text)
    {
        // gnuplot escapes no > and no quotation marks
        std::string drawn;
        for (const char c : text)
        {
            drawn += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
        }
        size_t found = 0;
        for (auto at = svg.find(drawn); at != std::string::npos; at = svg.find(drawn, at + 1))
        {
            found++;
        }
        return found;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A scenario whose texts are commands, from reading to the figures.
 */
class HostileScenarioTest : public TestCase
{
  public:
    HostileScenarioTest()
        : TestCase("A scenario's texts are not run by any command")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& text : Payloads())
        {
            const Folder folder;
            const auto file = folder / "hostile.yaml";
            WriteFileAtomically(file, Scenario(text));
            for (const std::vector<std::string>& arguments :
                 {std::vector<std::string>{"check", file},
                  {"run", file, "--out", folder / "out"},
                  {"walk", file, "-o", folder / "walk.svg"}})
            {
                const auto ending = RunProgram(folder, arguments);
                EXPECT_EQ(ending.status, 0, arguments[0] << " " << ending.error);
                EXPECT_EQ(WasRun(folder), false, arguments[0] << " " << text);
            }
        }
    }

    /// @return texts that leave the trace where gnuplot works, in the folders above it
    static std::vector<std::string> Payloads()
    {
        // A curve's name has neither slashes nor double quotes.
        const std::string touch = std::string("cd ..; touch ") + TRACE;
        return {"`" + touch + "`", "a'; system '" + touch + "'; set label '"};
    }

    /// @param text any @return a scenario that has it wherever a text may stand
    static std::string Scenario(const std::string& text)
    {
        const auto quoted = QuoteForYaml(text);
        auto scenario = ReadWholeFile(SmallServer());
        scenario = Replaced(scenario, "title: Small server for tests", "title: " + quoted);
        scenario = Replaced(scenario, "name: FreeBsd", "name: " + quoted);
        scenario = Replaced(scenario, "packets: 4000", "packets: 1000");
        scenario = Replaced(scenario, "values: [0, 20, 40]", "values: [20]");
        scenario = Replaced(scenario, "replications: 3", "replications: 1");
        return Replaced(scenario,
                        "spot-checks:\n  values: [20]\n  packets: 1000",
                        "figures:\n  - {name: own, metric: loss, bound: offload_ratio, title: " +
                            quoted + ", x-label: " + quoted + ", y-label: " + quoted +
                            ", bound-name: " + quoted + "}\ntimeline: {period: 1 us}");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What the user has set for gnuplot does not change a figure.
 */
class OwnSettingsTest : public TestCase
{
  public:
    OwnSettingsTest()
        : TestCase("A figure is the same whatever ~.gnuplot and the environment say")
    {
    }

  private:
    void DoRun() override
    {
        const Folder plain;
        const Folder own;
        WriteFileAtomically(own / ".gnuplot", "set datafile commentschars '0123456789'\n");
        WriteFileAtomically(own / "gnuplotrc", "set xzeroaxis linewidth 9\n");
        const Surroundings around{{"HOME=" + own.GetPath(),
                                   "GNUPLOT_LIB=" + own.GetPath(),
                                   "GNUPLOT_DRIVER_DIR=/nowhere",
                                   "GNUTERM=dumb",
                                   "LC_ALL=de_DE.UTF-8"}};
        std::string figures[2];
        for (const auto* folder : {&plain, &own})
        {
            const auto ending = RunProgram(*folder,
                                           {"run",
                                            SmallServer(),
                                            "--replications",
                                            "1",
                                            "--packets",
                                            "1000",
                                            "--out",
                                            *folder / "out"},
                                           folder == &own ? around : Surroundings{});
            ASSERT_EQ(ending.status, 0, ending.error);
            figures[folder == &own] =
                ReadWholeFile(*folder / "out/small-server/throughput-vs-offload-ratio.svg");
        }
        EXPECT_EQ((figures[0] == figures[1]), true, "the same octets");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A character that no font has would cover the figure with a black box.
 */
class MissingFontTest : public TestCase
{
  public:
    MissingFontTest()
        : TestCase("A character that no font of the machine has is drawn as U+FFFD")
    {
    }

  private:
    void DoRun() override
    {
        const std::string drawable = "\xc2\xb5";    // micro sign
        const std::string missing = "\xe6\x97\xa5"; // U+65E5, day
        const std::string replacement = "\xef\xbf\xbd";
        const Folder folder;
        WriteFileAtomically(folder / "scenario.yaml",
                            Replaced(ReadWholeFile(SmallServer()),
                                     "title: Small server",
                                     "title: " + missing + drawable + missing));
        const std::vector<std::string> command{"run",
                                               folder / "scenario.yaml",
                                               "--replications",
                                               "1",
                                               "--packets",
                                               "1000",
                                               "--out",
                                               folder / "out"};
        // In place of fontconfig's, whose answer depends on the machine.
        const auto fonts = folder / "fc-list";
        const Surroundings around{{"PATH=" + folder.GetPath() + ":" + Environment("PATH")}};
        for (const bool known : {true, false})
        {
            WriteFileAtomically(fonts,
                                known ? "#!/bin/sh\ntest \"$1\" = :charset=65e5 || echo Font\n"
                                      : "#!/bin/sh\nexit 127\n");
            std::filesystem::permissions(fonts, std::filesystem::perms::owner_all);
            const auto ending = RunProgram(folder, command, around);
            ASSERT_EQ(ending.status, 0, ending.error);
            const auto drawn =
                ReadWholeFile(folder / "out/small-server/throughput-vs-offload-ratio.gp");
            const auto& expected = known ? replacement : missing;
            EXPECT_NE(drawn.find(expected + drawable + expected), std::string::npos, drawn);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A spreadsheet takes no name for a formula, and numbers stay numbers.
 */
class SpreadsheetTest : public TestCase
{
  public:
    SpreadsheetTest()
        : TestCase("CSV: names are no formulas, numbers are numbers, and names can be read back")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name :
             {"=cmd|' calc'!A1", "+1", "-1", "@SUM(1)", "'quoted", "plain"})
        {
            PointResult result;
            result.metrics = {{"delay_mean_s", -1.5}};
            result.timeline = {{"lag"}, {{0.5, {-2}}}};
            const PointRecord record{{name, -3, 1, Fidelity::LEAN}, result};
            const auto kept = name == "plain" ? name : "'" + name;
            EXPECT_EQ(ToCsv({record}),
                      "curve,value,replication,fidelity,delay_mean_s,marks\n" + kept +
                          ",-3,1,lean,-1.5,\n",
                      name);
            EXPECT_EQ(TimelinesToCsv({record}),
                      "curve,value,replication,fidelity,time_s,lag\n" + kept +
                          ",-3,1,lean,0.5,-2\n",
                      name);
        }
        EXPECT_EQ(QuoteForCsv("a;=1"), "\"a;=1\"", "where a semicolon ends a field");
        EXPECT_EQ(QuoteForCsv("=\"a\""), "\"'=\"\"a\"\"\"", "both at once");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Diagrams, the manual's sections and calibrated profiles.
 */
class MarkupTest : public TestCase
{
  public:
    MarkupTest()
        : TestCase("XML, reStructuredText and YAML take a text for text")
    {
    }

  private:
    void DoRun() override
    {
        const std::string text = "<script>\"'&\x1b</script>";
        EXPECT_EQ(EscapeXml(text), "&lt;script&gt;&quot;&#39;&amp; &lt;/script&gt;", "XML");
        EXPECT_EQ(EscapeRst(".. raw:: html\n\n   <b>"), "\\.. raw:\\: html <b>", "no directive");
        EXPECT_EQ(EscapeRst("`x`_ *y* |z| a_b c_ \\"),
                  "\\`x\\`\\_ \\*y\\* \\|z\\| a_b c\\_ \\\\",
                  "no inline markup");
        EXPECT_EQ(EscapeRst("+0.6 %"), "+0.6 %", "numbers as they are");

        Walk walk;
        walk.title = walk.subtitle = text;
        walk.steps = {{0, text, text, text, text}};
        const auto drawn = DrawWalk(walk);
        EXPECT_EQ(drawn.find("<script"), std::string::npos, "a diagram");

        Calibration calibration;
        calibration.cores = 1;
        calibration.clock = 1'000'000'000;
        calibration.sizes = {64};
        const Folder folder;
        IpsecProfile base;
        base.name = "a\", b]\nvalues: \\";
        base.values = {{"input", "1 cycles", "assumed", text}};
        WriteFileAtomically(folder / "made.yaml", WriteHostProfile(calibration, base));
        const auto read = ReadIpsecProfile(IpsecProfileKind::HOST, folder / "made.yaml");
        EXPECT_NE(read.description.find(base.name), std::string::npos, "as it was");
        EXPECT_EQ(read.values.at(2).source, "as " + base.name, "as it was");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerHostileTestSuite : public TestSuite
{
  public:
    PlannerHostileTestSuite()
        : TestSuite("ipsec-planner-hostile", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new FigureTextTest);
        AddTestCase(new HostileScenarioTest);
        AddTestCase(new OwnSettingsTest);
        AddTestCase(new MissingFontTest);
        AddTestCase(new SpreadsheetTest);
        AddTestCase(new MarkupTest);
    }
} g_plannerHostileTestSuite; //!< registers itself

} // namespace

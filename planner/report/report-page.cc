/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "report-page.h"

#include "page-assets.h"
#include "page-figure.h"

#include "planner/base/atomic-file.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/program-identity.h"
#include "planner/base/quoting.h"
#include "planner/sweep/statistics.h"

#include "ns3/ipsec-profiles.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <set>
#include <sstream>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Columns of the table of results, where they have a value.
constexpr std::array<const char*, 9> SHOWN{"throughput_bps",
                                           "reverse_throughput_bps",
                                           "offload_ratio",
                                           "reverse_offload_ratio",
                                           "loss",
                                           "delay_p50_s",
                                           "delay_p99_s",
                                           "cpu_utilization",
                                           "nic_cipher_utilization"};

/// @param text any octets @return the same in the address of a picture
std::string
EncodeForAddress(const std::string& text)
{
    static const char* const DIGITS = "0123456789ABCDEF";
    std::string encoded;
    for (const char octet : text)
    {
        const auto value = static_cast<unsigned char>(octet);
        if (std::isalnum(value) || octet == '-' || octet == '.' || octet == '/' || octet == ' ')
        {
            encoded += octet;
            continue;
        }
        encoded += '%';
        encoded += DIGITS[value >> 4U];
        encoded += DIGITS[value & 15U];
    }
    return encoded;
}

/// @param estimate a mean @param unit its unit @return both, with the interval if there is one
std::string
FormatEstimate(const Estimate& estimate, const std::string& unit)
{
    if (std::isnan(estimate.mean))
    {
        return "-";
    }
    const double width = estimate.GetErrorBar();
    return FormatWithUnit(estimate.mean, unit) +
           (width > 0 ? " ± " + FormatWithUnit(width, unit) : "");
}

/// Writes the page.
class PageWriter
{
  public:
    /// see MakeReportPage()
    PageWriter(const Experiment& experiment,
               const std::vector<PointRecord>& records,
               const ReportParts& parts)
        : m_experiment(experiment),
          m_groups(GroupReplications(records)),
          m_parts(parts)
    {
    }

    /// @return it
    std::string Write()
    {
        Begin();
        WriteAnswers();
        WriteFindings();
        WriteFigures();
        WriteResults();
        WriteSources();
        WriteCommand();
        m_page << "</main>\n</body>\n</html>\n";
        return m_page.str();
    }

  private:
    /// @param text any @return it as text of the page
    static std::string Text(const std::string& text)
    {
        return EscapeXml(text);
    }

    /// Head, title and description.
    void Begin()
    {
        m_page << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<link rel=\"icon\" href=\"data:,\">\n<title>"
               << Text(m_experiment.title) << "</title>\n<style>" << GetDygraphsStyle()
               << GetPageStyle() << "</style>\n";
        if (*GetDygraphsScript() != '\0')
        {
            m_page << "<!--\n"
                   << GetDygraphsLicense() << "-->\n<script>" << GetDygraphsScript()
                   << "</script>\n";
        }
        m_page << "<script>" << GetPageScript() << "</script>\n</head>\n<body>\n<main>\n<h1>"
               << Text(m_experiment.title) << "</h1>\n<p class=\"soft\">"
               << Text(m_experiment.GetLabel()) << "</p>\n";
        if (!m_experiment.description.empty())
        {
            m_page << "<p>" << Text(m_experiment.description) << "</p>\n";
        }
    }

    /// @param id of the section @param title of it
    void BeginSection(const std::string& id, const std::string& title)
    {
        m_page << "<section id=\"" << id << "\">\n<h2>" << title << "</h2>\n";
    }

    /// The five questions.
    void WriteAnswers()
    {
        BeginSection("answers", "Answers");
        if (m_parts.answers.empty())
        {
            m_page
                << "<p>Not asked yet. This simulates what more slots, cores or nodes, a failure, "
                   "10 % more traffic and rekeys change, and puts the answers here:</p>\n<pre>"
                << Text("ipsec-plan answer " + QuoteForShell(m_experiment.file)) << "</pre>\n";
        }
        else
        {
            m_page << "<p class=\"soft\">" << Text(m_parts.answered) << "</p>\n";
        }
        for (const auto& answer : m_parts.answers)
        {
            m_page << "<div class=\"answer\">\n<h3>" << Text(answer.question) << "</h3>\n";
            for (const auto& sentence : answer.sentences)
            {
                m_page << "<p>" << Text(sentence) << "</p>\n";
            }
            m_page << "</div>\n";
        }
        m_page << "</section>\n";
    }

    /// What the run has found, and what is wrong with it.
    void WriteFindings()
    {
        BeginSection("findings", "Findings");
        for (const auto& warning : m_parts.warnings)
        {
            m_page << "<p class=\"warning\">" << Text(warning) << "</p>\n";
        }
        std::istringstream lines(m_parts.findings);
        for (std::string line; std::getline(lines, line);)
        {
            if (!line.empty())
            {
                m_page << "<p>" << Text(line) << "</p>\n";
            }
        }
        m_page << "</section>\n";
    }

    /// Each figure with its panels, and its picture for paper and for readers of the screen.
    void WriteFigures()
    {
        if (m_parts.figures.empty())
        {
            return;
        }
        BeginSection("figures", "Figures");
        for (const auto& drawn : m_parts.figures)
        {
            m_page << "<figure>\n<figcaption><strong>" << Text(drawn.figure.title)
                   << "</strong><br>" << Text(drawn.figure.subtitle) << "</figcaption>\n";
            WritePlot(drawn.figure, "plot");
            for (const auto& panel : drawn.figure.panels)
            {
                WritePlot(panel, "plot low");
            }
            m_page << "<img class=\"still\" alt=\""
                   << Text(drawn.figure.title + ": " + drawn.figure.yLabel + " over " +
                           drawn.figure.xLabel + "; the numbers are in the table of results")
                   << "\" src=\"data:image/svg+xml," << EncodeForAddress(ReadWholeFile(drawn.file))
                   << "\">\n</figure>\n";
        }
        m_page << "</section>\n";
    }

    /// @param figure to draw @param kind class of its place
    void WritePlot(const Figure& figure, const std::string& kind)
    {
        if (*GetDygraphsScript() == '\0')
        {
            return;
        }
        const std::string id = "figure-" + std::to_string(++m_plots);
        m_page << "<div aria-hidden=\"true\">\n<script type=\"application/json\" id=\"" << id
               << "\">" << ToPageJson(figure) << "</script>\n<p class=\"axis\">"
               << Text(figure.yLabel) << "</p>\n<div class=\"" << kind << "\" data-figure=\"" << id
               << "\"></div>\n<p class=\"axis right\">" << Text(figure.xLabel)
               << "</p>\n<div class=\"values\"></div>\n</div>\n";
    }

    /// @param cells of a row @param tag "th" or "td"
    void WriteRow(const std::vector<std::string>& cells, const char* tag)
    {
        m_page << "<tr>";
        for (const auto& cell : cells)
        {
            m_page << "<" << tag << ">" << Text(cell) << "</" << tag << ">";
        }
        m_page << "</tr>\n";
    }

    /// @return the metrics that most readers want, and that some point has
    std::vector<std::string> FindMetrics() const
    {
        const bool both = m_experiment.first.traffic.direction == TrafficDirection::BOTH;
        std::vector<std::string> metrics;
        for (const std::string metric : SHOWN)
        {
            const bool has =
                std::any_of(m_groups.begin(), m_groups.end(), [&metric](const auto& group) {
                    return !std::isnan(group.Of(metric).mean);
                });
            if (has && (both || metric.rfind("reverse_", 0) != 0))
            {
                metrics.push_back(metric);
            }
        }
        return metrics;
    }

    /// Means and intervals of those metrics.
    void WriteResults()
    {
        const auto metrics = FindMetrics();
        BeginSection("results", "Results");
        m_page << "<p class=\"soft\">Means over the replications, and half widths of their 95 % "
                  "intervals. All metrics are in results.csv and results.sqlite.</p>\n"
                  "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n";
        std::vector<std::string> head{"curve", m_experiment.sweep.parameter};
        head.insert(head.end(), metrics.begin(), metrics.end());
        head.emplace_back("marks");
        WriteRow(head, "th");
        m_page << "</thead>\n<tbody>\n";
        for (const auto& group : m_groups)
        {
            std::vector<std::string> cells{group.curve, m_experiment.sweep.TextOf(group.value)};
            for (const auto& metric : metrics)
            {
                const Estimate estimate = group.Of(metric);
                cells.push_back(FormatEstimate(estimate, FindMetricRow(metric)->unit));
            }
            cells.push_back(group.GetMarks().ToText());
            WriteRow(cells, "td");
        }
        m_page << "</tbody>\n</table>\n</div>\n</section>\n";
    }

    /// All values of the profiles that any curve uses, each with its mark and source.
    void WriteSources()
    {
        std::set<std::pair<IpsecProfileKind, std::string>> profiles;
        for (const auto& curve : m_experiment.curves)
        {
            const Scenario scenario =
                m_experiment.At(curve.name, m_experiment.sweep.GetValues().front().value);
            for (const auto& [role, node] : scenario.nodes)
            {
                profiles.emplace(IpsecProfileKind::NIC, node.nic.name);
                profiles.emplace(IpsecProfileKind::HOST, node.host.name);
            }
        }
        BeginSection("sources", "What the numbers rest on");
        m_page << "<p>Each value of a profile is <em>sourced</em> (published, or read in source "
                  "code), <em>derived</em> from such values, or <em>assumed</em>. Values that the "
                  "scenario sets go before them.</p>\n";
        const IpsecProfileFolders folders(
            std::filesystem::path(m_experiment.file).parent_path().string());
        for (const auto& [kind, name] : profiles)
        {
            const std::string file = folders.Find(kind, name);
            if (!file.empty())
            {
                WriteProfile(ReadIpsecProfile(kind, file));
            }
        }
        m_page << "</section>\n";
    }

    /// @param profile whose values to show
    void WriteProfile(const IpsecProfile& profile)
    {
        if (profile.values.empty())
        {
            return;
        }
        m_page << "<details>\n<summary>"
               << (profile.kind == IpsecProfileKind::NIC ? "NIC " : "Host ") << Text(profile.name)
               << "</summary>\n<p>" << Text(profile.description)
               << "</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n";
        WriteRow({"key", "value", "mark", "source"}, "th");
        m_page << "</thead>\n<tbody>\n";
        for (const auto& value : profile.values)
        {
            m_page << "<tr><td>" << Text(value.key) << "</td><td>" << Text(value.text)
                   << "</td><td class=\"text\">" << Text(value.mark) << "</td><td class=\"text\">"
                   << Text(value.source) << "</td></tr>\n";
        }
        m_page << "</tbody>\n</table>\n</div>\n</details>\n";
    }

    /// How to get the same results again.
    void WriteCommand()
    {
        BeginSection("reproduce", "The same results again");
        m_page << "<pre>" << Text(m_parts.command) << "</pre>\n<p class=\"soft\">Seed "
               << m_experiment.first.seed << ", program " << Text(GetProgramIdentity())
               << "</p>\n</section>\n";
    }

    const Experiment& m_experiment;   //!< what was simulated
    std::vector<PointGroup> m_groups; //!< its results
    const ReportParts& m_parts;       //!< what else there is to say
    std::ostringstream m_page;        //!< so far
    uint32_t m_plots{0};              //!< places of figures so far
};

} // namespace

std::string
MakeReportPage(const Experiment& experiment,
               const std::vector<PointRecord>& records,
               const ReportParts& parts)
{
    return PageWriter(experiment, records, parts).Write();
}

} // namespace ns3::planner

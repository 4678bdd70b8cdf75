/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "page-frame.h"

#include "page-assets.h"
#include "page-figure.h"

#include "planner/base/atomic-file.h"
#include "planner/base/number-format.h"
#include "planner/base/program-identity.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param text any @return it as text of the page
std::string
Text(const std::string& text)
{
    return EscapeXml(text);
}

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

/// @param experiment of a page @return the profiles that any of its curves uses
std::set<std::pair<IpsecProfileKind, std::string>>
FindProfiles(const Experiment& experiment)
{
    std::set<std::pair<IpsecProfileKind, std::string>> profiles;
    for (const auto& curve : experiment.curves)
    {
        const Scenario scenario =
            experiment.At(curve.name, experiment.sweep.GetValues().front().value);
        for (const auto& [role, node] : scenario.nodes)
        {
            profiles.emplace(IpsecProfileKind::NIC, node.nic.name);
            profiles.emplace(IpsecProfileKind::HOST, node.host.name);
        }
    }
    return profiles;
}

} // namespace

PageFrame::PageFrame(const Experiment& experiment)
    : m_experiment(experiment)
{
    m_page << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<link rel=\"icon\" href=\"data:,\">\n<title>"
           << Text(m_experiment.title) << "</title>\n<style>" << GetDygraphsStyle()
           << GetPageStyle() << "</style>\n";
    if (*GetDygraphsScript() != '\0')
    {
        m_page << "<!--\n"
               << GetDygraphsLicense() << "-->\n<script>" << GetDygraphsScript() << "</script>\n";
    }
    m_page << "<script>" << GetPageScript() << "</script>\n</head>\n<body>\n<main>\n<h1>"
           << Text(m_experiment.title) << "</h1>\n<p class=\"soft\">"
           << Text(m_experiment.GetLabel()) << "</p>\n";
    WriteLines(m_experiment.description);
}

void
PageFrame::BeginSection(const std::string& id, const std::string& title)
{
    m_page << "<section id=\"" << id << "\">\n<h2>" << Text(title) << "</h2>\n";
}

void
PageFrame::EndSection()
{
    m_page << "</section>\n";
}

void
PageFrame::WriteLines(const std::string& lines, const std::string& kind)
{
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);)
    {
        if (!line.empty())
        {
            m_page << (kind.empty() ? "<p>" : "<p class=\"" + kind + "\">") << Text(line)
                   << "</p>\n";
        }
    }
}

void
PageFrame::WriteAnswer(const std::string& question, const std::vector<std::string>& sentences)
{
    m_page << "<div class=\"answer\">\n<h3>" << Text(question) << "</h3>\n";
    for (const auto& sentence : sentences)
    {
        WriteLines(sentence);
    }
    m_page << "</div>\n";
}

void
PageFrame::WriteCode(const std::string& command)
{
    m_page << "<pre>" << Text(command) << "</pre>\n";
}

void
PageFrame::WriteRow(const std::vector<std::string>& cells, const char* tag)
{
    m_page << "<tr>";
    for (const auto& cell : cells)
    {
        m_page << "<" << tag << ">" << Text(cell) << "</" << tag << ">";
    }
    m_page << "</tr>\n";
}

void
PageFrame::WriteTable(const TableRows& table)
{
    m_page << "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n";
    WriteRow(table.front(), "th");
    m_page << "</thead>\n<tbody>\n";
    std::for_each(table.begin() + 1, table.end(), [this](const auto& row) { WriteRow(row, "td"); });
    m_page << "</tbody>\n</table>\n</div>\n";
}

void
PageFrame::WriteFigures(const std::vector<DrawnFigure>& figures,
                        const std::vector<DrawnHeatMap>& heatMaps,
                        const std::vector<DrawnPicture>& pictures)
{
    if (figures.empty() && heatMaps.empty() && pictures.empty())
    {
        return;
    }
    BeginSection("figures", "Figures");
    for (const auto& drawn : figures)
    {
        m_page << "<figure>\n<figcaption><strong>" << Text(drawn.figure.title) << "</strong><br>"
               << Text(drawn.figure.subtitle) << "</figcaption>\n";
        WritePlot(drawn.figure, "plot");
        for (const auto& panel : drawn.figure.panels)
        {
            WritePlot(panel, "plot low");
        }
        WriteImage("still",
                   drawn.figure.title + ": " + drawn.figure.yLabel + " over " + drawn.figure.xLabel,
                   drawn.file);
        m_page << "</figure>\n";
    }
    for (const auto& drawn : heatMaps)
    {
        WriteHeatMap(drawn);
    }
    for (const auto& drawn : pictures)
    {
        m_page << "<figure>\n<figcaption><strong>" << Text(drawn.title) << "</strong><br>"
               << Text(drawn.subtitle) << "</figcaption>\n<div class=\"scroll\" tabindex=\"0\">\n";
        WriteImage("picture", drawn.title + ": " + drawn.subtitle, drawn.file);
        m_page << "</div>\n</figure>\n";
    }
    EndSection();
}

/// @param kind class of a picture @param words that say what it shows @param file it
void
PageFrame::WriteImage(const std::string& kind, const std::string& words, const std::string& file)
{
    m_page << "<img class=\"" << kind << "\" alt=\"" << Text(words)
           << "\" src=\"data:image/svg+xml," << EncodeForAddress(ReadWholeFile(file)) << "\">\n";
}

/// @param figure to draw @param kind class of its place
void
PageFrame::WritePlot(const Figure& figure, const std::string& kind)
{
    if (*GetDygraphsScript() == '\0')
    {
        return;
    }
    const std::string id = "figure-" + std::to_string(++m_plots);
    m_page << "<div aria-hidden=\"true\">\n<script type=\"application/json\" id=\"" << id << "\">"
           << ToPageJson(figure) << "</script>\n<p class=\"axis\">" << Text(figure.yLabel)
           << "</p>\n<div class=\"" << kind << "\" data-figure=\"" << id
           << "\"></div>\n<p class=\"axis right\">" << Text(figure.xLabel)
           << "</p>\n<div class=\"values\"></div>\n</div>\n";
}

/// @param drawn a map: a table of colors, and its picture for paper
void
PageFrame::WriteHeatMap(const DrawnHeatMap& drawn)
{
    const HeatMap& map = drawn.map;
    m_page << "<figure>\n<figcaption><strong>" << Text(map.title) << "</strong><br>"
           << Text(map.valueLabel + ". " + map.subtitle)
           << "</figcaption>\n<div class=\"scroll heat\" tabindex=\"0\">\n<table>\n<thead>\n";
    std::vector<std::string> head{map.yLabel + " \\ " + map.xLabel};
    head.insert(head.end(), map.xNames.begin(), map.xNames.end());
    WriteRow(head, "th");
    m_page << "</thead>\n<tbody>\n";
    for (size_t row = map.yNames.size(); row-- > 0;)
    {
        m_page << "<tr><th>" << Text(map.yNames[row]) << "</th>";
        for (size_t column = 0; column < map.xNames.size(); ++column)
        {
            const auto cell =
                std::find_if(map.cells.begin(), map.cells.end(), [&](const HeatCell& one) {
                    return one.row == row && one.column == column;
                });
            if (cell == map.cells.end() || !std::isfinite(cell->value))
            {
                m_page << "<td>-</td>";
                continue;
            }
            const double share = ShareOf(map, *cell);
            m_page << "<td" << (cell->isMarked ? " class=\"marked\"" : "")
                   << " style=\"background-color:" << HeatColor(share)
                   << ";color:" << HeatInk(share) << "\">" << FormatSignificant(cell->value)
                   << "</td>";
        }
        m_page << "</tr>\n";
    }
    m_page << "</tbody>\n</table>\n</div>\n";
    WriteImage("still",
               map.title + ": " + map.valueLabel + " over " + map.xLabel + " and " + map.yLabel,
               drawn.file);
    m_page << "</figure>\n";
}

void
PageFrame::WriteSources()
{
    BeginSection("sources", "What the numbers rest on");
    m_page << "<p>Each value of a profile is <em>sourced</em> (published, or read in source "
              "code), <em>derived</em> from such values, or <em>assumed</em>. Values that the "
              "scenario sets go before them.</p>\n";
    const IpsecProfileFolders folders(
        std::filesystem::path(m_experiment.file).parent_path().string());
    for (const auto& [kind, name] : FindProfiles(m_experiment))
    {
        const std::string file = folders.Find(kind, name);
        if (!file.empty())
        {
            WriteProfile(ReadIpsecProfile(kind, file));
        }
    }
    EndSection();
}

/// @param profile whose values to show
void
PageFrame::WriteProfile(const IpsecProfile& profile)
{
    if (profile.values.empty())
    {
        return;
    }
    m_page << "<details>\n<summary>" << (profile.kind == IpsecProfileKind::NIC ? "NIC " : "Host ")
           << Text(profile.name) << "</summary>\n<p>" << Text(profile.description)
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

void
PageFrame::WriteReproduction(const std::string& command)
{
    BeginSection("reproduce", "The same results again");
    WriteCode(command);
    WriteLines("Seed " + std::to_string(m_experiment.first.seed) + ", program " +
                   GetProgramIdentity(),
               "soft");
    EndSection();
}

std::string
PageFrame::Finish()
{
    m_page << "</main>\n</body>\n</html>\n";
    return m_page.str();
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PAGE_FRAME_H
#define IPSEC_OFFLOAD_PLANNER_PAGE_FRAME_H

#include "figure.h"
#include "heat-map.h"

#include "planner/base/text-table.h"
#include "planner/scenario/experiment.h"

#include "ns3/ipsec-profiles.h"

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A figure that was drawn.
struct DrawnFigure
{
    Figure figure;
    std::string file; //!< its SVG
};

/// A heat map that was drawn.
struct DrawnHeatMap
{
    HeatMap map;
    std::string file; //!< its SVG
};

/// A picture without values under the pointer.
struct DrawnPicture
{
    std::string title;
    std::string subtitle; //!< how to read it
    std::string file;     //!< its SVG
};

/**
 * @ingroup ipsec-offload
 * What all pages consist of: one HTML file that needs no other one and no network, follows the
 * reader's light or dark colors, fits a phone, and prints with pictures. Texts are any, and no code
 * in it.
 */
class PageFrame
{
  public:
    /** Head, title and description. @param experiment of the page; must outlive this object */
    explicit PageFrame(const Experiment& experiment);

    /** @param id of a section @param title of it */
    void BeginSection(const std::string& id, const std::string& title);

    /** End it. */
    void EndSection();

    /** @param lines a paragraph each @param kind its class; empty: none */
    void WriteLines(const std::string& lines, const std::string& kind = "");

    /** @param question a heading @param sentences below it */
    void WriteAnswer(const std::string& question, const std::vector<std::string>& sentences);

    /** @param command of a shell */
    void WriteCode(const std::string& command);

    /** @param table to show */
    void WriteTable(const TableRows& table);

    /**
     * Each figure with values under the pointer, and its picture for paper and for readers of the
     * screen.
     * @param figures some
     * @param heatMaps some
     * @param pictures some; without any of these there is no section
     * @throws std::runtime_error when a picture cannot be read
     */
    void WriteFigures(const std::vector<DrawnFigure>& figures,
                      const std::vector<DrawnHeatMap>& heatMaps = {},
                      const std::vector<DrawnPicture>& pictures = {});

    /** All values of the profiles that any curve uses, each with its mark and source. */
    void WriteSources();

    /** @param command that makes the same results again */
    void WriteReproduction(const std::string& command);

    /** @return the page, which is complete then */
    std::string Finish();

  private:
    void WriteRow(const std::vector<std::string>& cells, const char* tag);
    void WritePlot(const Figure& figure, const std::string& kind);
    void WriteHeatMap(const DrawnHeatMap& drawn);
    void WriteImage(const std::string& kind, const std::string& words, const std::string& file);
    void WriteProfile(const IpsecProfile& profile);

    const Experiment& m_experiment; //!< of the page
    std::ostringstream m_page;      //!< so far
    uint32_t m_plots{0};            //!< places of figures so far
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PAGE_FRAME_H */

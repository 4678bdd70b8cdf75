/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LABEL_PLACES_H
#define IPSEC_OFFLOAD_PLANNER_LABEL_PLACES_H

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// A place in pixels of a map: x to the right, y upwards.
struct Pixel
{
    double x;
    double y;
};

/// A line of a map, from end to end.
using PixelLine = std::pair<Pixel, Pixel>;

/// A rectangle of a map.
struct PixelBox
{
    Pixel low;  //!< its left lower corner
    Pixel high; //!< its right upper corner
};

/// Where a label may stand.
struct LabelSpot
{
    PixelBox box;        //!< what it covers
    Pixel anchor;        //!< where its text is put
    const char* side;    //!< which end of the text is there, in gnuplot's words
    bool isClear{false}; //!< it must cover no line: it would look like that one's label
};

/**
 * @ingroup ipsec-offload
 * @param node place of a node
 * @param reach half of the size of its mark, in pixels
 * @param width of a name, in pixels
 * @return places for the name around the node, the best one first
 */
std::vector<LabelSpot> SpotsAround(const Pixel& node, double reach, double width);

/**
 * @ingroup ipsec-offload
 * @param line of a link
 * @param width of a label, in pixels
 * @return places for the label on the line and beside its middle, the best one first; of a short
 * line only those beside it
 */
std::vector<LabelSpot> SpotsAlong(const PixelLine& line, double width);

/**
 * @ingroup ipsec-offload
 * Places labels of a map one after the other, so that none covers another one or the mark of a
 * node: the most important labels come first. The same calls give the same places.
 */
class LabelPlaces
{
  public:
    /** @param size right upper corner of the map; no label goes beyond its edges */
    explicit LabelPlaces(const Pixel& size);

    /** @param box what no label may cover */
    void Block(const PixelBox& box);

    /** @param line what labels had better not cover */
    void AddLine(const PixelLine& line);

    /**
     * @param spots where a label may stand
     * @return the free one that covers the fewest lines, the first of several, which is taken
     * from now on; nothing: none is free
     */
    std::optional<LabelSpot> Take(const std::vector<LabelSpot>& spots);

  private:
    bool IsFree(const PixelBox& box) const;
    size_t CountLines(const PixelBox& box) const;

    Pixel m_size;                   //!< of the map
    std::vector<PixelBox> m_taken;  //!< marks and labels
    std::vector<PixelLine> m_lines; //!< links
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LABEL_PLACES_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "traffic-mixes.h"

#include <initializer_list>

namespace ns3::planner
{

namespace
{

/// Octets of an Ethernet frame with its check sequence that are not IP.
constexpr uint32_t ETHERNET = 18;

/// @param frames sizes of frames and their rates @return the same as lengths of IP
std::vector<TrafficSource::SizeShare>
FromFrames(std::initializer_list<TrafficSource::SizeShare> frames)
{
    std::vector<TrafficSource::SizeShare> sizes;
    for (const auto& frame : frames)
    {
        sizes.push_back({frame.length - ETHERNET, frame.weight});
    }
    return sizes;
}

constexpr const char* BLUEFIELD_3 = "fastSwan, BlueField-3 benchmark (2025): one traffic class";

} // namespace

double
TrafficMix::GetMeanLength() const
{
    double octets = 0;
    double packets = 0;
    for (const auto& size : sizes)
    {
        octets += size.length * size.weight;
        packets += size.weight;
    }
    return octets / packets;
}

const std::vector<TrafficMix>&
GetTrafficMixes()
{
    // The publications give sizes of frames and packets per second; that the sizes count the check
    // sequence is assumed, as traffic generators do.
    static const std::vector<TrafficMix> mixes{
        {"imix",
         "the simple IMIX of traffic generators: 7 x 64, 4 x 594, 1 x 1518 octets of frame",
         FromFrames({{64, 7}, {594, 4}, {1518, 1}})},
        {"bf3-imix-1",
         BLUEFIELD_3,
         FromFrames({{114, 27991}, {200, 5841}, {491, 1807}, {1000, 2488}, {1428, 6039}})},
        {"bf3-imix-2",
         BLUEFIELD_3,
         FromFrames({{120, 16960}, {218, 9161}, {438, 2960}, {1075, 5619}, {1398, 56458}})},
        {"bf3-imix-3",
         BLUEFIELD_3,
         FromFrames({{113, 14171}, {208, 3255}, {477, 1135}, {994, 2190}, {1417, 4741}})},
        {"bf3-imix-4",
         BLUEFIELD_3,
         FromFrames({{112, 7703}, {221, 3320}, {437, 1527}, {1034, 3055}, {1367, 55815}})},
        {"bf3-imix",
         "fastSwan, BlueField-3 benchmark (2025): its four traffic classes together, a mobile "
         "operator's",
         FromFrames({{114, 27991}, {200, 5841}, {491, 1807}, {1000, 2488}, {1428, 6039},
                     {120, 16960}, {218, 9161}, {438, 2960}, {1075, 5619}, {1398, 56458},
                     {113, 14171}, {208, 3255}, {477, 1135}, {994, 2190},  {1417, 4741},
                     {112, 7703},  {221, 3320}, {437, 1527}, {1034, 3055}, {1367, 55815}})},
        {"cx7-mno",
         "fastSwan, ConnectX-7 benchmark (2026): profile MNO-traffic-pattern, two classes of the "
         "BlueField-3 benchmark",
         FromFrames({{120, 16960},
                     {218, 9161},
                     {438, 2960},
                     {1075, 5619},
                     {1398, 56458},
                     {112, 7703},
                     {221, 3320},
                     {437, 1527},
                     {1034, 3055},
                     {1367, 55815}})},
        {"cx7",
         "fastSwan, ConnectX-7 benchmark (2026): profile ipsec-cx7",
         FromFrames({{64, 1.3}, {128, 0.8}, {256, 0.6}, {512, 0.5}, {1024, 0.5}, {1428, 1.3}})},
    };
    return mixes;
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-lane-merge.h"

#include "ns3/assert.h"

#include <utility>

namespace ns3
{

uint32_t
LaneMerge::AddLane()
{
    m_lanes.emplace_back();
    return static_cast<uint32_t>(m_lanes.size() - 1);
}

void
LaneMerge::Push(uint32_t number, LaneItem item)
{
    Lane& lane = m_lanes[number];
    item.order = m_order++;
    const auto size = static_cast<uint32_t>(lane.items.size());
    if (lane.count == size)
    {
        std::vector<LaneItem> larger(size == 0 ? 16 : 2 * size);
        for (uint32_t i = 0; i < lane.count; ++i)
        {
            larger[i] = lane.items[(lane.head + i) & (size - 1)];
        }
        lane.items = std::move(larger);
        lane.head = 0;
    }
    const auto mask = static_cast<uint32_t>(lane.items.size() - 1);
    NS_ASSERT_MSG(lane.count == 0 ||
                      lane.items[(lane.head + lane.count - 1) & mask].time <= item.time,
                  "LaneMerge: a lane must be filled in order of time");
    lane.items[(lane.head + lane.count) & mask] = item;
    if (++lane.count == 1)
    {
        m_heap.push_back({item.time, item.order, number});
        SiftUp(m_heap.size() - 1);
    }
}

LaneItem
LaneMerge::Pop()
{
    Lane& lane = m_lanes[m_heap.front().lane];
    const auto mask = static_cast<uint32_t>(lane.items.size() - 1);
    const LaneItem item = lane.items[lane.head];
    lane.head = (lane.head + 1) & mask;
    if (--lane.count > 0)
    {
        const LaneItem& next = lane.items[lane.head];
        m_heap.front().time = next.time;
        m_heap.front().order = next.order;
    }
    else
    {
        m_heap.front() = m_heap.back();
        m_heap.pop_back();
    }
    if (!m_heap.empty())
    {
        SiftDown(0);
    }
    return item;
}

void
LaneMerge::Clear()
{
    for (auto& lane : m_lanes)
    {
        lane.head = 0;
        lane.count = 0;
    }
    m_heap.clear();
}

void
LaneMerge::SiftUp(size_t index)
{
    const Head moved = m_heap[index];
    while (index > 0)
    {
        const size_t parent = (index - 1) / 2;
        if (!moved.Before(m_heap[parent]))
        {
            break;
        }
        m_heap[index] = m_heap[parent];
        index = parent;
    }
    m_heap[index] = moved;
}

void
LaneMerge::SiftDown(size_t index)
{
    const Head moved = m_heap[index];
    const size_t size = m_heap.size();
    while (true)
    {
        size_t child = 2 * index + 1;
        if (child >= size)
        {
            break;
        }
        if (child + 1 < size && m_heap[child + 1].Before(m_heap[child]))
        {
            ++child;
        }
        if (!m_heap[child].Before(moved))
        {
            break;
        }
        m_heap[index] = m_heap[child];
        index = child;
    }
    m_heap[index] = moved;
}

} // namespace ns3

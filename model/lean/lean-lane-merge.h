/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_LANE_MERGE_H
#define IPSEC_OFFLOAD_LEAN_LANE_MERGE_H

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One descriptor that waits in a lane for its time.
 */
struct LaneItem
{
    Ps time;            //!< when it goes on
    uint64_t order;     //!< order of scheduling; breaks ties
    uint32_t packet;    //!< which packet
    uint32_t length;    //!< octets of this piece, where pieces travel
    uint32_t place;     //!< where: a node, a direction or a source
    uint8_t step;       //!< what happens then
    uint16_t offset{0}; //!< of a fragment's octets in its datagram
};

/**
 * @ingroup ipsec-offload
 * The time-ordered merge: first-in-first-out lanes whose items are in order of time each, and a
 * small binary heap over their heads. An item costs one push, one pop and the logarithm of the
 * number of non-empty lanes, whatever the number of items that wait.
 */
class LaneMerge
{
  public:
    /** @return the number of a new, empty lane */
    uint32_t AddLane();

    /** @return true when no lane has an item */
    bool IsEmpty() const
    {
        return m_heap.empty();
    }

    /** @return time of the earliest item; only when not empty */
    Ps GetNextTime() const
    {
        return m_heap.front().time;
    }

    /**
     * @param number which lane
     * @param item the item; its time must not lie before that of the lane's last one; order is set
     * here
     */
    void Push(uint32_t number, LaneItem item);

    /** @return the earliest item of all, taken out */
    LaneItem Pop();

    /** Forget all items. */
    void Clear();

  private:
    /// A lane: a circular buffer whose size is a power of two.
    struct Lane
    {
        std::vector<LaneItem> items;
        uint32_t head{0};
        uint32_t count{0};
    };

    /// The head of a non-empty lane.
    struct Head
    {
        Ps time;
        uint64_t order;
        uint32_t lane;

        /// @param other another head @return true when this one goes first
        bool Before(const Head& other) const
        {
            return time != other.time ? time < other.time : order < other.order;
        }
    };

    void SiftUp(size_t index);
    void SiftDown(size_t index);

    std::vector<Lane> m_lanes; //!< all lanes
    std::vector<Head> m_heap;  //!< heads, a binary heap
    uint64_t m_order{0};       //!< items pushed so far
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_LANE_MERGE_H */

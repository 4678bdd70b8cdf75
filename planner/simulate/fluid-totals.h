/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_TOTALS_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_TOTALS_H

#include "run-snapshot.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/lean-packet-tally.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Packets and octets of which there are parts, because they are integrated rates.
 */
struct FluidAmount
{
    double packets{0};
    double octets{0};

    /** @param count packets @param length octets of each */
    void Add(double count, double length)
    {
        packets += count;
        octets += count * length;
    }

    /** @return the whole ones; sums of parts may be off by their rounding */
    PacketOctets GetWhole() const
    {
        constexpr double ROUNDING = 1e-6;
        return {static_cast<uint64_t>(packets + ROUNDING),
                static_cast<uint64_t>(octets + ROUNDING)};
    }
};

/**
 * @ingroup ipsec-offload
 * An amount of which the whole packets are handed on as they come.
 */
class FluidAccount
{
  public:
    /** @param count packets @param length octets of each */
    void Add(double count, double length)
    {
        m_amount.Add(count, length);
    }

    /** @return the whole packets and octets that were added and not taken */
    PacketOctets Take();

    /** @return packets that were added and not taken: less than one after Take() */
    double GetRest() const
    {
        return std::max(0.0, m_amount.packets - static_cast<double>(m_taken.packets));
    }

  private:
    FluidAmount m_amount;
    PacketOctets m_taken;
};

/**
 * @ingroup ipsec-offload
 * What the traffic of a fluid simulation has come to: from the start of the traffic until now.
 */
struct FluidTotals
{
    /// Datagrams of one direction, octets of clear IP.
    struct Way
    {
        FluidAmount sent;
        FluidAmount delivered;
        FluidAmount noSa; //!< lost because the SA was missing
    };

    std::array<Way, 2> ways; //!< in the order of MeasuredWindow::ways

    // The measured node's output, octets of clear IP
    FluidAmount offloadVerdict;
    FluidAmount softwareVerdict;
    FluidAmount offload;
    FluidAmount software;
    FluidAmount noSa;
    std::map<std::pair<SoftwareReason, uint16_t>, FluidAmount> reasons; //!< of software

    // The measured link
    FluidAmount txWire;        //!< from the measured node, octets on the wire
    FluidAmount farArrived;    //!< at its other end, octets of IP as they arrive
    FluidAmount nearArrived;   //!< at the measured node, octets of IP as they arrive
    FluidAmount nearDecrypted; //!< by its NIC, octets of IP as they arrive
    FluidAmount nearPassed;    //!< by its NIC to software, octets of IP as they arrive

    /** @return packets of the measured node's output that are done in software, by reason */
    SoftwareCounts GetReasons() const;

    /** @param snapshot gets the counters of the traffic */
    void Fill(RunSnapshot& snapshot) const;

    /**
     * @param way 0 or 1
     * @param before totals at an earlier instant
     * @return what has become of its datagrams since then; nothing is ever under way
     */
    PacketTally::Counts GetCounts(size_t way, const FluidTotals& before) const;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_TOTALS_H */

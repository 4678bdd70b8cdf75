/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "timeline-meter.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::planner
{

TimelineMeter::TimelineMeter(std::function<TimelineReading()> read, bool transmit)
    : m_read(std::move(read)),
      m_transmit(transmit),
      m_timeline{{"offload_ratio",
                  "protected_bps",
                  "wire_bps",
                  "no_sa_packets",
                  "tx_slots_used",
                  "rx_slots_used",
                  "rekeys",
                  "unreported_octets",
                  "overshoot_octets"},
                 {}}
{
}

void
TimelineMeter::Start(Ps from, Ps step, std::function<bool()> goesOn)
{
    m_start = from;
    m_step = step;
    m_goesOn = std::move(goesOn);
    m_last = CountsOf(m_read());
    Simulator::Schedule(FromPs(from + step) - Simulator::Now(), &TimelineMeter::Take, this);
}

/// @param reading of the measured node @return what samples are made from
TimelineMeter::Counts
TimelineMeter::CountsOf(const TimelineReading& reading) const
{
    const IpsecOutputCounters& out = reading.snapshot.out;
    const NicEngine::Counters& nic = reading.snapshot.near;
    if (m_transmit)
    {
        return {out.offloadVerdict.octets,
                out.softwareVerdict.octets,
                out.noSa.packets,
                nic.txWire.octets,
                reading.rekeys};
    }
    return {nic.rxDecrypted.octets,
            nic.rxArrived.octets - nic.rxDecrypted.octets,
            out.noSa.packets,
            nic.txWire.octets,
            reading.rekeys};
}

void
TimelineMeter::Take()
{
    if (!m_goesOn())
    {
        return;
    }
    const Ps now = ToPs(Simulator::Now());
    const TimelineReading reading = m_read();
    const Counts counts = CountsOf(reading);
    const auto offloaded = static_cast<double>(counts.offloaded - m_last.offloaded);
    const auto software = static_cast<double>(counts.software - m_last.software);
    const double all = offloaded + software;
    const double perSecond = 8.0 * PS_PER_SECOND / static_cast<double>(m_step);
    m_timeline.rows.push_back({static_cast<double>(now - m_start) / PS_PER_SECOND,
                               {all > 0 ? offloaded / all : 0,
                                all * perSecond,
                                static_cast<double>(counts.wire - m_last.wire) * perSecond,
                                static_cast<double>(counts.lost - m_last.lost),
                                static_cast<double>(reading.snapshot.txSlots),
                                static_cast<double>(reading.snapshot.rxSlots),
                                static_cast<double>(counts.rekeys - m_last.rekeys),
                                static_cast<double>(reading.unreported),
                                static_cast<double>(reading.overshoot)}});
    m_last = counts;
    Simulator::Schedule(FromPs(m_step), &TimelineMeter::Take, this);
}

} // namespace ns3::planner

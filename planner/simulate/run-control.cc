/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-control.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// When there are so many batches, each two become one.
constexpr size_t MOST_BATCHES = 400;
/// The first judgment, and what comes between two of them.
constexpr size_t LEAST_BATCHES = MOST_BATCHES / 2;
constexpr size_t BATCHES_BETWEEN = MOST_BATCHES / 10;
/// Packets of the shortest batch.
constexpr double BATCH_PACKETS = 100;
/// Datagrams of the longest run, and the most that may be under way: a third of a minute and two
/// gigabytes in lean fidelity.
constexpr uint64_t MOST_SENT = 30'000'000;
constexpr uint64_t MOST_IN_FLIGHT = 6'000'000;
/// Packets of a window are waited for so many times the longest delay that was seen.
constexpr Ps PATIENCE = 4;
/// Nothing that is under way for so long after that will arrive.
constexpr Ps LEAST_PATIENCE = PS_PER_SECOND / 1000;
/// When the sources have stopped, what is under way so long will never end.
constexpr Ps DRAINED = 100 * PS_PER_SECOND;
/// Looks for the end between one part of the time so far and the next.
constexpr Ps DRAIN_LOOKS = 50;
/// The same while the window's datagrams are followed: more than batches, unless datagrams are
/// under way for longer than the window.
constexpr Ps FOLLOW_LOOKS = 1000;
/// Batches do not end at round instants: what arrives at one of those belongs to a batch in both
/// fidelities, whichever of two events of that instant comes first.
constexpr Ps OFF_ROUND = 1;
constexpr Ps ROUND = 1000;

/// @param scenario what is simulated @param pathDelay of the longest path @return the first length
/// of a batch
Ps
GetBatchLength(const Scenario& scenario, Ps pathDelay)
{
    const double capped = scenario.GetSendingTime() * PS_PER_SECOND / MOST_BATCHES;
    if (scenario.measure.isWhole)
    {
        return std::max<Ps>(1, static_cast<Ps>(capped));
    }
    const double packets = BATCH_PACKETS / scenario.GetPacketRate() * PS_PER_SECOND;
    // Half of the first series is longer than the path, or nothing could be said of it.
    const double path = static_cast<double>(3 * pathDelay) / LEAST_BATCHES;
    double length = std::max(packets, path);
    const RekeySpec& rekey = scenario.population.rekey;
    if (rekey.IsOn())
    {
        // Batches and their doubles fit into the period, or it into them.
        double fitting = static_cast<double>(rekey.every);
        while (fitting > length)
        {
            fitting /= 2;
        }
        length = fitting;
    }
    length = std::min(length, capped);
    const Ps whole = static_cast<Ps>(length) / ROUND * ROUND;
    return std::max<Ps>(1, whole == 0 ? static_cast<Ps>(length) : whole);
}

/// @param snapshot counters @param transmit which direction, seen from the measured node
/// @return octets that its NIC protected or decrypted, and all that were protected
std::pair<uint64_t, uint64_t>
GetProtected(const RunSnapshot& snapshot, bool transmit)
{
    if (transmit)
    {
        const uint64_t offloaded = snapshot.out.offloadVerdict.octets;
        return {offloaded, offloaded + snapshot.out.softwareVerdict.octets};
    }
    return {snapshot.near.rxDecrypted.octets, snapshot.near.rxArrived.octets};
}

} // namespace

RunControl::RunControl(const Scenario& scenario, Ps start, Run run)
    : m_scenario(scenario),
      m_run(std::move(run)),
      m_origin(start + OFF_ROUND),
      m_tally(m_origin, GetBatchLength(scenario, m_run.pathDelay), m_run.ways)
{
}

void
RunControl::Start()
{
    Simulator::Schedule(FromPs(m_origin) - Simulator::Now(), [this] {
        m_snapshots.push_back(m_run.read());
        Schedule();
    });
}

/// @param batch number @return when it ends
Ps
RunControl::GetBatchEnd(size_t batch) const
{
    return m_origin + static_cast<Ps>(batch + 1) * m_tally.GetWidth();
}

/// The next batch ends in due course.
void
RunControl::Schedule()
{
    const Ps end = GetBatchEnd(m_snapshots.size() - 1);
    Simulator::Schedule(FromPs(end) - Simulator::Now(), &RunControl::EndBatch, this);
}

/// @return when the first source of weight has sent its last datagram; PS_NEVER while all of them
/// go on
Ps
RunControl::GetSilence() const
{
    uint64_t most = 0;
    for (const auto& source : m_run.sources)
    {
        most = std::max(most, source->GetConfig().count);
    }
    Ps silence = PS_NEVER;
    for (const auto& source : m_run.sources)
    {
        // Few datagrams with random gaps may end early, and are missed by nobody.
        if (10 * source->GetConfig().count >= most)
        {
            silence = std::min(silence, source->GetLastArrival());
        }
    }
    return silence;
}

bool
RunControl::IsSending() const
{
    return GetSilence() > ToPs(Simulator::Now());
}

/// @return datagrams sent so far
uint64_t
RunControl::GetSent() const
{
    return m_tally.Sum(0, 0, m_tally.GetSize()).sent.packets +
           m_tally.Sum(1, 0, m_tally.GetSize()).sent.packets;
}

void
RunControl::EndBatch()
{
    m_snapshots.push_back(m_run.read());
    const size_t size = m_snapshots.size() - 1;
    if (!m_run.isSettled())
    {
        m_unsettled = size;
    }
    const bool isLast =
        !IsSending() || (!m_scenario.measure.isWhole && m_run.getInFlight() > MOST_IN_FLIGHT);
    if (isLast || (size >= LEAST_BATCHES && size % BATCHES_BETWEEN == 0))
    {
        Judge();
    }
    if (m_to != 0)
    {
        Follow();
        return;
    }
    if (size == MOST_BATCHES && !m_scenario.measure.isWhole)
    {
        m_tally.Halve();
        m_unsettled = (m_unsettled + 1) / 2;
        for (size_t i = 0; 2 * i < m_snapshots.size(); ++i)
        {
            m_snapshots[i] = std::move(m_snapshots[2 * i]);
        }
        m_snapshots.resize(MOST_BATCHES / 2 + 1);
    }
    Schedule();
}

/// @param size batches that count @return what they gave
RunSeries
RunControl::MakeSeries(size_t size) const
{
    RunSeries series;
    series.size = size;
    double inFlight = 0;
    const bool firstTransmits = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
    for (size_t batch = 0; batch < size; ++batch)
    {
        for (uint8_t way = 0; way < 2; ++way)
        {
            const PacketTally::Counts& counts = m_tally.Get(way, batch);
            inFlight += static_cast<double>(counts.sent.packets);
            inFlight -= static_cast<double>(counts.ended);
            if (way == 1 && m_scenario.traffic.direction != TrafficDirection::BOTH)
            {
                continue;
            }
            const bool transmits = (way == 0) == firstTransmits;
            const auto before = GetProtected(m_snapshots[batch], transmits);
            const auto after = GetProtected(m_snapshots[batch + 1], transmits);
            RunSeries::Way& values = series.ways[way];
            values.receivedOctets.push_back(static_cast<double>(counts.received.octets));
            values.sentPackets.push_back(static_cast<double>(counts.sent.packets));
            values.sentOctets.push_back(static_cast<double>(counts.sent.octets));
            values.lostOctets.push_back(static_cast<double>(counts.lost.octets));
            values.delaySums.push_back(counts.delaySum);
            values.deliveredPackets.push_back(static_cast<double>(counts.delivered.packets));
            values.offloadedOctets.push_back(static_cast<double>(after.first - before.first));
            values.protectedOctets.push_back(static_cast<double>(after.second - before.second));
        }
        series.inFlight.push_back(inFlight);
    }
    return series;
}

/// @return batches that are no part of a window
size_t
RunControl::GetFloor() const
{
    const Ps width = m_tally.GetWidth();
    const auto path = static_cast<size_t>((m_run.pathDelay + width - 1) / width);
    return m_scenario.measure.isWhole
               ? path
               : std::max(path, m_unsettled); // the offers may be what it is about
}

/// Look whether the run is long enough.
void
RunControl::Judge()
{
    const Ps width = m_tally.GetWidth();
    const Ps silence = GetSilence();
    size_t size = m_snapshots.size() - 1;
    const bool isSilent = silence <= ToPs(Simulator::Now());
    if (isSilent)
    {
        // Beyond that instant there is less load than the scenario wants.
        size = std::min(size, static_cast<size_t>(std::max<Ps>(0, silence - m_origin) / width));
    }
    const auto share = static_cast<size_t>(m_scenario.traffic.warmUp * static_cast<double>(size));
    const size_t floor = std::max(GetFloor(), share);
    if (m_scenario.measure.isWhole)
    {
        if (isSilent)
        {
            RunVerdict verdict;
            verdict.from = std::min(floor, size);
            verdict.isSteady = verdict.from < size;
            verdict.isPrecise = true;
            verdict.hasSteadyQueues = true;
            Decide(verdict, size);
        }
        return;
    }
    const RekeySpec& rekey = m_scenario.population.rekey;
    const auto period =
        rekey.IsOn() ? std::max<size_t>(1, static_cast<size_t>(rekey.every / width)) : 1;
    const RunVerdict verdict =
        JudgeRun(MakeSeries(size), m_scenario.measure.precision, floor, period);
    const bool isLongest = GetSent() > MOST_SENT || m_run.getInFlight() > MOST_IN_FLIGHT;
    if ((verdict.isSteady && verdict.isPrecise) || isSilent || isLongest)
    {
        Decide(verdict, size);
    }
}

/// The window is known. @param verdict what is said of it @param size batches that count
void
RunControl::Decide(const RunVerdict& verdict, size_t size)
{
    const bool isCapped = !IsSending() && !m_scenario.measure.isWhole;
    m_from = std::min(verdict.from, size);
    m_to = std::max<size_t>(1, size);
    if (!verdict.isSteady)
    {
        m_marks.Add(isCapped || m_scenario.measure.isWhole ? RunMark::TOO_SHORT
                                                           : RunMark::NOT_STEADY);
        m_from = std::min(m_from, m_to - 1);
    }
    m_tally.KeepDelays(m_from, m_to);
    if (isCapped && !(verdict.isSteady && verdict.isPrecise))
    {
        m_marks.Add(RunMark::CAP);
    }
    if (verdict.isSteady && !verdict.hasSteadyQueues)
    {
        m_marks.Add(RunMark::DELAY_RISING);
    }
    const Ps longest = std::max(m_tally.Sum(0, 0, m_tally.GetSize()).longestDelay,
                                m_tally.Sum(1, 0, m_tally.GetSize()).longestDelay);
    m_deadline =
        ToPs(Simulator::Now()) + PATIENCE * std::max(m_run.pathDelay, longest) + LEAST_PATIENCE;
}

/// The load goes on until the datagrams of the window have ended.
void
RunControl::Follow()
{
    const uint64_t open =
        m_tally.Sum(0, m_from, m_to).GetInFlight() + m_tally.Sum(1, m_from, m_to).GetInFlight();
    const Ps now = ToPs(Simulator::Now());
    if (open == 0 || now >= m_deadline)
    {
        if (open > 0)
        {
            m_marks.Add(RunMark::IN_FLIGHT);
        }
        for (const auto& source : m_run.sources)
        {
            source->StopAt(now + 1);
        }
        m_deadline = now + DRAINED;
        Drain();
        return;
    }
    const Ps step = std::max(m_tally.GetWidth(), (now - m_origin) / FOLLOW_LOOKS);
    Simulator::Schedule(FromPs(step), &RunControl::Follow, this);
}

/// What is under way ends.
void
RunControl::Drain()
{
    const Ps now = ToPs(Simulator::Now());
    if (m_run.getInFlight() == 0 || now >= m_deadline)
    {
        Simulator::Stop();
        return;
    }
    // Looks further and further apart: without load they would be all that happens.
    const Ps step = std::max(m_tally.GetWidth(), (now - m_origin) / DRAIN_LOOKS);
    Simulator::Schedule(FromPs(step), &RunControl::Drain, this);
}

MeasuredWindow
RunControl::GetWindow() const
{
    MeasuredWindow window;
    window.start = m_origin - OFF_ROUND;
    window.from = m_origin + static_cast<Ps>(m_from) * m_tally.GetWidth();
    window.to = m_origin + static_cast<Ps>(m_to) * m_tally.GetWidth();
    window.begin = m_snapshots[m_from];
    window.end = m_snapshots[m_to];
    for (uint8_t way = 0; way < 2; ++way)
    {
        window.ways[way] = m_tally.Sum(way, m_from, m_to);
        window.delays[way] = m_tally.SumDelays(way, m_from, m_to);
        const auto before = m_tally.Sum(way, 0, m_from);
        window.inFlight += before.sent.packets - before.ended;
    }
    window.marks = m_marks;
    return window;
}

} // namespace ns3::planner

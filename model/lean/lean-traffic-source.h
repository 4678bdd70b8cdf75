/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_TRAFFIC_SOURCE_H
#define IPSEC_OFFLOAD_LEAN_TRAFFIC_SOURCE_H

#include "lean-alias-table.h"
#include "lean-load-ramp.h"
#include "lean-traffic-clock.h"
#include "lean-traffic-recording.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One datagram that a source sends.
 */
struct TrafficArrival
{
    Ps time;         //!< when
    uint32_t flow;   //!< which of the source's flows
    uint32_t length; //!< octets of the IP datagram
};

/**
 * @ingroup ipsec-offload
 * Open-loop traffic of one node: when, which flow, how long. The superposition of its flows is
 * drawn as one process, which for Poisson flows is the same process. Where the source sends in
 * bursts, all of its flows do at the same time. Both fidelities play the same arrivals.
 */
class TrafficSource : public Object
{
  public:
    /// A datagram length and its share of the datagrams.
    struct SizeShare
    {
        uint32_t length; //!< octets of the IP datagram
        double weight;   //!< share of the packets, not of the octets
    };

    /// A recording that a source plays, alone or with others: for each datagram it is drawn who
    /// sends it.
    struct Replay
    {
        std::shared_ptr<const TrafficRecording> recording; //!< nullptr: there is none
        double pace{1};                                    //!< how much faster than recorded
        uint32_t shortest{0};                              //!< octets that a datagram has at least
        std::vector<double> parts; //!< of those that play it; empty: one alone does
        uint32_t own{0};           //!< which of them this source is
        int64_t stream{0};         //!< of random numbers that say who sends: the same for all
    };

    /// Everything there is to say.
    struct Config
    {
        double packetsPerSecond{0}; //!< mean rate, where the ramp's factor is 1
        bool poisson{true};         //!< exponential gaps; otherwise all equal
        TrafficBursts bursts;       //!< of all its flows together
        LoadRamp ramp;              //!< of the rate, from start on
        Replay replay; //!< says when and how long, instead of rate, gaps, ramp and sizes
        std::vector<double> flowWeights; //!< popularity, one per flow
        std::vector<SizeShare> sizes;    //!< the mix
        Ps start{0};                     //!< the first gap begins here
        uint64_t count{0};               //!< how many datagrams, at most
        Ps duration{0};                  //!< none is sent so long after the start; 0: count says
        uint16_t segment{0};   //!< octets of TCP payload per segment: the datagrams are TCP
                               //!< super-segments; 0: they are not
        uint8_t tcpHeader{32}; //!< octets of TCP header with options, of super-segments
    };

    /** @return the TypeId */
    static TypeId GetTypeId();

    TrafficSource();

    /** @param config what to send; once, before the first Next() */
    void Configure(const Config& config);

    /**
     * @param stream first stream number to use
     * @return how many streams are used
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * @param arrival the next datagram
     * @return false when there is none left
     */
    bool Next(TrafficArrival& arrival);

    /**
     * @param arrival one of this source's
     * @param ipHeader octets of the IP header of its flow
     * @return how the super-segment falls into segments; one of the full length when it is none
     */
    Segmentation GetCut(const TrafficArrival& arrival, uint32_t ipHeader) const
    {
        return {arrival.length, ipHeader + m_config.tcpHeader, m_config.segment};
    }

    /**
     * Send no more.
     * @param end nothing is sent at this instant or later
     */
    void StopAt(Ps end)
    {
        m_end = end;
    }

    /** @return see StopAt() */
    Ps GetEnd() const
    {
        return m_end;
    }

    /** @return when the last datagram is sent, or no more would be; PS_NEVER while nobody knows */
    Ps GetLastArrival() const
    {
        return m_config.duration > 0      ? m_config.start + m_config.duration
               : m_sent == m_config.count ? m_last
                                          : PS_NEVER;
    }

    /** @return mean octets of a datagram */
    double GetMeanLength() const;

    /** @return what it sends */
    const Config& GetConfig() const
    {
        return m_config;
    }

  private:
    bool NextRecorded(TrafficArrival& arrival);

    Config m_config;                     //!< what to send
    AliasTable m_flows{{1.0}};           //!< popularity
    AliasTable m_sizes{{1.0}};           //!< mix
    Ptr<UniformRandomVariable> m_gap;    //!< stream of the gaps
    Ptr<UniformRandomVariable> m_flow;   //!< stream of flows
    Ptr<UniformRandomVariable> m_size;   //!< stream of lengths
    double m_meanGap{0};                 //!< picoseconds
    std::optional<TrafficClock> m_clock; //!< of a rate that changes
    double m_time{0};                    //!< since start at mean rate, picoseconds with fraction
    Ps m_last{0};                        //!< when the last one was sent, so far
    uint64_t m_sent{0};                  //!< so far
    Ps m_end{PS_NEVER};                  //!< see StopAt()
    AliasTable m_parts{{1.0}};           //!< of those that play a recording
    Ptr<UniformRandomVariable> m_part;   //!< stream of who sends; nullptr: this one
    uint64_t m_place{0};                 //!< of the next datagram of a recording
    uint64_t m_rounds{0};                //!< in which it was played to the end
};

/**
 * @ingroup ipsec-offload
 * @param count how many
 * @param exponent Zipf's exponent; 0 gives equal weights
 * @return weights 1/rank^exponent
 */
std::vector<double> ZipfWeights(uint32_t count, double exponent);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_TRAFFIC_SOURCE_H */

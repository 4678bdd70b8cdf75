/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_TRAFFIC_SOURCE_H
#define IPSEC_OFFLOAD_LEAN_TRAFFIC_SOURCE_H

#include "lean-alias-table.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
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
 * drawn as one process, which for Poisson flows is the same process. Both fidelities play the same
 * arrivals.
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

    /// Everything there is to say.
    struct Config
    {
        double packetsPerSecond{0};      //!< mean rate
        bool poisson{true};              //!< exponential gaps; otherwise all equal
        std::vector<double> flowWeights; //!< popularity, one per flow
        std::vector<SizeShare> sizes;    //!< the mix
        Ps start{0};                     //!< the first gap begins here
        uint64_t count{0};               //!< how many datagrams
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

    /** @return when the last datagram is sent; PS_NEVER while nobody knows */
    Ps GetLastArrival() const
    {
        return m_sent == m_config.count ? m_config.start + static_cast<Ps>(m_time) : PS_NEVER;
    }

    /** @return mean octets of a datagram */
    double GetMeanLength() const;

    /** @return what it sends */
    const Config& GetConfig() const
    {
        return m_config;
    }

  private:
    Config m_config;                   //!< what to send
    AliasTable m_flows{{1.0}};         //!< popularity
    AliasTable m_sizes{{1.0}};         //!< mix
    Ptr<UniformRandomVariable> m_gap;  //!< stream of the gaps
    Ptr<UniformRandomVariable> m_flow; //!< stream of flows
    Ptr<UniformRandomVariable> m_size; //!< stream of lengths
    double m_meanGap{0};               //!< picoseconds
    double m_time{0};                  //!< since start, picoseconds with fraction
    uint64_t m_sent{0};                //!< so far
    Ps m_end{PS_NEVER};                //!< see StopAt()
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

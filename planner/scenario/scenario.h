/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_H

#include "planner/topology/network-generator.h"
#include "planner/topology/network-parts.h"

#include "ns3/host-profile.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-profile-provenance.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/ipsec-types.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

class NetworkGraph;
struct ProtectedPath;

/// Which way the datagrams go, seen from the measured node.
enum class TrafficDirection : uint8_t
{
    TRANSMIT, //!< the measured node encrypts
    RECEIVE,  //!< the measured node decrypts
    BOTH      //!< each way with the full load
};

/// Which packets' addresses are IPv6.
enum class AddressFamily : uint8_t
{
    IPV4,
    IPV6,
    MIXED //!< every second client or tunnel
};

/// Which SAs ask for offload.
enum class OffloadWish : uint8_t
{
    ANY,  //!< FreeBSD's default: any interface that can
    NONE, //!< no SA names an interface and none is offered: the SA names one that does not exist
    NAMED //!< the SA names the interface of its traffic (Linux always does)
};

/// What the key manager does when an SA that asks for offload is refused as a whole (Linux).
enum class OnRefusal : uint8_t
{
    SOFTWARE, //!< adds it again without the wish, as the daemons' "auto" does
    FAIL      //!< leaves it: packets find no SA
};

/// In which order the SAs are set up.
enum class EstablishmentOrder : uint8_t
{
    RANDOM,       //!< a permutation drawn from the seed, the same for all points and replications
    POPULAR_FIRST //!< the heaviest client first
};

/// Which SA goes first when an SA is replaced.
enum class RekeyOrder : uint8_t
{
    MAKE_BEFORE_BREAK, //!< add the new one, delete the old one later (R70)
    BREAK_BEFORE_MAKE  //!< delete the old one, add the new one at once (R89)
};

/// Replacement of SAs by new ones, round after round.
struct RekeySpec
{
    Ps every{0}; //!< from round to round, the first one so long after the start; 0: none
    RekeyOrder order{RekeyOrder::MAKE_BEFORE_BREAK};
    Ps overlap{0}; //!< how long both exist
    Ps spread{0};  //!< time over which the members of a round follow each other

    /** @return true when SAs are replaced at all */
    bool IsOn() const
    {
        return every > 0;
    }
};

/**
 * The death of another node that does the same as the measured one. They share the clients or
 * tunnels evenly; the measured one is one of those that go on, and the population and the traffic
 * are what it has when the dead one's part has come to it.
 */
struct FailoverSpec
{
    uint32_t nodes{0}; //!< before the death; 0: nobody dies
    Ps at{0};          //!< after the start of the traffic: the death is noticed
    Ps detection{0};   //!< from the death until then
    Ps spread{0};      //!< time over which clients or tunnels come one after another

    /** @return true when a node dies */
    bool IsOn() const
    {
        return nodes > 0;
    }
};

/// One end of all tunnels gets another address (RFC 4555), and the SAs of both ends follow.
struct AddressChangeSpec
{
    bool isOn{false};
    bool ofFar{true}; //!< of the far gateways; otherwise of the measured one
    Ps at{0};         //!< after the start of the traffic: the first tunnel
    Ps spread{0};     //!< time over which tunnels follow one after another
};

/// Which clients' or tunnels' SAs may be offloaded; all others' stay in software.
struct OffloadChoice
{
    double share{1};                 //!< of the clients or tunnels, rounded to whole ones
    bool popularFirst{false};        //!< the most popular ones; otherwise drawn by the seed
    std::vector<uint32_t> members{}; //!< these instead, from 0; empty: by share

    /** @param count all clients or tunnels @return how many are chosen */
    uint32_t Count(uint32_t count) const;
};

/// The SAs and who owns them.
struct PopulationSpec
{
    uint32_t count{0}; //!< clients or tunnels; each has one SA per direction
    uint32_t flows{1}; //!< flows per client or tunnel and direction, equal in weight
    IpsecMode mode{IpsecMode::TRANSPORT};
    const IpsecAlgorithm* cipher{nullptr};        //!< nullptr: NULL encryption
    const IpsecAlgorithm* authenticator{nullptr}; //!< null for an AEAD
    uint32_t replayWindow{64};                    //!< packets
    bool esn{false};
    AddressFamily family{AddressFamily::IPV4};
    double zipf{0}; //!< exponent of popularity; 0: uniform
    EstablishmentOrder order{EstablishmentOrder::RANDOM};
    Ps establishmentGap{0};                //!< between the SAs of one client and those of the next
    OffloadWish offload{OffloadWish::ANY}; //!< of those that are chosen
    OffloadChoice offloadChoice;           //!< which may be offloaded
    OnRefusal onRefusal{OnRefusal::SOFTWARE};
    uint32_t pinned{0}; //!< SAs of so many members, the most popular ones, keep their slots (ours)
    SaLifetime hard;    //!< of each SA
    SaLifetime soft;
    KeyExchange keyExchange{KeyExchange::NONE}; //!< of each pair of SAs after the first
    RekeySpec rekey;
    FailoverSpec failover;
    AddressChangeSpec addressChange;
};

/// TCP super-segments instead of datagrams: open-loop, without acknowledgments; lean fidelity
/// only.
struct SegmentsSpec
{
    uint16_t segment{0};   //!< octets of TCP payload per segment on the wire; 0: no TCP
    uint8_t tcpHeader{32}; //!< octets with options: 20, and 12 for time stamps (RFC 7323)

    /** @return true when there are super-segments */
    bool IsOn() const
    {
        return segment != 0;
    }
};

/// The datagrams.
struct TrafficSpec
{
    /// Packets of a run that is as long as its precision takes.
    static constexpr uint64_t UNCAPPED = 1'000'000'000'000'000;

    TrafficDirection direction{TrafficDirection::TRANSMIT};
    double load{1};       //!< share of the measured link that the clear packets would fill; with a
                          //!< demand matrix, what it is multiplied by; 0: as a recording has it
    uint64_t rate{0};     //!< bit/s of IP, instead of load when not 0
    bool poisson{true};   //!< otherwise constant gaps
    TrafficBursts bursts; //!< of each node that sends, Poisson within them
    LoadRamp ramp;        //!< of the load over time
    std::shared_ptr<const TrafficRecording> recording; //!< is played; nullptr: there is none
    uint64_t skipped{0};  //!< packets of its file that are no IP datagrams
    uint32_t shortest{0}; //!< octets that a recorded datagram is made to have at least
    std::string mix;      //!< name of the mix, empty for an own list
    std::vector<TrafficSource::SizeShare> sizes; //!< octets of IP and shares of packets
    SegmentsSpec segments;                       //!< sizes are then those of super-segments
    uint64_t packets{UNCAPPED};                  //!< per replication and direction, at most
    Ps duration{0}; //!< time ends the run, and packets are what to expect; 0: packets do
    bool startAfterOffers{true};
    Ps start{0};        //!< otherwise
    Ps startJitter{0};  //!< drawn between 0 and this, and added to the start
    double warmUp{0.1}; //!< share of the sending time that is not measured, at least

    /** @return true when a number of packets ends the run, whatever it has come to */
    bool IsCapped() const
    {
        return packets != UNCAPPED;
    }

    /** @param most packets that end the run, whatever time it is */
    void LimitTo(uint64_t most)
    {
        duration = most == packets ? duration : 0;
        packets = most;
    }
};

/// What an event of a scenario does to a node.
enum class EventAction : uint8_t
{
    INTERFACE_DOWN, //!< the interface-down routine, as a driver calls it: all is withdrawn (R207)
    INTERFACE_UP,   //!< the interface is back; nothing is offered again (R209)
    OFFLOAD_OFF,    //!< the capability is switched off (R3)
    OFFLOAD_ON,     //!< and on
    NIC_RESET,      //!< the card forgets all contexts
    SET_ATTRIBUTES, //!< attributes of the node take other values
    ROUTE_CHANGE    //!< what the measured node sends takes another port from now on (R142)
};

/// Something that happens in a simulation.
struct EventSpec
{
    Ps at{0};         //!< after the start of the traffic
    std::string role; //!< of the nodes that it happens to
    uint32_t port{1}; //!< of those
    EventAction action{EventAction::INTERFACE_DOWN};
    std::vector<AttributeSetting> attributes; //!< SET_ATTRIBUTES
};

/// Samples along the time of a simulation.
struct TimelineSpec
{
    Ps period{0}; //!< 0: none
};

/// How far means may be off: half widths of 95 % intervals.
struct PrecisionSpec
{
    double throughput{0.01}; //!< share of it
    double share{0.001};     //!< of the offload ratio and the loss, absolute
    double delay{0};         //!< share of it; 0: whatever it is
};

/// Which part of a run is measured, and how precisely.
struct MeasureSpec
{
    bool isWhole{false};     //!< all of it but the warm-up, steady or not
    PrecisionSpec precision; //!< otherwise the run is as long as this takes
};

/// Which fidelity a scenario asks for; spot checks have both of those with packets, and trials of
/// searches are lean.
enum class FidelityChoice : uint8_t
{
    AUTO, //!< lean; fluid where that would take too long
    LEAN, //!< packet by packet
    FULL, //!< packet by packet through ns-3's IP stack
    FLUID //!< rates between events of the control plane
};

/**
 * @ingroup ipsec-offload
 * One point of an experiment: everything that a simulation and a closed form need.
 */
struct Scenario
{
    TopologySpec topology;                 //!< which network
    std::map<std::string, LinkSpec> links; //!< by role
    std::map<std::string, NodeSpec> nodes; //!< by role
    PopulationSpec population;
    TrafficSpec traffic;
    std::vector<EventSpec> events;                 //!< in the order of the file
    TimelineSpec timeline;                         //!< samples along the time
    MeasureSpec measure;                           //!< what to measure
    FidelityChoice fidelity{FidelityChoice::AUTO}; //!< how to simulate it
    uint32_t seed{1};                              //!< of ns-3's generators

    /** @return the role of the measured node, such as "server" */
    const char* GetMeasuredRole() const
    {
        return topology.measuredRole.empty() ? topology.generator->measured
                                             : topology.measuredRole.c_str();
    }

    /** @return the role of the nodes at the other ends of the SAs, such as "peer" */
    const char* GetFarRole() const
    {
        return topology.farRole.empty() ? topology.generator->far : topology.farRole.c_str();
    }

    /** @return the role of the link that carries the measured node's protected traffic */
    const char* GetMeasuredLinkRole() const
    {
        return topology.measuredLinkRole.empty() ? topology.generator->measuredLink
                                                 : topology.measuredLinkRole.c_str();
    }

    /** @return its nodes and links */
    NetworkGraph MakeGraph() const;

    /**
     * @param graph its nodes and links
     * @return the paths of the protected datagrams, one for each pair of nodes with SAs
     */
    std::vector<ProtectedPath> FindPaths(const NetworkGraph& graph) const;

    /** @return the measured node (one of them, where there are several) */
    const NodeSpec& GetMeasured() const
    {
        return nodes.at(GetMeasuredRole());
    }

    /** @return the link that carries its protected traffic */
    const LinkSpec& GetMeasuredLink() const
    {
        return links.at(GetMeasuredLinkRole());
    }

    /** @return mean octets of what is sent at once: a clear IP datagram, or all segments of a
     * super-segment */
    double GetMeanLength() const;

    /** @return segments that a super-segment falls into; 1 when there are none */
    double GetSegmentsPerPacket() const;

    /** @return offered datagrams, or super-segments, per second and direction; with a ramp, where
     * its factor is 1 */
    double GetPacketRate() const;

    /** @return seconds from the start of the traffic to its end; with random gaps, in the mean */
    double GetSendingTime() const;

  private:
    Segmentation GetCut() const;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_H */

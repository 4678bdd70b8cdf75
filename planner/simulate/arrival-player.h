/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ARRIVAL_PLAYER_H
#define IPSEC_OFFLOAD_PLANNER_ARRIVAL_PLAYER_H

#include "fate-recorder.h"

#include "planner/network/flow-plan.h"

#include "ns3/address.h"
#include "ns3/ipsec-ip-address.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Sends a source's arrivals in full fidelity: the same datagrams at the same instants as in lean.
 */
class ArrivalPlayer
{
  public:
    /**
     * @param node who sends
     * @param number of the source
     * @param source its flows; must outlive this object
     */
    ArrivalPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source);
    virtual ~ArrivalPlayer();

    ArrivalPlayer(const ArrivalPlayer&) = delete;
    ArrivalPlayer& operator=(const ArrivalPlayer&) = delete;

    /**
     * @param traffic the arrivals
     * @param recorder who writes down what is sent; must outlive this object
     * @param follower follows one datagram; nullptr: nobody does; must outlive this object
     */
    void Start(Ptr<TrafficSource> traffic, FateRecorder& recorder, PacketFollower* follower);

  protected:
    /**
     * @param flow position of the flow
     * @param packet the payload of the UDP datagram
     */
    virtual void Send(uint32_t flow, const Ptr<Packet>& packet) = 0;

    /** @return who sends */
    const Ptr<Node>& GetNode() const
    {
        return m_node;
    }

    /** @return its flows */
    const PlannedSource& GetSource() const
    {
        return m_source;
    }

  private:
    void ScheduleNext();
    void Arrive();
    void Follow(const Ptr<const Packet>& packet) const;

    Ptr<Node> m_node;                    //!< who sends
    uint32_t m_number;                   //!< of the source
    const PlannedSource& m_source;       //!< its flows
    Ptr<TrafficSource> m_traffic;        //!< the arrivals
    FateRecorder* m_recorder{nullptr};   //!< writes down what is sent
    PacketFollower* m_follower{nullptr}; //!< may follow a datagram
    uint64_t m_sent{0};                  //!< datagrams so far
    TrafficArrival m_next{};             //!< waits for its time
};

/**
 * @ingroup ipsec-offload
 * Sends through UDP sockets, one per own address and port.
 */
class SocketPlayer : public ArrivalPlayer
{
  public:
    /**
     * @param node who sends
     * @param number of the source
     * @param source its flows; must outlive this object
     */
    SocketPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source);

  protected:
    void Send(uint32_t flow, const Ptr<Packet>& packet) override;

  private:
    std::vector<Ptr<Socket>> m_sockets;  //!< per flow
    std::vector<Address> m_destinations; //!< per flow
};

/**
 * @ingroup ipsec-offload
 * Hands whole IP datagrams to a device, as a traffic generator does: no stack, any source address.
 */
class GeneratorPlayer : public ArrivalPlayer
{
  public:
    /**
     * @param node who sends, through its only device
     * @param number of the source
     * @param source its flows; must outlive this object
     */
    GeneratorPlayer(Ptr<Node> node, uint32_t number, const PlannedSource& source);

  protected:
    void Send(uint32_t flow, const Ptr<Packet>& packet) override;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ARRIVAL_PLAYER_H */

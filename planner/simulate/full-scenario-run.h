/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FULL_SCENARIO_RUN_H
#define IPSEC_OFFLOAD_PLANNER_FULL_SCENARIO_RUN_H

#include "arrival-player.h"
#include "fate-recorder.h"
#include "ns-3-network.h"
#include "packet-scenario-run.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A scenario in full fidelity: ns-3 nodes with their whole IP stack, IpsecLayer and
 * IpsecPointToPointNetDevice, and UDP sockets that play the arrivals that lean fidelity generates.
 * It records every packet's fate.
 */
class FullScenarioRun : public PacketScenarioRun
{
  public:
    /** @param scenario the scenario, resolved for a point; must outlive this object */
    explicit FullScenarioRun(const Scenario& scenario);

    void FollowPacket(StepListener& listener,
                      LeanNetwork::StepChooser choose,
                      std::function<void(Ps)> ended) override;

  protected:
    Ptr<IpsecNode> MakeNode(uint32_t number) override;
    NicPair MakeLink(uint32_t number) override;
    void FinishLink(uint32_t number) override;
    void FinishNetwork() override;
    void ChangeRoutes(uint32_t port) override;
    void StartSources(const std::vector<Ptr<TrafficSource>>& sources, PacketTally& tally) override;
    uint64_t GetInFlight() const override;
    std::vector<FateList> GetFates() const override;

  private:
    void Listen();
    void OpenSink(uint32_t node, bool ipv6, uint16_t port);
    void Receive(Ptr<Socket> socket);
    void Count(Ptr<NetDevice>,
               Ptr<const Packet> packet,
               uint16_t etherType,
               const Address&,
               const Address&,
               NetDevice::PacketType);
    void WatchPackets();
    std::unique_ptr<ArrivalPlayer> MakePlayer(uint32_t source) const;

    Ns3Network m_network;                                  //!< nodes, stacks and devices
    std::unique_ptr<PacketFollower> m_follower;            //!< follows a datagram; may be nullptr
    std::unique_ptr<FateRecorder> m_recorder;              //!< writes down what becomes of packets
    std::vector<std::unique_ptr<ArrivalPlayer>> m_players; //!< the sources
    std::vector<Ptr<Socket>> m_sinks;                      //!< who listens
};

/**
 * @ingroup ipsec-offload
 * Simulate a scenario in full fidelity. Seed and run number are set before; destroys the simulator
 * at the end.
 * @param scenario the scenario, resolved for a point
 * @return what it left behind, every packet's fate included
 */
RunRecord RunFull(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FULL_SCENARIO_RUN_H */

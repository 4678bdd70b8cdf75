/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FATE_RECORDER_H
#define IPSEC_OFFLOAD_PLANNER_FATE_RECORDER_H

#include "packet-follower.h"

#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipsec-types.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/lean-packet-fate.h"
#include "ns3/lean-packet-tally.h"
#include "ns3/packet.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Watches full fidelity and writes down what becomes of every datagram, in the words of lean
 * fidelity. A datagram is known by ns-3's packet uid, which copies, headers, ESP and fragments of
 * it keep.
 *
 * A network may duplicate datagrams, deliver fragments late and mix those of several datagrams, so
 * one may end more than once. A delivery outranks a loss, a loss with a reason outranks a lost
 * fragment, and among equals the first counts.
 */
class FateRecorder
{
  public:
    /**
     * @param sources how many there are
     * @param tally hears how each datagram ends; must outlive this object
     */
    FateRecorder(size_t sources, PacketTally& tally);

    FateRecorder(const FateRecorder&) = delete;
    FateRecorder& operator=(const FateRecorder&) = delete;

    /** @param follower hears how its datagram ends; must outlive this object */
    void SetFollower(PacketFollower* follower)
    {
        m_follower = follower;
    }

    /** @param node whose decisions to watch */
    void Watch(const Ptr<IpsecNode>& node);

    /** @param ipv4 a host's, whose reassembly to watch */
    void Watch(const Ptr<Ipv4L3Protocol>& ipv4);

    /** @param device whose drops to watch */
    void Watch(const Ptr<IpsecPointToPointNetDevice>& device);

    /**
     * A source is about to send.
     * @param source which
     * @param packet its payload
     * @param length octets of the IP datagram
     */
    void Sent(uint32_t source, const Ptr<const Packet>& packet, uint32_t length);

    /** @param packet the payload that a socket received */
    void Delivered(const Ptr<const Packet>& packet);

    /** @return datagrams sent and neither delivered nor lost */
    uint64_t GetInFlight() const
    {
        return m_inFlight;
    }

    /** @return the fates, per source */
    const std::vector<FateList>& GetFates() const
    {
        return m_fates;
    }

  private:
    /// Which datagram a packet is.
    struct Identity
    {
        uint32_t source;
        uint64_t number;
        Ps sentAt;
        bool ended; //!< delivered or lost, or a fragment of it; not under way any more
    };

    Identity* Find(uint64_t uid);
    void SeeOutput(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa);
    void SeeInput(Ps now, const PacketDescriptor& packet, const SecurityAssociation* sa);
    void SeeNicDrop(Ptr<const Packet> packet, NicDrop drop, IpsecDirection direction);
    void SeeWhole(const Ipv4Header& header, Ptr<const Packet> payload, uint32_t interface);
    bool End(Identity& identity, Ps now, PacketFate::End end, uint8_t drop);
    void LeaveWay(Identity& identity, Ps now, PacketFate::End end, uint8_t drop);
    template <typename Drop>
    void Lose(Identity& identity, Ps now, PacketFate::End end, Drop drop, bool fragment);

    PacketTally& m_tally;                              //!< hears how datagrams end
    PacketFollower* m_follower{nullptr};               //!< hears how one ends
    std::unordered_map<uint64_t, Identity> m_identity; //!< by uid
    std::vector<FateList> m_fates;                     //!< see GetFates()
    uint64_t m_inFlight{0};                            //!< see GetInFlight()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FATE_RECORDER_H */

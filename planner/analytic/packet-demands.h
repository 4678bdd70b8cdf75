/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PACKET_DEMANDS_H
#define IPSEC_OFFLOAD_PLANNER_PACKET_DEMANDS_H

#include "slot-assignment.h"

#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-node.h"
#include "ns3/ptr.h"
#include "ns3/security-association.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * One end of the protected way: its kernel and host as a simulation has them, to be asked what a
 * packet costs there.
 */
class ProtectingEnd
{
  public:
    /**
     * @param spec the node
     * @param addresses of its NIC's interface
     */
    ProtectingEnd(const NodeSpec& spec, std::vector<IpAddress> addresses);

    /** @return the node, without any SA */
    const IpsecNode& GetNode() const
    {
        return *m_node;
    }

    /** @return its NIC's profile */
    const NicProfile& GetNic() const
    {
        return m_nic;
    }

    /** @return true when its kernel offloads what it forwards (R127) */
    bool OffloadsForwarded() const
    {
        return m_offloadsForwarded;
    }

    /** @return how its kernel offers SAs */
    const OfferRules& GetOfferRules() const
    {
        return m_offerRules;
    }

    /**
     * @param population the SAs
     * @param config one of them
     * @param direction of it, seen from this end
     * @return true when it is offered to the NIC, and the NIC takes that direction if it has room
     */
    bool Takes(const PopulationSpec& population,
               const SaConfig& config,
               IpsecDirection direction) const;

  private:
    Ptr<IpsecNode> m_node;              //!< kernel and host
    NicProfile m_nic;                   //!< what NIC it is
    std::vector<IpAddress> m_addresses; //!< of its NIC's interface
    bool m_offloadsForwarded{false};    //!< R127
    OfferRules m_offerRules;            //!< see GetOfferRules()
};

/**
 * @param member a client or tunnel
 * @param population the SAs
 * @param transmit from the near side
 * @return the SA of one direction
 */
SaConfig SaConfigOf(const PlannedMember& member, const PopulationSpec& population, bool transmit);

/// What a packet is on one link in ESP form.
struct EspOnLink
{
    double wireBits{0}; //!< with frame overhead
    double octets{0};   //!< of IP, of all fragments
    double packets{0};  //!< fragments; 1 when it is whole
};

/// What one kind of packet needs on its way, each a mean over its sizes if it has several.
struct PacketDemand
{
    double share{0};    //!< of all packets of a flow whose SA is in the sender's NIC, or is not
    double octets{0};   //!< clear IP
    bool tagged{false}; //!< the sender's NIC makes the ESP
    bool decryptable{false}; //!< the receiver's NIC can undo it: whole on the wire

    double arriveCycles{0};        //!< at a gateway that will protect it
    double sendCycles{0};          //!< at the sender, ESP in software included
    double sendThreadCycles{0};    //!< of a crypto thread there
    double receiveCycles{0};       //!< at the receiver, ESP in software included
    double receiveThreadCycles{0}; //!< of a crypto thread there
    double receiveTaggedCycles{0}; //!< at the receiver when its NIC has decrypted
    double forwardCycles{0};       //!< at a gateway that has unprotected it
    double deliverCycles{0};       //!< at the application's core, where that is its own

    double clearWireBits{0};    //!< on a link, in clear form: it fits all of them
    std::vector<EspOnLink> esp; //!< by link from the sender to the receiver
};

/**
 * @ingroup ipsec-offload
 * What packets of one address family need, worked out for each size of the mix by the classes that
 * the simulation uses, then averaged.
 */
class PacketDemands
{
  public:
    /**
     * @param scenario a scenario, resolved for a point
     * @param member a client or tunnel of the family
     * @param sender who protects
     * @param receiver who unprotects
     * @param mtus octets of IP, of the links from the sender to the receiver: the sender cuts what
     * is longer than the first, routers what is longer than a later one
     * @param transmit true from the measured node's side to the other one
     * @param forwarded sender and receiver are gateways
     */
    PacketDemands(const Scenario& scenario,
                  const PlannedMember& member,
                  const ProtectingEnd& sender,
                  const ProtectingEnd& receiver,
                  const std::vector<uint32_t>& mtus,
                  bool transmit,
                  bool forwarded);

    /**
     * @param inNic whether the SA is in the sender's NIC
     * @param bySize whether packets of different sizes are of different kinds
     * @return the kinds of packets of a flow
     */
    const std::vector<PacketDemand>& Of(bool inNic, bool bySize) const
    {
        return m_kinds[inNic][bySize];
    }

    /** @return true when the sender's NIC takes this SA if it has room */
    bool SenderTakes() const
    {
        return m_senderTakes;
    }

    /** @return true when the receiver's NIC takes this SA if it has room */
    bool ReceiverTakes() const
    {
        return m_receiverTakes;
    }

    /**
     * @return true when NIC and software of the sender send packets of one SA, each with numbers of
     * its own, so that the receiver takes some for replays (R143)
     */
    bool SplitsNumbers() const
    {
        return m_splitsNumbers;
    }

  private:
    bool m_splitsNumbers;                                            //!< see SplitsNumbers()
    bool m_senderTakes;                                              //!< see SenderTakes()
    bool m_receiverTakes;                                            //!< see ReceiverTakes()
    std::array<std::array<std::vector<PacketDemand>, 2>, 2> m_kinds; //!< see Of()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PACKET_DEMANDS_H */

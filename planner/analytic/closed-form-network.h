/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_NETWORK_H

#include "binding.h"
#include "closed-form-paths.h"
#include "closed-form-ways.h"
#include "closed-form.h"
#include "context-misses.h"
#include "fluid-network.h"
#include "packet-demands.h"

#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * All that is finite in a scenario, as the gates of a FluidNetwork, and the ways of its packets
 * through them: cores, crypto threads, fetch units, ciphers, ceilings of cards, and links.
 */
class ClosedFormNetwork
{
  public:
    /// What it is made of; all of it must outlive the network.
    struct Parts
    {
        const Scenario& scenario;     //!< resolved for a point
        const ClosedFormPaths& paths; //!< where packets go
        const ProtectingEnd& near;    //!< the measured node
        const ProtectingEnd& far;     //!< the node on the other side, or each of them
    };

    /**
     * @param parts the network
     * @param member a client or tunnel
     * @param flow one of its flows
     * @param transmit direction of the flow
     * @param sa that protects it
     * @return its way
     */
    static Way FindWay(const Parts& parts,
                       const PlannedMember& member,
                       const PlannedFlow& flow,
                       bool transmit,
                       const SaConfig& sa);

    /// Misses of all cards.
    struct Misses
    {
        ContextMisses near;
        std::vector<ContextMisses> far; //!< by far node
    };

    /// A queue in front of a NIC's cipher and a wire.
    struct Ring
    {
        uint32_t gate;
        uint32_t wire;    //!< bits
        uint32_t bits;    //!< cipher
        uint32_t packets; //!< cipher
    };

    /// A core or a cipher: one queue, one resource.
    struct Station
    {
        uint32_t gate;
        uint32_t resource;
    };

    /// Ceilings of a NIC, by transmit.
    struct Ceilings
    {
        std::array<Ring, 2> port;
        std::array<Ring, 2> card;
        bool isAny{false}; //!< otherwise nothing need be asked
    };

    /// What a node has.
    struct Place
    {
        std::vector<Station> cores;   //!< none: its work takes no time
        std::vector<Station> threads; //!< for ciphers
        Ring receive;                 //!< its NIC's cipher for what arrives; no wire
        bool isOneCipher{false};      //!< its NIC has one for both directions
        std::array<Ring, 2> cipher;   //!< by transmit: of its NIC's one cipher; no wire
        std::array<Station, 2> fetch; //!< by transmit: of its NIC's fetch unit
        ContextMisses misses;         //!< what that has to do per packet
        Ceilings own;                 //!< of its NIC on the protected side
        Ceilings lan;                 //!< of a gateway's other NIC
    };

    /// Where a packet has got to.
    enum class Stage : uint8_t
    {
        DECIDED,     //!< the sender's kernel has it in clear
        PROTECTED,   //!< its core is done with it
        SENT,        //!< its NIC has put it on the wire
        ARRIVED,     //!< at the receiver's NIC
        HANDED_UP,   //!< by the receiver's NIC
        UNPROTECTED, //!< by the receiver's NIC or core
        DELIVERED,   //!< at its end
        COUNT
    };

    /// A flow of the fluid network.
    struct Passage
    {
        uint32_t flow; //!< its number there
        std::array<uint32_t, static_cast<size_t>(Stage::COUNT)>
            visits; //!< by stage: how many gates are behind it
    };

    /**
     * @param parts what it is made of
     * @param misses of the cards' context caches
     * @param scope what is finite
     */
    ClosedFormNetwork(const Parts& parts, const Misses& misses, ClosedForm::Scope scope);

    /**
     * @param way of the packets
     * @param rate packets per second
     * @param demand of the packets
     * @param decrypted by the receiver's NIC
     * @return the flow
     */
    Passage AddFlow(const Way& way, double rate, const PacketDemand& demand, bool decrypted);

    /** @return the network, to be solved */
    FluidNetwork& GetFluid()
    {
        return m_network;
    }

    /** @return the network, to be asked */
    const FluidNetwork& GetFluid() const
    {
        return m_network;
    }

    /** @return the measured node */
    const Place& GetNear() const
    {
        return m_near;
    }

    /** @param link number of a link @param transmit the direction @return the queue in front of it
     */
    const Ring& GetLine(uint32_t link, bool transmit) const
    {
        return m_lines[transmit][link];
    }

    /** @return all that is finite; the cores of a node are one of them */
    const std::map<Binding, std::vector<uint32_t>>& GetResources() const
    {
        return m_resources;
    }

    /** @return true when a node has a full core or crypto thread for both directions: which of them
     * finds the room is not known */
    bool SharesFullCores() const;

    /** @return directions that use a card at once */
    uint64_t CountUsers() const;

  private:
    /// What a packet asks of a ring.
    struct RingLoad
    {
        double wireBits;
        double cipherBits; //!< 0: only its wire
        bool isPiece;      //!< it is in fragments
    };

    /// A flow's packets on their way through the gates.
    struct Trip
    {
        std::vector<FluidNetwork::Visit> visits{}; //!< so far; no gate twice in a row
        double spacing{0};                         //!< of the line over which they have come

        /// @param visit the next one
        void Visit(FluidNetwork::Visit visit)
        {
            FluidNetwork::Append(visits, std::move(visit));
        }
    };

    Place AddPlace(const ProtectingEnd& end, const std::string& node, const ContextMisses& misses);
    static void PassCeilings(Trip& trip,
                             const Ceilings& ceilings,
                             bool transmit,
                             double bits,
                             double packets);
    static void PassCard(Trip& trip,
                         const Place& place,
                         bool transmit,
                         double misses,
                         double cipherBits);
    Ring AddLink(uint32_t link, bool transmit);
    Ring AddRing(uint64_t bits, uint64_t packets, const Binding& resource);
    Ceilings AddCeilings(const NicProfile& nic, const std::string& node);
    uint32_t AddResource(uint32_t gate, double capacity, const Binding& resource);
    double Limit(uint64_t capacity) const;
    bool HasFullCores(const Place& place) const;
    std::string GetRole(bool near) const;
    Binding At(const std::string& role, Resource resource) const;
    void Arrive(Trip& trip, const Way& way, const PacketDemand& demand) const;
    void Protect(Trip& trip, const Way& way, const PacketDemand& demand) const;
    void TakeIn(Trip& trip, const Way& way, const PacketDemand& demand, bool decrypted) const;
    void Unprotect(Trip& trip, const Way& way, const PacketDemand& demand, bool decrypted) const;
    void Forward(Trip& trip, const Way& way, const PacketDemand& demand, bool decrypted) const;
    static void Work(Trip& trip, const std::vector<Station>& cores, uint32_t core, double cycles);
    static void WorkInThread(Trip& trip,
                             const std::vector<Station>& threads,
                             uint32_t thread,
                             double cycles);
    static void Pass(Trip& trip, const Ring& ring, const RingLoad& load);
    void Cross(Trip& trip, uint32_t link, bool transmit, const RingLoad& load) const;

    Parts m_parts;                                        //!< what it is made of
    ClosedForm::Scope m_scope;                            //!< what is finite
    FluidNetwork m_network;                               //!< what is built
    std::map<Binding, std::vector<uint32_t>> m_resources; //!< see GetResources()
    Place m_near;                                         //!< the measured node
    std::vector<Place> m_far;                             //!< the others
    std::array<std::vector<Ring>, 2> m_lines;             //!< by direction and number of the link
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_NETWORK_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H

#include "closed-form-model.h"
#include "fluid-network.h"

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// Builds the fluid network of one share of SAs and reads its answer.
class ClosedForm::Model::Assembly
{
  public:
    /**
     * @param model what does not change
     * @param held shares of SAs in the measured node's NIC
     * @param misses of the cards' context caches
     * @param scope what is finite
     * @param bySize packets of different sizes are different flows
     */
    Assembly(const Model& model,
             const DirectionShares& held,
             const Misses& misses,
             Scope scope,
             bool bySize);

    /// @return the answer
    ClosedFormPoint Solve();

    /// @return true when the answer would be another one by size; after Solve()
    bool DependsOnSizes() const
    {
        return m_network.IsLossySpaced();
    }

  private:
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
        std::vector<FluidNetwork::Visit> visits{}; //!< so far
        double spacing{0};                         //!< of the line over which they have come
    };

    Place AddPlace(const ProtectingEnd& end, const std::string& node, const ContextMisses& misses);
    static void PassCeilings(std::vector<FluidNetwork::Visit>& visits,
                             const Ceilings& ceilings,
                             bool transmit,
                             double bits,
                             double packets);
    static void PassCard(std::vector<FluidNetwork::Visit>& visits,
                         const Place& place,
                         bool transmit,
                         double misses,
                         double cipherBits);
    Ring AddLink(uint32_t link, bool transmit);
    Ring AddRing(uint64_t bits, uint64_t packets, const Binding& resource);
    Ceilings AddCeilings(const NicProfile& nic, const std::string& node);
    uint64_t CountUsers() const;
    uint32_t AddResource(uint32_t gate, double capacity, const Binding& resource);
    double Limit(uint64_t capacity) const;
    Binding At(const std::string& role, Resource resource) const;
    bool HasFullCores(const Place& place) const;
    double GetThroughput() const;
    Binding FindBinding(double throughput);
    void AddWay(const Way& way, double rate);
    void AddFlow(const Way& way, double rate, const PacketDemand& demand, bool decrypted);
    void Protect(Trip& trip, const Way& way, const PacketDemand& demand) const;
    void Unprotect(Trip& trip, const Way& way, const PacketDemand& demand, bool decrypted) const;
    static void Work(Trip& trip, const std::vector<Station>& cores, uint32_t core, double cycles);
    static void WorkInThread(Trip& trip,
                             const std::vector<Station>& threads,
                             uint32_t thread,
                             double cycles);
    static void Pass(Trip& trip, const Ring& ring, const RingLoad& load);
    void Cross(Trip& trip, uint32_t link, bool transmit, const RingLoad& load) const;

    const Model& m_model;                                 //!< what does not change
    DirectionShares m_held;                               //!< at the measured node
    Scope m_scope;                                        //!< what is finite
    FluidNetwork m_network;                               //!< what is built
    bool m_bySize;                                        //!< see the constructor
    std::map<Binding, std::vector<uint32_t>> m_resources; //!< all that is finite; the cores of a
                                                          //!< node are one of them
    Place m_near;                                         //!< the measured node
    std::vector<Place> m_far;                             //!< the others
    std::array<std::vector<Ring>, 2> m_lines;             //!< by direction and number of the link
    std::vector<std::pair<uint32_t, double>> m_shown; //!< flows of the direction shown, their bits
    bool m_splitsNumbers{false};                      //!< see PacketDemands
    double m_tagged{0};      //!< octets per second tagged or decrypted at the measured node
    double m_protectable{0}; //!< octets per second that could be
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "slot-assignment.h"

#include "packet-demands.h"

#include "planner/network/address-plan.h"
#include "planner/topology/network-graph.h"

#include "ns3/ipsec-install-list.h"
#include "ns3/nic-slots.h"
#include "ns3/offload-driver.h"
#include "ns3/sa-acceptance.h"
#include "ns3/sa-context.h"

#include <memory>
#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// A NIC to which SAs are offered, without the time that it takes (SaInstaller).
class OfferedNic
{
  public:
    /// @param profile what NIC it is; kept by reference @param addresses of its interface
    OfferedNic(const NicProfile& profile, const std::vector<IpAddress>& addresses)
        : m_profile(profile),
          m_addresses(addresses),
          m_slots(profile),
          m_rules(profile)
    {
    }

    /// What became of an offer.
    struct Answer
    {
        DriverAnswer kind{DriverAnswer::ACK};
        bool transmit{false}; //!< packets that are sent are offloaded
        bool receive{false};  //!< packets that are received are offloaded
    };

    /// @param config an SA @param told what the kernel says of its direction @param vlan id of the
    /// interface @return the answer
    Answer Offer(const SaConfig& config, IpsecDirection told, uint16_t vlan)
    {
        const auto acceptance = AssessSa(m_profile, config, told, m_addresses);
        ++m_offers;
        if (!acceptance.IsTaken() ||
            (m_profile.refuseEvery != 0 && m_offers % m_profile.refuseEvery == 0))
        {
            return {NicProfile::AnswerOf(m_profile.refusalError)};
        }
        SaContext first; // inbound goes first (N13)
        first.config = config;
        first.vlan = vlan;
        SaContext second = first;
        first.receive = acceptance.receive;
        second.transmit = acceptance.transmit;
        if (first.receive && !Install(first, nullptr))
        {
            return {m_answerWhenFull};
        }
        if (second.transmit && !Install(second, first.receive ? &first : nullptr))
        {
            if (first.receive)
            {
                m_slots.Lose(first);
                m_rules.Remove(first);
            }
            return {m_answerWhenFull};
        }
        return {DriverAnswer::ACK, acceptance.transmit, acceptance.receive};
    }

    /// @return what is taken
    SlotCounts CountUsed() const
    {
        return {m_slots.GetTxUsed(0), m_slots.GetRxUsed(0)};
    }

  private:
    /// @param context a direction of an SA @param present what of it is there already
    /// @return true when there was room for it
    bool Install(const SaContext& context, const SaContext* present)
    {
        // Full flow tables are a fault, whatever the profile says of full slots.
        if (!m_rules.HasRoom(context))
        {
            m_answerWhenFull = DriverAnswer::FAULT;
            return false;
        }
        if (!m_slots.HasRoom(0, context, present))
        {
            m_answerWhenFull = NicProfile::AnswerOf(m_profile.fullError);
            return false;
        }
        m_slots.Take(context, present);
        m_rules.Add(context);
        return true;
    }

    const NicProfile& m_profile;                        //!< what NIC it is
    const std::vector<IpAddress>& m_addresses;          //!< of its interface
    NicSlots m_slots;                                   //!< contexts
    NicFlowTables m_rules;                              //!< rules of these
    uint64_t m_offers{0};                               //!< so far
    DriverAnswer m_answerWhenFull{DriverAnswer::FAULT}; //!< the last time
};

/// The kernel that goes from interface to interface with each SA.
class Offering
{
  public:
    /// @param rules of the kernel @param nics of the node @param profile of each of these
    Offering(const OfferRules& rules, const CapableNics& nics, const NicProfile& profile)
        : m_rules(rules),
          m_interfaces(nics.interfaces),
          m_free(rules.drvSpis)
    {
        for (const auto& addresses : nics.addresses)
        {
            m_nics.emplace_back(profile, addresses);
        }
    }

    /// Which interfaces' drivers are asked for an SA.
    enum class Asks
    {
        ALL,
        PROTECTED, //!< that of its traffic
        NONE
    };

    /// @param config an SA @param direction seen from the node @param asks who is asked
    /// @return true when it is offloaded where its traffic passes
    bool Offer(const SaConfig& config, IpsecDirection direction, Asks asks)
    {
        const auto told = m_rules.directionKnown ? direction : IpsecDirection::UNKNOWN; // R49
        bool isHeld = false;
        for (const auto& interface : m_interfaces)
        {
            if (m_rules.onlyNamed && (asks == Asks::NONE || !interface.isProtected))
            {
                continue;
            }
            if (m_free == 0)
            {
                if (m_rules.walkStopsOnError)
                {
                    break;
                }
                continue;
            }
            --m_free; // before the name is looked at (R14)
            if (asks == Asks::NONE || (asks == Asks::PROTECTED && !interface.isProtected))
            {
                continue;
            }
            const auto answer = m_nics[interface.nic].Offer(config, told, interface.vlan);
            isHeld |= interface.isProtected &&
                      (direction == IpsecDirection::OUT ? answer.transmit : answer.receive);
            m_free += GivesBack(answer.kind) ? 1 : 0;
            if (answer.kind == DriverAnswer::FAULT && m_rules.walkStopsOnError)
            {
                break;
            }
        }
        return isHeld;
    }

    /// @param nic number of a NIC @return what is taken in it
    SlotCounts CountUsed(uint32_t nic) const
    {
        return m_nics[nic].CountUsed();
    }

  private:
    /// @param answer of a driver @return true when the number that it was asked with is free again
    bool GivesBack(DriverAnswer answer) const
    {
        switch (answer)
        {
        case DriverAnswer::ACK:
            return false;
        case DriverAnswer::NOT_SUPPORTED:
            return m_rules.refusalFails;
        case DriverAnswer::FAULT:
            break;
        }
        return !m_rules.leakDrvSpiOnFault;
    }

    const OfferRules& m_rules;                         //!< of the kernel
    const std::vector<CapableInterface>& m_interfaces; //!< who may be asked
    std::vector<OfferedNic> m_nics;                    //!< the NICs behind them
    uint32_t m_free;                                   //!< numbers
};

/// @param population the SAs @param mayOffload whether one may be offloaded at all
/// @param rules of the kernel @return whose drivers are asked for it
Offering::Asks
AskedFor(const PopulationSpec& population, bool mayOffload, const OfferRules& rules)
{
    if (!mayOffload || population.offload == OffloadWish::NONE)
    {
        return Offering::Asks::NONE;
    }
    return rules.onlyNamed || population.offload == OffloadWish::NAMED ? Offering::Asks::PROTECTED
                                                                       : Offering::Asks::ALL;
}

/// @param profile a NIC's @return the same with room for all
NicProfile
WithRoom(NicProfile profile)
{
    profile.txSlots = NicProfile::UNLIMITED;
    profile.rxSlots = NicProfile::UNLIMITED;
    profile.rxAddresses = NicProfile::UNLIMITED;
    profile.flowTableEntries = 0;
    profile.refuseEvery = 0;
    return profile;
}

} // namespace

CapableNics
FindCapableNics(const NetworkGraph& graph, uint32_t node, uint32_t link)
{
    CapableNics nics;
    const NodeSpec& spec = *graph.GetNode(node).spec;
    if (!spec.nic.offload)
    {
        return nics;
    }
    uint32_t parent = 0;
    for (const auto number : graph.FindLinks(node))
    {
        const auto nic = static_cast<uint32_t>(nics.addresses.size());
        parent = number == link ? nic : parent;
        nics.interfaces.push_back({nic, 0, number == link});
        nics.addresses.push_back(GetNodeAddresses(graph, number, node).GetAll());
    }
    for (uint32_t vlan = 1; vlan <= spec.vlans; ++vlan)
    {
        nics.interfaces.push_back({parent, static_cast<uint16_t>(vlan), false});
    }
    return nics;
}

SlotAssignment::SlotAssignment(const ProtectingEnd& end, bool near, CapableNics nics)
    : m_end(end),
      m_near(near),
      m_nics(std::move(nics))
{
}

DirectionShares
SlotAssignment::FindShares(const PopulationSpec& population,
                           const std::vector<uint32_t>& members,
                           const std::vector<bool>& mayOffload,
                           const FlowPlan& plan) const
{
    const auto& rules = m_end.GetOfferRules();
    Offering offering(rules, m_nics, m_end.GetNic());
    DirectionShares taken{0, 0};
    DirectionShares held{0, 0};
    for (const auto number : members)
    {
        const auto& member = plan.members[number];
        const auto asks = AskedFor(population, mayOffload[number], rules);
        for (const bool fromNear : {true, false})
        {
            const auto direction = fromNear == m_near ? IpsecDirection::OUT : IpsecDirection::IN;
            const auto field =
                fromNear == m_near ? &DirectionShares::transmit : &DirectionShares::receive;
            const auto config = SaConfigOf(member, population, fromNear);
            taken.*field += m_end.Takes(population, config, direction) ? member.share : 0;
            held.*field += offering.Offer(config, direction, asks) ? member.share : 0;
        }
    }
    const auto share = [](double part, double all) { return all > 0 ? part / all : 1; };
    return {share(held.transmit, taken.transmit), share(held.receive, taken.receive)};
}

SlotCounts
SlotAssignment::CountNeeded(const PopulationSpec& population, const FlowPlan& plan) const
{
    const auto& rules = m_end.GetOfferRules();
    const NicProfile roomy = WithRoom(m_end.GetNic());
    Offering offering(rules, m_nics, roomy);
    for (const auto& member : plan.members)
    {
        for (const bool fromNear : {true, false})
        {
            offering.Offer(SaConfigOf(member, population, fromNear),
                           fromNear == m_near ? IpsecDirection::OUT : IpsecDirection::IN,
                           AskedFor(population, true, rules));
        }
    }
    for (const auto& interface : m_nics.interfaces)
    {
        if (interface.isProtected)
        {
            return offering.CountUsed(interface.nic);
        }
    }
    return {};
}

} // namespace ns3::planner

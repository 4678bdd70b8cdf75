/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "population.h"

#include "ns3/simulator.h"

/**
 * @file
 * @ingroup ipsec-offload
 * How the tunnels of a Population follow a gateway to its next address.
 */

namespace ns3::planner
{

void
Population::StartAddressChange(Ps start)
{
    const AddressChangeSpec& change = m_scenario.population.addressChange;
    if (!change.isOn)
    {
        return;
    }
    for (size_t place = 0; place < m_establishment.order.size(); ++place)
    {
        const double share =
            static_cast<double>(place) / static_cast<double>(m_establishment.order.size());
        const Ps at =
            start + change.at + static_cast<Ps>(share * static_cast<double>(change.spread));
        Simulator::Schedule(FromPs(at) - Simulator::Now(),
                            &Population::ChangeAddress,
                            this,
                            m_establishment.order[place]);
    }
}

/// The end whose address changes goes first; the other one follows when it is told (RFC 4555
/// section 3.5). @param member whose
void
Population::ChangeAddress(uint32_t member)
{
    const bool mover = !m_scenario.population.addressChange.ofFar;
    m_hasMoved[member] = true;
    FollowAddress(mover, member);
    Simulator::Schedule(FromPs(m_way), &Population::FollowAddress, this, !mover, member);
}

/**
 * Change the addresses of policies and SAs at one side. Where the kernel takes its time for an SA,
 * its packets find none and are dropped, as behind the policy that blocks them while a daemon
 * migrates it.
 * @param near which side
 * @param member whose
 */
void
Population::FollowAddress(bool near, uint32_t member)
{
    const PlannedMember& planned = m_plan.members[member];
    const auto& spd = m_ends[GetEnd(near, planned)].node->GetSpd();
    for (const bool fromNear : {true, false})
    {
        const auto follow = [spd, policy = MakePolicy(near, planned, fromNear)] {
            spd->Update(ToPs(Simulator::Now()), policy);
        };
        for (uint32_t generation = m_current[member]; generation <= m_latest[member]; ++generation)
        {
            GetDaemon(near, planned)
                .Move(SpiOf(planned, fromNear, generation),
                      GetOuter(fromNear, planned),
                      GetOuter(!fromNear, planned),
                      follow);
        }
    }
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-assembly.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// How much worse a resource is made to see whether it is the bottleneck, as share.
constexpr double NUDGE = 1e-3;

/// Less cost than this share of the nudge is none.
constexpr double LEAST_COST = 0.02;

} // namespace

ClosedForm::Model::Assembly::Assembly(const Model& model,
                                      const DirectionShares& held,
                                      const Misses& misses,
                                      Scope scope,
                                      bool bySize)
    : m_model(model),
      m_held(held),
      m_network(model.GetParts(), misses, scope),
      m_bySize(bySize)
{
    for (const auto& [way, packets] : model.m_ways)
    {
        AddWay(way, packets);
    }
}

void
ClosedForm::Model::Assembly::AddWay(const Way& way, double rate)
{
    const auto& demands = m_model.DemandsOf(way);
    const double nearShare = m_held.Of(way.transmit);
    const double farShare = m_model.GetFarShare(way.peer, !way.transmit);
    const double sendShare = demands.SenderTakes() ? (way.transmit ? nearShare : farShare) : 0;
    const double receiveShare = demands.ReceiverTakes() ? (way.transmit ? farShare : nearShare) : 0;
    m_splitsNumbers |= sendShare > 0 && demands.SplitsNumbers();
    for (const bool inNic : {false, true})
    {
        for (const auto& demand : demands.Of(inNic, m_bySize))
        {
            const double sent = rate * (inNic ? sendShare : 1 - sendShare) * demand.share;
            const double decrypted = demand.decryptable ? receiveShare : 0;
            AddFlow(way, sent * decrypted, demand, true);
            AddFlow(way, sent * (1 - decrypted), demand, false);
        }
    }
}

void
ClosedForm::Model::Assembly::AddFlow(const Way& way,
                                     double rate,
                                     const PacketDemand& demand,
                                     bool decrypted)
{
    if (rate <= 0)
    {
        return;
    }
    const auto passage = m_network.AddFlow(way, rate, demand, decrypted);
    if (way.transmit == m_model.ShowsTransmit())
    {
        m_shown.emplace_back(passage.flow, 8 * demand.octets);
        m_protectable += rate * demand.octets;
        m_tagged += (way.transmit ? demand.tagged : decrypted) ? rate * demand.octets : 0;
    }
}

ClosedFormPoint
ClosedForm::Model::Assembly::Solve()
{
    m_network.GetFluid().Solve();
    ClosedFormPoint point;
    if (m_network.GetFluid().IsLossyPieces())
    {
        point.obstacle = "full queues that drop fragments one by one";
    }
    if (m_splitsNumbers)
    {
        point.obstacle = "SAs of which NIC and software number packets, each for itself";
    }
    // Which of them finds the room depends on how each arrives: one comes from a link, one does
    // not.
    if (m_network.SharesFullCores())
    {
        point.obstacle = "how both directions share full cores";
    }
    point.saShare = m_held.Of(m_model.ShowsTransmit());
    point.ratio = m_protectable > 0 ? m_tagged / m_protectable : 0;
    point.throughput = GetThroughput();
    for (const auto& core : m_network.GetNear().cores)
    {
        const double used = m_network.GetFluid().GetUtilization(core.resource);
        point.busiestCore = std::max(point.busiestCore, used);
        point.cores += used / static_cast<double>(m_network.GetNear().cores.size());
    }
    const bool transmit = m_model.ShowsTransmit();
    const uint32_t link = m_model.m_paths.GetMeasuredLink();
    const auto& near = m_network.GetNear();
    const ClosedFormNetwork::Ring& own = transmit ? m_network.GetLine(link, true) : near.receive;
    const ClosedFormNetwork::Ring& cipher =
        m_model.m_near.GetNic().sharedCipher ? near.cipher[transmit] : own;
    point.cipher = std::max(m_network.GetFluid().GetUtilization(cipher.bits),
                            m_network.GetFluid().GetUtilization(cipher.packets));
    point.wire = m_network.GetFluid().GetUtilization(m_network.GetLine(link, transmit).wire);
    point.binding = FindBinding(point.throughput);
    return point;
}

/// @return bit/s of clear IP that arrive
double
ClosedForm::Model::Assembly::GetThroughput() const
{
    double throughput = 0;
    for (const auto& [flow, bits] : m_shown)
    {
        throughput += m_network.GetFluid().GetDelivered(flow) * bits;
    }
    return throughput;
}

/**
 * The bottleneck is what would cost most if it were a little worse: not what drops most, because
 * what stands behind it may drop the same packets.
 * @param throughput with all resources as they are
 * @return the resource
 */
Binding
ClosedForm::Model::Assembly::FindBinding(double throughput)
{
    Binding binding;
    double most = LEAST_COST * NUDGE * throughput;
    for (const auto& [resource, numbers] : m_network.GetResources())
    {
        const auto scale = [this, &numbers = numbers](double factor) {
            for (const uint32_t number : numbers)
            {
                m_network.GetFluid().Scale(number, factor);
            }
        };
        scale(1 - NUDGE);
        m_network.GetFluid().Solve();
        const double cost = throughput - GetThroughput();
        scale(1);
        if (cost > most)
        {
            most = cost;
            binding = resource;
        }
    }
    return binding;
}

} // namespace ns3::planner

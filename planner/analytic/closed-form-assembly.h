/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H

#include "closed-form-model.h"
#include "closed-form-network.h"

#include <cstdint>
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
        return m_network.GetFluid().IsLossySpaced();
    }

  private:
    double GetThroughput() const;
    Binding FindBinding(double throughput);
    void AddWay(const Way& way, double rate);
    void AddFlow(const Way& way, double rate, const PacketDemand& demand, bool decrypted);

    const Model& m_model;                             //!< what does not change
    DirectionShares m_held;                           //!< at the measured node
    ClosedFormNetwork m_network;                      //!< what is built
    bool m_bySize;                                    //!< see the constructor
    std::vector<std::pair<uint32_t, double>> m_shown; //!< flows of the direction shown, their bits
    bool m_splitsNumbers{false};                      //!< see PacketDemands
    double m_tagged{0};      //!< octets per second tagged or decrypted at the measured node
    double m_protectable{0}; //!< octets per second that could be
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_ASSEMBLY_H */

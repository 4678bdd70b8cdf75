/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NODE_H
#define IPSEC_OFFLOAD_IPSEC_NODE_H

#include "ipsec-expiry-timer.h"
#include "ipsec-input-path.h"
#include "ipsec-node-state.h"
#include "ipsec-output-path.h"
#include "ipsec-path-traces.h"

#include "ns3/object.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * IPsec of one host, without packets: owns databases, offload infrastructure and host model, and
 * the two paths that work on them. The paths are the only place where a packet's fate is decided.
 * They work on descriptors, take the time as an argument, and are called by stack/ (full fidelity)
 * and lean/ (doc/design.rst#layers).
 *
 * CheckInvariants() asserts the identities of both paths, of the databases and of the offload
 * infrastructure.
 */
class IpsecNode : public Object
{
  public:
    /// Signature of the trace source Tag.
    typedef void (*TagTracedCallback)(Ps now,
                                      const PacketDescriptor& packet,
                                      const SaHandle& handle);

    /// Signature of the trace sources Output and Input; sa is nullptr where none was used.
    typedef void (*DecisionTracedCallback)(Ps now,
                                           const PacketDescriptor& packet,
                                           const SecurityAssociation* sa);

    /// Signature of the trace source Acquire.
    typedef void (*AcquireTracedCallback)(Ps now, const AcquireRequest& request);

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecNode();
    ~IpsecNode() override;

    /** @return the node's SAD */
    Ptr<SecurityAssociationDatabase> GetSad() const
    {
        return m_state.sad;
    }

    /** @return the node's SPD */
    Ptr<SecurityPolicyDatabase> GetSpd() const
    {
        return m_state.spd;
    }

    /** @return the policies of the node's sockets */
    SocketPolicyDatabase& GetSocketPolicies()
    {
        return m_state.socketPolicies;
    }

    /**
     * SPDDELETE as PF_KEY answers it: when the worker has drained (R105, R219).
     * @param selector which
     * @param direction which
     * @param done called with the time of the answer; at once when the worker is idle
     * @return OK or NO_ENTRY; on the latter done is not called
     */
    DatabaseResult DeletePolicy(Ps now,
                                const PolicySelector& selector,
                                IpsecDirection direction,
                                std::function<void(Ps)> done);

    /**
     * SPDUPDATE as PF_KEY answers it: when the worker has drained (R93, R105).
     * @param config the policy
     * @param done called with the time of the answer; at once when the worker is idle
     * @return OK or INVALID; on the latter done is not called
     */
    DatabaseResult UpdatePolicy(Ps now, const PolicyConfig& config, std::function<void(Ps)> done);

    /** @return the node's offload infrastructure */
    Ptr<IpsecOffload> GetOffload() const
    {
        return m_state.offload;
    }

    /**
     * Give the node a host model; without one every step takes no time. Before the first packet.
     * @param profile cores and costs
     */
    void SetHost(const HostProfile& profile)
    {
        m_state.host.SetProfile(profile);
    }

    /**
     * The IKE daemon of the node exchanges keys with another one, on a core that packets use too.
     * @param exchange which, not NONE
     * @param hash chooses the core
     * @return when the work is done
     */
    Ps ExchangeKeys(Ps now, KeyExchange exchange, uint32_t hash)
    {
        return m_state.host.Book(now, exchange, hash);
    }

    /** @return the host model */
    const HostModel& GetHost() const
    {
        return m_state.host.GetModel();
    }

    /** @return what its cores have paid for */
    const CostTally& GetHostCosts() const
    {
        return m_state.host.GetTally();
    }

    /** @param encapsulates true: the host builds ESP for offloaded packets, all but the cipher */
    void SetHostEncapsulating(bool encapsulates);

    /** @return true when the host builds ESP for offloaded packets (inline crypto) */
    bool IsHostEncapsulating() const
    {
        return m_state.host.IsEncapsulating();
    }

    /** @return the way out */
    IpsecOutputPath& GetOutputPath()
    {
        return m_output;
    }

    /** @return the way out, to ask it */
    const IpsecOutputPath& GetOutputPath() const
    {
        return m_output;
    }

    /** @return the way in */
    IpsecInputPath& GetInputPath()
    {
        return m_input;
    }

    /** @return the way in, to ask it */
    const IpsecInputPath& GetInputPath() const
    {
        return m_input;
    }

    /** @return counters of the way out */
    const IpsecOutputCounters& GetOutputCounters() const
    {
        return m_output.GetCounters();
    }

    /** @return counters of the way in */
    const IpsecInputCounters& GetInputCounters() const
    {
        return m_input.GetCounters();
    }

    /**
     * Set what an attribute sets.
     * @tparam Option a member of IpsecPathOptions
     * @param value of it
     */
    template <auto Option>
    void SetOption(std::decay_t<decltype(std::declval<IpsecPathOptions>().*Option)> value)
    {
        m_state.options.*Option = value;
    }

    /**
     * Get what an attribute gets.
     * @tparam Option a member of IpsecPathOptions
     * @return its value
     */
    template <auto Option>
    auto GetOption() const
    {
        return m_state.options.*Option;
    }

    /**
     * Fix the random numbers of the node.
     * @param stream the first stream to use
     * @return how many streams were used
     */
    int64_t AssignStreams(int64_t stream);

    /** Assert all identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  protected:
    void DoDispose() override;

  private:
    IpsecDecisionTrace m_outputTrace;      //!< every decision on the way out
    IpsecDecisionTrace m_inputTrace;       //!< every decision on the way in
    IpsecTagTrace m_tagTrace;              //!< R134
    IpsecAcquireTrace m_acquireTrace;      //!< every message (R32)
    IpsecNodeState m_state;                //!< what both paths work on
    IpsecOutputPath m_output;              //!< the way out
    IpsecInputPath m_input;                //!< the way in
    std::unique_ptr<ExpiryTimer> m_expiry; //!< lets SAs and policies expire
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NODE_H */

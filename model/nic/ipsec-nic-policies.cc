/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"
#include "policy-acceptance.h"

#include "ns3/log.h"
#include "ns3/security-policy.h"

#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How a NIC's driver takes policies and drops them (N19-N21). A policy is one rule of a flow table.
 * It decides over no packet: on Ethernet transmit the tag does (N24, R102), and what arrives meets
 * the table of SAs (N33) and the kernel's own policy check.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicPolicies");

std::string
IpsecNic::WhyPolicyRefused(const PolicyConfig& config) const
{
    return ns3::WhyPolicyRefused(m_profile, config);
}

/// Run one command for a policy, unless the NIC is reset or gone meanwhile. @param now the time
/// @param duration of the command @param then what follows; the argument tells of a reset
void
IpsecNic::SubmitForPolicy(Ps now, Ps duration, std::function<void(Ps, bool)> then)
{
    ++m_commandLists;
    m_channel.Submit(now,
                     duration,
                     [this,
                      resets = m_statistics.resets,
                      then = std::move(then),
                      life = std::weak_ptr<int>(m_life)](Ps done) {
                         if (!life.expired())
                         {
                             --m_commandLists;
                             then(done, m_statistics.resets != resets);
                         }
                     });
}

void
IpsecNic::PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
    PolicyStatistics& s = m_policyStatistics;
    ++s.offers;
    const std::string why = WhyPolicyRefused(policy.GetConfig());
    if (!why.empty())
    {
        NS_LOG_INFO("policy " << policy.GetId() << " refused: " << why << " (EINVAL)");
        ++s.refused;
        done(now, DriverAnswer::NOT_SUPPORTED, 0); // any refusal is "invalid" (N21)
        return;
    }
    ++s.pending;
    CommandMaker::Work work;
    m_commands->Add(CommandKind::CREATE, GetContexts(), work);
    SubmitForPolicy(now,
                    work.duration,
                    [this, result = work.result, done = std::move(done)](Ps then, bool wasReset) {
                        PolicyStatistics& counts = m_policyStatistics;
                        --counts.pending;
                        const uint32_t room = m_profile.flowTableEntries;
                        if (wasReset || result != CommandMaker::Result::OK ||
                            (room != 0 && m_policies.size() >= room)) // N15
                        {
                            ++counts.faults;
                            done(then, DriverAnswer::FAULT, 0);
                            return;
                        }
                        ++counts.acks;
                        m_policies.insert(m_nextCookie);
                        done(then, DriverAnswer::ACK, m_nextCookie++);
                    });
}

void
IpsecNic::PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << cookie);
    if (m_policies.count(cookie) == 0)
    {
        done(now, false); // lost in a reset
        return;
    }
    SubmitForPolicy(now,
                    m_commands->Remove(1).duration,
                    [this, cookie, done = std::move(done)](Ps then, bool) {
                        const bool removed = m_policies.erase(cookie) != 0;
                        m_policyStatistics.removed += removed ? 1 : 0;
                        done(then, removed);
                    });
}

} // namespace ns3

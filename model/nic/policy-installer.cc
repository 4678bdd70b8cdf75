/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-installer.h"

#include "nic-command-queue.h"
#include "nic-profile.h"
#include "policy-acceptance-internal.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/security-policy.h"

#include <string>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PolicyInstaller");

PolicyInstaller::PolicyInstaller(const NicProfile& profile, NicCommandQueue& commands)
    : m_profile(profile),
      m_commands(commands)
{
}

void
PolicyInstaller::Install(Ps now,
                         const SecurityPolicy& policy,
                         uint32_t occupancy,
                         OffloadDriver::OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    ++m_statistics.offers;
    const std::string why = WhyPolicyRefused(m_profile, policy.GetConfig());
    if (!why.empty())
    {
        NS_LOG_INFO("policy " << policy.GetId() << " refused: " << why << " (EINVAL)");
        ++m_statistics.refused;
        done(now, DriverAnswer::NOT_SUPPORTED, 0); // any refusal is "invalid" (N21)
        return;
    }
    ++m_statistics.pending;
    CommandMaker::Work work;
    m_commands.GetMaker().Add(CommandKind::CREATE, occupancy, work);
    m_commands.Submit(now,
                      work.duration,
                      [this, result = work.result, done = std::move(done)](Ps then, bool wasReset) {
                          --m_statistics.pending;
                          const uint32_t room = m_profile.flowTableEntries;
                          if (wasReset || result != CommandMaker::Result::OK ||
                              (room != 0 && m_installed.size() >= room)) // N15
                          {
                              ++m_statistics.faults;
                              done(then, DriverAnswer::FAULT, 0);
                              return;
                          }
                          ++m_statistics.acks;
                          m_installed.insert(m_nextCookie);
                          done(then, DriverAnswer::ACK, m_nextCookie++);
                      });
}

void
PolicyInstaller::Remove(Ps now, uint64_t cookie, OffloadDriver::WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << cookie);
    if (m_installed.count(cookie) == 0)
    {
        done(now, false); // lost in a reset
        return;
    }
    m_commands.Submit(now,
                      m_commands.GetMaker().Remove(1).duration,
                      [this, cookie, done = std::move(done)](Ps then, bool) {
                          const bool removed = m_installed.erase(cookie) != 0;
                          m_statistics.removed += removed ? 1 : 0;
                          done(then, removed);
                      });
}

void
PolicyInstaller::Reset()
{
    m_statistics.lost += m_installed.size();
    m_installed.clear();
}

void
PolicyInstaller::CheckInvariants() const
{
    const Statistics& s = m_statistics;
    NS_ABORT_MSG_UNLESS(s.offers == s.refused + s.acks + s.faults + s.pending &&
                            s.acks == s.removed + s.lost + m_installed.size(),
                        "NIC driver: policies offered differ from those answered, or taken from "
                        "those there are");
}

} // namespace ns3

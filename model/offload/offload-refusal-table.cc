/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-refusal-table.h"

#include "ns3/abort.h"

#include <algorithm>

namespace ns3
{

std::string
Refusal::ToString() const
{
    const std::string text = !words.empty()                       ? words
                             : reason == SoftwareReason::REJECTED ? "refused"
                                                                  : "driver fault";
    return error.empty() ? text : text + " (" + error + ")";
}

uint16_t
RefusalTable::GetNumber(const Refusal& refusal)
{
    const auto place =
        std::find_if(m_refusals.begin(), m_refusals.end(), [&refusal](const Refusal& other) {
            return other.reason == refusal.reason && other.error == refusal.error &&
                   other.words == refusal.words;
        });
    const auto number = place - m_refusals.begin() + 1;
    if (place == m_refusals.end())
    {
        NS_ABORT_MSG_IF(number > UINT16_MAX,
                        "drivers gave more than " << UINT16_MAX << " different answers; \""
                                                  << refusal.words << "\" is one too many");
        m_refusals.push_back(refusal);
    }
    return static_cast<uint16_t>(number);
}

std::vector<RefusalTable::Share>
RefusalTable::Describe(const SoftwareCounts& counts) const
{
    std::vector<Share> shares;
    const auto& refused = counts.GetRefusals();
    for (size_t i = 1; i < SoftwareCounts::SIZE; ++i)
    {
        const auto reason = static_cast<SoftwareReason>(i);
        if (!HasRefusal(reason) && counts[reason].packets > 0)
        {
            shares.push_back({reason, DescribeReason(reason, nullptr), counts[reason]});
        }
        for (size_t number = 1; HasRefusal(reason) && number < refused.size(); ++number)
        {
            const Refusal& refusal = m_refusals[number - 1];
            if (refusal.reason == reason && refused[number].packets > 0)
            {
                shares.push_back({reason, refusal.ToString(), refused[number]});
            }
        }
    }
    return shares;
}

std::string
DescribeReason(SoftwareReason reason, const Refusal* refusal)
{
    if (refusal)
    {
        return refusal->ToString();
    }
    switch (reason)
    {
    case SoftwareReason::INTERFACE_DOWN:
        return "withdrawn: interface down";
    case SoftwareReason::DEMOTED:
        return "withdrawn: slot given to another SA";
    case SoftwareReason::WITHDRAWN:
        return "withdrawn: SA dead";
    default:
        return ToString(reason);
    }
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-log.h"

#include "ns3/ipsec-types.h"
#include "ns3/log.h"
#include "ns3/security-policy.h"

#include <iostream>
#include <string>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OffloadLog");

namespace
{

/// @param event what happened @return when, where and to whom: the begin of a line
std::string
Head(const HandleEvent& event)
{
    return std::to_string(event.now) + " ps " + event.interface->GetName() + ": SA spi " +
           SpiInWords(event.sa->GetConfig().spi) + ' ';
}

} // namespace

/// @param event what happened @param words makes the rest of the line, when it is wanted
template <typename Words>
void
OffloadLog::Write(const HandleEvent& event, Words words) const
{
    if (m_verbose)
    {
        std::clog << Head(event) << words() << std::endl;
    }
    NS_LOG_INFO(Head(event) << words());
}

void
OffloadLog::DriverAsked(const HandleEvent& event)
{
    Write(event, [&event] { return "offered as drv_spi " + std::to_string(event.drvSpi); });
}

void
OffloadLog::DriverTimedOut([[maybe_unused]] Ps now, const OffloadInterface& interface)
{
    NS_LOG_WARN(now << " ps " << interface.GetName() << ": the driver did not answer in time");
}

void
OffloadLog::OfferAnswered(const HandleEvent& event)
{
    Write(event, [&event] {
        return "drv_spi " + std::to_string(event.drvSpi) +
               (event.reason == SoftwareReason::NONE
                    ? " taken"
                    : " not taken: " + DescribeReason(event.reason, event.refusal));
    });
}

void
OffloadLog::HandleWithdrawn(const HandleEvent& event)
{
    Write(event, [&event] {
        return "drv_spi " + std::to_string(event.drvSpi) + " free: " + ToString(event.reason);
    });
}

void
OffloadLog::PolicyOffered([[maybe_unused]] Ps now,
                          [[maybe_unused]] const SecurityPolicy& policy,
                          [[maybe_unused]] const OffloadInterface& interface)
{
    NS_LOG_INFO(now << " ps " << interface.GetName() << ": policy " << policy.GetId()
                    << " offered");
}

void
OffloadLog::PolicyAnswered([[maybe_unused]] Ps now,
                           [[maybe_unused]] const SecurityPolicy& policy,
                           [[maybe_unused]] const OffloadInterface& interface,
                           [[maybe_unused]] bool taken)
{
    NS_LOG_INFO(now << " ps " << interface.GetName() << ": policy " << policy.GetId()
                    << (taken ? " taken" : " refused"));
}

} // namespace ns3

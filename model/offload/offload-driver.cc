/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-driver.h"

#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OffloadDriver");
NS_OBJECT_ENSURE_REGISTERED(OffloadDriver);

TypeId
OffloadDriver::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::OffloadDriver").SetParent<Object>().SetGroupName("IpsecOffload");
    return tid;
}

std::optional<PacketOctets>
OffloadDriver::GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    NS_LOG_FUNCTION(this << now << drvSpi << cookie);
    return std::nullopt;
}

std::optional<SequenceState>
OffloadDriver::GetSequenceState([[maybe_unused]] uint16_t drvSpi,
                                [[maybe_unused]] uint64_t cookie) const
{
    return std::nullopt;
}

void
OffloadDriver::PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    const auto answer = std::move(done);
    answer(now, DriverAnswer::NOT_SUPPORTED, 0);
}

void
OffloadDriver::PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << cookie);
    const auto answer = std::move(done);
    answer(now, false);
}

uint32_t
OffloadDriver::GetTransmitAssist([[maybe_unused]] uint16_t drvSpi) const
{
    return 0;
}

void
OffloadDriver::SetReportCallback(ReportCallback report)
{
    m_report = std::move(report);
}

void
OffloadDriver::DoDispose()
{
    m_report = nullptr;
    m_limit = nullptr;
    m_down = nullptr;
    Object::DoDispose();
}

void
OffloadDriver::Report(Ps now, uint16_t drvSpi, const PacketOctets& absolute) const
{
    if (m_report)
    {
        m_report(now, drvSpi, absolute);
    }
}

void
OffloadDriver::SetDownCallback(DownCallback down)
{
    m_down = std::move(down);
}

void
OffloadDriver::WithdrawAll(Ps now) const
{
    if (m_down)
    {
        m_down(now);
    }
}

void
OffloadDriver::SetLimitCallback(LimitCallback limit)
{
    m_limit = std::move(limit);
}

void
OffloadDriver::ReportLimit(Ps now, uint16_t drvSpi, bool hard) const
{
    if (m_limit)
    {
        m_limit(now, drvSpi, hard);
    }
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-traces.h"

namespace ns3
{

void
OffloadTraces::DriverAsked(const HandleEvent& event)
{
    m_offerTrace(event.now, *event.sa, *event.interface, event.drvSpi);
}

void
OffloadTraces::OfferAnswered(const HandleEvent& event)
{
    m_answerTrace(event.now, *event.sa, *event.interface, event.drvSpi, event.reason);
}

void
OffloadTraces::HandleWithdrawn(const HandleEvent& event)
{
    m_withdrawTrace(event.now, *event.sa, *event.interface, event.drvSpi, event.reason);
}

void
OffloadTraces::CountersReported(const CounterReport& report)
{
    m_reportTrace(report.now,
                  *report.handle.sa,
                  *report.handle.interface,
                  report.handle.drvSpi,
                  report.absolute);
}

} // namespace ns3

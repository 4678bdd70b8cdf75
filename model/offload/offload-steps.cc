/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-steps.h"

#include "ns3/ipsec-step-listener.h"

#include <string>

namespace ns3
{

namespace
{

/// @param sa an SA that was seen here @return its state
const SaOffloadState&
StateOf(const SecurityAssociation& sa)
{
    return *SaOffloadState::Find(sa);
}

/// @param code what happens to a handle @param event which handle, and when
void
AppendHandle(StepCode code, const HandleEvent& event)
{
    AppendStep(event.sa->GetSteps(), code, event.now, event.drvSpi, event.interface->GetName());
}

/// @param listener who follows the SA @param event the answer of an interface's driver
void
AppendAnswer(StepListener& listener, const HandleEvent& event)
{
    const std::string& name = event.interface->GetName();
    if (event.reason == SoftwareReason::NONE)
    {
        listener.Append({StepCode::OFFER_HANDLED, event.now, event.drvSpi, name});
        return;
    }
    const std::string reason = DescribeReason(event.reason, event.refusal);
    if (KeepsHandle(event.reason))
    {
        listener.Append({StepCode::OFFER_REJECTED, event.now, event.drvSpi, name, reason});
        return;
    }
    listener.Append({StepCode::OFFER_WITHOUT_HANDLE, event.now, name, reason});
}

} // namespace

void
OffloadSteps::OfferQueued(Ps now, const SecurityAssociation& sa, size_t ahead)
{
    AppendStep(sa.GetSteps(), StepCode::OFFER_QUEUED, now, ahead);
}

void
OffloadSteps::OfferIgnored(Ps now, const SecurityAssociation& sa)
{
    AppendStep(sa.GetSteps(),
               StateOf(sa).deinstalled ? StepCode::OFFER_IGNORED_DEINST
                                       : StepCode::OFFER_IGNORED_INST,
               now);
}

void
OffloadSteps::OfferSkipped(Ps now, const SecurityAssociation& sa)
{
    AppendStep(sa.GetSteps(),
               StateOf(sa).deinstalled ? StepCode::OFFER_MOOT_DEINST
               : StateOf(sa).installed ? StepCode::OFFER_MOOT_INST
                                       : StepCode::OFFER_MOOT_STATE,
               now);
}

void
OffloadSteps::OfferBegins(Ps now, const SecurityAssociation& sa, size_t interfaces)
{
    AppendStep(sa.GetSteps(), StepCode::OFFER_RUNS, now, interfaces);
}

void
OffloadSteps::DriverAsked(const HandleEvent& event)
{
    AppendHandle(StepCode::OFFERED, event);
}

void
OffloadSteps::OfferAnswered(const HandleEvent& event)
{
    AppendStep(event.sa->GetSteps(), AppendAnswer, event);
}

void
OffloadSteps::OfferEnds(Ps now, const SecurityAssociation& sa)
{
    AppendStep(sa.GetSteps(),
               StateOf(sa).deinstalled ? StepCode::OFFER_UNDONE : StepCode::OFFER_OVER,
               now);
}

void
OffloadSteps::SaDied(Ps now, const SecurityAssociation& sa, size_t ahead)
{
    AppendStep(sa.GetSteps(),
               StateOf(sa).forgetRecord ? StepCode::FORGET_QUEUED : StepCode::FORGET_NOTHING,
               now,
               ahead);
}

void
OffloadSteps::WithdrawalBegins(Ps now, const SecurityAssociation& sa, Ps wait)
{
    AppendStep(sa.GetSteps(), StepCode::FORGET_RUNS, now, wait, StateOf(sa).handles.size());
}

void
OffloadSteps::DeinstallAsked(const HandleEvent& event)
{
    AppendHandle(StepCode::DEINSTALL_ASKED, event);
}

void
OffloadSteps::HandleWithdrawn(const HandleEvent& event)
{
    AppendHandle(StepCode::HANDLE_GONE, event);
}

void
OffloadSteps::CountersReported(const CounterReport& report)
{
    AppendStep(report.handle.sa->GetSteps(),
               StepCode::COUNTERS_REPORTED,
               report.now,
               report.absolute.packets,
               report.absolute.octets,
               report.difference.octets,
               report.source.GetName());
}

} // namespace ns3

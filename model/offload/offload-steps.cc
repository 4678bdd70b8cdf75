/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-steps.h"

#include "ns3/step-listener.h"

#include <string>

namespace ns3
{

namespace
{

/// Who decides, in the words of an SA trace.
constexpr const char* KERNEL = "IpsecOffload";
constexpr const char* WORKER = "worker";

/// @param sa an SA that was seen here @return its state
const SaOffloadState&
StateOf(const SecurityAssociation& sa)
{
    return *SaOffloadState::Find(sa);
}

/// @param event of an interface that keeps a handle @return what kind, in words
std::string
DescribeHandle(const HandleEvent& event)
{
    return event.interface->GetName() + ": drv_spi " + std::to_string(event.drvSpi) +
           (event.reason == SoftwareReason::NONE
                ? " is HANDLED, the driver took it"
                : " is REJECTED: " + DescribeReason(event.reason, event.refusal));
}

} // namespace

void
OffloadSteps::OfferQueued(Ps now, const SecurityAssociation& sa, size_t ahead)
{
    NoteStep(sa.GetSteps(), now, KERNEL, "R37, R59", [ahead] {
        return "trigger: offer task queued behind " + GroupDigits(ahead) + " others";
    });
}

void
OffloadSteps::OfferIgnored(Ps now, const SecurityAssociation& sa)
{
    NoteStep(sa.GetSteps(), now, KERNEL, "R38", [&sa] {
        return std::string("trigger ignored: ") + (StateOf(sa).deinstalled ? "DEINST" : "INST") +
               " is set";
    });
}

void
OffloadSteps::OfferSkipped(Ps now, const SecurityAssociation& sa)
{
    NoteStep(sa.GetSteps(), now, WORKER, "R41, R42", [&sa] {
        return std::string("offer task: nothing to do, ") +
               (StateOf(sa).deinstalled ? "DEINST is set"
                : StateOf(sa).installed ? "INST is set"
                                        : "the SA is not MATURE");
    });
}

void
OffloadSteps::OfferBegins(Ps now, const SecurityAssociation& sa, size_t interfaces)
{
    NoteStep(sa.GetSteps(), now, WORKER, "R41, R43", [interfaces] {
        return "offer task runs: INST set, walk over the interfaces begins, known: " +
               std::to_string(interfaces);
    });
}

void
OffloadSteps::DriverAsked(const HandleEvent& event)
{
    NoteStep(event.sa->GetSteps(), event.now, KERNEL, "R44", [&event] {
        return event.interface->GetName() + ": offered to the driver as drv_spi " +
               std::to_string(event.drvSpi);
    });
}

void
OffloadSteps::OfferAnswered(const HandleEvent& event)
{
    if (KeepsHandle(event.reason))
    {
        NoteStep(event.sa->GetSteps(), event.now, KERNEL, "R45", [&event] {
            return DescribeHandle(event);
        });
        return;
    }
    NoteStep(event.sa->GetSteps(), event.now, KERNEL, "R16, R45, R53", [&event] {
        return event.interface->GetName() +
               ": no handle, offered once: " + DescribeReason(event.reason, event.refusal);
    });
}

void
OffloadSteps::OfferEnds(Ps now, const SecurityAssociation& sa)
{
    if (StateOf(sa).deinstalled)
    {
        NoteStep(sa.GetSteps(), now, WORKER, "R51", [] {
            return "walk over, but the SA died meanwhile: the worker undoes it";
        });
        return;
    }
    NoteStep(sa.GetSteps(), now, WORKER, "R50", [] {
        return "walk over, the record for forgetting is stored";
    });
}

void
OffloadSteps::SaDied(Ps now, const SecurityAssociation& sa, size_t ahead)
{
    NoteStep(sa.GetSteps(), now, KERNEL, "R62-R64", [&sa, ahead] {
        return StateOf(sa).forgetRecord
                   ? "DEINST set; forget task queued behind " + GroupDigits(ahead) + " others"
                   : std::string("DEINST set; no forget record: never offered, or its walk undoes");
    });
}

void
OffloadSteps::WithdrawalBegins(Ps now, const SecurityAssociation& sa, Ps wait)
{
    NoteStep(sa.GetSteps(), now, WORKER, "R65", [&sa, wait] {
        return "forget task runs: unlinks in turn, each with an epoch wait of " +
               SpanInWords(wait) + ", handles: " + std::to_string(StateOf(sa).handles.size());
    });
}

void
OffloadSteps::DeinstallAsked(const HandleEvent& event)
{
    NoteStep(event.sa->GetSteps(), event.now, KERNEL, "R65", [&event] {
        return event.interface->GetName() + ": epoch is over, driver asked to deinstall drv_spi " +
               std::to_string(event.drvSpi);
    });
}

void
OffloadSteps::HandleWithdrawn(const HandleEvent& event)
{
    NoteStep(event.sa->GetSteps(), event.now, KERNEL, "R65, R21", [&event] {
        return event.interface->GetName() + ": handle gone, drv_spi " +
               std::to_string(event.drvSpi) + " is free";
    });
}

void
OffloadSteps::CountersReported(const CounterReport& report)
{
    NoteStep(report.handle.sa->GetSteps(), report.now, "counters", "R176-R178", [&report] {
        return report.source.GetName() + " reports " + GroupDigits(report.absolute.packets) +
               " packets, " + GroupDigits(report.absolute.octets) + " octets; CURRENT +" +
               GroupDigits(report.difference.octets) + " octets";
    });
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-path-steps-internal.h"

#include "ns3/ipsec-offload.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/offload-interface.h"
#include "ns3/offload-refusal-table.h"
#include "ns3/sa-handle.h"
#include "ns3/security-association-database.h"
#include "ns3/security-association.h"
#include "ns3/security-policy.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace ns3
{

namespace
{

/// @param policy a policy, or nullptr @return what it is, on one line; empty without one
std::string
NameOf(const SecurityPolicy* policy)
{
    if (!policy)
    {
        return "";
    }
    const PolicyConfig& config = policy->GetConfig();
    std::string text = "policy " + std::to_string(policy->GetId()) + " (" +
                       config.selector.ToString() + "): " + ToString(config.direction) + " " +
                       ToString(config.kind);
    for (const auto& requirement : config.requirements)
    {
        text += " " + requirement.ToString();
    }
    return text;
}

/// @param interface an interface, or nullptr @return its name; empty without one
std::string
NameOf(const OffloadInterface* interface)
{
    return interface ? interface->GetName() : "";
}

/// @param reason why there is no handle @return the step
StepCode
StepOf(SoftwareReason reason)
{
    struct Row
    {
        SoftwareReason reason;
        StepCode code;
    };

    static constexpr Row ROWS[] = {
        {SoftwareReason::OFFLOAD_OFF, StepCode::SOFTWARE_OFFLOAD_OFF},
        {SoftwareReason::NO_INTERFACE, StepCode::SOFTWARE_NO_INTERFACE},
        {SoftwareReason::CAP_DISABLED, StepCode::SOFTWARE_CAP_DISABLED},
        {SoftwareReason::INTERFACE_DOWN, StepCode::SOFTWARE_INTERFACE_DOWN},
        {SoftwareReason::NO_HANDLE, StepCode::SOFTWARE_NOT_OFFERED},
        {SoftwareReason::NOT_YET_OFFERED, StepCode::SOFTWARE_OFFER_PENDING},
        {SoftwareReason::NAME_MISMATCH, StepCode::SOFTWARE_NAME_MISMATCH},
        {SoftwareReason::EXHAUSTED_DRV_SPI, StepCode::SOFTWARE_NO_DRV_SPI},
        {SoftwareReason::CLONED, StepCode::SOFTWARE_CLONED},
        {SoftwareReason::WITHDRAWN, StepCode::SOFTWARE_WITHDRAWN},
        {SoftwareReason::OFFER_LOST, StepCode::SOFTWARE_OFFER_LOST},
        {SoftwareReason::HANDLE_LOST, StepCode::SOFTWARE_HANDLE_LOST},
        {SoftwareReason::DEMOTED, StepCode::SOFTWARE_DEMOTED},
        {SoftwareReason::NOT_REQUESTED, StepCode::SOFTWARE_NOT_REQUESTED},
        {SoftwareReason::TRANSMIT_ONLY, StepCode::SOFTWARE_TRANSMIT_ONLY},
        {SoftwareReason::FRAGMENT, StepCode::SOFTWARE_FRAGMENT},
        {SoftwareReason::NO_CONTEXT, StepCode::SOFTWARE_NO_CONTEXT}};
    const auto* const row = std::find_if(std::begin(ROWS), std::end(ROWS), [=](const Row& one) {
        return one.reason == reason;
    });
    return row == std::end(ROWS) ? StepCode::SOFTWARE_NO_HANDLE : row->code;
}

} // namespace

void
PathSteps::Policy(StepListener& listener, Ps now, StepCode found, const SecurityPolicy* policy)
{
    listener.Append({found, now, NameOf(policy)});
}

void
PathSteps::Sa(StepListener& listener,
              Ps now,
              const SecurityAssociation* sa,
              const SecurityPolicy& policy,
              const SecurityAssociationDatabase& sad,
              bool remembered)
{
    if (!sa)
    {
        const bool drops = policy.DemandsProtection();
        listener.Append({drops ? StepCode::SA_MISSING_REQUIRED : StepCode::SA_MISSING_USE, now});
        return;
    }
    const SaConfig& config = sa->GetConfig();
    const StepCode searched = sad.GetPreferOldSa() ? StepCode::SA_OLDEST : StepCode::SA_NEWEST;
    listener.Append({remembered ? StepCode::SA_REMEMBERED : searched,
                     now,
                     config.spi,
                     config.mode,
                     sa->GetState(),
                     config.source,
                     config.destination});
}

void
PathSteps::Software(StepListener& listener,
                    Ps now,
                    const PacketDescriptor& packet,
                    const IpsecOffload& kernel,
                    const OffloadInterface* interface)
{
    if (const Refusal* refusal = kernel.GetRefusals().Find(packet.refusal))
    {
        listener.Append({StepCode::SOFTWARE_REFUSED, now, NameOf(interface), refusal->ToString()});
    }
    else
    {
        listener.Append({StepOf(packet.reason), now, packet.reason, NameOf(interface)});
    }
}

void
PathSteps::Decision(StepListener& listener,
                    Ps now,
                    const PacketDescriptor& packet,
                    const SecurityAssociation& sa,
                    const SaHandle* handle,
                    const IpsecOffload& kernel,
                    const OffloadInterface* interface,
                    const SizeLimit& limit)
{
    if (!handle)
    {
        Software(listener, now, packet, kernel, interface);
        return;
    }
    listener.Append({StepCode::HANDLE_FOUND, now, handle->drvSpi, NameOf(interface)});
    if (packet.superSegment && packet.reason == SoftwareReason::NONE)
    {
        listener.Append({StepCode::SEGMENTS_UNTESTED, now});
        return;
    }
    const EspSizes& sizes = sa.GetSizes();
    const uint32_t length = packet.superSegment ? Segmentation(packet).GetLength(0) : packet.length;
    const uint64_t exact = limit.trueLength
                               ? sizes.GetEspLength(length, packet.headerLength)
                               : sizes.GetKernelExactLength(length, packet.headerLength);
    const auto sized = [&](StepCode code) {
        listener.Append({code,
                         now,
                         exact,
                         limit.mtu,
                         length,
                         handle->estimate,
                         uint64_t{length} + handle->estimate,
                         limit.mtu});
    };
    switch (packet.reason)
    {
    case SoftwareReason::NONE:
        sized(limit.trueLength ? StepCode::SIZE_FITS_TRUE : StepCode::SIZE_FITS);
        break;
    case SoftwareReason::SIZE_ESTIMATE:
        sized(StepCode::SIZE_ESTIMATE_ABOVE);
        break;
    case SoftwareReason::SIZE_EXACT:
        sized(limit.trueLength ? StepCode::SIZE_TRUE_ABOVE : StepCode::SIZE_EXACT_ABOVE);
        break;
    case SoftwareReason::FRAGMENT:
        listener.Append({StepCode::DECIDES_FRAGMENT, now});
        break;
    case SoftwareReason::NO_TAG_MEMORY:
        listener.Append({StepCode::DECIDES_NO_TAG_MEMORY, now});
        break;
    default:
        listener.Append({StepCode::DECIDES_SOFTWARE, now, packet.reason});
    }
}

void
PathSteps::Host(StepListener& listener,
                Ps now,
                const HostModel& host,
                const HostModel::Booking& booking,
                const HostWork& work)
{
    const HostProfile& profile = host.GetProfile();
    switch (booking.refusedBy)
    {
    case HostModel::Place::NONE:
        break;
    case HostModel::Place::CORE:
        listener.Append({StepCode::CORE_FULL, now, booking.core, profile.backlog});
        return;
    case HostModel::Place::CRYPTO_THREAD:
        listener.Append({StepCode::CRYPTO_THREAD_FULL, now, profile.backlog});
        return;
    case HostModel::Place::LOOKASIDE:
        listener.Append({StepCode::ACCELERATOR_FULL, now, profile.lookaside.queue});
        return;
    }
    const auto spent = static_cast<Ps>(static_cast<double>(booking.coreCycles) * 1e12 /
                                       static_cast<double>(profile.clock));
    const Ps wait = std::max<Ps>(0, booking.coreDone - now - spent);
    // Less than one cycle is nothing but rounding.
    const bool waits = wait > PS_PER_SECOND / static_cast<Ps>(profile.clock);
    const uint64_t more = booking.coreCycles - work.cycles;
    listener.Append({StepCode::CORE_WORKS,
                     now,
                     booking.core,
                     waits ? wait : 0,
                     booking.coreCycles,
                     spent,
                     booking.interrupt ? more : 0,
                     booking.interrupt ? 0 : more});
    if (booking.memoryDone > booking.coreDone)
    {
        listener.Append(
            {StepCode::MEMORY_BEHIND, booking.coreDone, booking.memoryDone - booking.coreDone});
    }
    const Ps handed = booking.memoryDone;
    if (work.threadCycles != 0)
    {
        listener.Append(
            {StepCode::CRYPTO_THREAD_WORKS, handed, work.threadCycles, booking.done - handed});
    }
    if (work.lookasideOctets != 0)
    {
        listener.Append(
            {StepCode::ACCELERATOR_WORKS, handed, work.lookasideOctets, booking.done - handed});
    }
}

void
PathSteps::Verdict(StepListener& listener,
                   Ps done,
                   const PacketDescriptor& packet,
                   const SecurityAssociation* sa)
{
    switch (packet.drop)
    {
    case IpsecDrop::NONE:
        break;
    case IpsecDrop::SEQUENCE_OVERFLOW:
        listener.Append({StepCode::ESP_NUMBERS_USED_UP, done});
        return;
    case IpsecDrop::NOT_OFFLOADED:
        listener.Append({StepCode::OFFLOAD_WITHOUT_SOFTWARE, done});
        return;
    case IpsecDrop::SA_GONE:
        listener.Append({StepCode::ESP_SA_GONE, done});
        return;
    default:
        return; // the host said so
    }
    switch (packet.verdict)
    {
    case IpsecVerdict::OFFLOAD:
        listener.Append({StepCode::TRANSMIT_TAG, done, packet.drvSpi, packet.length});
        break;
    case IpsecVerdict::SOFTWARE: {
        const EspSizes& sizes = sa->GetSizes();
        listener.Append({StepCode::ESP_MADE,
                         done,
                         packet.esp.sequence,
                         packet.length,
                         packet.esp.length,
                         sizes.GetIvBytes(),
                         sizes.GetPadding(packet.length, packet.headerLength),
                         sizes.GetIcvBytes(),
                         sizes.GetTunnelHeader(),
                         packet.esp.destination});
        break;
    }
    case IpsecVerdict::DISCARD:
        listener.Append({StepCode::POLICY_DISCARDS, done});
        break;
    case IpsecVerdict::BYPASS:
    case IpsecVerdict::CLEAR_BY_USE:
        listener.Append({StepCode::IP_SENDS_CLEAR, done});
        break;
    default:
        break; // the SAD said so
    }
}

void
PathSteps::SaBySpi(StepListener& listener,
                   Ps now,
                   const PacketDescriptor& packet,
                   const SecurityAssociation* sa)
{
    const EspInfo& esp = packet.esp;
    if (sa)
    {
        listener.Append({StepCode::SPI_FOUND, now, esp.spi, sa->GetState(), esp.destination});
    }
    else
    {
        listener.Append({StepCode::SPI_UNKNOWN, now, esp.spi});
    }
}

void
PathSteps::Replay(StepListener& listener,
                  Ps now,
                  const ReplayWindow& window,
                  uint64_t sequence,
                  bool isNew)
{
    const StepCode checked = isNew ? StepCode::REPLAY_NEW : StepCode::REPLAY_SEEN;
    listener.Append({window.GetSize() == 0 ? StepCode::REPLAY_OFF : checked,
                     now,
                     sequence,
                     window.GetSize(),
                     window.GetLast()});
}

void
PathSteps::Opened(StepListener& listener, Ps now, const PacketDescriptor& packet)
{
    switch (packet.drop)
    {
    case IpsecDrop::NONE:
        listener.Append({StepCode::ESP_OPENED, now, packet.esp.length});
        break;
    case IpsecDrop::REPLAY:
        break; // the window said so
    case IpsecDrop::BAD_ICV:
        listener.Append({StepCode::ESP_BAD_ICV, now});
        break;
    default:
        listener.Append({StepCode::ESP_DROPS, now, packet.drop});
    }
}

void
PathSteps::ReceiveTag(StepListener& listener,
                      Ps now,
                      const PacketDescriptor& packet,
                      const SaHandle* handle)
{
    if (packet.drop == IpsecDrop::BAD_RX_TAG)
    {
        listener.Append({StepCode::RECEIVE_TAG_OUT_OF_RANGE, now, packet.drvSpi});
    }
    else if (!handle)
    {
        listener.Append({StepCode::RECEIVE_TAG_UNKNOWN, now, packet.drvSpi});
    }
    else
    {
        listener.Append({StepCode::RECEIVE_TAG,
                         now,
                         packet.drvSpi,
                         handle->sa->GetConfig().spi,
                         packet.length});
    }
}

void
PathSteps::Failed(StepListener& listener, Ps now, const PacketDescriptor& packet)
{
    if (packet.drop == IpsecDrop::HOST_BACKLOG)
    {
        listener.Append({StepCode::DRIVER_CORE_FULL, now});
    }
    else
    {
        listener.Append({StepCode::DRIVER_DROPS, now, packet.syndrome});
    }
}

void
PathSteps::PolicyCheck(StepListener& listener,
                       Ps now,
                       const PacketDescriptor& packet,
                       const SecurityPolicy* policy,
                       const TransformHistory& history)
{
    const bool accepted = packet.drop == IpsecDrop::NONE;
    const StepCode whole = accepted ? StepCode::INPUT_ACCEPTED : StepCode::INPUT_REFUSED;
    const StepCode fragment =
        accepted ? StepCode::INPUT_FRAGMENT_ACCEPTED : StepCode::INPUT_FRAGMENT_REFUSED;
    StepRecord step(packet.fragment ? fragment : whole, now, NameOf(policy));
    for (const auto& record : history)
    {
        step.Add(record.protocol);
        step.Add(record.mode);
        step.Add(record.spi);
    }
    listener.Append(step);
}

} // namespace ns3

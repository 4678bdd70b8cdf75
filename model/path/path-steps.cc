/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "path-steps-internal.h"

#include "ns3/flow-cache.h"
#include "ns3/offload-interface.h"
#include "ns3/refusal-table.h"
#include "ns3/sa-handle.h"
#include "ns3/security-association.h"
#include "ns3/security-policy.h"
#include "ns3/segment-cut.h"
#include "ns3/step-listener.h"

#include <algorithm>
#include <string>

namespace ns3
{

namespace
{

/// @param policy a policy @return what it is, on one line
std::string
InWords(const SecurityPolicy& policy)
{
    const PolicyConfig& config = policy.GetConfig();
    std::string text = "policy " + std::to_string(policy.GetId()) + " (" +
                       config.selector.ToString() + "): " + ToString(config.direction) + " " +
                       ToString(config.kind);
    for (const auto& requirement : config.requirements)
    {
        text += " " + requirement.ToString();
    }
    return text;
}

/// @param octets a length @return "1 420 octets"
std::string
Octets(uint64_t octets)
{
    return GroupDigits(octets) + " octets";
}

/// @param left a length @param right a limit @return "1 466 <= 1 500"
std::string
Compared(uint64_t left, uint64_t right)
{
    return GroupDigits(left) + (left > right ? " > " : " <= ") + GroupDigits(right);
}

/// Why there is no handle, in words, and the rule.
struct Why
{
    SoftwareReason reason;
    const char* words; //!< nullptr: those of DescribeReason()
    const char* rule;
};

/// @param reason why the lookup gave no handle @return that in words
const Why&
WhyNoHandle(SoftwareReason reason)
{
    static constexpr Why UNKNOWN{SoftwareReason::NONE, "no handle", "R128"};
    static constexpr Why REASONS[] = {
        {SoftwareReason::OFFLOAD_OFF, "offload is switched off as a whole", "R1"},
        {SoftwareReason::NO_INTERFACE,
         "the output interface is not known to IPsec, as for all forwarded packets",
         "R127"},
        {SoftwareReason::CAP_DISABLED, "the interface cannot, or its capability is off", "R128"},
        {SoftwareReason::INTERFACE_DOWN, nullptr, "R209"},
        {SoftwareReason::NO_HANDLE, "the SA was never offered to this interface", "R52"},
        {SoftwareReason::NOT_YET_OFFERED, "the offer still waits for the worker", "R85"},
        {SoftwareReason::NAME_MISMATCH, "the SA names another interface (REJECTED)", "R44"},
        {SoftwareReason::EXHAUSTED_DRV_SPI, "no drv_spi was left for the SA", "R16"},
        {SoftwareReason::CLONED, "an UPDATE cloned the SA, and clones are not offered", "R60"},
        {SoftwareReason::WITHDRAWN, nullptr, "R65"},
        {SoftwareReason::OFFER_LOST, "there was no memory for the offer's task", "R39"},
        {SoftwareReason::HANDLE_LOST, "the driver took the SA, but its handle was lost", "R19"},
        {SoftwareReason::DEMOTED, nullptr, ""},
        {SoftwareReason::NOT_REQUESTED, "the SA names no interface: not to be offloaded", ""},
        {SoftwareReason::TRANSMIT_ONLY, "the NIC holds the SA for sending alone", "N54"},
        {SoftwareReason::FRAGMENT, "put together from fragments, which no NIC decrypts", "N30"},
        {SoftwareReason::NO_CONTEXT, "HANDLED, but not in the NIC when it came by", "N30"}};
    const auto* found = std::find_if(std::begin(REASONS), std::end(REASONS), [=](const Why& why) {
        return why.reason == reason;
    });
    return found == std::end(REASONS) ? UNKNOWN : *found;
}

/**
 * @param now the time
 * @param packet a datagram that is not offloaded, with its reason
 * @param refusal the driver's, where that is the reason; or nullptr
 * @param interface where it goes or came from, or nullptr
 */
void
NoteSoftware(Ps now,
             const PacketDescriptor& packet,
             const Refusal* refusal,
             const OffloadInterface* interface)
{
    const Why& why = WhyNoHandle(packet.reason);
    packet.steps->Note(
        now,
        "IpsecOffload",
        (interface ? interface->GetName() + ": " : "") +
            (refusal || !why.words
                 ? DescribeReason(packet.reason, refusal) + ": software"
                 : std::string(why.words) + ": software (" + ToString(packet.reason) + ")"),
        refusal ? "R45, R129" : why.rule);
}

} // namespace

void
PathSteps::Policy(Ps now,
                  const PacketDescriptor& packet,
                  const SecurityPolicy* policy,
                  Search search)
{
    const std::string found =
        policy ? InWords(*policy) : "no policy matches: the default is none, in clear";
    switch (search)
    {
    case Search::CACHED:
        packet.steps->Note(now, "flow cache", "generation is current: " + found, "R113");
        break;
    case Search::STALE:
        packet.steps->Note(now, "SPD", "cache is stale, searched: " + found, "R115, R91");
        break;
    case Search::NOTHING:
        packet.steps->Note(now, "SPD", "nothing cached, searched: " + found, "R91");
        break;
    case Search::NO_PEER:
        packet.steps->Note(now,
                           "SPD",
                           "the socket has no peer, nothing is cached, searched: " + found,
                           "R114, R91");
        break;
    case Search::FLOW:
        packet.steps->Note(now, "SPD", "no socket, searched: " + found, "R91");
        break;
    }
}

void
PathSteps::Sa(Ps now,
              const PacketDescriptor& packet,
              const SecurityPolicy& policy,
              bool remembered,
              bool oldest)
{
    if (!packet.sa)
    {
        const bool drops = policy.DemandsProtection();
        packet.steps->Note(now,
                           "SAD",
                           drops ? "no SA and level require: dropped; ACQUIRE unless blocked"
                                 : "no SA and level use: goes out in clear; ACQUIRE unless blocked",
                           drops ? "R124, R32" : "R123, R97, R32");
        return;
    }
    const SaConfig& config = packet.sa->GetConfig();
    std::string text = "SPI " + SpiInWords(config.spi) + ", " + ToString(config.mode) + ", " +
                       ToString(packet.sa->GetState()) + ": ";
    if (remembered)
    {
        text += "remembered, the SAD did not change";
    }
    else
    {
        text += oldest ? "oldest" : "newest";
        text += " alive SA from " + config.source.ToString() + " to " +
                config.destination.ToString() + " that serves the first requirement";
    }
    packet.steps->Note(now, "SAD", text, "R30, R122");
}

void
PathSteps::Decision(Ps now,
                    const PacketDescriptor& packet,
                    const SaHandle* handle,
                    const Refusal* refusal,
                    const OffloadInterface* interface,
                    uint32_t mtu,
                    bool trueLength)
{
    const auto note = [&](const std::string& text, const char* rule) {
        packet.steps->Note(now, "IpsecOffload", text, rule);
    };
    if (!handle)
    {
        NoteSoftware(now, packet, refusal, interface);
        return;
    }
    const std::string name = interface ? interface->GetName() + ": " : "";
    note(name + "HANDLED, drv_spi " + std::to_string(handle->drvSpi), "R128, R129");
    if (packet.superSegment && packet.reason == SoftwareReason::NONE)
    {
        note("segments for the NIC to cut: no size test", "R132");
        return;
    }
    const EspSizes& sizes = packet.sa->GetSizes();
    const uint32_t length = packet.superSegment ? SegmentCut(packet).GetLength(0) : packet.length;
    const uint64_t exact = trueLength ? sizes.GetEspLength(length, packet.headerLength)
                                      : sizes.GetKernelExactLength(length, packet.headerLength);
    const std::string estimated = GroupDigits(length) + " + " + GroupDigits(handle->estimate) +
                                  " = " + Compared(uint64_t{length} + handle->estimate, mtu);
    switch (packet.reason)
    {
    case SoftwareReason::NONE:
        note(trueLength ? "fits: ESP makes " + Compared(exact, mtu) + " octets"
                        : "fits: estimate " + estimated + ", exactly " + Compared(exact, mtu),
             trueLength ? "" : "R130, R131");
        break;
    case SoftwareReason::SIZE_ESTIMATE:
        note("too long: estimate " + estimated + ": software (size-estimate)", "R130");
        break;
    case SoftwareReason::SIZE_EXACT:
        note("too long: exactly " + Compared(exact, mtu) + ": software (size-exact)",
             trueLength ? "" : "R131");
        break;
    case SoftwareReason::FRAGMENT:
        note("a fragment, and hardware makes none whole: software (fragment)", "R146");
        break;
    case SoftwareReason::NO_TAG_MEMORY:
        note("no memory for the transmit tag: software (no-tag-memory)", "R133");
        break;
    default:
        note(std::string("software (") + ToString(packet.reason) + ")", "R126");
    }
}

void
PathSteps::Host(Ps now,
                const PacketDescriptor& packet,
                const HostModel& host,
                const HostModel::Booking& booking,
                const HostWork& work)
{
    const std::string core = "core " + std::to_string(booking.core) + ": ";
    const HostProfile& profile = host.GetProfile();
    const auto note = [&](Ps when, const char* place, const std::string& text) {
        packet.steps->Note(when, place, text, "");
    };
    switch (booking.refusedBy)
    {
    case HostModel::Place::NONE:
        break;
    case HostModel::Place::CORE:
        note(now,
             "host core",
             core + "its backlog of " + GroupDigits(profile.backlog) + " packets is full: dropped");
        return;
    case HostModel::Place::CRYPTO_THREAD:
        note(now,
             "crypto thread",
             "its backlog of " + GroupDigits(profile.backlog) + " packets is full: dropped");
        return;
    case HostModel::Place::LOOKASIDE:
        note(now,
             "accelerator",
             "its queue of " + GroupDigits(profile.lookaside.queue) + " requests is full: dropped");
        return;
    }
    const auto spent = static_cast<Ps>(static_cast<double>(booking.coreCycles) * 1e12 /
                                       static_cast<double>(profile.clock));
    const Ps wait = std::max<Ps>(0, booking.coreDone - now - spent);
    // Less than one cycle is nothing but rounding.
    const bool waits = wait > PS_PER_SECOND / static_cast<Ps>(profile.clock);
    const uint64_t more = booking.coreCycles - work.cycles;
    std::string extra;
    if (more != 0)
    {
        extra = std::string(booking.interrupt ? ", an interrupt's " : ", a new poll's ") +
                GroupDigits(more) + " included";
    }
    note(now,
         "host core",
         core + (waits ? "waits " + SpanInWords(wait) : "idle") + ", then works " +
             GroupDigits(booking.coreCycles) + " cycles = " + SpanInWords(spent) + extra);
    if (booking.memoryDone > booking.coreDone)
    {
        note(booking.coreDone,
             "memory",
             "is behind by " + SpanInWords(booking.memoryDone - booking.coreDone));
    }
    if (work.threadCycles != 0)
    {
        note(booking.memoryDone,
             "crypto thread",
             GroupDigits(work.threadCycles) + " cycles, done after " +
                 SpanInWords(booking.done - booking.memoryDone));
    }
    if (work.lookasideOctets != 0)
    {
        note(booking.memoryDone,
             "accelerator",
             Octets(work.lookasideOctets) + ", done after " +
                 SpanInWords(booking.done - booking.memoryDone));
    }
}

void
PathSteps::Verdict(Ps done, const PacketDescriptor& packet)
{
    switch (packet.drop)
    {
    case IpsecDrop::NONE:
        break;
    case IpsecDrop::SEQUENCE_OVERFLOW:
        packet.steps->Note(done, "ESP", "no sequence number is left: dropped", "R171");
        return;
    case IpsecDrop::NOT_OFFLOADED:
        packet.steps->Note(done,
                           "IpsecOffload",
                           "the SA names its interface, and no software stands in: dropped",
                           "");
        return;
    case IpsecDrop::SA_GONE:
        packet.steps->Note(done, "ESP", "the SA died while the core worked: dropped", "R61");
        return;
    default:
        return; // the host said so
    }
    switch (packet.verdict)
    {
    case IpsecVerdict::OFFLOAD:
        packet.steps->Note(done,
                           "IpsecOffload",
                           "transmit tag with drv_spi " + std::to_string(packet.drvSpi) +
                               ", the packet stays clear; software view +1 packet, +" +
                               Octets(packet.length),
                           "R134, R135");
        break;
    case IpsecVerdict::SOFTWARE: {
        const EspSizes& sizes = packet.sa->GetSizes();
        std::string text = "sequence " + GroupDigits(packet.esp.sequence) + ", " +
                           GroupDigits(packet.length) + " -> " + Octets(packet.esp.length) +
                           ": header 8, IV " + std::to_string(sizes.GetIvBytes()) + ", padding " +
                           std::to_string(sizes.GetPadding(packet.length, packet.headerLength)) +
                           " + 2, ICV " + std::to_string(sizes.GetIcvBytes());
        if (sizes.GetTunnelHeader() != 0)
        {
            text += ", outer header " + std::to_string(sizes.GetTunnelHeader()) + " to " +
                    packet.esp.destination.ToString();
        }
        packet.steps->Note(done, "ESP", text, "R140, RFC 4303 2");
        break;
    }
    case IpsecVerdict::DISCARD:
        packet.steps->Note(done, "SPD", "dropped by policy", "R120");
        break;
    case IpsecVerdict::BYPASS:
    case IpsecVerdict::CLEAR_BY_USE:
        packet.steps->Note(done, "IP", "goes on in clear, without a tag", "R120");
        break;
    default:
        break; // the SAD said so
    }
}

void
PathSteps::SaBySpi(Ps now, const PacketDescriptor& packet)
{
    const std::string spi = "SPI " + SpiInWords(packet.esp.spi);
    packet.steps->Note(now,
                       "SAD",
                       packet.sa ? spi + ": found, " + ToString(packet.sa->GetState()) + ", for " +
                                       packet.esp.destination.ToString()
                                 : spi + ": no alive SA of it for this address: dropped",
                       "R22, RFC 4301 4.1");
}

void
PathSteps::NotDecrypted(Ps now,
                        const PacketDescriptor& packet,
                        const Refusal* refusal,
                        const OffloadInterface* interface)
{
    NoteSoftware(now, packet, refusal, interface);
}

void
PathSteps::Replay(Ps now, const PacketDescriptor& packet, uint64_t sequence, bool isNew)
{
    const ReplayWindow& window = packet.sa->GetReplayWindow();
    const std::string number = "sequence " + GroupDigits(sequence);
    if (window.GetSize() == 0)
    {
        packet.steps->Note(now, "replay window", number + ": the check is off", "R168");
        return;
    }
    packet.steps->Note(now,
                       "replay window",
                       number + " against " + GroupDigits(window.GetSize()) + " packets up to " +
                           GroupDigits(window.GetLast()) +
                           (isNew ? ": new" : ": seen or below the window, dropped"),
                       "R168-R170");
}

void
PathSteps::Opened(Ps now, const PacketDescriptor& packet, IpsecDrop drop)
{
    switch (drop)
    {
    case IpsecDrop::NONE:
        packet.steps->Note(now,
                           "ESP",
                           "ICV verifies, window slides; CURRENT +1 packet, +" +
                               Octets(packet.esp.length),
                           "R170, R181");
        break;
    case IpsecDrop::BAD_ICV:
        packet.steps->Note(now, "ESP", "ICV does not verify: dropped", "RFC 4303 3.4.4");
        break;
    default:
        packet.steps->Note(now, "ESP", std::string("dropped: ") + ToString(drop), "R170");
    }
}

void
PathSteps::ReceiveTag(Ps now, const PacketDescriptor& packet, const SaHandle* handle)
{
    const std::string tag = "receive tag with drv_spi " + std::to_string(packet.drvSpi);
    if (packet.drop == IpsecDrop::BAD_RX_TAG)
    {
        packet.steps->Note(now, "IpsecOffload", tag + ": out of range, dropped", "R154");
    }
    else if (!handle)
    {
        packet.steps->Note(now, "IpsecOffload", tag + ": unknown, not counted", "R158");
    }
    else
    {
        packet.steps->Note(now,
                           "IpsecOffload",
                           tag + ": SPI " + SpiInWords(handle->sa->GetConfig().spi) +
                               ", no software transform; software view +1 packet, +" +
                               Octets(packet.length),
                           "R155, R157");
    }
}

void
PathSteps::Failed(Ps now, const PacketDescriptor& packet)
{
    packet.steps->Note(now,
                       "driver",
                       packet.drop == IpsecDrop::HOST_BACKLOG
                           ? std::string("its core has no room for it: dropped")
                           : std::string("the NIC's syndrome is ") + ToString(packet.syndrome) +
                                 ": dropped",
                       "N34");
}

void
PathSteps::PolicyCheck(Ps now,
                       const PacketDescriptor& packet,
                       const SecurityPolicy* policy,
                       const TransformHistory& history)
{
    std::string undone;
    for (const auto& record : history)
    {
        undone += undone.empty() ? "undone: " : ", ";
        undone += std::string(ToString(record.protocol)) + "/" + ToString(record.mode) + " SPI " +
                  SpiInWords(record.spi);
    }
    if (undone.empty())
    {
        undone = "came in clear";
    }
    std::string text = undone + "; ";
    if (packet.fragment)
    {
        text += "a fragment is checked against every policy that it may belong to";
    }
    else
    {
        text += policy ? InWords(*policy) : "no inbound policy matches";
    }
    const bool accepted = packet.drop == IpsecDrop::NONE;
    packet.steps->Note(now,
                       "SPD",
                       text + (accepted ? ": accepted" : ": dropped"),
                       accepted ? "R161-R164" : "R161, R163");
}

} // namespace ns3

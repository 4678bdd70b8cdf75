/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-reasons.h"

namespace ns3
{

namespace
{

/// A value and its name.
template <typename E>
struct Named
{
    E value;
    const char* name;
};

/// @param table a row per value of an enum @return true when they stand in the enum's order
template <typename E, size_t N>
constexpr bool
IsInOrder(const std::array<Named<E>, N>& table)
{
    for (size_t i = 0; i < N; ++i)
    {
        if (table[i].value != static_cast<E>(i))
        {
            return false;
        }
    }
    return true;
}

/// @param table in order @param value a value of the enum @return its name
template <typename E, size_t N>
const char*
NameOf(const std::array<Named<E>, N>& table, E value)
{
    const auto index = static_cast<size_t>(value);
    return index < N ? table[index].name : "?";
}

constexpr std::array<Named<IpsecVerdict>, 8> VERDICTS{{
    {IpsecVerdict::NOT_ASKED, "not-asked"},
    {IpsecVerdict::BYPASS, "bypass"},
    {IpsecVerdict::CLEAR_BY_USE, "clear-by-use"},
    {IpsecVerdict::DISCARD, "discard"},
    {IpsecVerdict::NO_SA, "no-sa"},
    {IpsecVerdict::OFFLOAD, "offload"},
    {IpsecVerdict::SOFTWARE, "software"},
    {IpsecVerdict::ALREADY_DONE, "already-done"},
}};
static_assert(IsInOrder(VERDICTS));

constexpr std::array<Named<SoftwareReason>, static_cast<size_t>(SoftwareReason::COUNT)> REASONS{{
    {SoftwareReason::NONE, "none"},
    {SoftwareReason::NO_INTERFACE, "no-interface"},
    {SoftwareReason::CAP_DISABLED, "cap-disabled"},
    {SoftwareReason::NO_HANDLE, "no-handle"},
    {SoftwareReason::NOT_YET_OFFERED, "not-yet-offered"},
    {SoftwareReason::REJECTED, "rejected"},
    {SoftwareReason::NAME_MISMATCH, "name-mismatch"},
    {SoftwareReason::DRIVER_FAULT, "driver-fault"},
    {SoftwareReason::EXHAUSTED_DRV_SPI, "exhausted-drv-spi"},
    {SoftwareReason::INTERFACE_DOWN, "interface-down"},
    {SoftwareReason::CLONED, "cloned"},
    {SoftwareReason::WITHDRAWN, "withdrawn"},
    {SoftwareReason::SIZE_ESTIMATE, "size-estimate"},
    {SoftwareReason::SIZE_EXACT, "size-exact"},
    {SoftwareReason::FRAGMENT, "fragment"},
    {SoftwareReason::NO_TAG_MEMORY, "no-tag-memory"},
    {SoftwareReason::OFFLOAD_OFF, "offload-off"},
    {SoftwareReason::OFFER_LOST, "offer-lost"},
    {SoftwareReason::HANDLE_LOST, "handle-lost"},
    {SoftwareReason::DEMOTED, "demoted"},
    {SoftwareReason::NOT_REQUESTED, "not-requested"},
    {SoftwareReason::TRANSMIT_ONLY, "transmit-only"},
    {SoftwareReason::NO_CONTEXT, "no-context"},
}};
static_assert(IsInOrder(REASONS));

constexpr std::array<Named<IpsecDrop>, static_cast<size_t>(IpsecDrop::COUNT)> DROPS{{
    {IpsecDrop::NONE, "none"},
    {IpsecDrop::HOST_BACKLOG, "host-backlog"},
    {IpsecDrop::TOO_BIG, "too-big"},
    {IpsecDrop::SEQUENCE_OVERFLOW, "sequence-overflow"},
    {IpsecDrop::NO_SA_IN, "no-sa-in"},
    {IpsecDrop::REPLAY, "replay"},
    {IpsecDrop::BAD_ICV, "bad-icv"},
    {IpsecDrop::MALFORMED, "malformed"},
    {IpsecDrop::POLICY_IN, "policy-in"},
    {IpsecDrop::BAD_RX_TAG, "bad-rx-tag"},
    {IpsecDrop::INCOMPLETE, "incomplete"},
    {IpsecDrop::NOT_OFFLOADED, "not-offloaded"},
    {IpsecDrop::PROTOCOL_OFF, "protocol-off"},
    {IpsecDrop::SA_GONE, "sa-gone"},
    {IpsecDrop::NIC_ICV, "nic-bad-icv"},
    {IpsecDrop::NIC_REPLAY, "nic-replay"},
    {IpsecDrop::BAD_ECN, "bad-ecn"},
}};
static_assert(IsInOrder(DROPS));

constexpr std::array<Named<NicDrop>, static_cast<size_t>(NicDrop::COUNT)> NIC_DROPS{{
    {NicDrop::NONE, "none"},
    {NicDrop::RING_FULL, "ring-full"},
    {NicDrop::UNKNOWN_DRV_SPI, "unknown-drv-spi"},
    {NicDrop::ACKED_WITHOUT_CONTEXT, "acked-without-context"},
    {NicDrop::TAGGED_FRAGMENT, "tagged-fragment"},
    {NicDrop::TOO_BIG, "too-big"},
    {NicDrop::RX_OVERRUN, "rx-overrun"},
    {NicDrop::ICV, "bad-icv"},
    {NicDrop::REPLAY, "replay"},
    {NicDrop::SEQUENCE_OVERFLOW, "sequence-overflow"},
    {NicDrop::HARD_LIMIT, "hard-limit"},
}};
static_assert(IsInOrder(NIC_DROPS));

} // namespace

const char*
ToString(IpsecVerdict verdict)
{
    return NameOf(VERDICTS, verdict);
}

const char*
ToString(SoftwareReason reason)
{
    return NameOf(REASONS, reason);
}

const char*
ToString(IpsecDrop drop)
{
    return NameOf(DROPS, drop);
}

const char*
ToString(NicDrop drop)
{
    return NameOf(NIC_DROPS, drop);
}

} // namespace ns3

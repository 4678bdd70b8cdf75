/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-step-code.h"

#include <array>

namespace ns3
{

namespace
{

#define STEP(code, stage, rule)                                                                    \
    {                                                                                              \
        StepCode::code, #code, stage, rule                                                         \
    }

/// All steps of all layers, in the order of StepCode.
constexpr std::array<StepInfo, static_cast<size_t>(StepCode::COUNT)> TABLE{{
    // Applications and IP.
    STEP(APPLICATION_SENDS, "application", ""),
    STEP(APPLICATION_RECEIVES, "application", ""),
    STEP(IP_WITHOUT_IPSEC, "IP", ""),
    STEP(IP_ESP_IN_TRANSIT, "IP", ""),
    STEP(IP_FORWARDS, "IP", "R165"),
    STEP(IP_ESP_FOR_NODE, "IP", "R153"),
    STEP(IP_FOR_NODE, "IP", ""),
    STEP(IP_FRAGMENTS, "IP", "RFC 791"),
    STEP(IPV6_FRAGMENTS, "IP", "RFC 8200 4.5"),
    STEP(IP_LACKS_FRAGMENT, "IP", ""),
    STEP(IP_DROPS, "IP", ""),
    STEP(IP_DROPS_BY_VERDICT, "IP", ""),
    STEP(WIRE_CLEAR, "wire", ""),
    STEP(WIRE_ESP, "wire", "RFC 4303 2"),

    // Output: policy, SA, decision.
    STEP(POLICY_CACHED, "flow cache", "R113"),
    STEP(POLICY_CACHE_STALE, "SPD", "R115, R91"),
    STEP(POLICY_CACHE_EMPTY, "SPD", "R91"),
    STEP(POLICY_WITHOUT_PEER, "SPD", "R114, R91"),
    STEP(POLICY_WITHOUT_SOCKET, "SPD", "R91"),
    STEP(SA_MISSING_REQUIRED, "SAD", "R124, R32"),
    STEP(SA_MISSING_USE, "SAD", "R123, R97, R32"),
    STEP(SA_REMEMBERED, "SAD", "R30, R122"),
    STEP(SA_OLDEST, "SAD", "R30, R122"),
    STEP(SA_NEWEST, "SAD", "R30, R122"),
    STEP(HANDLE_FOUND, "IpsecOffload", "R128, R129"),
    STEP(SEGMENTS_UNTESTED, "IpsecOffload", "R132"),
    STEP(SIZE_FITS, "IpsecOffload", "R130, R131"),
    STEP(SIZE_FITS_TRUE, "IpsecOffload", ""),
    STEP(SIZE_ESTIMATE_ABOVE, "IpsecOffload", "R130"),
    STEP(SIZE_EXACT_ABOVE, "IpsecOffload", "R131"),
    STEP(SIZE_TRUE_ABOVE, "IpsecOffload", ""),
    STEP(DECIDES_FRAGMENT, "IpsecOffload", "R146"),
    STEP(DECIDES_NO_TAG_MEMORY, "IpsecOffload", "R133"),
    STEP(DECIDES_SOFTWARE, "IpsecOffload", "R126"),

    // Why there is no handle; name: interface, may be empty.
    STEP(SOFTWARE_REFUSED, "IpsecOffload", "R45, R129"),
    STEP(SOFTWARE_NO_HANDLE, "IpsecOffload", "R128"),
    STEP(SOFTWARE_OFFLOAD_OFF, "IpsecOffload", "R1"),
    STEP(SOFTWARE_NO_INTERFACE, "IpsecOffload", "R127"),
    STEP(SOFTWARE_CAP_DISABLED, "IpsecOffload", "R128"),
    STEP(SOFTWARE_INTERFACE_DOWN, "IpsecOffload", "R209"),
    STEP(SOFTWARE_NOT_OFFERED, "IpsecOffload", "R52"),
    STEP(SOFTWARE_OFFER_PENDING, "IpsecOffload", "R85"),
    STEP(SOFTWARE_NAME_MISMATCH, "IpsecOffload", "R44"),
    STEP(SOFTWARE_NO_DRV_SPI, "IpsecOffload", "R16"),
    STEP(SOFTWARE_CLONED, "IpsecOffload", "R60"),
    STEP(SOFTWARE_WITHDRAWN, "IpsecOffload", "R65"),
    STEP(SOFTWARE_OFFER_LOST, "IpsecOffload", "R39"),
    STEP(SOFTWARE_HANDLE_LOST, "IpsecOffload", "R19"),
    STEP(SOFTWARE_DEMOTED, "IpsecOffload", ""),
    STEP(SOFTWARE_NOT_REQUESTED, "IpsecOffload", ""),
    STEP(SOFTWARE_TRANSMIT_ONLY, "IpsecOffload", "N54"),
    STEP(SOFTWARE_FRAGMENT, "IpsecOffload", "N30"),
    STEP(SOFTWARE_NO_CONTEXT, "IpsecOffload", "N30"),

    // The host.
    STEP(CORE_FULL, "host core", ""),
    STEP(CRYPTO_THREAD_FULL, "crypto thread", ""),
    STEP(ACCELERATOR_FULL, "accelerator", ""),
    STEP(CORE_WORKS, "host core", ""),
    STEP(MEMORY_BEHIND, "memory", ""),
    STEP(CRYPTO_THREAD_WORKS, "crypto thread", ""),
    STEP(ACCELERATOR_WORKS, "accelerator", ""),

    // Output: what becomes of the datagram.
    STEP(ESP_NUMBERS_USED_UP, "ESP", "R171"),
    STEP(OFFLOAD_WITHOUT_SOFTWARE, "IpsecOffload", ""),
    STEP(ESP_SA_GONE, "ESP", "R61"),
    STEP(TRANSMIT_TAG, "IpsecOffload", "R134, R135"),
    STEP(ESP_MADE, "ESP", "R140, RFC 4303 2"),
    STEP(POLICY_DISCARDS, "SPD", "R120"),
    STEP(IP_SENDS_CLEAR, "IP", "R120"),

    // Input.
    STEP(SPI_FOUND, "SAD", "R22, RFC 4301 4.1"),
    STEP(SPI_UNKNOWN, "SAD", "R22, RFC 4301 4.1"),
    STEP(REPLAY_OFF, "replay window", "R168"),
    STEP(REPLAY_NEW, "replay window", "R168-R170"),
    STEP(REPLAY_SEEN, "replay window", "R168-R170"),
    STEP(ESP_OPENED, "ESP", "R170, R181"),
    STEP(ESP_BAD_ICV, "ESP", "RFC 4303 3.4.4"),
    STEP(ESP_DROPS, "ESP", "R170"),
    STEP(RECEIVE_TAG, "IpsecOffload", "R155, R157"),
    STEP(RECEIVE_TAG_UNKNOWN, "IpsecOffload", "R158"),
    STEP(RECEIVE_TAG_OUT_OF_RANGE, "IpsecOffload", "R154"),
    STEP(DRIVER_CORE_FULL, "driver", "N34"),
    STEP(DRIVER_DROPS, "driver", "N34"),
    STEP(INPUT_ACCEPTED, "SPD", "R161-R164"),
    STEP(INPUT_REFUSED, "SPD", "R161, R163"),
    STEP(INPUT_FRAGMENT_ACCEPTED, "SPD", "R161-R164"),
    STEP(INPUT_FRAGMENT_REFUSED, "SPD", "R161, R163"),

    // NIC: a packet.
    STEP(NIC_ARRIVAL, "NIC", ""),
    STEP(NIC_DROPS, "NIC", ""),
    STEP(NIC_RING, "NIC ring", ""),
    STEP(NIC_UNTAGGED, "NIC contexts", "N28"),
    STEP(NIC_BYPASS_TAG, "NIC contexts", "N27"),
    STEP(NIC_TAG_UNKNOWN, "NIC contexts", "N30, R145"),
    STEP(NIC_TAG_FOUND, "NIC contexts", "N26"),
    STEP(NIC_TAG_ON_FRAGMENT, "NIC contexts", "N29, N30"),
    STEP(NIC_TAG_HARD_LIMIT, "NIC contexts", "R202"),
    STEP(NIC_TAG_NUMBERS_USED_UP, "NIC contexts", "R171"),
    STEP(NIC_TAG_TOO_BIG, "NIC contexts", "N26"),
    STEP(NIC_SPI_FOUND, "NIC contexts", "N33"),
    STEP(NIC_SPI_ON_FRAGMENT, "NIC contexts", "N33"),
    STEP(NIC_SPI_UNKNOWN, "NIC contexts", "N33"),
    STEP(NIC_NOT_ESP, "NIC contexts", "N32"),
    STEP(NIC_CACHE_HIT, "NIC context cache", "N56"),
    STEP(NIC_CACHE_COMING, "NIC context cache", "N56"),
    STEP(NIC_CACHE_MISS, "NIC context cache", "N56"),
    STEP(NIC_DMA_READ, "NIC PCIe", ""),
    STEP(NIC_DMA_WRITTEN, "NIC PCIe", ""),
    STEP(NIC_PORT, "NIC port", "N58"),
    STEP(NIC_CARD, "NIC card", "N58"),
    STEP(NIC_ENCRYPTED, "NIC cipher", "N26"),
    STEP(NIC_WINDOW_OFF, "NIC replay window", "N34, RFC 4303 3.4.3"),
    STEP(NIC_WINDOW_NEW, "NIC replay window", "N34, RFC 4303 3.4.3"),
    STEP(NIC_WINDOW_SEEN, "NIC replay window", "N34, RFC 4303 3.4.3"),
    STEP(NIC_HARD_LIMIT, "NIC contexts", "R202"),
    STEP(NIC_DECRYPTED, "NIC cipher", "N33, N34"),
    STEP(NIC_BAD_ICV, "NIC cipher", "N33, N34"),
    STEP(NIC_LATE_HIGH_HALF, "NIC cipher", "N34, N42"),
    STEP(NIC_WINDOW_REFUSES, "NIC cipher", "N33, N34"),
    STEP(NIC_MAC, "NIC MAC", ""),
    STEP(NIC_UP_FAILED, "NIC", "N34"),
    STEP(NIC_UP_UNTAGGED, "NIC", "N37"),
    STEP(NIC_UP_TAGGED, "NIC", "N35"),

    // An SA's life: the SAD.
    STEP(SA_ADDED, "SAD", "R25, R9"),
    STEP(SA_ADDED_PENDING, "SAD", "R25"),
    STEP(SA_ADMITTED, "SAD", "R25"),
    STEP(SA_REFUSED, "SAD", "R61"),
    STEP(SA_LOST, "SAD", "R61"),
    STEP(SA_LIFETIMES_UPDATED, "SAD", "R26, R200"),
    STEP(SA_COMPLETED, "SAD", "R25, R205"),
    STEP(SA_COMPLETED_PENDING, "SAD", "R25, R205"),
    STEP(SA_CLONED, "SAD", "R60"),
    STEP(SA_CLONED_UNOFFERED, "SAD", "R60"),
    STEP(SA_LARVAL, "SAD", "R25, R23"),
    STEP(SA_DELETED, "SAD", "R61, R67"),
    STEP(SA_FLUSHED, "SAD", "R34"),
    STEP(SA_HARD_LIMIT, "SAD", "R194, R196"),
    STEP(SA_SOFT_LIMIT, "SAD", "R197, R61"),
    STEP(SA_LARVAL_EXPIRED, "SAD", "R33, R79"),

    // An SA's life: offers and withdrawals.
    STEP(OFFER_QUEUED, "IpsecOffload", "R37, R59"),
    STEP(OFFER_IGNORED_INST, "IpsecOffload", "R38"),
    STEP(OFFER_IGNORED_DEINST, "IpsecOffload", "R38"),
    STEP(OFFER_MOOT_INST, "worker", "R41, R42"),
    STEP(OFFER_MOOT_DEINST, "worker", "R41, R42"),
    STEP(OFFER_MOOT_STATE, "worker", "R41, R42"),
    STEP(OFFER_RUNS, "worker", "R41, R43"),
    STEP(OFFERED, "IpsecOffload", "R44"),
    STEP(OFFER_HANDLED, "IpsecOffload", "R45"),
    STEP(OFFER_REJECTED, "IpsecOffload", "R45"),
    STEP(OFFER_WITHOUT_HANDLE, "IpsecOffload", "R16, R45, R53"),
    STEP(OFFER_UNDONE, "worker", "R51"),
    STEP(OFFER_OVER, "worker", "R50"),
    STEP(FORGET_QUEUED, "IpsecOffload", "R62-R64"),
    STEP(FORGET_NOTHING, "IpsecOffload", "R62-R64"),
    STEP(FORGET_RUNS, "worker", "R65"),
    STEP(DEINSTALL_ASKED, "IpsecOffload", "R65"),
    STEP(HANDLE_GONE, "IpsecOffload", "R65, R21"),
    STEP(COUNTERS_REPORTED, "counters", "R176-R178"),

    // An SA's life: the driver.
    STEP(DRIVER_REFUSES, "driver", "N4-N12"),
    STEP(INSTALL_SUBMITTED, "command channel", "N18, R8"),
    STEP(REMOVAL_SUBMITTED, "command channel", "N18, R71"),
    STEP(SLOT_TAKEN, "NIC slots", "N13, N52"),
    STEP(SLOTS_FULL, "NIC slots", "N13, N52"),
    STEP(SLOT_TABLE_FULL, "NIC slots", "N13, N52"),
    STEP(SLOT_COMMAND_FAILED, "NIC slots", "N13, N52"),
    STEP(SLOT_TIMED_OUT, "NIC slots", "N13, N52"),
    STEP(SLOT_DUPLICATE, "NIC slots", "N13, N52"),
    STEP(SLOTS_FREED, "NIC slots", "R21, N47"),
    STEP(SLOTS_COOL_OFF, "NIC slots", "R21, N47"),
    STEP(SLOTS_USABLE, "NIC slots", "R21, N47"),
}};

#undef STEP

static_assert(IsInOrderOfSteps(TABLE), "the table of steps misses a code or has it elsewhere");

} // namespace

const StepInfo&
GetStepInfo(StepCode code)
{
    return TABLE.at(static_cast<size_t>(code));
}

} // namespace ns3

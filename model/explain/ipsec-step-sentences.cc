/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-step-sentences-internal.h"

#include <array>

namespace ns3
{

namespace
{

/// A step in words.
struct Sentence
{
    StepCode code;
    const char* words;
};

/// All steps of all layers, in the order of StepCode.
constexpr std::array<Sentence, static_cast<size_t>(StepCode::COUNT)> SENTENCES{{
    // Applications and IP.
    {StepCode::APPLICATION_SENDS,
     "sends datagram {0} of its source, {1} octets of IP, from {2:ip} port {4:d} to {5:ip} port "
     "{7:d}"},
    {StepCode::APPLICATION_RECEIVES, "receives {0} octets, {1:span} after they were sent"},
    {StepCode::IP_WITHOUT_IPSEC, "a node without IPsec: takes no time"},
    {StepCode::IP_ESP_IN_TRANSIT, "ESP for another node: plain traffic here"},
    {StepCode::IP_FORWARDS, "clear, to be forwarded"},
    {StepCode::IP_ESP_FOR_NODE, "ESP for this node: to software"},
    {StepCode::IP_FOR_NODE, "for this node"},
    {StepCode::IP_FRAGMENTS, "{0} > MTU {1}: cut into {2:d} fragments"},
    {StepCode::IPV6_FRAGMENTS, "{0} > MTU {1}: cut into {2:d} fragments"},
    {StepCode::IP_LACKS_FRAGMENT,
     "a fragment is lost: the others wait until the reassembly timer ends"},
    {StepCode::IP_DROPS, "dropped: {0:drop}"},
    {StepCode::IP_DROPS_BY_VERDICT, "dropped: {0:verdict}"},
    {StepCode::WIRE_CLEAR, "clear: transmission {work} + propagation {0:span}"},
    {StepCode::WIRE_ESP, "ESP, SPI {1:spi}: transmission {work} + propagation {0:span}"},

    // Output: policy, SA, decision.
    {StepCode::POLICY_CACHED, "cached, and the SPD is unchanged: {policy}"},
    {StepCode::POLICY_CACHE_STALE, "cache is stale, searched: {policy}"},
    {StepCode::POLICY_CACHE_EMPTY, "nothing cached, searched: {policy}"},
    {StepCode::POLICY_WITHOUT_PEER,
     "the socket has no peer, nothing is cached, searched: {policy}"},
    {StepCode::POLICY_WITHOUT_SOCKET, "no socket, searched: {policy}"},
    {StepCode::SA_MISSING_REQUIRED, "no SA and level require: dropped; ACQUIRE unless blocked"},
    {StepCode::SA_MISSING_USE, "no SA and level use: goes out in clear; ACQUIRE unless blocked"},
    {StepCode::SA_REMEMBERED, "SPI {0:spi}, {1:mode}, {2:state}: cached, and the SAD is unchanged"},
    {StepCode::SA_OLDEST,
     "SPI {0:spi}, {1:mode}, {2:state}: oldest alive SA from {3:ip} to {5:ip} that serves the "
     "first requirement"},
    {StepCode::SA_NEWEST,
     "SPI {0:spi}, {1:mode}, {2:state}: newest alive SA from {3:ip} to {5:ip} that serves the "
     "first requirement"},
    {StepCode::HANDLE_FOUND, "{interface}HANDLED, drv_spi {0:d}"},
    {StepCode::SEGMENTS_UNTESTED, "segments for the NIC to cut: no size test"},
    {StepCode::SIZE_FITS, "fits: estimate {2} + {3} = {4:limit}, exactly {0:limit}"},
    {StepCode::SIZE_FITS_TRUE, "fits: ESP makes {0:limit} octets"},
    {StepCode::SIZE_ESTIMATE_ABOVE,
     "too long: estimate {2} + {3} = {4:limit}: software (size-estimate)"},
    {StepCode::SIZE_EXACT_ABOVE, "too long: exactly {0:limit}: software (size-exact)"},
    {StepCode::SIZE_TRUE_ABOVE, "too long: exactly {0:limit}: software (size-exact)"},
    {StepCode::DECIDES_FRAGMENT, "a fragment, and hardware reassembles none: software (fragment)"},
    {StepCode::DECIDES_NO_TAG_MEMORY, "no memory for the transmit tag: software (no-tag-memory)"},
    {StepCode::DECIDES_SOFTWARE, "software ({0:reason})"},

    // Why there is no handle; name: interface, may be empty.
    {StepCode::SOFTWARE_REFUSED, "{interface}{reply}: software"},
    {StepCode::SOFTWARE_NO_HANDLE, "{interface}no handle: software ({0:reason})"},
    {StepCode::SOFTWARE_OFFLOAD_OFF,
     "{interface}offload is switched off as a whole: software (offload-off)"},
    {StepCode::SOFTWARE_NO_INTERFACE,
     "{interface}the output interface is not known to IPsec, as for all forwarded packets: "
     "software (no-interface)"},
    {StepCode::SOFTWARE_CAP_DISABLED,
     "{interface}the interface cannot, or its capability is off: software (cap-disabled)"},
    {StepCode::SOFTWARE_INTERFACE_DOWN, "{interface}withdrawn: interface down: software"},
    {StepCode::SOFTWARE_NOT_OFFERED,
     "{interface}the SA was never offered to this interface: software (no-handle)"},
    {StepCode::SOFTWARE_OFFER_PENDING,
     "{interface}the offer still waits for the worker: software (not-yet-offered)"},
    {StepCode::SOFTWARE_NAME_MISMATCH,
     "{interface}the SA names another interface (REJECTED): software (name-mismatch)"},
    {StepCode::SOFTWARE_NO_DRV_SPI,
     "{interface}no drv_spi was left for the SA: software (exhausted-drv-spi)"},
    {StepCode::SOFTWARE_CLONED,
     "{interface}an UPDATE cloned the SA, and clones are not offered: software (cloned)"},
    {StepCode::SOFTWARE_WITHDRAWN, "{interface}withdrawn: SA dead: software"},
    {StepCode::SOFTWARE_OFFER_LOST,
     "{interface}there was no memory for the offer's task: software (offer-lost)"},
    {StepCode::SOFTWARE_HANDLE_LOST,
     "{interface}the driver took the SA, but its handle was lost: software (handle-lost)"},
    {StepCode::SOFTWARE_DEMOTED, "{interface}withdrawn: slot given to another SA: software"},
    {StepCode::SOFTWARE_NOT_REQUESTED,
     "{interface}the SA names no interface: not to be offloaded: software (not-requested)"},
    {StepCode::SOFTWARE_TRANSMIT_ONLY,
     "{interface}the NIC holds the SA for sending alone: software (transmit-only)"},
    {StepCode::SOFTWARE_FRAGMENT,
     "{interface}reassembled from fragments, which no NIC decrypts: software (fragment)"},
    {StepCode::SOFTWARE_NO_CONTEXT,
     "{interface}HANDLED, but not in the NIC when the packet arrived: software (no-context)"},

    // The host.
    {StepCode::CORE_FULL, "core {0:d}: its backlog of {1} packets is full: dropped"},
    {StepCode::CRYPTO_THREAD_FULL, "its backlog of {0} packets is full: dropped"},
    {StepCode::ACCELERATOR_FULL, "its queue of {0} requests is full: dropped"},
    {StepCode::CORE_WORKS,
     "core {0:d}: [1?waits {1:span}|idle], then works {2} cycles = {3:span}[4?, an interrupt's {4} "
     "included][5?, a new poll's {5} included]"},
    {StepCode::MEMORY_BEHIND, "is behind by {0:span}"},
    {StepCode::CRYPTO_THREAD_WORKS, "{0} cycles, done after {1:span}"},
    {StepCode::ACCELERATOR_WORKS, "{0} octets, done after {1:span}"},

    // Output: what becomes of the datagram.
    {StepCode::ESP_NUMBERS_USED_UP, "no sequence number is left: dropped"},
    {StepCode::OFFLOAD_WITHOUT_SOFTWARE,
     "the SA names its interface, and there is no software fallback: dropped"},
    {StepCode::ESP_SA_GONE, "the SA died while the core worked: dropped"},
    {StepCode::TRANSMIT_TAG,
     "transmit tag with drv_spi {0:d}, the packet stays clear; software view +1 packet, +{1} "
     "octets"},
    {StepCode::ESP_MADE,
     "sequence {0}, {1} -> {2} octets: header 8, IV {3:d}, padding {4:d} + 2, ICV {5:d}[6?, outer "
     "header {6:d} to {7:ip}]"},
    {StepCode::POLICY_DISCARDS, "dropped by policy"},
    {StepCode::IP_SENDS_CLEAR, "goes on in clear, without a tag"},

    // Input.
    {StepCode::SPI_FOUND, "SPI {0:spi}: found, {1:state}, for {2:ip}"},
    {StepCode::SPI_UNKNOWN, "SPI {0:spi}: no alive SA of it for this address: dropped"},
    {StepCode::REPLAY_OFF, "sequence {0}: the check is off"},
    {StepCode::REPLAY_NEW, "sequence {0} against {1} packets up to {2}: new"},
    {StepCode::REPLAY_SEEN,
     "sequence {0} against {1} packets up to {2}: seen or below the window, dropped"},
    {StepCode::ESP_OPENED, "ICV verifies, window slides; CURRENT +1 packet, +{0} octets"},
    {StepCode::ESP_BAD_ICV, "ICV does not verify: dropped"},
    {StepCode::ESP_DROPS, "dropped: {0:drop}"},
    {StepCode::RECEIVE_TAG,
     "receive tag with drv_spi {0:d}: SPI {1:spi}, no software transform; software view +1 packet, "
     "+{2} octets"},
    {StepCode::RECEIVE_TAG_UNKNOWN, "receive tag with drv_spi {0:d}: unknown, not counted"},
    {StepCode::RECEIVE_TAG_OUT_OF_RANGE, "receive tag with drv_spi {0:d}: out of range, dropped"},
    {StepCode::DRIVER_CORE_FULL, "the backlog of its core is full: dropped"},
    {StepCode::DRIVER_DROPS, "the NIC's syndrome is {0:nic-drop}: dropped"},
    {StepCode::INPUT_ACCEPTED, "{0:undone}; [name?{name}|no inbound policy matches]: accepted"},
    {StepCode::INPUT_REFUSED, "{0:undone}; [name?{name}|no inbound policy matches]: dropped"},
    {StepCode::INPUT_FRAGMENT_ACCEPTED,
     "{0:undone}; a fragment is checked against every policy that it may belong to: accepted"},
    {StepCode::INPUT_FRAGMENT_REFUSED,
     "{0:undone}; a fragment is checked against every policy that it may belong to: dropped"},

    // NIC: a packet.
    {StepCode::NIC_ARRIVAL, "last bit arrives: {0} octets of IP"},
    {StepCode::NIC_DROPS, "dropped: {0:nic-drop}"},
    {StepCode::NIC_RING, "{0} of {1} places taken[2?: dropped]"},
    {StepCode::NIC_UNTAGGED, "no tag: sent as it is"},
    {StepCode::NIC_BYPASS_TAG, "bypass tag: sent in clear"},
    {StepCode::NIC_TAG_UNKNOWN, "drv_spi {0:d}: no transmit context, dropped"},
    {StepCode::NIC_TAG_FOUND, "drv_spi {0:d}: context of SPI {1:spi} found, tag consumed"},
    {StepCode::NIC_TAG_ON_FRAGMENT, "drv_spi {0:d}: a fragment never matches, dropped"},
    {StepCode::NIC_TAG_HARD_LIMIT, "drv_spi {0:d}: the hard limit of the SA is reached, dropped"},
    {StepCode::NIC_TAG_NUMBERS_USED_UP, "drv_spi {0:d}: the SA has used up its numbers, dropped"},
    {StepCode::NIC_TAG_TOO_BIG, "drv_spi {0:d}: the ESP form is too big for the wire, dropped"},
    {StepCode::NIC_SPI_FOUND, "SPI {0:spi} to {1:ip}: receive context, drv_spi {3:d}"},
    {StepCode::NIC_SPI_ON_FRAGMENT, "a fragment never matches: passed up still encrypted"},
    {StepCode::NIC_SPI_UNKNOWN, "no receive context for SPI {0:spi}: passed up still encrypted"},
    {StepCode::NIC_NOT_ESP, "not ESP: passed up unchanged"},
    {StepCode::NIC_CACHE_HIT, "hit[0?; behind a packet that waits {0:span} longer]"},
    {StepCode::NIC_CACHE_COMING,
     "hit: on its way, there in {1:span}[0?; behind a packet that waits {0:span} longer]"},
    {StepCode::NIC_CACHE_MISS,
     "miss: the fetch [1?waits {1:span}|begins at once] and takes {2:span}[0?; behind a packet "
     "that waits {0:span} longer]"},
    {StepCode::NIC_DMA_READ, "descriptor and payload read from host memory, there after {work}"},
    {StepCode::NIC_DMA_WRITTEN,
     "payload and completion written to host memory, there after {work}"},
    {StepCode::NIC_PORT, "{waited}, takes {work}"},
    {StepCode::NIC_CARD, "{waited}, takes {work}"},
    {StepCode::NIC_ENCRYPTED, "{waited}, ready after {work}; sequence {0}, {1} -> {2} octets"},
    {StepCode::NIC_WINDOW_OFF, "sequence {0}, the check is off"},
    {StepCode::NIC_WINDOW_NEW, "sequence {0} against {1} packets up to {2}: new"},
    {StepCode::NIC_WINDOW_SEEN,
     "sequence {0} against {1} packets up to {2}: seen or below{3:fate}"},
    {StepCode::NIC_HARD_LIMIT, "the hard limit of the SA is reached, dropped"},
    {StepCode::NIC_DECRYPTED, "{waited}, takes {work}: the ICV verifies, {0} -> {1} octets"},
    {StepCode::NIC_BAD_ICV, "{waited}, takes {work}: the ICV does not verify{0:fate}"},
    {StepCode::NIC_LATE_HIGH_HALF,
     "{waited}, takes {work}: the driver is late with the number's high half, so the ICV does not "
     "verify{0:fate}"},
    {StepCode::NIC_WINDOW_REFUSES,
     "{waited}, takes {work}: the ICV verifies, the window refuses the number{0:fate}"},
    {StepCode::NIC_MAC,
     "[wait?waits {wait} for the wire, then first bit of |the wire is free: first bit at once, "
     "]{0} + {1} octets of the wire"},
    {StepCode::NIC_UP_FAILED,
     "to the host in its ESP form, with drv_spi {0:d} and syndrome {1:nic-drop}"},
    {StepCode::NIC_UP_UNTAGGED,
     "to the host in clear; no memory for the receive tag with drv_spi {0:d}"},
    {StepCode::NIC_UP_TAGGED, "to the host in clear, with receive tag drv_spi {0:d}"},

    // An SA's life: the SAD.
    {StepCode::SA_ADDED, "ADD: MATURE at once, PF_KEY answers before any offer"},
    {StepCode::SA_ADDED_PENDING, "ADD: PENDING, the kernel answers when the drivers have"},
    {StepCode::SA_ADMITTED, "the drivers have answered: MATURE, used from now on"},
    {StepCode::SA_REFUSED, "no driver takes it: the request fails, DEAD"},
    {StepCode::SA_LOST, "the interface that held it is down: DEAD"},
    {StepCode::SA_LIFETIMES_UPDATED, "UPDATE of lifetimes: MATURE"},
    {StepCode::SA_COMPLETED, "UPDATE of a LARVAL SA: MATURE"},
    {StepCode::SA_COMPLETED_PENDING, "UPDATE of a LARVAL SA: PENDING"},
    {StepCode::SA_CLONED, "UPDATE clones it: this object is DEAD"},
    {StepCode::SA_CLONED_UNOFFERED, "UPDATE clones it: this object is DEAD, the clone not offered"},
    {StepCode::SA_LARVAL, "GETSPI: LARVAL"},
    {StepCode::SA_DELETED, "DELETE: DEAD, output no longer selects it"},
    {StepCode::SA_FLUSHED, "FLUSH or DELETE without an SPI: DEAD"},
    {StepCode::SA_HARD_LIMIT, "a hard limit is exceeded: DEAD"},
    {StepCode::SA_SOFT_LIMIT, "a soft limit is exceeded: DYING, still used"},
    {StepCode::SA_LARVAL_EXPIRED, "LARVAL for too long: DEAD, never offered"},

    // An SA's life: offers and withdrawals.
    {StepCode::OFFER_QUEUED, "offer queued behind {0} others"},
    {StepCode::OFFER_IGNORED_INST, "duplicate offer skipped: one is queued already (INST)"},
    {StepCode::OFFER_IGNORED_DEINST, "offer skipped: the SA is being removed (DEINST)"},
    {StepCode::OFFER_MOOT_INST, "duplicate offer skipped: already offered (INST)"},
    {StepCode::OFFER_MOOT_DEINST, "offer skipped: the SA is being removed (DEINST)"},
    {StepCode::OFFER_MOOT_STATE, "offer skipped: the SA is not MATURE"},
    {StepCode::OFFER_RUNS, "offer begins: INST set, interfaces to ask: {0:d}"},
    {StepCode::OFFERED, "{name}: offered to the driver as drv_spi {0:d}"},
    {StepCode::OFFER_HANDLED, "{name}: drv_spi {0:d} is HANDLED, the driver took it"},
    {StepCode::OFFER_REJECTED, "{name}: drv_spi {0:d} is REJECTED: {reply}"},
    {StepCode::OFFER_WITHOUT_HANDLE, "{name}: no handle, offered once: {reply}"},
    {StepCode::OFFER_UNDONE,
     "all interfaces asked, but the SA died meanwhile: the offer is undone"},
    {StepCode::OFFER_OVER, "all interfaces asked: the offer is complete"},
    {StepCode::FORGET_QUEUED, "DEINST set; removal queued behind {0} others"},
    {StepCode::FORGET_NOTHING,
     "DEINST set; nothing to remove; a pending offer or the interface's withdrawal "
     "cleans up"},
    {StepCode::FORGET_RUNS,
     "removal begins: handles: {1:d}, each after a grace period (epoch) of {0:span}"},
    {StepCode::DEINSTALL_ASKED,
     "{name}: the grace period is over, driver asked to deinstall drv_spi {0:d}"},
    {StepCode::HANDLE_GONE, "{name}: handle gone, drv_spi {0:d} is free"},
    {StepCode::COUNTERS_REPORTED, "{name} reports {0} packets, {1} octets; CURRENT +{2} octets"},

    // An SA's life: the driver.
    {StepCode::DRIVER_REFUSES, "refuses it: {reply} ({name})"},
    {StepCode::INSTALL_SUBMITTED,
     "[0?{0:part}: ][2?|idle, ][1?{1:d} ]commands [2?wait {2:span} and ]take {3:span}"},
    {StepCode::REMOVAL_SUBMITTED,
     "removal: [2?|idle, ][1?{1:d} ]commands [2?wait {2:span} and ]take {3:span}"},
    {StepCode::SLOT_TAKEN, "{0:part} has its slot (in use: {1} transmit, {2} receive)"},
    {StepCode::SLOTS_FULL, "{0:part}: no free slot (in use: {1} transmit, {2} receive): {name}"},
    {StepCode::SLOT_TABLE_FULL, "{0:part}: the flow table is full"},
    {StepCode::SLOT_COMMAND_FAILED, "{0:part}: a command failed, what was made before it goes"},
    {StepCode::SLOT_TIMED_OUT, "{0:part}: no answer to a command, what was made before it goes"},
    {StepCode::SLOT_DUPLICATE, "{0:part} is there already"},
    {StepCode::SLOTS_FREED, "contexts removed, slots free at once"},
    {StepCode::SLOTS_COOL_OFF, "contexts removed, slots cool off for {0:span}"},
    {StepCode::SLOTS_USABLE, "slots can be used again"},
}};

static_assert(IsInOrderOfSteps(SENTENCES), "a step has no sentence or has it elsewhere");

} // namespace

const char*
GetStepSentence(StepCode code)
{
    return SENTENCES.at(static_cast<size_t>(code)).words;
}

} // namespace ns3

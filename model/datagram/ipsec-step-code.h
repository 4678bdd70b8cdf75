/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_CODE_H
#define IPSEC_OFFLOAD_IPSEC_STEP_CODE_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a step is, of a packet's way or of an SA's life. The comments say what the numbers and names
 * of its StepRecord stand for, in their order; a step without a comment has none.
 */
enum class StepCode : uint8_t
{
    // Applications and IP.
    APPLICATION_SENDS,    //!< number in its source, octets, source, port, destination, port
    APPLICATION_RECEIVES, //!< octets, time since they were sent
    IP_WITHOUT_IPSEC,
    IP_ESP_IN_TRANSIT,
    IP_FORWARDS,
    IP_ESP_FOR_NODE,
    IP_FOR_NODE,
    IP_FRAGMENTS,   //!< octets, MTU, fragments
    IPV6_FRAGMENTS, //!< octets, MTU, fragments
    IP_LACKS_FRAGMENT,
    IP_DROPS,            //!< an IpsecDrop
    IP_DROPS_BY_VERDICT, //!< an IpsecVerdict
    WIRE_CLEAR,          //!< propagation; start to done is the transmission
    WIRE_ESP,            //!< propagation, SPI; as WIRE_CLEAR

    // Output: policy, SA, decision.
    POLICY_CACHED,         //!< name: the policy, empty without one
    POLICY_CACHE_STALE,    //!< as POLICY_CACHED
    POLICY_CACHE_EMPTY,    //!< as POLICY_CACHED
    POLICY_WITHOUT_PEER,   //!< as POLICY_CACHED
    POLICY_WITHOUT_SOCKET, //!< as POLICY_CACHED
    SA_MISSING_REQUIRED,
    SA_MISSING_USE,
    SA_REMEMBERED, //!< SPI, mode, state
    SA_OLDEST,     //!< SPI, mode, state, source, destination
    SA_NEWEST,     //!< SPI, mode, state, source, destination
    HANDLE_FOUND,  //!< drv_spi; name: interface
    SEGMENTS_UNTESTED,
    SIZE_FITS,           //!< exact size, MTU, length, estimate, their sum, MTU
    SIZE_FITS_TRUE,      //!< octets of ESP, MTU
    SIZE_ESTIMATE_ABOVE, //!< as SIZE_FITS
    SIZE_EXACT_ABOVE,    //!< exact size, MTU
    SIZE_TRUE_ABOVE,     //!< octets of ESP, MTU
    DECIDES_FRAGMENT,
    DECIDES_NO_TAG_MEMORY,
    DECIDES_SOFTWARE, //!< a SoftwareReason

    // Why there is no handle; name: interface, may be empty.
    SOFTWARE_REFUSED,   //!< reply: the driver's refusal
    SOFTWARE_NO_HANDLE, //!< a SoftwareReason
    SOFTWARE_OFFLOAD_OFF,
    SOFTWARE_NO_INTERFACE,
    SOFTWARE_CAP_DISABLED,
    SOFTWARE_INTERFACE_DOWN,
    SOFTWARE_NOT_OFFERED,
    SOFTWARE_OFFER_PENDING,
    SOFTWARE_NAME_MISMATCH,
    SOFTWARE_NO_DRV_SPI,
    SOFTWARE_CLONED,
    SOFTWARE_WITHDRAWN,
    SOFTWARE_OFFER_LOST,
    SOFTWARE_HANDLE_LOST,
    SOFTWARE_DEMOTED,
    SOFTWARE_NOT_REQUESTED,
    SOFTWARE_TRANSMIT_ONLY,
    SOFTWARE_FRAGMENT,
    SOFTWARE_NO_CONTEXT,

    // The host.
    CORE_FULL,           //!< core, backlog
    CRYPTO_THREAD_FULL,  //!< backlog
    ACCELERATOR_FULL,    //!< queue
    CORE_WORKS,          //!< core, waiting, cycles, their time, cycles of interrupt, of a new poll
    MEMORY_BEHIND,       //!< span
    CRYPTO_THREAD_WORKS, //!< cycles, span
    ACCELERATOR_WORKS,   //!< octets, span

    // Output: what becomes of the datagram.
    ESP_NUMBERS_USED_UP,
    OFFLOAD_WITHOUT_SOFTWARE,
    ESP_SA_GONE,
    TRANSMIT_TAG, //!< drv_spi, octets
    ESP_MADE, //!< sequence, octets, octets of ESP, IV, padding, ICV, outer header, its destination
    POLICY_DISCARDS,
    IP_SENDS_CLEAR,

    // Input.
    SPI_FOUND,   //!< SPI, state, destination
    SPI_UNKNOWN, //!< SPI
    REPLAY_OFF,  //!< sequence
    REPLAY_NEW,  //!< sequence, size, last
    REPLAY_SEEN, //!< sequence, size, last
    ESP_OPENED,  //!< octets
    ESP_BAD_ICV,
    ESP_DROPS,                //!< an IpsecDrop
    RECEIVE_TAG,              //!< drv_spi, SPI, octets
    RECEIVE_TAG_UNKNOWN,      //!< drv_spi
    RECEIVE_TAG_OUT_OF_RANGE, //!< drv_spi
    DRIVER_CORE_FULL,
    DRIVER_DROPS,            //!< a NicDrop
    INPUT_ACCEPTED,          //!< transforms undone; name: the policy, empty without one
    INPUT_REFUSED,           //!< as INPUT_ACCEPTED
    INPUT_FRAGMENT_ACCEPTED, //!< transforms undone
    INPUT_FRAGMENT_REFUSED,  //!< transforms undone

    // NIC: a packet.
    NIC_ARRIVAL, //!< octets
    NIC_DROPS,   //!< a NicDrop
    NIC_RING,    //!< places taken, of, 1: dropped
    NIC_UNTAGGED,
    NIC_BYPASS_TAG,
    NIC_TAG_UNKNOWN,         //!< drv_spi
    NIC_TAG_FOUND,           //!< drv_spi, SPI
    NIC_TAG_ON_FRAGMENT,     //!< drv_spi
    NIC_TAG_HARD_LIMIT,      //!< drv_spi
    NIC_TAG_NUMBERS_USED_UP, //!< drv_spi
    NIC_TAG_TOO_BIG,         //!< drv_spi
    NIC_SPI_FOUND,           //!< SPI, destination, drv_spi
    NIC_SPI_ON_FRAGMENT,
    NIC_SPI_UNKNOWN, //!< SPI
    NIC_NOT_ESP,
    NIC_CACHE_HIT,    //!< waiting behind a packet
    NIC_CACHE_COMING, //!< waiting behind a packet, until it is there
    NIC_CACHE_MISS,   //!< waiting behind a packet, until the fetch, its time
    NIC_DMA_READ,     //!< start to done: until it is there
    NIC_DMA_WRITTEN,  //!< start to done: until it is there
    NIC_PORT,
    NIC_CARD,
    NIC_ENCRYPTED,   //!< sequence, octets, octets of ESP
    NIC_WINDOW_OFF,  //!< sequence
    NIC_WINDOW_NEW,  //!< sequence, size, last
    NIC_WINDOW_SEEN, //!< sequence, size, last, 1: handed up
    NIC_HARD_LIMIT,
    NIC_DECRYPTED,      //!< octets of ESP, octets
    NIC_BAD_ICV,        //!< 1: handed up
    NIC_LATE_HIGH_HALF, //!< 1: handed up
    NIC_WINDOW_REFUSES, //!< 1: handed up
    NIC_MAC,            //!< octets, octets beyond IP
    NIC_UP_FAILED,      //!< drv_spi, a NicDrop
    NIC_UP_UNTAGGED,    //!< drv_spi
    NIC_UP_TAGGED,      //!< drv_spi

    // An SA's life: the SAD.
    SA_ADDED,
    SA_ADDED_PENDING,
    SA_ADMITTED,
    SA_REFUSED,
    SA_LOST,
    SA_LIFETIMES_UPDATED,
    SA_COMPLETED,
    SA_COMPLETED_PENDING,
    SA_CLONED,
    SA_CLONED_UNOFFERED,
    SA_LARVAL,
    SA_DELETED,
    SA_FLUSHED,
    SA_HARD_LIMIT,
    SA_SOFT_LIMIT,
    SA_LARVAL_EXPIRED,

    // An SA's life: offers and withdrawals.
    OFFER_QUEUED, //!< tasks before it
    OFFER_IGNORED_INST,
    OFFER_IGNORED_DEINST,
    OFFER_MOOT_INST,
    OFFER_MOOT_DEINST,
    OFFER_MOOT_STATE,
    OFFER_RUNS,           //!< interfaces
    OFFERED,              //!< drv_spi; name: interface
    OFFER_HANDLED,        //!< drv_spi; name: interface
    OFFER_REJECTED,       //!< drv_spi; name: interface, reply: why
    OFFER_WITHOUT_HANDLE, //!< name: interface, reply: why
    OFFER_UNDONE,
    OFFER_OVER,
    FORGET_QUEUED,     //!< tasks before it
    FORGET_NOTHING,    //!< as FORGET_QUEUED
    FORGET_RUNS,       //!< epoch wait, handles
    DEINSTALL_ASKED,   //!< drv_spi; name: interface
    HANDLE_GONE,       //!< drv_spi; name: interface
    COUNTERS_REPORTED, //!< packets, octets, octets since the last report; name: interface

    // An SA's life: the driver.
    DRIVER_REFUSES,      //!< name: errno, reply: why
    INSTALL_SUBMITTED,   //!< an SaPart, commands, waiting, their time
    REMOVAL_SUBMITTED,   //!< as INSTALL_SUBMITTED
    SLOT_TAKEN,          //!< an SaPart, slots in use: transmit, receive
    SLOTS_FULL,          //!< as SLOT_TAKEN; name: errno
    SLOT_TABLE_FULL,     //!< an SaPart
    SLOT_COMMAND_FAILED, //!< an SaPart
    SLOT_TIMED_OUT,      //!< an SaPart
    SLOT_DUPLICATE,      //!< an SaPart
    SLOTS_FREED,
    SLOTS_COOL_OFF, //!< span
    SLOTS_USABLE,

    COUNT
};

/**
 * @ingroup ipsec-offload
 * What is the same for all steps of a code.
 */
struct StepInfo
{
    StepCode code;     //!< which step
    const char* name;  //!< its name in logs: "SA_ADDED"
    const char* stage; //!< what decides or works: "SPD", "NIC cipher"
    const char* rule;  //!< number of the rule or section that it follows; empty without one
};

/**
 * @ingroup ipsec-offload
 * @param code a step
 * @return its row of the one table of all steps
 */
const StepInfo& GetStepInfo(StepCode code);

/**
 * @ingroup ipsec-offload
 * @tparam Row has a code
 * @tparam ROWS how many there are
 * @param table one row per step
 * @return true when it misses none and each row stands where its code says
 */
template <typename Row, size_t ROWS>
constexpr bool
IsInOrderOfSteps(const std::array<Row, ROWS>& table)
{
    for (size_t i = 0; i < ROWS; ++i)
    {
        if (static_cast<size_t>(table[i].code) != i)
        {
            return false;
        }
    }
    return ROWS == static_cast<size_t>(StepCode::COUNT);
}

/**
 * @ingroup ipsec-offload
 * What a NIC installs of an SA at a time.
 */
enum class SaPart : uint8_t
{
    WHOLE,        //!< all there is, as far as the step cares
    TRANSMIT,     //!< of an SA for both directions
    RECEIVE,      //!< of an SA for both directions
    ONE_DIRECTION //!< of an SA for one
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_CODE_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_DRIVER_H
#define IPSEC_OFFLOAD_OFFLOAD_DRIVER_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/object.h"
#include "ns3/security-association.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace ns3
{

class StepListener;

/// What a driver answers to an offer (R45).
enum class DriverAnswer : uint8_t
{
    ACK,           //!< success
    NOT_SUPPORTED, //!< a nack: the handle is kept, REJECTED
    FAULT          //!< any other error: no handle
};

/**
 * @ingroup ipsec-offload
 * A driver's answer to an offer, and what it says to an administrator. Drivers that say nothing
 * answer with a bare DriverAnswer.
 */
struct DriverReply
{
    /**
     * @param what the answer
     * @param errorName name of the errno behind a refusal, as "EOPNOTSUPP"
     * @param why the refusal in words: few different ones, since each kind is kept
     */
    DriverReply(DriverAnswer what, std::string errorName = {}, std::string why = {})
        : answer(what),
          error(std::move(errorName)),
          words(std::move(why))
    {
    }

    DriverAnswer answer; //!< what the kernel acts upon
    std::string error;   //!< name of the errno behind a refusal
    std::string words;   //!< the refusal in words
    bool receives{true}; //!< to an SA: the NIC decrypts its packets, and does not only encrypt
};

/**
 * @ingroup ipsec-offload
 * The driver contract: FreeBSD's if_ipsec_accel_methods (R4), asynchronous through completions.
 *
 * A driver answers each request exactly once, at the same instant or later; the worker waits for
 * the answer before it starts its next task (R7, R8). Methods that a driver does not have are left
 * out of GetMethods(): an SA is not offered to an interface without SA_NEWKEY, a policy not to one
 * without POLICY_ADD.
 */
class OffloadDriver : public Object
{
  public:
    /// Bits of GetMethods().
    enum Method : uint32_t
    {
        SA_NEWKEY = 1,
        SA_DEINSTALL = 2,
        SA_COUNTERS = 4,
        POLICY_ADD = 8,
        POLICY_DELETE = 16,
        TRANSMIT_ASSIST = 32
    };

    /// Bits of GetTransmitAssist(), as FreeBSD's CSUM_ flags of an interface.
    enum Assist : uint32_t
    {
        ASSIST_TSO4 = 1,
        ASSIST_TSO6 = 2,
        ASSIST_IP_CHECKSUM = 4, //!< of the IPv4 header
        ASSIST_TCP4_CHECKSUM = 8,
        ASSIST_UDP4_CHECKSUM = 16,
        ASSIST_TCP6_CHECKSUM = 32,
        ASSIST_UDP6_CHECKSUM = 64,
        ASSIST_SCTP_CHECKSUM = 128,
        /// What a driver may offer to tagged packets (N43).
        ASSIST_TAGGED = ASSIST_TSO4 | ASSIST_TSO6 | ASSIST_IP_CHECKSUM | ASSIST_TCP4_CHECKSUM |
                        ASSIST_UDP4_CHECKSUM | ASSIST_TCP6_CHECKSUM | ASSIST_UDP6_CHECKSUM
    };

    /// An SA as it is offered. The references are valid during the call only (R5).
    struct SaOffer
    {
        uint16_t drvSpi;              //!< the value that will stand in packet tags
        IpsecDirection direction;     //!< UNKNOWN under FreeBSD (R49)
        const SaConfig& config;       //!< keys, addresses, mode, ...
        const EspSizes& sizes;        //!< octet counts of the ESP form
        StepListener* steps{nullptr}; //!< who follows the SA's life; nullptr for all but one
        /// Inline crypto, and ideal kernels: the host numbers packets on their way out and checks
        /// for replays on their way in; the NIC takes the number that a packet brings (R143).
        bool hostNumbers{false};
        /// Inline crypto: the host builds ESP, all but the cipher, and undoes it; the ESP form
        /// crosses its bus.
        bool hostEncapsulates{false};
        /// Where the kernel's own counter and window stand, from kernels that hand them over;
        /// nothing: begin where the SA does, whatever software has sent and received (R143).
        std::optional<SequenceState> sequence{std::nullopt};
        /// The NIC shall enforce config.hard and signal config.soft (R202).
        bool enforceLimits{false};
        uint16_t vlan{0}; //!< VLAN id of the interface, 0 without one (N17)
    };

    /// Answer to an offer. The cookie comes back in SaDeinstall() and GetSaCounters().
    using OfferCompletion = std::function<void(Ps now, const DriverReply& reply, uint64_t cookie)>;
    /// Answer to a withdrawal; false is only logged (R65).
    using WithdrawCompletion = std::function<void(Ps now, bool success)>;

    /** @return the TypeId */
    static TypeId GetTypeId();

    /** @return which of the six methods exist, as bits of Method */
    virtual uint32_t GetMethods() const = 0;

    /**
     * Take an SA.
     * @param offer the SA
     * @param done the answer
     */
    virtual void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) = 0;

    /**
     * Drop an SA. The SA itself may be gone already (R5).
     * @param drvSpi its value
     * @param cookie what the ack brought
     * @param done the answer
     */
    virtual void SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done) = 0;

    /**
     * Live read of absolute counters (R185, N40).
     * @param drvSpi its value
     * @param cookie what the ack brought
     * @return the counters, or nothing on error or without the method
     */
    virtual std::optional<PacketOctets> GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie);

    /**
     * For kernels that go on where the NIC left off (R143).
     * @param drvSpi its value
     * @param cookie what the ack brought
     * @return the NIC's counter and window, or nothing from a driver that cannot tell
     */
    virtual std::optional<SequenceState> GetSequenceState(uint16_t drvSpi, uint64_t cookie) const;

    /**
     * Take a policy; only called with POLICY_ADD among the methods.
     * @param policy the policy; valid during the call only
     * @param done the answer
     */
    virtual void PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done);

    /**
     * Drop a policy; only called with POLICY_DELETE among the methods.
     * @param cookie what the ack brought
     * @param done the answer
     */
    virtual void PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done);

    /**
     * @param drvSpi an installed SA
     * @return what the NIC does for its tagged packets, as bits of Assist (R136)
     */
    virtual uint32_t GetTransmitAssist(uint16_t drvSpi) const;

    /// Where a driver sends counter reports (R176): drv_spi, then absolute octets and packets.
    using ReportCallback =
        std::function<void(Ps now, uint16_t drvSpi, const PacketOctets& absolute)>;

    /** @param report where counter reports go; set when the driver joins an interface */
    void SetReportCallback(ReportCallback report);

    /// Where a driver tells of limits that a NIC enforces (R202): drv_spi, then hard or soft.
    using LimitCallback = std::function<void(Ps now, uint16_t drvSpi, bool hard)>;

    /// The driver's own call of the interface-down routine (R207).
    using DownCallback = std::function<void(Ps now)>;

    /** @param down takes everything away from the interface; set when the driver joins one */
    void SetDownCallback(DownCallback down);

    /** @param limit where limits go; set when the driver joins an interface */
    void SetLimitCallback(LimitCallback limit);

  protected:
    void DoDispose() override;

    /**
     * Tell the kernel that a limit of an SA is reached (R202).
     * @param drvSpi which SA
     * @param hard whether it is the hard one
     */
    void ReportLimit(Ps now, uint16_t drvSpi, bool hard) const;

    /**
     * Have the kernel withdraw everything from the interface, which stays up (R207).
     */
    void WithdrawAll(Ps now) const;

    /**
     * Report absolute counters of an SA to the kernel (R176).
     * @param drvSpi which SA
     * @param absolute its counters since install
     */
    void Report(Ps now, uint16_t drvSpi, const PacketOctets& absolute) const;

  private:
    ReportCallback m_report; //!< the kernel's side
    LimitCallback m_limit;   //!< the kernel's side
    DownCallback m_down;     //!< the kernel's side
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_DRIVER_H */

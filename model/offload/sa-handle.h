/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_HANDLE_H
#define IPSEC_OFFLOAD_SA_HANDLE_H

#include "offload-interface.h"

#include "ns3/ipsec-transform-history.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the kernel keeps for one (SA, interface) that was offered: HANDLED or REJECTED (R45).
 */
struct SaHandle
{
    Ptr<OffloadInterface> interface; //!< where
    SecurityAssociation* sa;         //!< whose; the SA owns the handle
    uint16_t drvSpi;                 //!< 3..65535, from the offer until the SA is forgotten (R15);
                                     //!< 0: a REJECTED one without a value (R17)
    bool handled;                    //!< HANDLED; otherwise REJECTED
    SoftwareReason reason;           //!< NONE, or why it is REJECTED (REJECTED or NAME_MISMATCH)
    uint16_t refusal;                //!< number of the driver's refusal; 0: none
    bool receives;                   //!< the NIC decrypts its packets
    bool hostNumbers;                //!< the host numbers its packets (R143)
    uint64_t cookie;                 //!< the driver's
    uint32_t estimate;               //!< header-size estimate, made once (R58, R147)
    uint64_t firstNumber;            //!< with which a NIC that numbers packets began
    PacketOctets lastReport;         //!< absolute counters last reported (R178)
    TransformRecord history;         //!< for the receive tag (R159)
};

/**
 * @param handle a handle of an SA
 * @return where the NIC behind it stands; nothing when the host numbers the packets, the driver
 *         does not have the SA, or cannot tell
 */
std::optional<SequenceState> GetNumbersOfNic(const SaHandle& handle);

/**
 * @param sa an SA
 * @return packets that were sent with its key and a number that was used before, by software or by
 *         NICs; 0 when a clone goes on with them
 */
uint64_t CountRepeatedNumbers(const SecurityAssociation& sa);

/** @param reason what became of an offer @return true when the SA got a handle (R45) */
inline bool
KeepsHandle(SoftwareReason reason)
{
    return reason == SoftwareReason::NONE || reason == SoftwareReason::REJECTED ||
           reason == SoftwareReason::NAME_MISMATCH;
}

/**
 * @ingroup ipsec-offload
 * Why an SA has no handle at an interface: what happened there last.
 */
struct Unhandled
{
    uint32_t interface;    //!< index of the interface
    SoftwareReason reason; //!< why
    uint16_t refusal;      //!< number of the driver's refusal; 0: none
};

/**
 * @ingroup ipsec-offload
 * offload/'s part of an SA: flags, handles and counters.
 */
class SaOffloadState : public OffloadSlot
{
  public:
    bool installed{false};    //!< INST: the offer task ran (R41)
    bool deinstalled{false};  //!< DEINST: forgotten, or never to be offered (R62)
    bool forgetRecord{false}; //!< the preallocated record is there (R50, R63)
    bool cloned{false};       //!< made by R60's clone
    bool walking{false};      //!< its offer task runs: some interfaces have not answered yet
    bool offerLost{false};    //!< an offer had no memory for its task (R39)
    uint32_t queued{0};       //!< offer tasks in the worker's queue
    std::vector<std::unique_ptr<SaHandle>> handles; //!< at most one per interface (R46)
    std::vector<Unhandled> unhandled;               //!< at most one per interface
    PacketOctets softwareView;           //!< kernel's count of offloaded traffic (R134, R157)
    PacketOctets hardwareTotals;         //!< sum of driver reports (R178)
    std::optional<Ps> hardwareFirstUsed; //!< R157, R176

    /** @param sa an SA @return its offload state, made when missing */
    static SaOffloadState& Of(SecurityAssociation& sa);

    /** @param sa an SA @return its offload state, or nullptr when it was never seen here */
    static const SaOffloadState* Find(const SecurityAssociation& sa)
    {
        return static_cast<const SaOffloadState*>(sa.GetOffloadSlot());
    }

    /**
     * What slot policies rank by: the octets of an SA so far, whoever transformed them, as the
     * kernel counted them at once (R134, R157, R181).
     * @param sa an SA
     * @return octets
     */
    static uint64_t CountOctets(const SecurityAssociation& sa);

    /**
     * Remember why there is no handle.
     * @param interface index of the interface
     * @param reason why; NONE forgets it
     * @param refusal number of the driver's refusal; 0: none
     */
    void SetUnhandled(uint32_t interface, SoftwareReason reason, uint16_t refusal = 0);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_HANDLE_H */

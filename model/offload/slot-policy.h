/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SLOT_POLICY_H
#define IPSEC_OFFLOAD_SLOT_POLICY_H

#include "offload-interface.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/object.h"
#include "ns3/pico-time.h"
#include "ns3/security-association.h"

namespace ns3
{

class IpsecOffload;

/**
 * @ingroup ipsec-offload
 * Who gets a NIC's slots. Ours, not FreeBSD's: the kernel there offers each SA once and never
 * again (R52, R53). A policy hears what became of offers and handles, and has SAs offered again
 * (IpsecOffload::Promote()) or withdrawn while they live (Demote()), as tasks of the one worker, so
 * each change puts its load on the command channel. It is never asked on a packet's way.
 *
 * The base class hears and does nothing.
 */
class SlotPolicy : public Object
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    /** @param kernel whose slots; called by IpsecOffload */
    void Bind(IpsecOffload& kernel);

    /**
     * An offer was answered.
     * @param now the time
     * @param sa what was offered
     * @param interface where
     * @param reason NONE for an ack
     */
    virtual void OfferAnswered(Ps now,
                               const Ptr<SecurityAssociation>& sa,
                               const Ptr<OffloadInterface>& interface,
                               SoftwareReason reason);

    /**
     * A handle is gone, and the driver has let go of it.
     * @param now the time
     * @param sa whose
     * @param interface where
     * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
     */
    virtual void HandleWithdrawn(Ps now,
                                 const Ptr<SecurityAssociation>& sa,
                                 const Ptr<OffloadInterface>& interface,
                                 SoftwareReason reason);

    /**
     * An SA died; its handles are withdrawn later.
     * @param now the time
     * @param sa which
     */
    virtual void SaDied(Ps now, const SecurityAssociation& sa);

  protected:
    void DoDispose() override;

    /** @return whose slots; ends the program before Bind() */
    IpsecOffload& GetKernel() const;

  private:
    IpsecOffload* m_kernel{nullptr}; //!< owns this policy
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SLOT_POLICY_H */

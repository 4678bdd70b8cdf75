/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SLOT_POLICY_H
#define IPSEC_OFFLOAD_SLOT_POLICY_H

#include "offload-observer.h"

#include "ns3/object.h"

namespace ns3
{

class IpsecOffload;

/**
 * @ingroup ipsec-offload
 * Who gets a NIC's slots. Ours, not FreeBSD's: the kernel there offers each SA once and never
 * again (R52, R53). A policy observes what became of offers and handles, and has SAs offered again
 * (IpsecOffload::Promote()) or withdrawn while they live (Demote()), as tasks of the one worker, so
 * each change puts its load on the command channel. It is never asked on a packet's way.
 *
 * The base class does nothing.
 */
class SlotPolicy : public Object, public OffloadObserver
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    /** @param kernel whose slots; called by IpsecOffload */
    void Bind(IpsecOffload& kernel);

  protected:
    void DoDispose() override;

    /** @return whose slots; ends the program before Bind() */
    IpsecOffload& GetKernel() const;

  private:
    IpsecOffload* m_kernel{nullptr}; //!< owns this policy
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SLOT_POLICY_H */

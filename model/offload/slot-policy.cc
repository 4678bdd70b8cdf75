/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "slot-policy.h"

#include "ns3/abort.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SlotPolicy");
NS_OBJECT_ENSURE_REGISTERED(SlotPolicy);

TypeId
SlotPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::SlotPolicy").SetParent<Object>().SetGroupName("IpsecOffload");
    return tid;
}

void
SlotPolicy::Bind(IpsecOffload& kernel)
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_IF(m_kernel, "a slot policy serves two kernels; each needs its own");
    m_kernel = &kernel;
}

void
SlotPolicy::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_kernel = nullptr;
    Object::DoDispose();
}

IpsecOffload&
SlotPolicy::GetKernel() const
{
    NS_ABORT_MSG_UNLESS(m_kernel, "a slot policy is used before it has a kernel");
    return *m_kernel;
}

} // namespace ns3

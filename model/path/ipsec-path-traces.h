/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PATH_TRACES_H
#define IPSEC_OFFLOAD_IPSEC_PATH_TRACES_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/traced-callback.h"

namespace ns3
{

class SecurityAssociation;
struct AcquireRequest;
struct PacketDescriptor;
struct SaHandle;

/// IpsecNode's trace sources Output and Input, which the paths fire.
using IpsecDecisionTrace = TracedCallback<Ps, const PacketDescriptor&, const SecurityAssociation*>;
/// IpsecNode's trace source Tag (R134).
using IpsecTagTrace = TracedCallback<Ps, const PacketDescriptor&, const SaHandle&>;
/// IpsecNode's trace source Acquire (R32).
using IpsecAcquireTrace = TracedCallback<Ps, const AcquireRequest&>;

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PATH_TRACES_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_FATE_STEP_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_FATE_STEP_INTERNAL_H

#include "lean-packet-fate.h"

#include "ns3/ipsec-step-listener.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The last step of a datagram that is followed.
 * @param listener who follows it
 * @param fate when and how it ended
 * @param sentAt when it was sent
 */
void AppendFate(StepListener& listener, const PacketFate& fate, Ps sentAt);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_FATE_STEP_INTERNAL_H */

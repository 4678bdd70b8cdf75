/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-memory-traffic.h"

namespace ns3
{

const char*
ToString(HostPath path)
{
    switch (path)
    {
    case HostPath::CLEAR:
        return "clear";
    case HostPath::SOFTWARE:
        return "software";
    case HostPath::LOOKASIDE:
        return "lookaside";
    case HostPath::INLINE_CRYPTO:
        return "inline-crypto";
    case HostPath::INLINE_PACKET:
        return "inline-packet";
    }
    return "";
}

} // namespace ns3

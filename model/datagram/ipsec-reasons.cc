/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-reasons.h"

namespace ns3
{

namespace
{

/// @param names one name per value @param value a value of the enum @return its name
template <typename E, size_t N>
const char*
NameOf(const std::array<const char*, N>& names, E value)
{
    const auto index = static_cast<size_t>(value);
    return index < N ? names[index] : "?";
}

} // namespace

const char*
ToString(IpsecVerdict verdict)
{
    static constexpr std::array<const char*, 8> NAMES{"not-asked",
                                                      "bypass",
                                                      "clear-by-use",
                                                      "discard",
                                                      "no-sa",
                                                      "offload",
                                                      "software",
                                                      "already-done"};
    return NameOf(NAMES, verdict);
}

const char*
ToString(SoftwareReason reason)
{
    static constexpr std::array<const char*, static_cast<size_t>(SoftwareReason::COUNT)> NAMES{
        "none",          "no-interface",  "cap-disabled",  "no-handle",         "not-yet-offered",
        "rejected",      "name-mismatch", "driver-fault",  "exhausted-drv-spi", "interface-down",
        "cloned",        "withdrawn",     "size-estimate", "size-exact",        "fragment",
        "no-tag-memory", "offload-off",   "offer-lost",    "handle-lost",       "demoted",
        "not-requested", "transmit-only", "no-context"};
    return NameOf(NAMES, reason);
}

const char*
ToString(IpsecDrop drop)
{
    static constexpr std::array<const char*, static_cast<size_t>(IpsecDrop::COUNT)> NAMES{
        "none",
        "host-backlog",
        "too-big",
        "sequence-overflow",
        "no-sa-in",
        "replay",
        "bad-icv",
        "malformed",
        "policy-in",
        "bad-rx-tag",
        "incomplete",
        "not-offloaded",
        "protocol-off",
        "sa-gone",
        "nic-bad-icv",
        "nic-replay"};
    return NameOf(NAMES, drop);
}

const char*
ToString(NicDrop drop)
{
    static constexpr std::array<const char*, static_cast<size_t>(NicDrop::COUNT)> NAMES{
        "none",
        "ring-full",
        "unknown-drv-spi",
        "tagged-fragment",
        "too-big",
        "rx-overrun",
        "bad-icv",
        "replay",
        "sequence-overflow",
        "hard-limit"};
    return NameOf(NAMES, drop);
}

} // namespace ns3

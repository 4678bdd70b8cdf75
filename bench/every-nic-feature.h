/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_EVERY_NIC_FEATURE_H
#define IPSEC_OFFLOAD_EVERY_NIC_FEATURE_H

#include "ns3/nic-profile.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Switch every stage and unit of a NIC on, fast enough that no more packets are dropped than
 * without: what is compared is the cost of simulating them.
 * @param profile of the NIC
 */
inline void
SwitchEveryFeatureOn(NicProfile& profile)
{
    const auto ceiling = [](uint64_t& rate, uint64_t value) { rate = rate == 0 ? value : rate; };
    ceiling(profile.txBitRate, 390'000'000'000);
    ceiling(profile.rxBitRate, 390'000'000'000);
    ceiling(profile.txPacketRate, 230'000'000);
    ceiling(profile.rxPacketRate, 230'000'000);
    profile.sharedCipher = true;
    profile.portBitRate = 390'000'000'000;
    profile.portPacketRate = 210'000'000;
    profile.cardBitRate = 790'000'000'000;
    profile.cardPacketRate = 410'000'000;
    profile.contextCacheSize = 1024;
    profile.contextCacheWays = 0;
    profile.contextFetchTime = 500'000;
    profile.contextFetches = 128;
    profile.doorbellLatency = 300'000;
    profile.classifyLatency = 200'000;
    profile.completionLatency = 500'000;
    profile.txLatency = 1'000'000;
    profile.rxLatency = 1'000'000;
    profile.pcieBitRate = 504'000'000'000;
    profile.pcieReadLatency = 900'000;
    profile.pcieReads = 256;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_EVERY_NIC_FEATURE_H */

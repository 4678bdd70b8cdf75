/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_REFUSAL_MEMORY_H
#define IPSEC_OFFLOAD_IPSEC_REFUSAL_MEMORY_H

#include "ipsec-handle-finder.h"
#include "sa-handle.h"

#include "ns3/ipsec-ip-address.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Why SAs that are gone were in software. Where the request for an SA fails when no driver takes
 * it, key daemons of Linux ask again without the wish to offload; the packets of the second SA are
 * in software for the reason of the first.
 */
class RefusalMemory
{
  public:
    /**
     * @param sa an SA that no driver took, and that is about to be deleted for it
     * @param interfaces where it was offered
     * @param finder tells the reasons
     */
    void Remember(const SecurityAssociation& sa,
                  const std::vector<Ptr<OffloadInterface>>& interfaces,
                  const HandleFinder& finder);

    /** @param sa an SA that is not offered; gets what was answered when it was, once */
    void Recall(SecurityAssociation& sa);

  private:
    /// By SPI and destination.
    std::map<std::pair<uint32_t, IpAddress>, std::vector<Unhandled>> m_answers;
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_REFUSAL_MEMORY_H */

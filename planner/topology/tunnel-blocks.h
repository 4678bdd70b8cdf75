/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TUNNEL_BLOCKS_H
#define IPSEC_OFFLOAD_PLANNER_TUNNEL_BLOCKS_H

#include "protected-path.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Where several gateways send, each of them has a block of addresses, so that others need one route
 * for all that is behind it. A block has a place for each tunnel of its gateway.
 */
class TunnelBlocks
{
  public:
    /**
     * @param paths of the tunnels
     * @param tunnels in all; each path has one in turn
     */
    TunnelBlocks(const std::vector<ProtectedPath>& paths, uint32_t tunnels);

    /** @return true when one gateway is the sender of all paths: then there are no blocks */
    bool IsStar() const
    {
        return m_isStar;
    }

    /** @return blocks that there are: gateways */
    uint32_t Count() const
    {
        return static_cast<uint32_t>(m_blocks.size());
    }

    /** @return places of a block, a power of two, as its logarithm */
    uint32_t GetPlaceBits() const
    {
        return m_placeBits;
    }

    /** @param path of a tunnel @param far at its receiver @return number of the block there */
    uint32_t GetBlock(uint32_t path, bool far) const
    {
        return m_ends[path][far].block;
    }

    /** @param tunnel its number @param far at its receiver @return its place in the block there */
    uint32_t GetPlace(uint32_t tunnel, bool far) const;

  private:
    /// An end of a path.
    struct End
    {
        uint32_t block; //!< of the gateway
        uint32_t order; //!< of the path, among those of the gateway
    };

    bool m_isStar;                         //!< see IsStar()
    std::map<uint32_t, uint32_t> m_blocks; //!< by gateway
    std::vector<uint32_t> m_degrees{};     //!< by block: paths that end there
    std::vector<std::vector<End>> m_ends;  //!< by path: at the sender, at the receiver
    uint32_t m_placeBits{0};               //!< see GetPlaceBits()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TUNNEL_BLOCKS_H */

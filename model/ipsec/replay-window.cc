/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "replay-window.h"

#include "ns3/assert.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t BLOCK_SHIFT = 5; // 32 numbers in a block
constexpr uint32_t BIT_MASK = 31;

} // namespace

ReplayWindow::ReplayWindow(uint32_t packets, bool esn, bool cyclic, uint64_t last)
    : m_last(last),
      m_size(packets),
      m_esn(esn),
      m_cyclic(cyclic)
{
    NS_ASSERT_MSG(packets <= MAX_PACKETS, "window of " << packets << " packets is too large");
    if (m_size == 0)
    {
        return;
    }
    const uint64_t needed = (uint64_t{m_size} + BIT_MASK) / 32 + 1; // one spare block
    uint64_t blocks = 1;
    while (blocks < needed)
    {
        blocks *= 2;
    }
    m_blockMask = static_cast<uint32_t>(blocks - 1);
    m_bitmap.assign(blocks, m_last != 0 ? UINT32_MAX : 0);
    if (m_last != 0)
    {
        const auto bit = static_cast<uint32_t>(m_last & BIT_MASK);
        m_bitmap[(m_last >> BLOCK_SHIFT) & m_blockMask] = UINT32_MAX >> (BIT_MASK - bit);
    }
}

uint64_t
ReplayWindow::Recover(uint32_t low) const
{
    if (!m_esn)
    {
        return low;
    }
    // Of all numbers with these low bits the one number in [last - size + 1, last - size + 2^32].
    // Modulo 2^64 this is both cases of RFC 4303 appendix A2.1 and A2.2 at once.
    const uint32_t size = m_size != 0 ? m_size : UINT32_C(1) << 31;
    const uint64_t bottom = m_last - size + 1;
    const uint64_t sequence = bottom + static_cast<uint32_t>(low - static_cast<uint32_t>(bottom));
    if (m_size == 0 && sequence > m_last && sequence - m_last > UINT32_MAX)
    {
        return low; // nothing lies before number 0, and nobody would refuse it
    }
    return sequence;
}

bool
ReplayWindow::Check(uint64_t sequence) const
{
    if (m_size == 0)
    {
        return true;
    }
    if (sequence == 0 && m_last == 0)
    {
        return false; // R169
    }
    if (!m_esn && m_last == UINT32_MAX && !m_cyclic)
    {
        return false; // R171
    }
    if (sequence > m_last)
    {
        // Recover() never looks so far ahead: this one would lie before number 0 (R174's branch).
        return sequence - m_last <= UINT32_MAX;
    }
    if (m_last - sequence >= m_size)
    {
        return !m_esn && m_last == UINT32_MAX; // a wrap, which Update() refuses (R171)
    }
    const uint32_t block = m_bitmap[(sequence >> BLOCK_SHIFT) & m_blockMask];
    return (block >> (sequence & BIT_MASK) & 1U) == 0;
}

bool
ReplayWindow::Update(uint64_t sequence)
{
    if (m_size == 0)
    {
        m_last = std::max(m_last, sequence);
        ++m_count;
        return true;
    }
    if (!Check(sequence) || (sequence <= m_last && m_last - sequence >= m_size))
    {
        return false;
    }
    const uint64_t block = sequence >> BLOCK_SHIFT;
    if (sequence > m_last)
    {
        const uint64_t lastBlock = m_last >> BLOCK_SHIFT;
        const uint64_t toClear = std::min(block - lastBlock, uint64_t{m_blockMask} + 1);
        for (uint64_t i = 0; i < toClear; ++i)
        {
            m_bitmap[(block - i) & m_blockMask] = 0;
        }
        m_last = sequence;
    }
    m_bitmap[block & m_blockMask] |= 1U << (sequence & BIT_MASK);
    ++m_count;
    return true;
}

void
ReplayWindow::Merge(const ReplayWindow& other)
{
    NS_ASSERT_MSG(other.m_size == m_size, "windows of two SAs");
    const bool isLater = other.m_last > m_last;
    const uint64_t last = isLater ? other.m_last : m_last;
    const uint64_t earlierLast = isLater ? m_last : other.m_last;
    std::vector<uint32_t> bitmap = isLater ? other.m_bitmap : m_bitmap;
    const std::vector<uint32_t>& earlier = isLater ? m_bitmap : other.m_bitmap;
    if (m_size != 0)
    {
        // The blocks that both have; a number has the same place in both.
        const uint64_t bottom = last < m_size ? 0 : last - m_size + 1;
        for (uint64_t block = bottom >> BLOCK_SHIFT; block <= earlierLast >> BLOCK_SHIFT; ++block)
        {
            bitmap[block & m_blockMask] |= earlier[block & m_blockMask];
        }
    }
    m_last = last;
    m_bitmap = std::move(bitmap);
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "drv-spi-allocator.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <cstddef>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("DrvSpiAllocator");

namespace
{

/// @param word a word that is not zero @return the place of its lowest set bit
unsigned
LowestBit(uint64_t word)
{
    return static_cast<unsigned>(__builtin_ctzll(word));
}

} // namespace

DrvSpiAllocator::DrvSpiAllocator(uint16_t last)
    : m_last(last)
{
    for (uint32_t drvSpi = FIRST; drvSpi <= last; ++drvSpi)
    {
        SetFree(static_cast<uint16_t>(drvSpi));
    }
}

uint16_t
DrvSpiAllocator::Take()
{
    for (size_t i = 0; i < m_any.size(); ++i)
    {
        if (m_any[i] == 0)
        {
            continue;
        }
        const size_t word = i * 64 + LowestBit(m_any[i]);
        const size_t drvSpi = word * 64 + LowestBit(m_free[word]);
        m_free[word] &= m_free[word] - 1;
        if (m_free[word] == 0)
        {
            m_any[i] &= m_any[i] - 1;
        }
        ++m_taken;
        return static_cast<uint16_t>(drvSpi);
    }
    NS_LOG_INFO("no drv_spi is left of " << m_last);
    return 0;
}

void
DrvSpiAllocator::Free(uint16_t drvSpi)
{
    NS_ABORT_MSG_UNLESS(drvSpi >= FIRST && drvSpi <= m_last && !IsFree(drvSpi),
                        "drv_spi " << drvSpi << " is freed but was not taken");
    SetFree(drvSpi);
    --m_taken;
}

void
DrvSpiAllocator::SetFree(uint16_t drvSpi)
{
    m_free[drvSpi / 64] |= uint64_t{1} << (drvSpi % 64);
    m_any[drvSpi / 4096] |= uint64_t{1} << (drvSpi / 64 % 64);
}

bool
DrvSpiAllocator::IsFree(uint16_t drvSpi) const
{
    return (m_free[drvSpi / 64] >> (drvSpi % 64)) & 1;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_DRV_SPI_ALLOCATOR_H
#define IPSEC_OFFLOAD_DRV_SPI_ALLOCATOR_H

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Gives out drv_spi values 3..65535, the lowest free one first (R11, R13). Constant time: a bitmap
 * with a summary bitmap above it.
 */
class DrvSpiAllocator
{
  public:
    /// Marks packets that must go out in clear (R11, N27).
    static constexpr uint16_t BYPASS = 2;
    /// The lowest value that names an SA.
    static constexpr uint16_t FIRST = 3;

    /** @param last the highest value; below 65535 only in tests of exhaustion */
    explicit DrvSpiAllocator(uint16_t last = UINT16_MAX);

    /** @return the lowest free value, or 0 when none is left (R16) */
    uint16_t Take();

    /** @param drvSpi a value that was taken; anything else ends the program */
    void Free(uint16_t drvSpi);

    /** @return how many values are taken */
    uint32_t GetTaken() const
    {
        return m_taken;
    }

    /** @return the highest value */
    uint16_t GetLast() const
    {
        return m_last;
    }

  private:
    void SetFree(uint16_t drvSpi);
    bool IsFree(uint16_t drvSpi) const;

    std::array<uint64_t, 1024> m_free{}; //!< one bit per value, set when free
    std::array<uint64_t, 16> m_any{};    //!< one bit per word above, set when it has a free bit
    uint32_t m_taken{0};                 //!< values in use
    uint16_t m_last;                     //!< highest value
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_DRV_SPI_ALLOCATOR_H */

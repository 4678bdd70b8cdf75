/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_HANDLE_TABLE_H
#define IPSEC_OFFLOAD_SA_HANDLE_TABLE_H

#include "drv-spi-allocator.h"
#include "sa-handle.h"

#include "ns3/ptr.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

class SecurityAssociationDatabase;

/**
 * @ingroup ipsec-offload
 * Names an SA's handle, which may be gone when it is looked up: several withdrawals of the same
 * handle can be under way (R210).
 */
struct SaHandleKey
{
    uint16_t drvSpi;                 //!< its value
    Ptr<SecurityAssociation> sa;     //!< whose
    Ptr<OffloadInterface> interface; //!< where
};

/**
 * @ingroup ipsec-offload
 * The handles of a node's SAs by drv_spi, and the values themselves (R11-R20).
 *
 * A value is taken for an offer and lives as long as what it names: Take(), then Link() with the
 * handle or Return(); Unlink() when the data path shall not see the handle any more, and Release()
 * when the driver has let go of it. In between a value stands for its SA alone, and a driver that
 * still holds the SA is waited for (CountHeldUnlinked()). The data path's look-up is one index.
 *
 * Invariants: every handle stands in this table and in its SA; values taken = handles + those
 * between Unlink() and Release() + values that are taken and not linked + values lost.
 */
class SaHandleTable
{
  public:
    /** @return the lowest free value for an offer, or 0 when none is left (R16) */
    uint16_t Take()
    {
        return m_allocator.Take();
    }

    /** @param drvSpi a value that was taken and names no handle; it is free again */
    void Return(uint16_t drvSpi)
    {
        m_allocator.Free(drvSpi);
    }

    /** A value that was taken is never free again (R18). */
    void Lose()
    {
        ++m_lost;
    }

    /** So is one under which a driver keeps an SA that nobody will withdraw (R19). */
    void LoseHeld()
    {
        ++m_lost;
        ++m_lostHeld;
    }

    /** @param handle a new handle, for its SA and, unless its value is 0, for its value */
    void Link(std::unique_ptr<SaHandle> handle);

    /**
     * Make a handle unknown to the data path.
     * @param key which
     * @return the handle, or nullptr when somebody else unlinked it first
     */
    std::unique_ptr<SaHandle> Unlink(const SaHandleKey& key);

    /**
     * A driver holds an SA whose handle was never linked: keep its value as that of an unlinked
     * handle until Release().
     * @param handle what would have been the handle; HANDLED
     */
    void AddUnlinked(const SaHandle& handle);

    /** The driver is asked to drop an SA whose handle is unlinked. */
    void CountDriverCall()
    {
        --m_heldUnlinked;
    }

    /** @param drvSpi the value of an unlinked handle that is gone now; 0: it had none */
    void Release(uint16_t drvSpi);

    /**
     * @param drvSpi a value, of a packet's tag for instance
     * @return the handle that it names, or nullptr (R158)
     */
    SaHandle* Find(uint16_t drvSpi) const
    {
        return drvSpi < m_byDrvSpi.size() ? m_byDrvSpi[drvSpi].handle : nullptr;
    }

    /**
     * @param drvSpi a value
     * @return the SA for which it was linked and is not released yet, or nullptr
     */
    SecurityAssociation* FindSa(uint16_t drvSpi) const
    {
        return drvSpi < m_byDrvSpi.size() ? PeekPointer(m_byDrvSpi[drvSpi].sa) : nullptr;
    }

    /** @return one more than the highest value that was ever linked */
    uint32_t GetEnd() const
    {
        return static_cast<uint32_t>(m_byDrvSpi.size());
    }

    /**
     * @param interface an interface
     * @return the handles there, by value, those without one at the end
     */
    std::vector<SaHandleKey> GetKeys(const Ptr<OffloadInterface>& interface) const;

    /** @param sa an SA @return its handles, in order of the answers */
    static std::vector<SaHandleKey> GetKeys(const Ptr<SecurityAssociation>& sa);

    /** Forget all handles. */
    void Clear();

    /** @return values that are taken, lost ones included */
    uint32_t GetTaken() const
    {
        return m_allocator.GetTaken();
    }

    /** @return the highest value that is given out */
    uint16_t GetLast() const
    {
        return m_allocator.GetLast();
    }

    /** @param last the highest value, at least 3; only while none is taken */
    void SetLast(uint16_t last);

    /** @return values taken for offers that have not become a handle, nor were lost or returned */
    uint32_t CountOffered() const;

    /** @return SAs that drivers hold: HANDLED handles, unlinked ones and lost ones */
    uint64_t CountHeld() const;

    /**
     * Assert the class invariants; ends the program with a message when one does not hold.
     * @param sad all SAs that are alive
     */
    void CheckInvariants(const SecurityAssociationDatabase& sad) const;

  private:
    /// What a value stands for.
    struct Entry
    {
        SaHandle* handle{nullptr};   //!< nullptr once it is unlinked
        Ptr<SecurityAssociation> sa; //!< kept until the value is free again
    };

    Entry& MakeEntry(uint16_t drvSpi);
    void CheckEntry(uint16_t drvSpi) const;

    std::vector<Entry> m_byDrvSpi;           //!< grows as needed
    std::vector<SaHandleKey> m_withoutValue; //!< REJECTED handles without a value (R17)
    DrvSpiAllocator m_allocator;             //!< R11-R15
    uint32_t m_unlinked{0};                  //!< values between Unlink() and Release()
    uint32_t m_heldUnlinked{0};              //!< those of them that a driver still holds
    uint32_t m_lost{0};                      //!< R18, R19
    uint32_t m_lostHeld{0};                  //!< those of them under which a driver holds an SA
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_HANDLE_TABLE_H */

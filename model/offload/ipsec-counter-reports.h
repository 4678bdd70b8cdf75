/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_COUNTER_REPORTS_H
#define IPSEC_OFFLOAD_IPSEC_COUNTER_REPORTS_H

#include "ipsec-handle-finder.h"
#include "offload-observer.h"
#include "offload-settings.h"
#include "sa-handle-table.h"

#include "ns3/ipsec-database-observer.h"
#include "ns3/security-association-database.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A lifetime record as PF_KEY carries it (R188, R190).
 */
struct LifetimeRecord
{
    uint32_t packets{0};       //!< 32 bits, whatever was counted inside (R190)
    uint64_t octets{0};        //!< octets
    std::optional<Ps> useTime; //!< first use; nothing: zero in PF_KEY
};

/// Which counters CounterReports::ReadLifetime() reads.
enum class CounterView : uint8_t
{
    SOFTWARE_TOTAL,     //!< the software's view of offloaded traffic (R186)
    HARDWARE_INTERFACE, //!< one interface, live (R185)
    HARDWARE_TOTAL      //!< all interfaces, live (R187)
};

/**
 * @ingroup ipsec-offload
 * What drivers say about the traffic of SAs (R175-R192): their reports, which come late and make up
 * the hardware's part of an SA's lifetime, and live reads, which change nothing.
 */
class CounterReports : public DatabaseObserver
{
  public:
    /**
     * @param settings of the kernel
     * @param table finds the handle of a report
     * @param finder finds the handle of an SA
     * @param observers notified of reports
     */
    CounterReports(const OffloadSettings& settings,
                   const SaHandleTable& table,
                   const HandleFinder& finder,
                   OffloadObservers& observers);

    /** @param sad whose expiry timer to observe */
    void Attach(const Ptr<SecurityAssociationDatabase>& sad);

    /** Forget the SAD. */
    void Detach();

    /**
     * A driver's counter report (R176-R179). A report for a handle that is being withdrawn only
     * says that the SA was used (R176, R183).
     * @param interface whose driver
     * @param drvSpi which SA
     * @param absolute counters since install
     */
    void Report(Ps now,
                const OffloadInterface& interface,
                uint16_t drvSpi,
                const PacketOctets& absolute);

    /**
     * A NIC that enforces limits has reached one (R202).
     * @param drvSpi which SA
     * @param hard whether it is the hard one
     */
    void ReachLimit(Ps now, uint16_t drvSpi, bool hard);

    /**
     * What was last reported (R184).
     * @param interface where
     * @param drvSpi which SA
     * @return absolute counters, or nothing when there is no such handle
     */
    std::optional<PacketOctets> GetReported(const OffloadInterface& interface,
                                            uint16_t drvSpi) const;

    /**
     * Ask one interface's driver for its live counters (R185). Changes nothing.
     * @param sa the SA
     * @param interface where
     * @return absolute counters, or nothing without a HANDLED handle, the method or an answer
     */
    std::optional<PacketOctets> ReadHardware(Ps now,
                                             const SecurityAssociation& sa,
                                             const OffloadInterface& interface) const;

    /**
     * Ask all drivers that hold an SA for their live counters (R187). Changes nothing. Drivers
     * without the method are left out. FreeBSD delivers nothing when the last driver fails; here
     * any failure has that effect (H8).
     * @param sa the SA
     * @return their sum, or nothing when one of them failed
     */
    std::optional<PacketOctets> ReadHardwareTotal(Ps now, const SecurityAssociation& sa) const;

    /**
     * Read counters into a lifetime record (R185-R188).
     * @param sa the SA
     * @param view which counters
     * @param interface where, for HARDWARE_INTERFACE
     * @param update true: add to the record; false: zero it first. In both, the lesser use time
     *        wins, a zero one included, as FreeBSD's ipsec_accel_sa_lifetime_op_impl() has it: so
     *        only an update by SOFTWARE_TOTAL tells one (R186-R188)
     * @param record the caller's
     * @return false: no counters could be read, and the record stays as it is
     */
    bool ReadLifetime(Ps now,
                      const SecurityAssociation& sa,
                      CounterView view,
                      const OffloadInterface* interface,
                      bool update,
                      LifetimeRecord& record) const;

    // documented in DatabaseObserver; kernels that read counters instead of waiting for polls do it
    // now, for SAs with limits on octets or on the time of use
    void ExpiryBegins(Ps now) override;

  private:
    static void MarkUsed(Ps now, SecurityAssociation& sa, const PacketOctets& absolute);

    const OffloadSettings& m_settings;      //!< of the kernel
    const SaHandleTable& m_table;           //!< finds the handle of a report
    const HandleFinder& m_finder;           //!< finds the handle of an SA
    OffloadObservers& m_observers;          //!< notified of reports
    Ptr<SecurityAssociationDatabase> m_sad; //!< observed
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_COUNTER_REPORTS_H */

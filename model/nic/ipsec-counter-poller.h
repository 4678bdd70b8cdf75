/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_COUNTER_POLLER_H
#define IPSEC_OFFLOAD_IPSEC_COUNTER_POLLER_H

#include "nic-command-maker.h"
#include "nic-counter-reader.h"

#include "ns3/event-id.h"
#include "ns3/ipsec-life-token.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/offload-driver.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

class NicCommandQueue;
class NicEngine;
struct NicProfile;
struct SaContext;

/**
 * @ingroup ipsec-offload
 * The part of a NIC's driver that reads the counters of SAs and reports them to the kernel
 * (N38-N41, N49, N57).
 *
 * While there is an SA, a pass over the SAs begins every pollPeriod, or as soon as the pass before
 * it has ended. A pass puts its queries on the command channel in slices, so that installs get
 * their turn between them. A counter is read, and reported, when its slice is through.
 */
class CounterPoller
{
  public:
    /**
     * @param profile what NIC it is; kept by reference
     * @param engine whose counters; kept by reference
     * @param commands the way to the NIC; kept by reference
     * @param report where reports go
     */
    CounterPoller(const NicProfile& profile,
                  const NicEngine& engine,
                  NicCommandQueue& commands,
                  OffloadDriver::ReportCallback report);

    /// What the poller did.
    struct Statistics
    {
        uint64_t queries{0}; //!< counter queries that a poll put on the channel
        uint64_t reports{0}; //!< counter reports to the kernel
        uint64_t passes{0};  //!< passes of the poll
        Ps longestPass{0};   //!< the longest one; beyond the period they follow back to back
    };

    /** @return what the poller did so far */
    const Statistics& GetStatistics() const
    {
        return m_statistics;
    }

    /** @return counter differences that the driver disbelieved (N57) */
    uint64_t GetFiltered() const
    {
        return m_reader.GetFiltered();
    }

    /**
     * An SA is installed, and the kernel is about to learn of it: poll it from now on.
     * @param context the SA
     */
    void Add(Ps now, const SaContext& context);

    /**
     * An SA leaves the NIC; what was not read is lost (N39).
     * @param context the SA as the engine has it
     */
    void Remove(const SaContext& context);

    /** The NIC has lost all SAs. */
    void Reset();

    /**
     * Read the counters of an SA as the kernel's record has room for them (N40, R190).
     * @param drvSpi the kernel's name for it
     * @param cookie the driver's name for its installation
     * @return both directions together, or nothing when there is no such SA (R184)
     */
    std::optional<PacketOctets> Read(Ps now, uint16_t drvSpi, uint64_t cookie);

    /**
     * Read all counters now and report them, outside of the poll's rhythm.
     */
    void ReportAll(Ps now);

    /** The driver is gone: no pass begins any more. */
    void Close();

  private:
    /// What one submission to the channel reads.
    struct Slice
    {
        uint64_t counters{0};        //!< that it reads, or tries to
        Ps duration{0};              //!< of its queries
        std::vector<uint16_t> sas{}; //!< whose counters could be read
    };

    /// Queries per channel submission of a poll: an install waits for so many of them at most, as
    /// if its commands and those of the poll took turns.
    static constexpr uint32_t POLL_SLICE = 8;

    void Start(Ps now);
    void StopWhenIdle();
    void BeginPass(Ps now);
    const SaContext* NextToPoll() const;
    Slice MakeSlice();
    void QuerySlice(Ps now);
    void EndPass(Ps now);
    void Report(Ps now, const SaContext* context);

    const NicProfile& m_profile;            //!< what NIC it is
    const NicEngine& m_engine;              //!< whose counters
    NicCommandQueue& m_commands;            //!< the way to the NIC
    OffloadDriver::ReportCallback m_report; //!< where reports go
    CounterReader m_reader;                 //!< how counters are read
    uint32_t m_sas{0};                      //!< SAs installed
    EventId m_event;                        //!< next pass
    bool m_polling{false};                  //!< a pass is due or under way
    Ps m_passBegan{0};                      //!< start of the pass under way
    uint32_t m_passLeft{0};                 //!< SAs that it has still to read
    uint32_t m_next{0};                     //!< drv_spi from which it goes on
    Statistics m_statistics;                //!< see GetStatistics()
    LifeToken m_life;                       //!< ends with Close()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_COUNTER_POLLER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_H
#define IPSEC_OFFLOAD_IPSEC_NIC_H

#include "command-channel.h"
#include "nic-engine.h"
#include "nic-profile.h"

#include "ns3/event-id.h"
#include "ns3/offload-driver.h"

#include <memory>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A simulated NIC and its profile-driven driver: accepts SAs by algorithm, mode, family, key size,
 * window (N4-N12), installs them over the command channel, nacks or faults when full (N53), polls
 * counters and reports them (R176, N38). The data path is the NicEngine inside.
 *
 * Under FreeBSD the direction of an SA is unknown (R49), so each accepted SA takes one transmit and
 * one receive slot (N13).
 */
class IpsecNic : public OffloadDriver
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecNic();
    ~IpsecNic() override;

    /**
     * Say what NIC it is. Once, before the first packet or offer.
     * @param profile the profile
     * @param lineRate bit/s of the wire
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    void Configure(const NicProfile& profile, uint64_t lineRate, uint32_t frameOverhead);

    /** @return the data path */
    NicEngine& GetEngine()
    {
        return *m_engine;
    }

    /** @return the command channel */
    const CommandChannel& GetChannel() const
    {
        return m_channel;
    }

    /**
     * Read all counters now and report them, outside of the poll's rhythm (the end of a run).
     * @param now the time
     */
    void PollNow(Ps now);

    uint32_t GetMethods() const override;
    void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) override;
    void SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done) override;
    std::optional<PacketOctets> GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie) override;
    uint32_t GetTransmitAssist(uint16_t drvSpi) const override;

    /**
     * Would this NIC take such an SA if it had room?
     * @param config the SA
     * @return an empty text, or why not, in words
     */
    std::string WhyRefused(const SaConfig& config) const;

  protected:
    void DoDispose() override;

  private:
    void Poll(Ps now);

    std::unique_ptr<NicEngine> m_engine; //!< data path
    CommandChannel m_channel;            //!< control path
    EventId m_pollEvent;                 //!< next poll
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_H */

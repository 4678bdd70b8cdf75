/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_H
#define IPSEC_OFFLOAD_IPSEC_NIC_H

#include "ipsec-counter-poller.h"
#include "nic-command-queue.h"
#include "nic-engine.h"
#include "nic-profile.h"
#include "policy-installer.h"
#include "sa-installer.h"

#include "ns3/abort.h"
#include "ns3/ipsec-life-token.h"
#include "ns3/nstime.h"
#include "ns3/offload-driver.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{

class OffloadInterface;

/**
 * @ingroup ipsec-offload
 * A simulated NIC and its profile-driven driver. The data path is the NicEngine. The driver is made
 * of parts that share one way to the NIC (NicCommandQueue): SaInstaller and PolicyInstaller answer
 * the kernel's offers, CounterPoller reports counters. This object gives them FreeBSD's method
 * table, and ns-3's attributes.
 *
 * Attributes give each value of the profile, for scripts that have no profile file. They are read
 * when the NIC is configured, which a device does at its initialization or first use. Engine and
 * driver exist from then on; asking for one of them before ends the program.
 *
 * A reset (Reset()) loses all contexts and all installs under way; what the ring has accepted still
 * goes out. The kernel learns nothing of it by itself: handles stay HANDLED, tagged packets meet an
 * unknown drv_spi and are dropped (N30), ESP that arrives goes up to software (N33). With
 * ResetRecovery the driver has the kernel withdraw everything from the interface (R207) when
 * ResetTime is over; FreeBSD does not offer the SAs again (R209), so they go on in software.
 */
class IpsecNic : public OffloadDriver
{
  public:
    /// What happened to the NIC. SAs, policies and polls are counted by the driver's parts.
    struct Statistics
    {
        uint64_t resets{0};    //!< resets
        uint64_t limits{0};    //!< limits signalled to the kernel (R202)
        uint64_t esnEvents{0}; //!< half ranges of sequence numbers that were reached (N42)
    };

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecNic();
    ~IpsecNic() override;

    /**
     * Replace all profile values, attributes included. Before Configure().
     * @param profile the profile; ends the program when it names an unknown algorithm
     */
    void SetProfile(const NicProfile& profile);

    /** @return the profile */
    const NicProfile& GetProfile() const
    {
        return m_profile;
    }

    /**
     * Say what NIC it is. Once, before the first packet or offer.
     * @param profile the profile, ignored when the NIC is a port of a card (SetCard()); ends the
     * program when it names an unknown algorithm
     * @param lineRate bit/s of the wire
     * @param frameOverhead octets that each IP packet occupies on the wire beyond itself
     */
    void Configure(const NicProfile& profile, uint64_t lineRate, uint32_t frameOverhead);

    /// Random streams that AssignStreams() uses.
    static constexpr int64_t STREAMS = NicEngine::STREAMS + CommandMaker::STREAMS;

    /**
     * Make this NIC a port of a card that has others, too; it then has the card's profile. Before
     * Configure().
     * @param card the card; its profile must name known algorithms
     */
    void SetCard(std::shared_ptr<NicCard> card);

    /**
     * Fix the random streams of the NIC; ports of one card share them.
     * @param stream first stream number
     * @return how many streams it uses
     */
    int64_t AssignStreams(int64_t stream);

    /** @return true once Configure() was called */
    bool IsConfigured() const
    {
        return m_engine != nullptr;
    }

    /** @return the data path; ends the program when there is none yet */
    NicEngine& GetEngine()
    {
        NS_ABORT_MSG_UNLESS(m_engine, "IpsecNic: used before Configure()");
        return *m_engine;
    }

    /**
     * Tell the driver an address of its interface. A driver that deduces an SA's direction (N46)
     * compares the SA's ends with these addresses.
     * @param address an address
     */
    void AddLocalAddress(const IpAddress& address)
    {
        m_localAddresses.push_back(address);
    }

    /** @return the addresses of its interface, as far as the driver knows them */
    const std::vector<IpAddress>& GetLocalAddresses() const
    {
        return m_localAddresses;
    }

    /** @return what is sent to the NIC, and how */
    const NicCommandQueue& GetCommands() const
    {
        NS_ABORT_MSG_UNLESS(m_commands, "IpsecNic: used before Configure()");
        return *m_commands;
    }

    /** @return the part of the driver that takes SAs */
    const SaInstaller& GetSaInstaller() const
    {
        NS_ABORT_MSG_UNLESS(m_sas, "IpsecNic: used before Configure()");
        return *m_sas;
    }

    /** @return the part of the driver that takes policies */
    const PolicyInstaller& GetPolicyInstaller() const
    {
        NS_ABORT_MSG_UNLESS(m_policies, "IpsecNic: used before Configure()");
        return *m_policies;
    }

    /** @return the part of the driver that reads counters */
    const CounterPoller& GetPoller() const
    {
        NS_ABORT_MSG_UNLESS(m_poller, "IpsecNic: used before Configure()");
        return *m_poller;
    }

    /** @return what happened to the NIC so far */
    const Statistics& GetStatistics() const
    {
        return m_statistics;
    }

    /**
     * Read all counters now and report them, outside of the poll's rhythm (the end of a run).
     */
    void PollNow(Ps now);

    /**
     * Lose all contexts.
     */
    void Reset(Ps now);

    uint32_t GetMethods() const override;
    void PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done) override;
    void PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done) override;
    std::optional<SequenceState> GetSequenceState(uint16_t drvSpi, uint64_t cookie) const override;
    void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) override;
    void SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done) override;
    std::optional<PacketOctets> GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie) override;
    uint32_t GetTransmitAssist(uint16_t drvSpi) const override;

    /** @return what the NIC does for plain packets, as bits of Assist; those of tagged ones are
     * limited to them (N43) */
    uint32_t GetInterfaceAssist() const;

    /** @param interface this NIC's; learns what the NIC does for packets, on both ways */
    void TellAssist(OffloadInterface& interface) const;

    /**
     * Would this NIC take such an SA if it had room?
     * @param config the SA, with what the kernel says of its direction
     * @return an empty text, or why not, in words: see AssessSa()
     */
    std::string WhyRefused(const SaConfig& config) const;

    /**
     * Would this NIC take such a policy if it had room (N19, N20)?
     * @param config the policy
     * @return an empty text, or why not, in words
     */
    std::string WhyPolicyRefused(const PolicyConfig& config) const;

    /** Assert the identities of the driver's parts and of the engine; ends the program when one
     * does not hold. */
    void CheckInvariants() const;

  protected:
    void DoDispose() override;

  private:
    /// @return the profile, to be changed; ends the program when it is too late for that
    NicProfile& EditProfile();

    void SignalLimit(Ps now, const SaContext& context, bool hard);
    void FollowEsn(Ps now, const SaContext& context);

    NicProfile m_profile;                        //!< what NIC it is
    std::shared_ptr<NicCard> m_card;             //!< what it is a port of; nullptr: has its own
    std::vector<IpAddress> m_localAddresses;     //!< see AddLocalAddress()
    int64_t m_stream{-1};                        //!< first random stream; negative: not fixed
    bool m_resetRecovery{false};                 //!< attribute ResetRecovery
    Time m_resetTime;                            //!< attribute ResetTime
    std::unique_ptr<NicEngine> m_engine;         //!< data path
    std::unique_ptr<NicCommandQueue> m_commands; //!< see GetCommands()
    std::unique_ptr<CounterPoller> m_poller;     //!< see GetPoller()
    std::unique_ptr<SaInstaller> m_sas;          //!< see GetSaInstaller()
    std::unique_ptr<PolicyInstaller> m_policies; //!< see GetPolicyInstaller()
    Statistics m_statistics;                     //!< see GetStatistics()
    LifeToken m_life;                            //!< ends with Dispose()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_H */

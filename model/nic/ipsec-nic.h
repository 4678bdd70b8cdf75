/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_H
#define IPSEC_OFFLOAD_IPSEC_NIC_H

#include "command-channel.h"
#include "command-maker.h"
#include "counter-reader.h"
#include "nic-engine.h"
#include "nic-profile.h"

#include "ns3/abort.h"
#include "ns3/data-rate.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/offload-driver.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3
{

class OffloadInterface;

/**
 * @ingroup ipsec-offload
 * A simulated NIC and its profile-driven driver: accepts SAs by algorithm, mode, family, key size,
 * window (N4-N12), installs them over the command channel, nacks or faults when full (N53), polls
 * counters and reports them (R176, N38). The data path is the NicEngine inside.
 *
 * Under FreeBSD the direction of an SA is unknown (R49), so each accepted SA takes one transmit and
 * one receive slot (N13). The receive half is installed first; if the transmit half then fails, the
 * receive half is removed again. No packet meets the SA before both halves are in place, so nothing
 * is decrypted that the kernel does not know yet.
 *
 * Attributes give each value of the profile, for scripts that have no profile file. They are read
 * when the NIC is configured, which a device does at its initialization or first use.
 *
 * A reset (Reset()) loses all contexts and all installs under way; what the ring has accepted still
 * goes out. The kernel learns nothing of it by itself: handles stay HANDLED, tagged packets meet an
 * unknown drv_spi and are dropped (N30), ESP that arrives goes up to software (N33). With
 * ResetRecovery the driver has the kernel withdraw everything from the interface (R207) when
 * ResetTime is over; FreeBSD does not offer the SAs again (R209), so they go on in software.
 *
 * Identities (CheckInvariants()): offers = refusals + acks + nacks when full + faults + pending;
 * acks = removals + lost + installed, of SAs and of policies; the engine holds at least the
 * contexts of acked SAs + receive halves of installs under way.
 */
class IpsecNic : public OffloadDriver
{
  public:
    /// What the driver did.
    struct Statistics
    {
        uint64_t offers{0};        //!< SAs offered
        uint64_t refused{0};       //!< nacked by a rule of the profile, without a command (N4-N12)
        uint64_t acks{0};          //!< installed
        uint64_t full{0};          //!< no slot was left: nacked or, by the profile, a fault (N53)
        uint64_t faults{0};        //!< failed commands, full flow tables, an SPI or drv_spi twice
        uint64_t pending{0};       //!< not answered yet
        uint64_t removed{0};       //!< withdrawn
        uint64_t queries{0};       //!< counter queries that a poll put on the channel
        uint64_t reports{0};       //!< counter reports to the kernel
        uint64_t lost{0};          //!< installed SAs lost in resets
        uint64_t resets{0};        //!< resets
        uint64_t limits{0};        //!< limits signalled to the kernel (R202)
        uint64_t esnEvents{0};     //!< half ranges of sequence numbers that were reached (N42)
        uint64_t commandFaults{0}; //!< of the faults: a command was answered with an error (N16)
        uint64_t timeouts{0};      //!< of the faults: a command was not answered in time
        uint64_t passes{0};        //!< passes of the counters' poll
        Ps longestPass{0};         //!< the longest one; beyond the period they follow back to back
    };

    /// What the driver did with policies.
    struct PolicyStatistics
    {
        uint64_t offers{0};  //!< policies offered
        uint64_t refused{0}; //!< by a rule of the driver, without a command (N19-N21)
        uint64_t acks{0};    //!< taken
        uint64_t faults{0};  //!< a failed command, a full flow table, a reset
        uint64_t pending{0}; //!< not answered yet
        uint64_t removed{0}; //!< withdrawn
        uint64_t lost{0};    //!< in resets
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

    /** @return counter differences that the driver disbelieved (N57) */
    uint64_t GetFilteredCounters() const
    {
        return m_counters ? m_counters->GetFiltered() : 0;
    }

    /** @return what was sent over the command channel */
    const CommandMaker& GetCommands() const
    {
        NS_ABORT_MSG_UNLESS(m_commands, "IpsecNic: used before Configure()");
        return *m_commands;
    }

    /** @return the command channel */
    const CommandChannel& GetChannel() const
    {
        return m_channel;
    }

    /** @return what the driver did so far */
    const Statistics& GetStatistics() const
    {
        return m_statistics;
    }

    /**
     * Read all counters now and report them, outside of the poll's rhythm (the end of a run).
     * @param now the time
     */
    void PollNow(Ps now);

    /**
     * Lose all contexts.
     * @param now the time
     */
    void Reset(Ps now);

    /** @return contexts in the NIC, each direction of an SA for itself (N13, N52) */
    uint32_t GetContexts() const
    {
        return m_engine ? m_engine->GetContexts() : 0;
    }

    /**
     * @param now the time
     * @return freed slots that cannot be used yet
     */
    uint32_t GetCoolingSlots(Ps now) const
    {
        return m_engine ? m_engine->GetCoolingSlots(now) : 0;
    }

    /** @return contexts of SAs that the kernel does not know yet: installs half done */
    uint32_t GetHeldContexts() const
    {
        return m_heldContexts;
    }

    /** @return installs and removals submitted to the channel and not complete */
    uint32_t GetCommandsInFlight() const
    {
        return m_commandLists;
    }

    /** @return contexts lost in resets, each direction of an SA for itself */
    uint64_t GetLostContexts() const
    {
        return m_lostContexts;
    }

    /** @return what the driver did with policies so far */
    const PolicyStatistics& GetPolicyStatistics() const
    {
        return m_policyStatistics;
    }

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

    /** Assert the identities of driver and engine; ends the program when one does not hold. */
    void CheckInvariants() const;

  protected:
    void DoDispose() override;

  private:
    struct PendingOffer;
    using PendingPtr = std::shared_ptr<PendingOffer>;

    /// @cond internal: attribute accessors for the fields of the profile
    template <auto FIELD>
    using FieldType = std::remove_reference_t<decltype(std::declval<NicProfile&>().*FIELD)>;

    NicProfile& EditProfile();

    template <auto FIELD>
    void SetField(FieldType<FIELD> value)
    {
        EditProfile().*FIELD = value;
    }

    template <auto FIELD>
    FieldType<FIELD> GetField() const
    {
        return m_profile.*FIELD;
    }

    template <auto FIELD>
    void SetCommandTime(const CommandTime& value)
    {
        EditProfile().*FIELD = value;
    }

    template <auto FIELD>
    void SetError(const std::string& error)
    {
        CheckDriverError(error);
        EditProfile().*FIELD = error;
    }

    template <auto FIELD>
    void SetCommands(const std::string& names)
    {
        EditProfile().*FIELD = ReadCommands(names);
    }

    template <auto FIELD>
    std::string GetCommandList() const
    {
        return WriteCommands(m_profile.*FIELD);
    }

    template <auto FIELD>
    void SetChecksums(const std::string& names)
    {
        EditProfile().*FIELD = ReadChecksums(names);
    }

    template <auto FIELD>
    std::string GetChecksums() const
    {
        return WriteChecksums(m_profile.*FIELD);
    }

    static uint32_t ReadChecksums(const std::string& names);
    static std::string WriteChecksums(uint32_t checksums);
    static std::vector<InstallCommand> ReadCommands(const std::string& names);
    static std::string WriteCommands(const std::vector<InstallCommand>& commands);

    template <auto FIELD>
    void SetTime(const Time& value)
    {
        EditProfile().*FIELD = ToPs(value);
    }

    template <auto FIELD>
    Time GetTime() const
    {
        return FromPs(m_profile.*FIELD);
    }

    template <auto FIELD>
    void SetRate(DataRate value)
    {
        EditProfile().*FIELD = value.GetBitRate();
    }

    template <auto FIELD>
    DataRate GetRate() const
    {
        return DataRate(m_profile.*FIELD);
    }

    void SetAlgorithms(const std::string& names);
    std::string GetAlgorithms() const;
    void SetReplayWindows(const std::string& packets);
    std::string GetReplayWindows() const;
    static void CheckDriverError(const std::string& error);
    /// @endcond

    /// What became of an install.
    enum class InstallOutcome : uint8_t
    {
        OK,
        FULL,          //!< no slot
        TABLE_FULL,    //!< no room in a flow table (N15)
        COMMAND_FAULT, //!< a command was answered with an error (N16)
        TIMED_OUT,     //!< a command was not answered in time
        DUPLICATE      //!< an SPI or a drv_spi twice
    };

    std::string WhyRefusedNow();
    std::vector<InstallCommand> ListCommands(const SaContext& context, bool receive) const;
    uint32_t CountReceiveRules(const SaContext& context) const;
    uint32_t CountObjects(const SaContext& context) const;
    void SubmitInstall(Ps now, bool receive, const PendingPtr& offer);
    void Submit(Ps now,
                Ps duration,
                void (IpsecNic::*step)(Ps, const PendingPtr&),
                const PendingPtr& offer);
    std::string DescribeCommands(Ps now, Ps duration, size_t count) const;
    void NoteInstall(Ps now, const PendingOffer& offer, const char* what, InstallOutcome outcome);
    void NoteRemoval(Ps now, StepListener* steps) const;
    InstallOutcome InstallHalf(Ps now, const PendingPtr& offer, SaContext half, const char* what);
    void FirstHalfDone(Ps now, const PendingPtr& offer);
    void LastHalfDone(Ps now, const PendingPtr& offer);
    void Undo(Ps now, const PendingPtr& offer);
    void Undone(Ps now, const PendingPtr& offer);
    void Answer(Ps now, const PendingPtr& offer);
    void FailAfterReset(Ps now, const PendingPtr& offer);
    void SignalLimit(Ps now, const SaContext& context, bool hard);
    void FollowEsn(Ps now, const SaContext& context);
    static uint32_t CountHalves(const SaContext& context);
    void SubmitForPolicy(Ps now, Ps duration, std::function<void(Ps, bool)> then);

    void StartPolling(Ps now);
    void StopPolling();
    void BeginPass(Ps now);
    const SaContext* NextToPoll();
    void QuerySlice(Ps now);
    void EndPass(Ps now);
    void ReportCounters(Ps now, const SaContext* context);

    /// Queries per channel submission of a poll: an install waits for so many of them at most, as
    /// if its commands and those of the poll took turns.
    static constexpr uint32_t POLL_SLICE = 8;

    NicProfile m_profile;                      //!< what NIC it is
    std::unique_ptr<NicEngine> m_engine;       //!< data path
    CommandChannel m_channel;                  //!< control path
    std::unique_ptr<CommandMaker> m_commands;  //!< what goes over it
    std::unique_ptr<CounterReader> m_counters; //!< how counters are read
    std::vector<IpAddress> m_localAddresses;   //!< see AddLocalAddress()
    uint32_t m_rxRules{0};                     //!< entries of the receive flow table (N14)
    uint32_t m_txRules{0};                     //!< entries of the flow table keyed by drv_spi
    EventId m_pollEvent;                       //!< next pass
    bool m_polling{false};                     //!< a pass is due or under way
    Ps m_passBegan{0};                         //!< start of the pass under way
    uint32_t m_passLeft{0};                    //!< SAs that it has still to read
    uint32_t m_pollNext{0};                    //!< drv_spi from which it goes on
    uint32_t m_contexts{0};                    //!< SAs installed
    uint64_t m_nextCookie{1};                  //!< names installations
    uint32_t m_ackedContexts{0};               //!< contexts of the SAs installed
    uint32_t m_heldContexts{0};                //!< see GetHeldContexts()
    uint32_t m_commandLists{0};                //!< see GetCommandsInFlight()
    uint64_t m_lostContexts{0};                //!< see GetLostContexts()
    bool m_resetRecovery{false};               //!< attribute ResetRecovery
    Time m_resetTime;                          //!< attribute ResetTime
    std::shared_ptr<NicCard> m_card;           //!< what it is a port of; nullptr: has its own
    int64_t m_stream{-1};                      //!< first random stream; negative: not fixed
    Statistics m_statistics;                   //!< see GetStatistics()
    PolicyStatistics m_policyStatistics;       //!< see GetPolicyStatistics()
    std::set<uint64_t> m_policies;             //!< cookies of those taken
    std::shared_ptr<int> m_life;               //!< tells late completions that the NIC still exists
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_H */

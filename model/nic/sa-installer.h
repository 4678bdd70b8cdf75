/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_INSTALLER_H
#define IPSEC_OFFLOAD_SA_INSTALLER_H

#include "ipsec-install-list.h"
#include "nic-command-maker.h"
#include "sa-context.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-step-code.h"
#include "ns3/offload-driver.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace ns3
{

class CounterPoller;
class NicCommandQueue;
class NicEngine;
class StepListener;
struct NicProfile;
struct SaAcceptance;

/**
 * @ingroup ipsec-offload
 * The part of a NIC's driver that installs SAs and takes them away (N13, N16, N18, N52-N55). An
 * offer becomes commands on the channel; when they are through, the SA gets its slots and the
 * kernel its answer.
 *
 * Under FreeBSD the direction of an SA is unknown (R49), so each accepted SA takes one transmit and
 * one receive slot (N13). The receive half is installed first; if the transmit half then fails, the
 * receive half is removed again. No packet meets the SA before both halves are in place, so nothing
 * is decrypted that the kernel does not know yet.
 *
 * Identities (CheckInvariants()): offers = refusals + acks + nacks when full + faults + pending;
 * acks = removals + lost + installed; the engine holds at least the contexts of acked SAs + receive
 * halves of installs under way.
 */
class SaInstaller
{
  public:
    /**
     * @param profile what NIC it is; kept by reference
     * @param engine where the slots are; kept by reference
     * @param commands the way to the NIC; kept by reference
     * @param poller reads the counters of what is installed; kept by reference
     */
    SaInstaller(const NicProfile& profile,
                NicEngine& engine,
                NicCommandQueue& commands,
                CounterPoller& poller);

    /// What the driver did with SAs.
    struct Statistics
    {
        uint64_t offers{0};        //!< SAs offered
        uint64_t refused{0};       //!< nacked by a rule of the profile, without a command (N4-N12)
        uint64_t acks{0};          //!< installed
        uint64_t full{0};          //!< no slot was left: nacked or, by the profile, a fault (N53)
        uint64_t faults{0};        //!< failed commands, full flow tables, an SPI or drv_spi twice
        uint64_t pending{0};       //!< not answered yet
        uint64_t removed{0};       //!< withdrawn
        uint64_t lost{0};          //!< installed SAs lost in resets
        uint64_t commandFaults{0}; //!< of the faults: a command was answered with an error (N16)
        uint64_t timeouts{0};      //!< of the faults: a command was not answered in time
    };

    /** @return what the driver did with SAs so far */
    const Statistics& GetStatistics() const
    {
        return m_statistics;
    }

    /** @return contexts of SAs that the kernel does not know yet: installs half done */
    uint32_t GetHeldContexts() const
    {
        return m_heldContexts;
    }

    /** @return contexts lost in resets, each direction of an SA for itself */
    uint64_t GetLostContexts() const
    {
        return m_lostContexts;
    }

    /**
     * See OffloadDriver::SaNewKey().
     * @param offer the SA
     * @param acceptance what AssessSa() says to it
     * @param done the answer
     */
    void Install(Ps now,
                 const OffloadDriver::SaOffer& offer,
                 const SaAcceptance& acceptance,
                 OffloadDriver::OfferCompletion done);

    /**
     * See OffloadDriver::SaDeinstall().
     * @param drvSpi the kernel's name for the SA
     * @param cookie what the ack brought
     * @param done the answer
     */
    void Remove(Ps now, uint16_t drvSpi, uint64_t cookie, OffloadDriver::WithdrawCompletion done);

    /** The NIC loses all contexts; installs under way will fail. */
    void Reset();

    /** Assert the class identities; ends the program when one does not hold. */
    void CheckInvariants() const;

  private:
    /// What became of an install.
    enum class Outcome : uint8_t
    {
        OK,
        FULL,          //!< no slot
        TABLE_FULL,    //!< no room in a flow table (N15)
        COMMAND_FAULT, //!< a command was answered with an error (N16)
        TIMED_OUT,     //!< a command was not answered in time
        DUPLICATE      //!< an SPI or a drv_spi twice
    };

    /// An offer on its way through the command channel.
    struct Installation
    {
        SaContext context;                                     //!< what is installed
        OffloadDriver::OfferCompletion done;                   //!< the kernel waits for this
        uint32_t created{0};                                   //!< objects made so far
        CommandMaker::Result result{CommandMaker::Result::OK}; //!< of the last commands
        Outcome outcome{Outcome::OK};                          //!< of an install that is undone
        bool isAcked{false};                                   //!< the kernel has its answer
        bool hasFailed{false};                                 //!< and yet it is not in the card
        OffloadDriver::WithdrawCompletion removal;             //!< waits for the end of the install
    };

    using InstallationPtr = std::shared_ptr<Installation>;

    std::string WhyRefusedNow();
    SaContext MakeContext(const OffloadDriver::SaOffer& offer, const SaAcceptance& acceptance);
    void SubmitHalf(Ps now, bool receive, const InstallationPtr& sa);
    void Submit(Ps now,
                Ps duration,
                void (SaInstaller::*step)(Ps, const InstallationPtr&),
                const InstallationPtr& sa);
    Outcome InstallHalf(Ps now, const Installation& sa, const SaContext& half, SaPart part);
    void FirstHalfDone(Ps now, const InstallationPtr& sa);
    void LastHalfDone(Ps now, const InstallationPtr& sa);
    void Undo(Ps now, const InstallationPtr& sa);
    void Undone(Ps now, const InstallationPtr& sa);
    void FailAfterReset(Ps now, const InstallationPtr& sa);
    void Answer(Ps now, const InstallationPtr& sa);
    void AckEarly(Ps now, const InstallationPtr& sa);
    void EndEarly(Ps now, const InstallationPtr& sa, bool isIn);
    void RemoveEarly(Ps now, const InstallationPtr& sa, OffloadDriver::WithdrawCompletion done);
    DriverReply CountFailure(Outcome outcome);
    bool TakeAway(Ps now, uint16_t drvSpi, uint64_t cookie);
    static StepCode StepOf(Outcome outcome);

    const NicProfile& m_profile;                 //!< what NIC it is
    NicEngine& m_engine;                         //!< where the slots are
    NicCommandQueue& m_commands;                 //!< the way to the NIC
    CounterPoller& m_poller;                     //!< reads the counters of what is installed
    NicFlowTables m_rules;                       //!< of what is installed
    std::map<uint64_t, InstallationPtr> m_early; //!< by cookie: acked, and not in the card
    uint64_t m_nextCookie{1};                    //!< names installations
    uint32_t m_installed{0};                     //!< SAs installed
    uint32_t m_ackedContexts{0};                 //!< contexts of the SAs installed
    uint32_t m_heldContexts{0};                  //!< see GetHeldContexts()
    uint64_t m_lostContexts{0};                  //!< see GetLostContexts()
    Statistics m_statistics;                     //!< see GetStatistics()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_INSTALLER_H */

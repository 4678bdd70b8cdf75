/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_MOCK_OFFLOAD_DRIVER_H
#define IPSEC_OFFLOAD_MOCK_OFFLOAD_DRIVER_H

#include "ns3/offload-driver.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * A driver that does what a test tells it: answers at once, after a delay, or when the test says
 * so, and remembers all calls.
 */
class MockOffloadDriver : public OffloadDriver
{
  public:
    /// Delay that stands for "when the test says so".
    static constexpr Ps BY_HAND = -1;

    /// An offer as it came.
    struct Offer
    {
        Ps when;                               //!< time of the call
        uint32_t spi;                          //!< of the SA
        uint16_t drvSpi;                       //!< offered
        IpsecDirection direction;              //!< offered
        uint32_t estimate;                     //!< header-size estimate in the sizes offered
        uint16_t vlan;                         //!< offered
        bool enforceLimits;                    //!< offered
        std::optional<SequenceState> sequence; //!< offered
    };

    /// A withdrawal as it came.
    struct Deinstall
    {
        Ps when;         //!< time of the call
        uint16_t drvSpi; //!< of the SA
        uint64_t cookie; //!< given back
    };

    /** @return the TypeId */
    static TypeId GetTypeId();

    uint32_t methods{SA_NEWKEY | SA_DEINSTALL | SA_COUNTERS | POLICY_ADD | POLICY_DELETE |
                     TRANSMIT_ASSIST};         //!< what GetMethods() returns
    DriverAnswer answer{DriverAnswer::ACK};    //!< to SAs and policies
    std::string error;                         //!< errno's name of refusals
    std::string words;                         //!< refusals in words
    std::map<uint32_t, DriverAnswer> answers;  //!< by SPI, before the other
    size_t slots{SIZE_MAX};                    //!< SAs that fit; more are refused
    Ps delay{0};                               //!< of each answer; or BY_HAND
    bool withdrawSucceeds{true};               //!< what withdrawals answer
    std::function<void()> duringCall;          //!< run inside each driver call, may be empty
    std::map<uint16_t, PacketOctets> counters; //!< what live reads return

    std::optional<SequenceState> sequence; //!< what GetSequenceState() returns

    std::vector<Offer> offers;           //!< all SaNewKey() calls
    std::vector<Deinstall> deinstalls;   //!< all SaDeinstall() calls
    std::set<uint16_t> installed;        //!< drv_spis acked and not withdrawn
    std::vector<std::string> log;        //!< all calls in order, by name
    std::vector<uint32_t> policyAdds;    //!< policy numbers of PolicyAdd() calls
    std::vector<uint64_t> policyDeletes; //!< cookies of PolicyDelete() calls

    /**
     * Give the oldest answer that waits for it (BY_HAND).
     * @param times how often to call the completion; a good driver does it once
     */
    void GiveAnswer(Ps now, int times = 1);

    /** @return answers that wait for GiveAnswer() */
    size_t GetWaiting() const
    {
        return m_waiting.size();
    }

    /** @param drvSpi which SA @param absolute its counters */
    void SendReport(Ps now, uint16_t drvSpi, const PacketOctets& absolute) const
    {
        Report(now, drvSpi, absolute);
    }

    /** @param drvSpi which SA @param hard which limit */
    void SendLimit(Ps now, uint16_t drvSpi, bool hard) const
    {
        ReportLimit(now, drvSpi, hard);
    }

    /** */
    void AskForWithdrawal(Ps now) const
    {
        WithdrawAll(now);
    }

    std::optional<SequenceState> GetSequenceState([[maybe_unused]] uint16_t drvSpi,
                                                  [[maybe_unused]] uint64_t cookie) const override
    {
        return sequence;
    }

    uint32_t GetMethods() const override;
    void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) override;
    void SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done) override;
    std::optional<PacketOctets> GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie) override;
    void PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done) override;
    void PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done) override;

  private:
    void Later(Ps now, std::function<void(Ps)> action);

    std::deque<std::function<void(Ps)>> m_waiting; //!< answers for GiveAnswer()
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_MOCK_OFFLOAD_DRIVER_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_DRIVER_FIXTURE_H
#define IPSEC_OFFLOAD_NIC_DRIVER_FIXTURE_H

#include "nic-test-support.h"

#include "ns3/ipsec-nic.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A NIC's driver by itself, for tests.
 */

namespace ns3::tests
{

using ns3::CreateObject;
using ns3::DriverAnswer;
using ns3::DriverReply;
using ns3::EspSizes;
using ns3::FromPs;
using ns3::IpsecNic;
using ns3::NicProfile;
using ns3::PacketDescriptor;
using ns3::PacketOctets;
using ns3::Ps;
using ns3::Ptr;
using ns3::SaConfig;
using ns3::Simulator;
using ns3::ToPs;

constexpr Ps US = 1'000'000;     // a microsecond
constexpr Ps MS = 1'000'000'000; // a millisecond

/// A NIC with its driver, and what they answered.
class DriverFixture
{
  public:
    /// An answer to an offer or a withdrawal.
    struct Answered
    {
        Ps when;
        DriverAnswer answer;
        uint64_t cookie;
        std::string why{}; //!< words and errno of a refusal
    };

    /// A counter report.
    struct Reported
    {
        Ps when;
        uint16_t drvSpi;
        PacketOctets absolute;
    };

    /// @param profile of the NIC
    explicit DriverFixture(const NicProfile& profile)
        : nic(CreateObject<IpsecNic>())
    {
        nic->Configure(profile, 100'000'000'000, 38);
        nic->SetReportCallback([this](Ps now, uint16_t drvSpi, const PacketOctets& absolute) {
            reports.push_back({now, drvSpi, absolute});
        });
    }

    ~DriverFixture()
    {
        nic->CheckInvariants();
        nic->Dispose();
        Simulator::Destroy();
    }

    DriverFixture(const DriverFixture&) = delete;
    DriverFixture& operator=(const DriverFixture&) = delete;

    /// @param drvSpi its name @param config an SA; its answer goes to answers[drvSpi]
    void Offer(uint16_t drvSpi, const SaConfig& config)
    {
        const EspSizes sizes = SizesOf(config);
        nic->SaNewKey(Now(),
                      {drvSpi, config.direction, config, sizes},
                      [this, drvSpi](Ps now, const DriverReply& reply, uint64_t cookie) {
                          answers[drvSpi] =
                              Answered{now, reply.answer, cookie, reply.words + " " + reply.error};
                      });
    }

    /// @param drvSpi what to withdraw; the answer goes to removals[drvSpi]
    void Withdraw(uint16_t drvSpi)
    {
        nic->SaDeinstall(Now(), drvSpi, answers[drvSpi]->cookie, [this, drvSpi](Ps now, bool ok) {
            removals[drvSpi] = {now, ok};
        });
    }

    /// @param until run up to this instant, it included
    static void WorkUntil(Ps until)
    {
        Simulator::Stop(FromPs(until + 1) - Simulator::Now());
        Simulator::Run();
    }

    /// @return the simulator's time
    static Ps Now()
    {
        return ToPs(Simulator::Now());
    }

    /// Encrypt one packet. @param drvSpi its tag @param length octets
    void Send(uint16_t drvSpi, uint32_t length)
    {
        PacketDescriptor packet = MakePacket(length, drvSpi);
        nic->GetEngine().Transmit(Now(), packet, length);
    }

    /// @param drvSpi an SA @return what was answered, or -1
    int64_t AnswerOf(uint16_t drvSpi)
    {
        return answers[drvSpi] ? Plain(answers[drvSpi]->answer) : -1;
    }

    /// @param drvSpi an SA that is answered @return words and errno of its refusal
    std::string WhyNot(uint16_t drvSpi)
    {
        return answers[drvSpi]->why;
    }

    Ptr<IpsecNic> nic;                                   //!< what is tested
    std::map<uint16_t, std::optional<Answered>> answers; //!< to offers
    std::map<uint16_t, std::pair<Ps, bool>> removals;    //!< to withdrawals
    std::vector<Reported> reports;                       //!< counter reports
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_NIC_DRIVER_FIXTURE_H */

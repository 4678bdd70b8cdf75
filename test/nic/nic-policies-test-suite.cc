/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-offload.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of policies at a NIC's driver (N19-N21, N24).
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps US = 1'000'000; // a microsecond

/// A kernel with one NIC that takes policies.
class Host
{
  public:
    /// @param profile of the NIC
    explicit Host(const NicProfile& profile)
        : nic(CreateObject<IpsecNic>()),
          sad(CreateObject<SecurityAssociationDatabase>()),
          spd(CreateObject<SecurityPolicyDatabase>()),
          offload(CreateObject<IpsecOffload>())
    {
        nic->Configure(profile, 100'000'000'000, 38);
        offload->Attach(sad, spd);
        interface = offload->AddInterface("mce0", nic);
    }

    ~Host()
    {
        offload->CheckInvariants();
        nic->CheckInvariants();
        offload->Dispose();
        sad->Dispose();
        spd->Dispose();
        nic->Dispose();
        Simulator::Destroy();
    }

    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// @param port that tells one policy from another @return its selector
    static PolicySelector SelectorOf(uint32_t port)
    {
        PolicySelector selector;
        selector.source = {Ip("10.0.0.1"), 32};
        selector.destination = {Ip("10.0.0.2"), 32};
        selector.destinationPort = port;
        return selector;
    }

    /// @param port that tells it from others @param mode of its one requirement @return a policy
    static PolicyConfig Require(uint32_t port, IpsecMode mode = IpsecMode::TRANSPORT)
    {
        PolicyConfig config;
        config.selector = SelectorOf(port);
        config.kind = PolicyKind::IPSEC;
        IpsecRequirement requirement;
        requirement.mode = mode;
        requirement.source = Ip("10.0.0.1");
        requirement.destination = Ip("10.0.0.2");
        config.requirements.push_back(requirement);
        return config;
    }

    /// @param config a policy @return it, offered
    Ptr<SecurityPolicy> Add(const PolicyConfig& config) const
    {
        DatabaseResult result = DatabaseResult::OK;
        const auto policy = spd->Add(ToPs(Simulator::Now()), config, &result);
        NS_ABORT_MSG_UNLESS(policy, "SPDADD: " << ToString(result));
        return policy;
    }

    /// @param policy a policy @return whether its handle is REJECTED; nothing without a handle
    static std::optional<bool> IsRejected(const Ptr<SecurityPolicy>& policy)
    {
        const PolicyOffloadState* state = IpsecOffload::GetState(*policy);
        return state && !state->handles.empty() ? std::optional<bool>(state->handles[0]->rejected)
                                                : std::nullopt;
    }

    Ptr<IpsecNic> nic;                    //!< what is tested
    Ptr<SecurityAssociationDatabase> sad; //!< the SAD
    Ptr<SecurityPolicyDatabase> spd;      //!< the SPD
    Ptr<IpsecOffload> offload;            //!< the kernel's side
    Ptr<OffloadInterface> interface;      //!< of the NIC
};

/// @return a NIC like mlx5
NicProfile
WithPolicies()
{
    NicProfile profile;
    profile.policies = true;
    profile.policyPriorities = true;
    return profile;
}

/// One test of policies: a name and a method.
class PoliciesTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (PoliciesTest::*)();

    /// @param name with rule numbers @param body what to do
    PoliciesTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void Methods()
    {
        NicProfile profile;
        const auto methodsOf = [](const NicProfile& theProfile) {
            const auto nic = CreateObject<IpsecNic>();
            nic->SetProfile(theProfile);
            return nic->GetMethods();
        };
        constexpr uint32_t POLICIES = OffloadDriver::POLICY_ADD | OffloadDriver::POLICY_DELETE;
        EXPECT_EQ(methodsOf(profile) & POLICIES, 0, "R4 no methods, no offers");
        profile = WithPolicies();
        EXPECT_EQ(methodsOf(profile) & POLICIES, POLICIES, "both");
        profile.offload = false;
        EXPECT_EQ(methodsOf(profile), 0, "N2 N19 no packet offload, no methods");
    }

    void Refusals()
    {
        const auto why = [](const PolicyConfig& config, const NicProfile& profile) {
            const auto nic = CreateObject<IpsecNic>();
            nic->SetProfile(profile);
            return nic->WhyPolicyRefused(config);
        };
        const auto expect = [&](const PolicyConfig& config, const char* words) {
            EXPECT_EQ(why(config, WithPolicies()), words, "N19 N20");
        };
        PolicyConfig config = Host::Require(1);
        expect(config, "");
        config.direction = IpsecDirection::IN;
        expect(config, "");
        config.direction = IpsecDirection::UNKNOWN;
        expect(config, "no direction");
        config = Host::Require(1);
        config.requirements.push_back(config.requirements.front());
        expect(config, "2 requirements");
        expect(Host::Require(1, IpsecMode::TUNNEL), "mode tunnel");
        config = Host::Require(1);
        config.scope = PolicyScope::PCB;
        expect(config, "a requirement of a socket");

        PolicyConfig bypass;
        bypass.selector = Host::SelectorOf(500);
        bypass.selector.protocol = 17;
        bypass.kind = PolicyKind::BYPASS;
        bypass.scope = PolicyScope::PCB;
        expect(bypass, "");
        NicProfile plain = WithPolicies();
        plain.policyPriorities = false;
        EXPECT_EQ(why(bypass, plain), "bypass, and the NIC's rules have no priorities", "N3 N20");
        bypass.selector.protocol = 6;
        expect(bypass, "bypass of a socket that is not UDP");
        bypass.selector.protocol = 17;
        bypass.kind = PolicyKind::ENTRUST;
        expect(bypass, "neither a requirement nor a socket's bypass");
        bypass.kind = PolicyKind::BYPASS;
        bypass.scope = PolicyScope::GLOBAL;
        expect(bypass, "neither a requirement nor a socket's bypass");
        EXPECT_EQ(why(Host::Require(1), NicProfile()),
                  "the NIC takes no policies",
                  "not every driver does");
    }

    void Answers()
    {
        NicProfile profile = WithPolicies();
        profile.installTime = 30 * US;
        profile.removeTime = 20 * US;
        Host host(profile);
        const auto taken = host.Add(Host::Require(1));
        const auto refused = host.Add(Host::Require(2, IpsecMode::TUNNEL));
        Simulator::Run();
        EXPECT_EQ(Host::IsRejected(taken) == std::optional<bool>(false), true, "HANDLED");
        EXPECT_EQ(Host::IsRejected(refused) == std::optional<bool>(true), true, "N21 REJECTED");
        EXPECT_EQ(ToPs(Simulator::Now()), 30 * US, "N18 one command; a refusal takes none");
        const auto& s = host.nic->GetPolicyInstaller().GetStatistics();
        EXPECT_EQ(s.acks, 1, "taken");
        EXPECT_EQ(s.refused, 1, "refused");
        EXPECT_EQ(host.offload->GetStatistics().policyRefusals, 1, "N21 the kernel's count");
        host.spd->Delete(ToPs(Simulator::Now()), Host::SelectorOf(1), IpsecDirection::OUT);
        host.spd->Delete(ToPs(Simulator::Now()), Host::SelectorOf(2), IpsecDirection::OUT);
        Simulator::Run();
        EXPECT_EQ(s.removed, 1, "R103 only what was taken is withdrawn");
        EXPECT_EQ(host.offload->GetStatistics().policyWithdrawals, 1, "R103 one call");
    }

    void Room()
    {
        NicProfile profile = WithPolicies();
        profile.txInstallCommands = {InstallCommand::RULE};
        profile.rxInstallCommands = {InstallCommand::RULE};
        profile.createTime = CommandTime(10 * US);
        profile.flowTableEntries = 3;
        Host host(profile);
        std::vector<Ptr<SecurityPolicy>> policies;
        for (uint32_t i = 0; i < 4; ++i)
        {
            policies.push_back(host.Add(Host::Require(i)));
        }
        Simulator::Run();
        EXPECT_EQ(ToPs(Simulator::Now()), 40 * US, "a rule each");
        for (uint32_t i = 0; i < 4; ++i)
        {
            EXPECT_EQ(Host::IsRejected(policies[i]) == std::optional<bool>(i == 3), true, "N15");
        }
        EXPECT_EQ(host.nic->GetPolicyInstaller().GetStatistics().faults,
                  1,
                  "N15 no room for one more rule");
        host.nic->Reset(ToPs(Simulator::Now()));
        EXPECT_EQ(host.nic->GetPolicyInstaller().GetStatistics().lost, 3, "a reset loses them");
        host.spd->Delete(ToPs(Simulator::Now()), Host::SelectorOf(0), IpsecDirection::OUT);
        Simulator::Run();
        EXPECT_EQ(host.nic->GetPolicyInstaller().GetStatistics().removed,
                  0,
                  "nothing is left to remove");
    }

    void Transmit()
    {
        // What is sent does not depend on whether the NIC knows the policy, and took it.
        const auto run = [](bool policies, IpsecMode mode) {
            NicProfile profile;
            profile.policies = policies;
            profile.txPacketRate = 1'000'000;
            Host host(profile);
            const auto sa = host.sad->Add(0, MakeSa(0x1001));
            host.Add(Host::Require(PolicySelector::ANY_PORT, mode));
            Simulator::Run();
            const auto handle = host.offload->Find(*sa, PeekPointer(host.interface)).handle;
            std::vector<std::pair<Ps, uint32_t>> sent;
            for (const uint16_t drvSpi : {handle->drvSpi, uint16_t{0}, uint16_t{2}, uint16_t{99}})
            {
                PacketDescriptor packet = MakePacket(1000, drvSpi);
                const auto result = host.nic->GetEngine().Transmit(1000 * US, packet, 1000);
                sent.emplace_back(result.start,
                                  result.drop == NicDrop::NONE ? packet.esp.spi : UINT32_MAX);
            }
            return sent;
        };
        const auto without = run(false, IpsecMode::TRANSPORT);
        EXPECT_EQ(without[0].second, 0x1001, "N26 the tag decides");
        EXPECT_EQ(without[1].second, 0, "N28 clear without one");
        EXPECT_EQ(without[3].second, UINT32_MAX, "N30 an unknown one");
        EXPECT_EQ(run(true, IpsecMode::TRANSPORT) == without, true, "N24 a policy taken");
        EXPECT_EQ(run(true, IpsecMode::TUNNEL) == without, true, "R102 a policy refused");
    }

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

/// The suite.
class NicPoliciesTestSuite : public PicosecondTestSuite
{
  public:
    NicPoliciesTestSuite()
        : PicosecondTestSuite("ipsec-nic-policies", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, PoliciesTest::Body body) {
            AddTestCase(new PoliciesTest(name, body));
        };
        add("N2 N19 policies need packet offload", &PoliciesTest::Methods);
        add("N3 N19 N20 which policies a driver takes", &PoliciesTest::Refusals);
        add("N18 N21 answers to policies", &PoliciesTest::Answers);
        add("N15 room for policies, and resets", &PoliciesTest::Room);
        add("N24 R102 policies do not matter for transmit", &PoliciesTest::Transmit);
    }
};

NicPoliciesTestSuite g_nicPoliciesTestSuite; //!< registers the suite

} // namespace

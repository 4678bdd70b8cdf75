/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_KERNEL_PAIR_H
#define IPSEC_OFFLOAD_KERNEL_PAIR_H

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/kernel-profile.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <string>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * One end.
 */
struct End
{
    Ptr<IpsecNode> node{CreateObject<IpsecNode>()}; //!< kernel
    Ptr<IpsecNic> nic{CreateObject<IpsecNic>()};    //!< NIC
    Ptr<OffloadInterface> interface;                //!< what the kernel calls it
};

/**
 * @ingroup ipsec-offload-tests
 * Two ends, one SA between them, level require on both sides.
 */
class Pair
{
  public:
    static constexpr uint32_t SPI = 0x1001;    //!< of the one SA, from the first node to the second
    static constexpr uint32_t LENGTH = 1000;   //!< octets of a datagram
    static constexpr const char* NIC = "nic0"; //!< each node's interface

    /** @param kernel of both ends @param profile of both NICs */
    explicit Pair(const std::string& kernel, const NicProfile& profile = NicProfile())
    {
        for (End* end : {&from, &to})
        {
            FindKernelProfile(kernel)->Apply(*end->node);
            end->nic->Configure(profile, 100'000'000'000, 38);
            end->interface = end->node->GetOffload()->AddInterface(NIC, end->nic);
            PolicyConfig policy;
            policy.direction = end == &from ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {m_here, 32};
            policy.selector.destination = {m_there, 32};
            policy.kind = PolicyKind::IPSEC;
            policy.requirements.emplace_back();
            end->node->GetSpd()->Add(0, policy);
        }
        config.spi = SPI;
        config.mode = IpsecMode::TRANSPORT;
        config.source = m_here;
        config.destination = m_there;
        config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        config.key.assign(config.cipher->GetKeyBytes(), 1);
        config.replayWindow = 64;
        config.interfaceName = NIC;
    }

    ~Pair()
    {
        for (End* end : {&from, &to})
        {
            end->node->CheckInvariants();
            end->nic->CheckInvariants();
            end->node->Dispose();
            end->nic->Dispose();
        }
        Simulator::Destroy();
    }

    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    /** @return the simulator's time */
    static Ps Now()
    {
        return ToPs(Simulator::Now());
    }

    /** Run for a while; the expiry timer would keep Simulator::Run() from ending. */
    static void Settle()
    {
        Simulator::Stop(MilliSeconds(10));
        Simulator::Run();
    }

    /** Add the SA at both ends. */
    void Add()
    {
        config.direction = IpsecDirection::OUT;
        sa = from.node->GetSad()->Add(Now(), config);
        SaConfig there = config;
        there.direction = IpsecDirection::IN;
        there.hard = {};
        there.soft = {};
        to.node->GetSad()->Add(Now(), there);
    }

    /**
     * Send one datagram now.
     * @param copies how often it arrives
     * @return what became of the last copy: "nic" or "software" for who opened it, or the drop
     */
    std::string Send(int copies = 1)
    {
        PacketDescriptor packet;
        packet.source = m_here;
        packet.destination = m_there;
        packet.protocol = 17;
        packet.length = length;
        packet.fragment = fragment;
        packet.dontFragment = dontFragment;
        const PendingPacket pending =
            from.node->GetOutputPath().Output(Now(),
                                              packet,
                                              {PeekPointer(from.interface), 1500, nullptr});
        done = pending.ready;
        from.node->GetOutputPath().Finish(done, packet, pending);
        pathMtu = packet.pathMtu;
        if (packet.drop != IpsecDrop::NONE)
        {
            return ToString(packet.drop);
        }
        if (packet.verdict == IpsecVerdict::NO_SA)
        {
            return ToString(packet.verdict);
        }
        verdict = packet.verdict;
        const auto sent = from.nic->GetEngine().Transmit(Now(), packet, packet.GetCurrentLength());
        if (sent.drop != NicDrop::NONE)
        {
            return ToString(sent.drop);
        }
        std::string fate;
        for (int i = 0; i < copies; ++i)
        {
            fate = Arrive(packet);
        }
        return fate;
    }

    /** @param count how many to send @return their fates, one word each */
    std::string SendMany(int count)
    {
        std::string fates;
        for (int i = 0; i < count; ++i)
        {
            fates += (i == 0 ? "" : " ") + Send();
        }
        return fates;
    }

    /**
     * @param number of it
     * @return a datagram of the sender's, in its ESP form on the wire
     */
    PacketDescriptor MakeEsp(uint64_t number) const
    {
        PacketDescriptor packet;
        packet.source = m_here;
        packet.destination = m_there;
        packet.protocol = 17;
        packet.length = LENGTH;
        packet.esp.spi = SPI;
        packet.esp.source = m_here;
        packet.esp.destination = m_there;
        packet.esp.length = sa->GetSizes().GetEspLength(LENGTH, packet.headerLength);
        packet.esp.sequence = number;
        packet.esp.wholeSequence = config.esn;
        return packet;
    }

    /** @param packet what arrives @return its fate, as Send() says it */
    std::string Arrive(PacketDescriptor packet)
    {
        const auto arrived = to.nic->GetEngine().Receive(Now(), packet, packet.GetCurrentLength());
        if (arrived.drop != NicDrop::NONE)
        {
            return std::string("nic-") + ToString(arrived.drop);
        }
        TransformHistory history;
        if (packet.IsEsp())
        {
            const uint32_t length = packet.esp.length;
            to.node->GetInputPath().InputEsp(Now(), packet, history);
            if (packet.drop == IpsecDrop::NONE)
            {
                packet.esp.spi = 0;
                to.node->GetInputPath().InputCheck(Now(), packet, history, length);
            }
            arrivedClass = packet.trafficClass;
            return packet.drop == IpsecDrop::NONE ? "software" : ToString(packet.drop);
        }
        if (!to.node->GetOffload()->FillHistory(*to.interface, packet.drvSpi, history))
        {
            packet.drvSpi = 0;
        }
        to.node->GetInputPath().InputClear(Now(), packet, history, true);
        arrivedClass = packet.trafficClass;
        return packet.drop == IpsecDrop::NONE ? "nic" : ToString(packet.drop);
    }

    End from;                                      //!< sends
    End to;                                        //!< receives
    SaConfig config;                               //!< of the SA
    Ptr<SecurityAssociation> sa;                   //!< the sender's
    IpsecVerdict verdict{IpsecVerdict::NOT_ASKED}; //!< on the last datagram
    Ps done{0};                                    //!< when the sender's host was done with it
    uint32_t length{LENGTH};                       //!< of the next datagram
    bool fragment{false};                          //!< so is the next datagram
    bool dontFragment{false};                      //!< DF of the next datagram
    uint32_t pathMtu{0};                           //!< what its sender is told would have fit
    uint8_t arrivedClass{0};                       //!< traffic class of what arrived last

  private:
    const IpAddress m_here{*IpAddress::FromString("10.0.0.1")};  //!< the sender
    const IpAddress m_there{*IpAddress::FromString("10.0.0.2")}; //!< the receiver
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_KERNEL_PAIR_H */

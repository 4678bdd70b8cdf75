/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-property-world.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-event-timer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace ns3::tests
{

namespace
{

/// A NIC whose driver does once in a while what a test tells it.
class ScriptedNic : public IpsecNic
{
  public:
    std::deque<RefScript> script; //!< for the next offers

    void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) override
    {
        if (script.empty())
        {
            IpsecNic::SaNewKey(now, offer, std::move(done));
            return;
        }
        const RefScript next = script.front();
        script.pop_front();
        switch (next.kind)
        {
        case RefScript::NACK:
            done(now, DriverAnswer::NOT_SUPPORTED, 0);
            break;
        case RefScript::FAULT:
            done(now, DriverAnswer::FAULT, 0);
            break;
        case RefScript::SLOW:
            EventTimer::At(
                now + next.delay,
                [self = Ptr<ScriptedNic>(this),
                 drvSpi = offer.drvSpi,
                 direction = offer.direction,
                 config = offer.config,
                 sizes = offer.sizes,
                 done = std::move(done)](Ps then) {
                    self->IpsecNic::SaNewKey(then, {drvSpi, direction, config, sizes}, done);
                });
            break;
        }
    }
};

/// See MakeLeanWorld().
class LeanWorld : public PropertyWorld
{
  public:
    explicit LeanWorld(const RefOptions& options);
    ~LeanWorld() override;

    Ptr<IpsecNode> GetNode(uint32_t host) const override
    {
        return m_hosts[host].node;
    }

    Ptr<IpsecNic> GetNic(uint32_t host, uint32_t interface) const override
    {
        return m_hosts[host].nics[interface];
    }

    Ptr<OffloadInterface> GetInterface(uint32_t host, uint32_t interface) const override
    {
        return m_hosts[host].interfaces[interface];
    }

    bool Script(uint32_t host, uint32_t interface, const RefScript& script) override
    {
        m_hosts[host].nics[interface]->script.push_back(script);
        return true;
    }

    void Send(uint32_t host, uint32_t interface, const RefPacket& packet) override;
    void Inject(uint32_t host, uint32_t interface, const RefPacket& packet) override;

  private:
    struct Host
    {
        Ptr<IpsecNode> node;
        std::vector<Ptr<ScriptedNic>> nics;
        std::vector<Ptr<OffloadInterface>> interfaces;
    };

    static PacketDescriptor Describe(uint32_t from, const RefPacket& packet);
    static RefPacket Form(const PacketDescriptor& packet);
    void Launch(uint32_t host, uint32_t interface, PacketDescriptor packet);
    void Arrive(Ps now,
                uint32_t host,
                uint32_t interface,
                PacketDescriptor packet,
                uint32_t length);

    RefOptions m_options;
    std::vector<Host> m_hosts;
};

LeanWorld::LeanWorld(const RefOptions& options)
    : m_options(options),
      m_hosts(2)
{
    const uint64_t bitRate = 8'000'000'000'000 / static_cast<uint64_t>(options.octetTime);
    for (Host& host : m_hosts)
    {
        host.node = CreateObject<IpsecNode>();
        Apply(host.node, options);
        for (uint32_t i = 0; i < options.interfaces; ++i)
        {
            auto nic = CreateObject<ScriptedNic>();
            nic->Configure(options.nic, bitRate, options.frameOverhead);
            nic->GetEngine().SetWireMtu(options.mtu);
            host.nics.push_back(nic);
            host.interfaces.push_back(
                host.node->GetOffload()->AddInterface("nic" + std::to_string(i), nic));
        }
    }
}

LeanWorld::~LeanWorld()
{
    for (Host& host : m_hosts)
    {
        host.node->Dispose();
        for (const auto& nic : host.nics)
        {
            nic->Dispose();
        }
    }
    Simulator::Destroy();
}

PacketDescriptor
LeanWorld::Describe(uint32_t from, const RefPacket& packet)
{
    PacketDescriptor descriptor;
    descriptor.source = ReferenceModel::AddressOf(from);
    descriptor.destination = ReferenceModel::AddressOf(1 - from);
    descriptor.protocol = 17;
    descriptor.sourcePort = packet.sourcePort;
    descriptor.destinationPort = packet.destinationPort;
    descriptor.length = packet.length;
    descriptor.id = packet.id;
    descriptor.flowHash = HashFlow(descriptor);
    return descriptor;
}

RefPacket
LeanWorld::Form(const PacketDescriptor& packet)
{
    return {static_cast<uint32_t>(packet.id),
            packet.sourcePort,
            packet.destinationPort,
            packet.length,
            packet.esp.spi,
            packet.esp.sequence,
            packet.esp.length,
            0};
}

void
LeanWorld::Send(uint32_t host, uint32_t interface, const RefPacket& packet)
{
    PacketDescriptor descriptor = Describe(host, packet);
    const Ps now = ToPs(Simulator::Now());
    Host& here = m_hosts[host];
    here.node->GetOutputPath().Output(
        now,
        descriptor,
        {PeekPointer(here.interfaces[interface]), m_options.mtu, nullptr});
    const bool goes = descriptor.drop == IpsecDrop::NONE &&
                      descriptor.verdict != IpsecVerdict::DISCARD &&
                      descriptor.verdict != IpsecVerdict::NO_SA;
    if (goes)
    {
        Launch(host, interface, descriptor);
    }
}

void
LeanWorld::Launch(uint32_t host, uint32_t interface, PacketDescriptor packet)
{
    const Ps now = ToPs(Simulator::Now());
    NicEngine& engine = m_hosts[host].nics[interface]->GetEngine();
    const std::vector<uint32_t> parts =
        ReferenceModel::Fragment(packet.GetCurrentLength(), m_options.mtu);
    for (size_t i = 0; i < parts.size(); ++i)
    {
        PacketDescriptor part = packet;
        part.fragment = parts.size() > 1;
        const auto result = engine.Transmit(now, part, parts[i]);
        if (result.drop != NicDrop::NONE)
        {
            return;
        }
        const bool last = i + 1 == parts.size();
        const uint32_t length = result.context ? part.esp.length : parts[i];
        const Ps arrival = result.start +
                           m_options.octetTime * (length + m_options.arrivalOverhead) +
                           m_options.linkDelay;
        const uint32_t peer = 1 - host;
        EventTimer::At(arrival, [this, peer, interface, part, length, last](Ps then) {
            if (last)
            {
                m_wire.push_back({1 - peer, Form(part)});
                Arrive(then, peer, interface, part, length);
                return;
            }
            PacketDescriptor fragment = part;
            m_hosts[peer].nics[interface]->GetEngine().Receive(then, fragment, length);
        });
    }
}

void
LeanWorld::Arrive(Ps now,
                  uint32_t host,
                  uint32_t interface,
                  PacketDescriptor packet,
                  uint32_t length)
{
    Host& here = m_hosts[host];
    const RefPacket sent = Form(packet);
    const auto result = here.nics[interface]->GetEngine().Receive(now, packet, length);
    if (result.drop != NicDrop::NONE)
    {
        return;
    }
    TransformHistory history;
    if (result.context &&
        !here.node->GetOffload()->FillHistory(*here.interfaces[interface], packet.drvSpi, history))
    {
        packet.drvSpi = 0; // R159
    }
    packet.fragment = false; // joined again in front of ESP
    if (!packet.IsEsp())
    {
        here.node->GetInputPath().InputClear(now, packet, history, true);
    }
    else
    {
        here.node->GetInputPath().InputEsp(now, packet, history);
        if (packet.drop == IpsecDrop::NONE)
        {
            packet.esp.spi = 0;
            here.node->GetInputPath().InputCheck(now, packet, history, sent.espLength);
        }
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        m_deliveries.push_back({host, sent, false});
    }
}

void
LeanWorld::Inject(uint32_t host, uint32_t interface, const RefPacket& packet)
{
    PacketDescriptor descriptor = Describe(1 - host, packet);
    if (packet.spi != 0)
    {
        descriptor.esp.spi = packet.spi;
        descriptor.esp.sequence = packet.sequence;
        descriptor.esp.length = packet.espLength;
        descriptor.esp.source = descriptor.source;
        descriptor.esp.destination = descriptor.destination;
    }
    Arrive(ToPs(Simulator::Now()), host, interface, descriptor, descriptor.GetCurrentLength());
}

} // namespace

void
PropertyWorld::RunUntil(Ps until)
{
    Simulator::Stop(FromPs(until) - Simulator::Now());
    Simulator::Run();
}

void
PropertyWorld::Apply(const Ptr<IpsecNode>& node, const RefOptions& options)
{
    const auto offload = node->GetOffload();
    node->SetAttribute("SizeTest",
                       StringValue(options.trueLength ? "TrueLength" : "FreeBsdEstimate"));
    node->SetAttribute("TagSkipsPolicyCheck", BooleanValue(options.tagSkipsPolicy));
    node->SetAttribute("CheckPolicyHistory", BooleanValue(options.checkHistory));
    offload->SetAttribute("DirectionKnown", BooleanValue(options.directionKnown));
    offload->SetAttribute("OfferOnlyNamed", BooleanValue(options.offerOnlyNamed));
    offload->SetAttribute("RefusalFails", BooleanValue(options.refusalFails));
    offload->SetAttribute("WalkStopsOnError", BooleanValue(options.walkStopsOnError));
    offload->SetAttribute("LeakDrvSpiOnFault", BooleanValue(options.leakDrvSpiOnFault));
    offload->SetAttribute("LastDrvSpi", UintegerValue(options.lastDrvSpi));
    offload->SetAttribute("EpochWait", TimeValue(FromPs(options.epochWait)));
}

std::unique_ptr<PropertyWorld>
MakeLeanWorld(const RefOptions& options)
{
    return std::make_unique<LeanWorld>(options);
}

} // namespace ns3::tests

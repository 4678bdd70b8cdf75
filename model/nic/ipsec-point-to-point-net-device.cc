/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-point-to-point-net-device.h"

#include "ns3/any-ip-header.h"
#include "ns3/data-rate.h"
#include "ns3/enum-attribute.h"
#include "ns3/ipsec-tags.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/packet-descriptor-conversion.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecPointToPointNetDevice");

NS_OBJECT_ENSURE_REGISTERED(IpsecPointToPointNetDevice);

namespace
{

/// Octets of PPP's header, which the base class puts in front of each packet.
constexpr uint32_t PPP_BYTES = 2;

/**
 * Say once when ns-3's time is too coarse for a line: events at whole nanoseconds are early by up
 * to 10 % of a small frame at 100 Gbit/s. The NIC's own times stay exact.
 * @param bitRate of the line
 */
void
WarnWhenCoarse(uint64_t bitRate)
{
    static bool warned = false;
    if (warned)
    {
        return;
    }
    const double exact = 84 * 8 / static_cast<double>(bitRate); // the smallest Ethernet frame
    const double kept =
        static_cast<double>(FromPs(SecondsToPs(exact)).GetTimeStep()) * TimeStep(1).GetSeconds();
    if (exact - kept > 0.01 * exact)
    {
        warned = true;
        NS_LOG_UNCOND("ipsec-offload: at "
                      << bitRate << " bit/s a small frame takes " << exact * 1e9
                      << " ns, too short for the resolution of ns-3's time. Call "
                         "Time::SetResolution(Time::PS) at the start of the program.");
    }
}

/// @param etherType a protocol number @return true for IPv4 and IPv6
bool
IsIp(uint16_t etherType)
{
    return etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6;
}

} // namespace

TypeId
IpsecPointToPointNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::IpsecPointToPointNetDevice")
            .SetParent<PointToPointNetDevice>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecPointToPointNetDevice>()
            .AddAttribute(
                "LinkOverhead",
                "Octets that a packet occupies on the wire beyond IP and the two octets of "
                "PPP. 36 is Ethernet: header 14, FCS 4, preamble 8, gap 12, less PPP's 2",
                UintegerValue(36),
                MakeUintegerAccessor(&IpsecPointToPointNetDevice::m_linkOverhead),
                MakeUintegerChecker<uint32_t>())
            .AddAttribute("WireMtu",
                          "Longest IP packet on the wire in octets, for decisions and "
                          "fragmentation; 0: the device's Mtu",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecPointToPointNetDevice::m_wireMtu),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute(
                "Crypto",
                "What the NIC does to the bytes; sizes, times and counters are the same",
                EnumValue(CRYPTO_MODELLED),
                MakeEnumAttributeAccessor<EspCrypto>(&IpsecPointToPointNetDevice::m_crypto),
                MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
            .AddTraceSource("NicDrop",
                            "The NIC dropped a packet, on transmit or on receive",
                            MakeTraceSourceAccessor(&IpsecPointToPointNetDevice::m_nicDropTrace),
                            "ns3::IpsecPointToPointNetDevice::NicDropTracedCallback");
    return tid;
}

IpsecPointToPointNetDevice::IpsecPointToPointNetDevice()
{
    NS_LOG_FUNCTION(this);
}

IpsecPointToPointNetDevice::~IpsecPointToPointNetDevice() = default;

void
IpsecPointToPointNetDevice::NotifyConstructionCompleted()
{
    PointToPointNetDevice::NotifyConstructionCompleted();
    const Ptr<IpsecNic> nic = CreateObject<IpsecNic>();
    m_nic = PeekPointer(nic);
    AggregateObject(nic);
}

void
IpsecPointToPointNetDevice::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    Configure();
    ConnectQueueDisc();
    PointToPointNetDevice::DoInitialize();
}

void
IpsecPointToPointNetDevice::Configure()
{
    if (m_nic->IsConfigured())
    {
        return;
    }
    DataRateValue rate;
    GetAttribute("DataRate", rate);
    const uint64_t bitRate = rate.Get().GetBitRate();
    WarnWhenCoarse(bitRate);
    m_nic->Configure(m_nic->GetProfile(), bitRate, m_linkOverhead + PPP_BYTES);
}

void
IpsecPointToPointNetDevice::ConnectQueueDisc()
{
    const Ptr<TrafficControlLayer> trafficControl = GetNode()->GetObject<TrafficControlLayer>();
    if (!trafficControl || !trafficControl->GetRootQueueDiscOnDevice(this))
    {
        return;
    }
    Ptr<NetDeviceQueueInterface> queues = GetObject<NetDeviceQueueInterface>();
    if (!queues)
    {
        queues = CreateObject<NetDeviceQueueInterface>();
        AggregateObject(queues);
    }
    m_txQueues = PeekPointer(queues);
    trafficControl->ScanDevices(); // it may have been initialized before this device
}

uint32_t
IpsecPointToPointNetDevice::GetWireMtu() const
{
    return m_wireMtu != 0 ? m_wireMtu : GetMtu();
}

void
IpsecPointToPointNetDevice::SetHistoryCallback(HistoryCallback history)
{
    m_history = std::move(history);
}

EspTransform&
IpsecPointToPointNetDevice::TransformOf(const SaContext& context)
{
    Transform& entry = m_transforms[context.drvSpi];
    if (entry.cookie != context.cookie || !entry.transform)
    {
        EspParameters parameters = MakeEspParameters(context.config);
        // The kernel and each other NIC number the packets of this SA by themselves (R143); no two
        // of them may use a nonce twice.
        parameters.ivOffset = (uint64_t{1} << 63) | (uint64_t{GetIfIndex() & 0x7fffU} << 48);
        entry.transform = std::make_unique<EspTransform>(m_crypto, std::move(parameters));
        entry.cookie = context.cookie;
    }
    return *entry.transform;
}

Ps
IpsecPointToPointNetDevice::GetTransmitTime() const
{
    // Where ns-3's time is coarser than a picosecond, a packet is launched a little before its
    // exact start; it must not seem to be in the ring still.
    return std::max(ToPs(Simulator::Now()), m_lastStart);
}

bool
IpsecPointToPointNetDevice::IsLinkUp() const
{
    return !m_dropping && PointToPointNetDevice::IsLinkUp();
}

bool
IpsecPointToPointNetDevice::DropOnTransmit(const Ptr<Packet>& packet, NicDrop reason)
{
    NS_LOG_LOGIC("dropped: " << ToString(reason));
    m_nicDropTrace(packet, reason);
    // MacTxDrop belongs to the base class, which fires it for a packet that has no link.
    m_dropping = true;
    PointToPointNetDevice::Send(packet, GetBroadcast(), 0);
    m_dropping = false;
    return false;
}

bool
IpsecPointToPointNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << dest << protocolNumber);
    if (!IsLinkUp())
    {
        return PointToPointNetDevice::Send(packet, dest, protocolNumber);
    }
    Configure();
    IpsecTxTag tag;
    const uint16_t drvSpi = packet->PeekPacketTag(tag) ? tag.GetDrvSpi() : 0;

    PacketDescriptor descriptor;
    if (drvSpi != 0)
    {
        const auto described =
            IsIp(protocolNumber) ? DescribeFrame(packet, protocolNumber) : std::nullopt;
        descriptor = described.value_or(PacketDescriptor());
        descriptor.fragment = descriptor.fragment || !described; // what the NIC cannot parse
        descriptor.drvSpi = drvSpi;
        descriptor.esp.sequence = tag.GetSequence();
    }
    NicEngine& engine = m_nic->GetEngine();
    engine.SetWireMtu(GetWireMtu());
    const Ps now = GetTransmitTime();
    const NicEngine::TransmitResult result = engine.Transmit(now, descriptor, packet->GetSize());
    if (result.drop != NicDrop::NONE)
    {
        return DropOnTransmit(packet, result.drop);
    }
    StripForeignTags(packet); // marks for this node only, the transmit tag among them
    if (result.context != nullptr)
    {
        protocolNumber = TransformOf(*result.context)
                             .EncapsulateFrame(packet, protocolNumber, descriptor.esp.sequence);
        NS_ASSERT_MSG(packet->GetSize() == descriptor.esp.length,
                      "ESP form of " << packet->GetSize() << " octets, computed "
                                     << descriptor.esp.length);
    }
    const Outgoing outgoing{result.start, packet, dest, protocolNumber};
    if (result.start <= now && m_outgoing.empty())
    {
        HandOver(outgoing);
    }
    else
    {
        m_outgoing.push_back(outgoing);
        ScheduleLaunch();
    }
    if (m_txQueues != nullptr &&
        engine.GetRingOccupancy(GetTransmitTime()) >= m_nic->GetProfile().ringSize)
    {
        m_txQueues->GetTxQueue(0)->Stop();
    }
    return true;
}

void
IpsecPointToPointNetDevice::ScheduleLaunch()
{
    if (m_outgoing.empty() || !m_launchEvent.IsExpired())
    {
        return;
    }
    const Time delay = FromPs(m_outgoing.front().start) - Simulator::Now();
    m_launchEvent =
        Simulator::Schedule(std::max(delay, Time(0)), &IpsecPointToPointNetDevice::Launch, this);
}

void
IpsecPointToPointNetDevice::Launch()
{
    if (!GetNode())
    {
        return; // disposed of
    }
    const Outgoing outgoing = std::move(m_outgoing.front());
    m_outgoing.pop_front();
    HandOver(outgoing);
    ScheduleLaunch();
    if (m_txQueues != nullptr)
    {
        m_txQueues->GetTxQueue(0)->Wake();
    }
}

void
IpsecPointToPointNetDevice::HandOver(const Outgoing& outgoing)
{
    m_lastStart = outgoing.start;
    PointToPointNetDevice::Send(outgoing.packet, outgoing.destination, outgoing.protocol);
}

void
IpsecPointToPointNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    m_upper = callback;
    PointToPointNetDevice::SetReceiveCallback(
        MakeCallback(&IpsecPointToPointNetDevice::FromWire, this));
}

bool
IpsecPointToPointNetDevice::FromWire([[maybe_unused]] Ptr<NetDevice> device, // NOLINT: ns-3's type
                                     Ptr<const Packet> arrived,
                                     uint16_t protocol,
                                     const Address& from)
{
    NS_LOG_FUNCTION(this << arrived << protocol << from);
    Configure();
    Ptr<Packet> packet = arrived->Copy();
    StripForeignTags(packet);

    const auto described = IsIp(protocol) ? DescribeFrame(packet, protocol) : std::nullopt;
    PacketDescriptor descriptor = described.value_or(PacketDescriptor());
    const uint32_t length = described ? descriptor.length : packet->GetSize();

    NicEngine& engine = m_nic->GetEngine();
    if (const SaContext* context = engine.FindForReceive(descriptor))
    {
        const uint64_t sequence =
            context->window.Recover(static_cast<uint32_t>(descriptor.esp.sequence));
        const EspResult undone = TransformOf(*context).DecapsulateFrame(packet, protocol, sequence);
        descriptor.esp.damaged = undone != EspResult::OK;
        if (undone == EspResult::OK)
        {
            descriptor.length = packet->GetSize();
        }
    }
    const Ps now = ToPs(Simulator::Now());
    const NicEngine::ReceiveResult result = engine.Receive(now, descriptor, length);
    if (result.drop != NicDrop::NONE)
    {
        NS_LOG_LOGIC("dropped: " << ToString(result.drop));
        m_nicDropTrace(arrived, result.drop);
        return false;
    }
    if (result.context != nullptr)
    {
        TransformHistory history;
        if (m_history && m_history(descriptor.drvSpi, history))
        {
            IpsecRxTag tag(descriptor.drvSpi, history, descriptor.esp.sequence);
            packet->ReplacePacketTag(tag);
        }
    }
    const Time delay = FromPs(result.ready) - Simulator::Now();
    if (delay <= Time(0) && m_delivering == 0)
    {
        Deliver(packet, protocol, from);
    }
    else
    {
        ++m_delivering;
        Simulator::Schedule(std::max(delay, Time(0)),
                            &IpsecPointToPointNetDevice::DeliverLater,
                            this,
                            packet,
                            protocol,
                            from);
    }
    return true;
}

void
IpsecPointToPointNetDevice::DeliverLater(const Ptr<const Packet>& packet,
                                         uint16_t protocol,
                                         const Address& from)
{
    --m_delivering;
    Deliver(packet, protocol, from);
}

void
IpsecPointToPointNetDevice::Deliver(const Ptr<const Packet>& packet,
                                    uint16_t protocol,
                                    const Address& from)
{
    if (GetNode())
    {
        m_upper(this, packet, protocol, from);
    }
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-l4-protocol-internal.h"
#include "ipsec-ip-output-internal.h"
#include "ipsec-pass-up-internal.h"

#include "ns3/esp-datagram-tag.h"
#include "ns3/esp-header.h"
#include "ns3/ipsec-ipv6-header-chain.h"
#include "ns3/ipsec-packet-bytes.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("EspL4Protocol");
NS_OBJECT_ENSURE_REGISTERED(EspL4Protocol);

namespace
{

/// Opens the bytes of one ESP datagram.
class DatagramOpener : public EspOpener
{
  public:
    /**
     * @param transforms the node's transforms
     * @param header the datagram's header; becomes that of the clear one
     * @param payload what follows it; becomes clear
     */
    DatagramOpener(EspTransformTable& transforms, AnyIpHeader& header, Ptr<Packet> payload)
        : m_transforms(transforms),
          m_header(header),
          m_payload(payload)
    {
    }

    IpsecDrop Open(const SecurityAssociation& sa, uint64_t sequence) override
    {
        switch (m_transforms.Get(sa).Decapsulate(m_payload, m_header, sequence))
        {
        case EspResult::OK:
            return IsReadable() ? IpsecDrop::NONE : IpsecDrop::MALFORMED;
        case EspResult::BAD_ICV:
            return IpsecDrop::BAD_ICV;
        case EspResult::MALFORMED:
            break;
        }
        return IpsecDrop::MALFORMED;
    }

    uint8_t GetTrafficClass() const override
    {
        return ns3::GetTrafficClass(m_header);
    }

  private:
    /// @return false when IP would look for the upper protocol elsewhere than the policies do
    bool IsReadable() const
    {
        const auto* six = std::get_if<Ipv6Header>(&m_header);
        PacketBytes bytes(m_payload);
        return !six || !WalkIpv6Headers(six->GetNextHeader(), bytes).malformed;
    }

    EspTransformTable& m_transforms; //!< the node's transforms
    AnyIpHeader& m_header;           //!< the datagram's header
    Ptr<Packet> m_payload;           //!< what follows it
};

} // namespace

TypeId
EspL4Protocol::GetTypeId()
{
    static TypeId tid = TypeId("ns3::EspL4Protocol")
                            .SetParent<IpL4Protocol>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<EspL4Protocol>();
    return tid;
}

EspL4Protocol::EspL4Protocol() = default;
EspL4Protocol::~EspL4Protocol() = default;

void
EspL4Protocol::Setup(Ptr<IpsecStackView> view, Ptr<EspTransformTable> transforms)
{
    m_view = view;
    m_transforms = transforms;
}

void
EspL4Protocol::DoDispose()
{
    m_view = nullptr;
    m_transforms = nullptr;
    m_downTarget = DownTargetCallback();
    m_downTarget6 = DownTargetCallback6();
    IpL4Protocol::DoDispose();
}

int
EspL4Protocol::GetProtocolNumber() const
{
    return EspHeader::PROTOCOL;
}

IpL4Protocol::RxStatus
EspL4Protocol::Receive(Ptr<Packet> payload, const Ipv4Header& header, Ptr<Ipv4Interface> interface)
{
    Ipv4Header whole = header;
    // ns-3's reassembly leaves the bits of whichever fragment came last.
    whole.SetFragmentOffset(0);
    whole.SetLastFragment();
    Input(whole, payload, interface->GetDevice());
    return RX_OK;
}

IpL4Protocol::RxStatus
EspL4Protocol::Receive(Ptr<Packet> payload, const Ipv6Header& header, Ptr<Ipv6Interface> interface)
{
    Ipv6Header whole = header;
    // ns-3 took the extension headers off the payload, but not out of this header.
    whole.SetNextHeader(EspHeader::PROTOCOL);
    Input(whole, payload, interface->GetDevice());
    return RX_OK;
}

void
EspL4Protocol::Input(AnyIpHeader header, Ptr<Packet> payload, Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << payload << device);
    IpsecInTag tag; // of an outer ESP
    payload->RemovePacketTag(tag);
    TransformHistory history = tag.GetHistory();
    FinishIpHeader(header, payload->GetSize());

    IpsecNode& ipsec = *m_view->GetIpsec();
    const Ps now = ToPs(Simulator::Now());
    PacketDescriptor arrived = DescribeDatagram(header, payload);
    if (!arrived.IsEsp())
    {
        ipsec.GetInputPath().DropMalformed(arrived.length);
        return;
    }
    arrived.esp.mixed = EspDatagramTag::IsMixed(payload);
    arrived.esp.joined = EspDatagramTag::IsJoined(payload);
    arrived.id = payload->GetUid();
    arrived.sourceIndex = m_view->GetNodeId();
    m_view->Capture(false, header, payload);
    DatagramOpener opener(*m_transforms, header, payload);
    const OffloadInterface* interface = m_view->GetInterface(device);
    const PendingPacket pending =
        ipsec.GetInputPath().InputEsp(now, arrived, history, &opener, interface);
    if (!pending.goesOn)
    {
        NS_LOG_LOGIC("dropped: " << ToString(arrived.drop));
        return;
    }
    Ptr<EspL4Protocol> self(this);
    RunAt(pending.ready,
          [self, header, payload, device, history, packet = arrived, pending]() mutable {
              if (!self->m_view)
              {
                  return; // disposed of meanwhile
              }
              DatagramOpener late(*self->m_transforms, header, payload);
              if (self->m_view->GetIpsec()->GetInputPath().FinishEsp(ToPs(Simulator::Now()),
                                                                     packet,
                                                                     pending,
                                                                     history,
                                                                     &late))
              {
                  self->PassOpened(header, payload, device, history, packet);
              }
          });
}

void
EspL4Protocol::PassOpened(AnyIpHeader header,
                          const Ptr<Packet>& payload,
                          const Ptr<NetDevice>& device,
                          const TransformHistory& history,
                          const PacketDescriptor& arrived)
{
    IpsecNode& ipsec = *m_view->GetIpsec();
    SetTrafficClass(header, arrived.trafficClass); // with what a tunnel's outer header has told
    m_view->Capture(true, header, payload);
    PacketDescriptor clear = DescribeDatagram(header, payload);
    clear.id = arrived.id;
    clear.sourceIndex = arrived.sourceIndex;
    clear.reason = arrived.reason;
    clear.refusal = arrived.refusal;
    clear.host = arrived.host;
    const bool local = m_view->IsLocalDestination(clear.destination, device);
    if (local)
    {
        m_view->GetSockets()->Watch(clear, IpsecDirection::IN);
    }
    const PendingPacket visit = ipsec.GetInputPath().InputCheck(ToPs(Simulator::Now()),
                                                                clear,
                                                                history,
                                                                arrived.esp.length,
                                                                local);
    if (!visit.goesOn)
    {
        NS_LOG_LOGIC("dropped: " << ToString(clear.drop));
        return;
    }
    payload->AddPacketTag(IpsecInTag(history, clear.host));
    const uint16_t etherType = AddIpHeader(payload, header);
    Ptr<IpsecStackView> view = m_view;
    const auto pass = [view, payload, etherType, device]() {
        if (view->GetNode() && !InputDatagram(view->GetNode(), payload, etherType, device))
        {
            view->GetCounters().familyNotRun.Add(payload->GetSize());
        }
    };
    PassUp(m_view, visit, local, clear, pass);
}

void
EspL4Protocol::SetDownTarget(DownTargetCallback callback)
{
    m_downTarget = callback;
}

void
EspL4Protocol::SetDownTarget6(DownTargetCallback6 callback)
{
    m_downTarget6 = callback;
}

IpL4Protocol::DownTargetCallback
EspL4Protocol::GetDownTarget() const
{
    return m_downTarget;
}

IpL4Protocol::DownTargetCallback6
EspL4Protocol::GetDownTarget6() const
{
    return m_downTarget6;
}

} // namespace ns3

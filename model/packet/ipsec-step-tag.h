/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_TAG_H
#define IPSEC_OFFLOAD_IPSEC_STEP_TAG_H

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tag.h"

#include <cstdint>

namespace ns3
{

class StepListener;

/**
 * @ingroup ipsec-offload
 * Somebody follows this packet: each descriptor that is made of it names the listener
 * (PacketDescriptor::steps), in every node that it comes to.
 *
 * A packet tag, which ns-3 takes over to copies, to fragments and across channels, and which the
 * ESP transform leaves where it is. So the ESP form of a packet and the fragments of either are
 * followed too; of the segments that a super-segment is cut into only the first one is.
 *
 *     void Sent(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface)
 *     {
 *         StepTag::Follow(packet, listener); // a sink of Ipv4L3Protocol's "SendOutgoing"
 *     }
 *
 * The tag holds the listener's address, so it works within one process.
 */
class StepTag : public Tag
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    /**
     * Follow a packet.
     * @param packet which one; one that is followed already goes on with its first listener
     * @param listener gets its steps; must outlive the simulation. Nodes have ns-3's numbers
     */
    static void Follow(const Ptr<const Packet>& packet, StepListener& listener);

    /**
     * @param packet a packet
     * @return who follows it; nullptr: nobody. As long as Follow() was never called this is one
     * branch
     */
    static StepListener* Find(const Ptr<const Packet>& packet)
    {
        return s_used ? Search(packet) : nullptr;
    }

    /** @param packet is followed no more, if it was */
    static void Leave(const Ptr<Packet>& packet);

    // documented in ns-3's Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    static StepListener* Search(const Ptr<const Packet>& packet);

    static bool s_used; //!< Follow() was called

    StepListener* m_listener{nullptr}; //!< who follows
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_TAG_H */

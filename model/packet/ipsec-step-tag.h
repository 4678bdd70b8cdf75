/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_TAG_H
#define IPSEC_OFFLOAD_IPSEC_STEP_TAG_H

#include "ipsec-field-tag.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

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
class StepTag : public FieldTag<StepTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::StepTag";

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
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<StepTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_listener);
    }

    static StepListener* Search(const Ptr<const Packet>& packet);

    static bool s_used; //!< Follow() was called

    StepListener* m_listener{nullptr}; //!< who follows
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_TAG_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TAGS_H
#define IPSEC_OFFLOAD_IPSEC_TAGS_H

#include "ipsec-field-tag.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-transform-history.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

/**
 * @file
 * @ingroup ipsec-offload
 * What travels with a packet inside one node. All are packet tags; set them with
 * Packet::ReplacePacketTag(), because adding the same tag twice is an error in ns-3.
 *
 * ns-3 lets tags cross channels, real wires do not: whoever takes a packet from a wire calls
 * StripForeignTags() first, or a neighbor's marks would be believed.
 */

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The kernel's transmit tag: the NIC shall transform this clear datagram (R134). The NIC removes
 * it.
 */
class IpsecTxTag : public FieldTag<IpsecTxTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::IpsecTxTag";

    /**
     * @param drvSpi names the SA to the driver (R11); 0 means none
     * @param sequence the packet's number, where the host numbers packets (R143); otherwise 0
     * @param front what to write in front of ESP
     */
    explicit IpsecTxTag(uint16_t drvSpi = 0, uint64_t sequence = 0, const EspFront& front = {});

    /** @return the packet's number, where the host numbers packets */
    uint64_t GetSequence() const
    {
        return m_sequence;
    }

    /** @return what to write in front of ESP */
    const EspFront& GetFront() const
    {
        return m_front;
    }

    /** @return the SA's name at the driver */
    uint16_t GetDrvSpi() const
    {
        return m_drvSpi;
    }

    // documented in ns-3's Tag
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<IpsecTxTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_drvSpi,
                     self.m_sequence,
                     self.m_front.identification,
                     self.m_front.trafficClass);
    }

    uint16_t m_drvSpi;   //!< names the SA to the driver
    uint64_t m_sequence; //!< the packet's number
    EspFront m_front;    //!< what to write in front of ESP
};

/**
 * @ingroup ipsec-offload
 * The NIC's receive tag: this clear datagram was ESP on the wire (R153 to R162).
 */
class IpsecRxTag : public FieldTag<IpsecRxTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::IpsecRxTag";

    /** A tag that names nothing. */
    IpsecRxTag() = default;

    /**
     * @param drvSpi names the SA; what is outside 3 to 65535 makes the stack drop the packet (R154)
     * @param history what the NIC undid (R159); empty for kernels without it (R160)
     * @param sequence the packet's number, for hosts that check replays themselves (R143)
     * @param outerTrafficClass traffic class or TOS of the header in front of ESP, for hosts that
     * take it off themselves
     */
    IpsecRxTag(uint16_t drvSpi,
               const TransformHistory& history,
               uint64_t sequence = 0,
               uint8_t outerTrafficClass = 0);

    /**
     * A tag of a datagram that goes up in its ESP form because something is wrong with it (N34).
     * @param drvSpi names the SA
     * @param syndrome what is wrong
     */
    IpsecRxTag(uint16_t drvSpi, NicDrop syndrome);

    /** @return what is wrong with the datagram; NONE: nothing */
    NicDrop GetSyndrome() const
    {
        return m_syndrome;
    }

    /** @return the packet's number */
    uint64_t GetSequence() const
    {
        return m_sequence;
    }

    /** @return traffic class or TOS of the header that stood in front of ESP */
    uint8_t GetOuterTrafficClass() const
    {
        return m_outerTrafficClass;
    }

    /** @return the SA's name at the driver */
    uint16_t GetDrvSpi() const
    {
        return m_drvSpi;
    }

    /** @return what the NIC undid */
    const TransformHistory& GetHistory() const
    {
        return m_history;
    }

    // documented in ns-3's Tag
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<IpsecRxTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_drvSpi,
                     self.m_sequence,
                     self.m_syndrome,
                     self.m_outerTrafficClass,
                     self.m_history);
    }

    uint16_t m_drvSpi{0};              //!< names the SA to the driver
    uint64_t m_sequence{0};            //!< the packet's number
    TransformHistory m_history;        //!< what the NIC undid
    uint8_t m_outerTrafficClass{0};    //!< see GetOuterTrafficClass()
    NicDrop m_syndrome{NicDrop::NONE}; //!< see GetSyndrome()
};

/**
 * @ingroup ipsec-offload
 * FreeBSD's "in done" tag: what software undid of this datagram, for the inbound policy check; and
 * for one that is forwarded, whoever undid it, which core has it.
 */
class IpsecInTag : public FieldTag<IpsecInTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::IpsecInTag";

    /** A tag of a datagram of which nothing was undone. */
    IpsecInTag() = default;

    /**
     * @param history what was undone
     * @param host what it has met in this node's host
     */
    explicit IpsecInTag(const TransformHistory& history, const HostTrail& host = HostTrail());

    /** @return what was undone */
    const TransformHistory& GetHistory() const
    {
        return m_history;
    }

    /** @return what it has met in this node's host */
    const HostTrail& GetHost() const
    {
        return m_host;
    }

    // documented in ns-3's Tag
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<IpsecInTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_history, self.m_host.hash, self.m_host.cycles, self.m_host.path);
    }

    TransformHistory m_history; //!< what was undone
    HostTrail m_host;           //!< see GetHost()
};

/**
 * @ingroup ipsec-offload
 * FreeBSD's "out done" tag: software has transformed this datagram, skip everything (R119).
 */
class IpsecOutDoneTag : public FieldTag<IpsecOutDoneTag>
{
  public:
    /// As TypeId has it.
    static constexpr const char* TYPE_NAME = "ns3::IpsecOutDoneTag";

    // documented in ns-3's Tag
    void Print(std::ostream& os) const override;

  private:
    friend class FieldTag<IpsecOutDoneTag>;

    /// @param self the tag @param visit called with its fields @return what that returns
    template <typename Self, typename Visit>
    static auto VisitFields(Self& self, const Visit& visit)
    {
        return visit(self.m_nothing);
    }

    uint8_t m_nothing{0}; //!< ns-3 allocates too little for a tag without octets
};

/**
 * @ingroup ipsec-offload
 * Remove every tag of this file. To be called for all that arrives on a wire.
 * @param packet the packet
 */
void StripForeignTags(const Ptr<Packet>& packet);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TAGS_H */

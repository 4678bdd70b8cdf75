/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SECURITY_POLICY_H
#define IPSEC_OFFLOAD_SECURITY_POLICY_H

#include "security-association.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-types.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * An address prefix of either family.
 */
struct IpPrefix
{
    IpAddress address;
    uint8_t length{0}; //!< 0 to 32 or 0 to 128, after the address's family

    /** @param candidate an address @return true when it lies in the prefix; families never mix */
    bool Contains(const IpAddress& candidate) const
    {
        return candidate.IsIpv4() == address.IsIpv4() &&
               candidate.Masked(length) == address.Masked(length);
    }

    /** @return "address/length" */
    std::string ToString() const;
};

/**
 * @ingroup ipsec-offload
 * Which packets a policy is for (RFC 4301 section 4.4.1.1; R92).
 */
struct PolicySelector
{
    /// Any upper protocol.
    static constexpr uint16_t ANY_PROTOCOL = 0x100;
    /// Any port.
    static constexpr uint32_t ANY_PORT = 0x10000;

    IpPrefix source;
    IpPrefix destination;
    uint16_t protocol{ANY_PROTOCOL};
    uint32_t sourcePort{ANY_PORT};      //!< or the ICMP type (G18)
    uint32_t destinationPort{ANY_PORT}; //!< or the ICMP code

    /**
     * @param packet a clear datagram
     * @return true when it is one of those; a fragment has no ports and matches only ANY_PORT
     */
    bool Matches(const PacketDescriptor& packet) const;

    /** @param other another selector @return true when equal in every field */
    bool operator==(const PolicySelector& other) const;

    /** @return the text setkey would print, on one line */
    std::string ToString() const;
};

/**
 * @ingroup ipsec-offload
 * One transform that a policy asks for (R96).
 */
struct IpsecRequirement
{
    IpsecProtocol protocol{IpsecProtocol::ESP};
    IpsecMode mode{IpsecMode::TRANSPORT};
    IpsecLevel level{IpsecLevel::REQUIRE};
    uint32_t reqid{0}; //!< 0 accepts any SA of the addresses; level UNIQUE: see MAX_USER_REQID
    IpAddress source;  //!< tunnel mode: outer addresses
    IpAddress destination;

    /** @return the text setkey would print: "esp/transport//require" */
    std::string ToString() const;

    /// Users choose reqids for level UNIQUE from 1 to here. For 0 and for all above, which are
    /// reserved, the kernel puts one of its own there when the policy is made (G25).
    static constexpr uint32_t MAX_USER_REQID = 32767;
};

/**
 * @ingroup ipsec-offload
 * What SPDADD says of a policy.
 */
struct PolicyConfig
{
    PolicySelector selector;
    IpsecDirection direction{IpsecDirection::OUT};
    int32_t priority{0}; //!< lower is searched first (R91)
    PolicyKind kind{PolicyKind::NONE};
    std::vector<IpsecRequirement> requirements; //!< one to four when kind is IPSEC (R95)
    Ps lifetime{0};                             //!< since creation; 0 means no limit (R107)
    Ps validTime{0};                            //!< idle time; 0 means no limit (R107)
    std::string interfaceName;                  //!< offload restriction (R100)
    PolicyScope scope{PolicyScope::GLOBAL};     //!< the databases set it
};

/**
 * @ingroup ipsec-offload
 * A security policy (RFC 4301 section 4.4.1, FreeBSD's secpolicy).
 */
class SecurityPolicy : public SimpleRefCount<SecurityPolicy>
{
  public:
    /**
     * @param config what SPDADD said
     * @param id its number, unique within the SPD
     * @param created when
     */
    SecurityPolicy(PolicyConfig config, uint32_t id, Ps created);

    /** @return what SPDADD said, default levels resolved */
    const PolicyConfig& GetConfig() const
    {
        return m_config;
    }

    /** @return the first requirement; only for kind IPSEC */
    const IpsecRequirement& GetFirstRequirement() const
    {
        return m_config.requirements.front();
    }

    /** @return true when a packet may not travel in clear: level require or unique (R97) */
    bool DemandsProtection() const
    {
        return m_demandsProtection;
    }

    /** @return its number */
    uint32_t GetId() const
    {
        return m_id;
    }

    /** @return when it was created */
    Ps GetCreated() const
    {
        return m_created;
    }

    /** @return when it was last used; the creation time before the first use */
    Ps GetLastUsed() const
    {
        return m_lastUsed;
    }

    /** @param now the time of a use */
    void Touch(Ps now)
    {
        m_lastUsed = now;
    }

    /** @return false once it left its SPD */
    bool IsAlive() const
    {
        return m_alive;
    }

    /** @return what offload/ keeps here */
    OffloadSlot* GetOffloadSlot() const
    {
        return m_offload.get();
    }

    /** @param slot what offload/ wants kept */
    void SetOffloadSlot(std::unique_ptr<OffloadSlot> slot)
    {
        m_offload = std::move(slot);
    }

  private:
    friend class SecurityPolicyDatabase;
    friend class SocketPolicyDatabase;
    friend class TupleSpace;

    PolicyConfig m_config;                  //!< what SPDADD said
    uint32_t m_id;                          //!< number
    Ps m_created;                           //!< when
    Ps m_lastUsed;                          //!< for validTime
    uint64_t m_order{0};                    //!< insertion order within equal priorities (R91)
    SecurityPolicy* m_next{nullptr};        //!< kept by TupleSpace: the next one of the same key
    bool m_demandsProtection;               //!< any requirement above USE
    bool m_alive{true};                     //!< in an SPD
    std::unique_ptr<OffloadSlot> m_offload; //!< opaque here
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SECURITY_POLICY_H */

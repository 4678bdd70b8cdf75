/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PROPERTY_WORLD_H
#define IPSEC_OFFLOAD_IPSEC_PROPERTY_WORLD_H

#include "ipsec-reference-model.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/offload-interface.h"

#include <cstdint>
#include <memory>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The module under the property test: two hosts with links between them, in either fidelity.
 */

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * Two hosts, addressed as ReferenceModel addresses them, with RefOptions::interfaces links.
 */
class PropertyWorld
{
  public:
    virtual ~PropertyWorld() = default;

    /// @param host 0 or 1 @return what decides there
    virtual Ptr<IpsecNode> GetNode(uint32_t host) const = 0;
    /// @param host 0 or 1 @param interface which @return the NIC there
    virtual Ptr<IpsecNic> GetNic(uint32_t host, uint32_t interface) const = 0;
    /// @param host 0 or 1 @param interface which @return what offload/ calls it
    virtual Ptr<OffloadInterface> GetInterface(uint32_t host, uint32_t interface) const = 0;

    /// @param host 0 or 1 @param interface which @param script for the next offer
    /// @return false when drivers cannot be told what to do
    virtual bool Script(uint32_t host, uint32_t interface, const RefScript& script) = 0;

    /// @param host who sends @param interface on which link @param packet what, ports and length
    virtual void Send(uint32_t host, uint32_t interface, const RefPacket& packet) = 0;

    /// Let something arrive that nobody sent. @param host where @param interface on which link
    /// @param packet a clear datagram, or an ESP datagram that was on the wire before
    virtual void Inject(uint32_t host, uint32_t interface, const RefPacket& packet) = 0;

    /// Let everything happen that happens up to an instant. @param until the instant
    static void RunUntil(Ps until);

    /// @return datagrams that came over the links, since the last call; full fidelity cannot tell
    /// the number and ports of those in ESP
    std::vector<RefWire> TakeWire()
    {
        return std::exchange(m_wire, {});
    }

    /// @return datagrams that arrived, since the last call
    std::vector<RefDelivery> TakeDeliveries()
    {
        return std::exchange(m_deliveries, {});
    }

  protected:
    /// @param node whose attributes to set @param options to what
    static void Apply(const Ptr<IpsecNode>& node, const RefOptions& options);

    std::vector<RefWire> m_wire;           //!< see TakeWire()
    std::vector<RefDelivery> m_deliveries; //!< see TakeDeliveries()
};

/// @param options what it is like @return a world of descriptors: IpsecNode and NicEngine alone
std::unique_ptr<PropertyWorld> MakeLeanWorld(const RefOptions& options);

/// @param options what it is like; one interface @return a world of ns-3 nodes and packets
std::unique_ptr<PropertyWorld> MakeFullWorld(const RefOptions& options);

/// UDP ports of the hosts' traffic, from this one on.
constexpr uint16_t FIRST_PORT = 4000;
/// How many of them.
constexpr uint16_t PORTS = 4;

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_IPSEC_PROPERTY_WORLD_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NODE_FIXTURE_H
#define IPSEC_OFFLOAD_IPSEC_NODE_FIXTURE_H

#include "mock-offload-driver.h"

#include "ns3/ipsec-node.h"

#include <cstdint>
#include <string>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * A node with one interface with a scripted driver, for tests of what model/path decides. This node
 * is 192.0.2.1.
 */
class IpsecNodeFixture
{
  public:
    IpsecNodeFixture();
    /** Checks the invariants and takes everything down. */
    ~IpsecNodeFixture();
    IpsecNodeFixture(const IpsecNodeFixture&) = delete;
    IpsecNodeFixture& operator=(const IpsecNodeFixture&) = delete;

    /** Let offers and withdrawals happen. */
    static void Work();

    /** @param text an address @return the address */
    static IpAddress At(const std::string& text);

    /** @param text a prefix @return the prefix */
    static IpPrefix In(const std::string& text);

    /**
     * @param destination a prefix
     * @param kind of the policy; IPSEC gets one requirement, ESP transport
     * @param level of the requirement
     * @return an outgoing policy from anywhere
     */
    static PolicyConfig PolicyTo(const std::string& destination,
                                 PolicyKind kind,
                                 IpsecLevel level = IpsecLevel::REQUIRE);

    /**
     * @param spi of the SA
     * @param to the far end
     * @return an outgoing AES-GCM transport SA
     */
    static SaConfig SaTo(uint32_t spi, const std::string& to);

    /**
     * @param to the far end
     * @param length octets
     * @param sourcePort of it
     * @return an outgoing UDP datagram to port 2000
     */
    static PacketDescriptor PacketTo(const std::string& to,
                                     uint32_t length = 500,
                                     uint16_t sourcePort = 1000);

    /** @param packet a datagram @return the answer to it */
    static PacketDescriptor Reversed(PacketDescriptor packet);

    /** @param packet what to send @return the packet, decided upon */
    PacketDescriptor Send(PacketDescriptor packet);

    /** @param packet what to send @return the verdict, or the drop when there is one */
    std::string Verdict(const PacketDescriptor& packet);

    /** @param packet what arrives in clear, for this node @return the drop, "none" without */
    std::string Arrive(PacketDescriptor packet);

    Ptr<IpsecNode> node;             //!< under test
    Ptr<MockOffloadDriver> driver;   //!< of its interface
    Ptr<OffloadInterface> interface; //!< "eth0"
    uint32_t mtu{1500};              //!< of the interface
    Ps now{0};                       //!< time of the calls
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_IPSEC_NODE_FIXTURE_H */

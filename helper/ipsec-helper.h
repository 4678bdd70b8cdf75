/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_HELPER_H

#include "ns3/address.h"
#include "ns3/esp-transform.h"
#include "ns3/host-profile.h"
#include "ns3/ipsec-layer.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

struct KernelProfile;

/**
 * @ingroup ipsec-offload
 * Gives nodes IPsec, and SAs and policies to pairs of nodes.
 *
 * The calls may come in any order relative to those that install the IP stack, devices and
 * addresses: everything takes effect when the simulation starts. Set*() is for Install() and
 * Protect*() calls to come.
 */
class IpsecHelper
{
  public:
    IpsecHelper();

    /** @param name of a kernel profile, for instance "FreeBsd" (the default); others end the
     * program */
    void SetKernelProfile(const std::string& name);

    /** @param profile cores and costs; without it every step takes no time */
    void SetHostProfile(const HostProfile& profile);

    /** @param crypto what software ESP does to the bytes; NIC devices have an own attribute */
    void SetCrypto(EspCrypto crypto);

    /**
     * @param name an attribute of IpsecLayer
     * @param value its value
     */
    void SetLayerAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param name an attribute of IpsecNode; counts more than the kernel profile's
     * @param value its value
     */
    void SetNodeAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Say what the SAs of Protect*() look like. Addresses, mode, SPI, reqid and key are set there.
     * @param pattern an SA; its cipher must not need more than that
     */
    void SetSaPattern(const SaConfig& pattern);

    /** @param spi of the next SA of Protect*(); they count up from there (default 0x1000) */
    void SetNextSpi(uint32_t spi);

    /** @param node gets IPsec; does nothing when it has it */
    void Install(Ptr<Node> node) const;

    /** @param nodes get IPsec */
    void Install(const NodeContainer& nodes) const;

    /**
     * @param node a node
     * @return its IPsec layer; ends the program when it has none
     */
    static Ptr<IpsecLayer> GetLayer(const Ptr<Node>& node);

    /**
     * @param node a node with IPsec
     * @param config an SA; see IpsecLayer::AddSa()
     */
    static void AddSa(const Ptr<Node>& node, const SaConfig& config);

    /**
     * @param node a node with IPsec
     * @param config a policy; see IpsecLayer::AddPolicy()
     */
    static void AddPolicy(const Ptr<Node>& node, const PolicyConfig& config);

    /**
     * Set, replace or remove (kind ENTRUST) the policy of a socket in one direction. It comes
     * before the SPD, also against discard (R118). The socket may be bound and connected later;
     * connections that it accepts get copies (R116), and closing it takes the policy away (R117).
     * @param socket a TCP or UDP socket of a node with IPsec; see IpsecLayer::SetSocketPolicy()
     * @param config the policy
     */
    static void SetSocketPolicy(const Ptr<Socket>& socket, const SocketPolicyConfig& config);

    /**
     * Protect all traffic between two hosts in transport mode: an SA for each direction and the
     * policies of both ends, level unique.
     * @param a a host with IPsec
     * @param addressA its address, Ipv4Address or Ipv6Address
     * @param b another host with IPsec
     * @param addressB its address, of the same family
     */
    void ProtectTransport(const Ptr<Node>& a,
                          const Address& addressA,
                          const Ptr<Node>& b,
                          const Address& addressB);

    /**
     * Protect all traffic between two networks in a tunnel between their gateways: an SA for each
     * direction and the policies of both ends, level unique.
     * @param a a gateway with IPsec
     * @param outerA its address toward the other, Ipv4Address or Ipv6Address
     * @param networkA what is behind it: "10.1.0.0/16" or "2001:db9:1::/48"
     * @param b another gateway with IPsec
     * @param outerB its address toward the other, of the same family as outerA
     * @param networkB what is behind it
     */
    void ProtectTunnel(const Ptr<Node>& a,
                       const Address& outerA,
                       const std::string& networkA,
                       const Ptr<Node>& b,
                       const Address& outerB,
                       const std::string& networkB);

    /**
     * Keys for examples and tests: the same for the same SPI, in every run.
     * @param spi an SPI
     * @param octets how many
     * @return the key
     */
    static std::vector<uint8_t> MakeKey(uint32_t spi, uint32_t octets);

    /**
     * Let TCP hand down super-segments: the devices keep their Mtu as WireMtu and show IP the
     * greatest one, and the segment size of TCP sockets to come (ns3::TcpSocket::SegmentSize)
     * becomes the greatest multiple of what FreeBSD's TCP puts into a segment under IPsec (R151).
     * NICs whose attribute Tso is on cut them, otherwise the stack does. What is not TCP is
     * fragmented for the wire as ever.
     * @param devices of IpsecNicHelper or IpsecCsmaHelper, all with the same Mtu
     * @param ipv6 family of the connections
     * @param mode of the policies that protect them; a tunnel's header takes room, too (R149)
     * @return octets of payload of a segment on the wire
     */
    static uint32_t EnableSuperSegments(const NetDeviceContainer& devices,
                                        bool ipv6,
                                        IpsecMode mode = IpsecMode::TRANSPORT);

    /**
     * Fix the random numbers of IPsec (SPIs that GETSPI draws) and of the NICs.
     * @param nodes nodes with IPsec
     * @param stream the first stream to use
     * @return how many streams were used
     */
    static int64_t AssignStreams(const NodeContainer& nodes, int64_t stream);

    /**
     * Say why packets were not offloaded, and what else became of them: in software and in the NIC
     * alike, under the same names.
     * @param node a node with IPsec
     * @param os where to write
     */
    static void PrintReasons(const Ptr<Node>& node, std::ostream& os);

    /**
     * The same for several nodes.
     * @param nodes nodes with IPsec
     * @param os where to write
     */
    static void PrintReasons(const NodeContainer& nodes, std::ostream& os);

    /**
     * Write a node's SAD as setkey -D does (see KeyDump).
     * @param node a node with IPsec
     * @param os where to write
     */
    static void PrintSad(const Ptr<Node>& node, std::ostream& os);

    /**
     * Write a node's SPD as setkey -DP does (see KeyDump).
     * @param node a node with IPsec
     * @param os where to write
     */
    static void PrintSpd(const Ptr<Node>& node, std::ostream& os);

    /**
     * Write the shadow SAD and SPD of all interfaces of a node (see KeyDump).
     * @param node a node with IPsec
     * @param os where to write
     */
    static void PrintShadow(const Ptr<Node>& node, std::ostream& os);

    /**
     * Assert the counter identities of nodes and of their NICs; ends the program with a message
     * when one does not hold.
     * @param nodes nodes with IPsec
     */
    static void CheckInvariants(const NodeContainer& nodes);

  private:
    /// One end of a pair of SAs.
    struct End
    {
        Ptr<Node> node;    //!< who
        IpAddress address; //!< of the SAs
        IpPrefix network;  //!< whose traffic
    };

    void Protect(const End& a, const End& b, IpsecMode mode);
    void AddDirection(const End& from, const End& to, IpsecMode mode, uint32_t reqid);

    ObjectFactory m_layerFactory;                                              //!< makes layers
    const KernelProfile* m_kernel;                                             //!< of nodes to come
    HostProfile m_host;                                                        //!< of nodes to come
    std::vector<std::pair<std::string, Ptr<AttributeValue>>> m_nodeAttributes; //!< and these
    SaConfig m_pattern;                                                        //!< of SAs to come
    uint32_t m_nextSpi{0x1000};                                                //!< of the next SA
    uint32_t m_nextReqid{1};                                                   //!< of the next pair
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_HELPER_H */

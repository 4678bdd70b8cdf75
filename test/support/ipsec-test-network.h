/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TEST_NETWORK_H
#define IPSEC_OFFLOAD_IPSEC_TEST_NETWORK_H

#include "ns3/esp-transform.h"
#include "ns3/host-profile.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-nic.h"
#include "ns3/net-device-container.h"
#include "ns3/nic-profile.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A small network with IPsec in full fidelity, so that a test says what it is about and no more.
 */

namespace ns3::tests
{

using namespace ns3;

/// What the protected link is made of.
enum class Link
{
    NIC,            //!< IpsecPointToPointNetDevice
    POINT_TO_POINT, //!< ns-3's own
    CSMA,           //!< ns-3's own, with ARP, neighbor discovery and padding
    CSMA_NIC        //!< IpsecCsmaNetDevice
};

/// What a network looks like.
struct NetworkSetup
{
    bool ipv6{false};             //!< else IPv4
    bool tunnel{false};           //!< else transport mode
    bool nic{false};              //!< NICs do ESP; else software
    bool peerWithoutNic{false};   //!< end 1 does it in software all the same
    Link link{Link::NIC};         //!< also without nic, its NICs are plain ones then
    bool forwarded{false};        //!< traffic comes from hosts behind the two IPsec ends
    uint16_t routerMtu{0};        //!< a router stands between; its second link is so narrow
    bool queueDisc{false};        //!< root queue discs on the protected link
    bool protect{true};           //!< SAs and policies for all traffic
    bool bypassDiscovery{true};   //!< BypassNeighborDiscovery
    bool offloadForwarded{false}; //!< OffloadForwarded (R127 off)
    EspCrypto crypto{CRYPTO_MODELLED};
    uint32_t replayWindow{64};
    std::string interfaceName; //!< of the SAs (R54)

    /** @return true for both kinds of CSMA */
    bool IsCsma() const
    {
        return link == Link::CSMA || link == Link::CSMA_NIC;
    }

    NicProfile profile; //!< of the NICs
    HostProfile host;   //!< of the IPsec ends
};

/// @param setup a network @return its name in test names
std::string NameOf(const NetworkSetup& setup);

/// What was seen on the protected link.
struct WireLog
{
    /// A frame.
    struct Frame
    {
        Ps time;                 //!< when it began
        uint32_t sender;         //!< 0 or 1: which IPsec end
        uint32_t length;         //!< octets of IP
        bool esp;                //!< ESP, whole or in parts
        uint8_t ttl;             //!< or hop limit
        uint8_t trafficClass;    //!< or TOS
        uint16_t identification; //!< IPv4 only

        /** @param other another frame @return true when equal */
        bool operator==(const Frame& other) const
        {
            return time == other.time && sender == other.sender && length == other.length &&
                   esp == other.esp && ttl == other.ttl && trafficClass == other.trafficClass &&
                   identification == other.identification;
        }
    };

    std::vector<Frame> frames; //!< without neighbor discovery and multicast
    std::vector<uint32_t>
        sequences;         //!< of the ESP datagrams of end 0, in order; IPv6: of whole ones
    uint32_t discovery{0}; //!< neighbor discovery and multicast
    uint32_t malformed{0}; //!< no IP, or a wrong header checksum

    /** @param sender 0 or 1 @return how many ESP frames it sent */
    uint32_t CountEsp(uint32_t sender) const;
    /** @param sender 0 or 1 @return how many clear frames it sent */
    uint32_t CountClear(uint32_t sender) const;
};

/**
 * Two IPsec ends with a protected link between them: two hosts, or two gateways with a host behind
 * each. Build() does what a script does; a test of the order of calls takes the steps by itself.
 * Traffic should start at GetStart() or later: by then every SA that fits is offloaded.
 */
class TestNetwork
{
  public:
    /** @param setup what it looks like */
    explicit TestNetwork(NetworkSetup setup);
    ~TestNetwork();
    TestNetwork(const TestNetwork&) = delete;
    TestNetwork& operator=(const TestNetwork&) = delete;

    /** Take all steps. */
    void Build();
    /** Step: the IP stack. */
    void InstallStack();
    /** Step: interfaces, addresses, routes; behind InstallStack(). */
    void AssignAddresses();
    /** Step: IPsec, with SAs and policies unless NetworkSetup::protect is off. */
    void InstallIpsec();
    /** Add SAs and policies for all traffic between the hosts. */
    void Protect();

    /** @return when traffic may start */
    static Time GetStart();

    /** Run the simulation until nothing is left to do. */
    void Run();

    /** @param i 0 or 1 @return where traffic starts or ends */
    Ptr<Node> GetHost(uint32_t i) const;
    /** @param i 0 or 1 @return who does IPsec */
    Ptr<Node> GetEnd(uint32_t i) const;
    /** @param i 0 or 1 @return the host's address */
    IpAddress GetHostAddress(uint32_t i) const;
    /** @param i 0 or 1 @return the end's address on the protected link */
    IpAddress GetEndAddress(uint32_t i) const;
    /** @param i 0 or 1 @return the end's device on the protected link */
    Ptr<NetDevice> GetDevice(uint32_t i) const;
    /** @param i 0 or 1 @return what decides there */
    Ptr<IpsecNode> GetIpsec(uint32_t i) const;
    /** @param i 0 or 1 @return the NIC there */
    Ptr<IpsecNic> GetNic(uint32_t i) const;

    /** @return what was seen on the protected link */
    const WireLog& GetWire() const
    {
        return m_wire;
    }

    /** @return the helper, for more SAs and policies */
    IpsecHelper& GetHelper()
    {
        return m_helper;
    }

    /** @return every counter of both ends and of their NICs, to compare runs */
    std::string DescribeCounters() const;

    /** Assert all identities of both ends. */
    void CheckInvariants() const;

    /** @param time when to assert all identities of both ends */
    void CheckInvariantsAt(const Time& time) const;

    /**
     * Add an interface's address the way a script does by hand.
     * @param device the device
     * @param address its address
     * @param prefix length of its network
     */
    void AddAddress(const Ptr<NetDevice>& device, const IpAddress& address, uint8_t prefix) const;

    /**
     * Add a route.
     * @param node where
     * @param network where to
     * @param prefix its length
     * @param gateway the next hop
     * @param device where it leaves
     */
    void AddRoute(const Ptr<Node>& node,
                  const IpAddress& network,
                  uint8_t prefix,
                  const IpAddress& gateway,
                  const Ptr<NetDevice>& device) const;

  private:
    /// A device and its address.
    struct Port
    {
        Ptr<NetDevice> device;
        IpAddress address;
    };

    IpAddress AddressOf(uint32_t network, uint32_t host) const;
    uint8_t GetPrefix() const;
    void MakeLinks();
    NetDeviceContainer MakeLink(const Ptr<Node>& a, const Ptr<Node>& b, bool nic) const;
    void Connect(uint32_t network, const NetDeviceContainer& devices);
    static void LogFrame(TestNetwork* network, uint32_t sender, Ptr<const Packet> frame);

    NetworkSetup m_setup;      //!< what it looks like
    NodeContainer m_hosts;     //!< where traffic starts and ends
    NodeContainer m_ends;      //!< who does IPsec
    Ptr<Node> m_router;        //!< between the ends, or nullptr
    std::vector<Port> m_ports; //!< all devices but loopback
    NetDeviceContainer m_wan;  //!< the ends' devices on the protected link
    IpsecHelper m_helper;      //!< installs IPsec
    WireLog m_wire;            //!< seen on the protected link
};

/// Kinds of traffic.
enum class Traffic
{
    UDP,
    TCP,
    ICMP_ECHO,
    RAW
};

/// @param traffic a kind @return its name
const char* ToString(Traffic traffic);

/**
 * A flow whose every payload octet is checked on arrival. Echoes count when the reply is back.
 */
class TestFlow
{
  public:
    /// What to send.
    struct Config
    {
        Traffic traffic{Traffic::UDP};
        uint32_t from{0};    //!< which host sends, the other one receives
        uint32_t count{10};  //!< datagrams; with TCP: that many times size octets
        uint32_t size{1000}; //!< octets of payload
        Time start{TestNetwork::GetStart()};
        Time gap{MilliSeconds(1)}; //!< between datagrams
        uint16_t port{4000};       //!< of the receiver
        bool zeros{false};         //!< payload that ns-3 keeps as virtual zeros
        uint8_t trafficClass{0};   //!< or TOS; UDP only
        uint8_t ttl{0};            //!< or hop limit; 0: ns-3's default; UDP only
    };

    /**
     * @param network where; addresses must not be assigned yet
     * @param config what to send
     */
    TestFlow(const TestNetwork& network, const Config& config);
    ~TestFlow();

    /** @return datagrams delivered, each counted once; with TCP: size octets each */
    uint32_t GetDelivered() const
    {
        return m_delivered;
    }

    /** @return datagrams or octets that were not as they had been sent, or came twice */
    uint32_t GetWrong() const
    {
        return m_wrong;
    }

    /** @return when the datagrams arrived, in order of arrival */
    const std::vector<Ps>& GetArrivals() const
    {
        return m_arrivals;
    }

  private:
    void Open();
    void OpenTcp();
    void ConnectUdp();
    void SendOne(uint32_t index);
    void SendStream(Ptr<Socket> socket);
    Ptr<Packet> MakePayload(uint32_t index) const;
    uint8_t OctetAt(uint32_t index, uint32_t offset) const;
    void ReceiveDatagrams(Ptr<Socket> socket);
    void ReceiveStream(Ptr<Socket> socket);
    void Accept(Ptr<Socket> socket, const Address& from);
    bool StripHeaders(const Ptr<Packet>& packet) const;
    void Take(const Ptr<Packet>& payload);
    Address SocketAddress(const IpAddress& address, uint16_t port) const;

    const TestNetwork& m_network; //!< where
    Config m_config;              //!< what to send
    bool m_ipv6;                  //!< family
    Ptr<Socket> m_sender;         //!< at the sending host
    Ptr<Socket> m_receiver;       //!< at the other one
    std::vector<bool> m_seen;     //!< by datagram
    uint32_t m_delivered{0};      //!< see GetDelivered()
    uint32_t m_wrong{0};          //!< see GetWrong()
    uint64_t m_streamOctets{0};   //!< received with TCP
    std::vector<Ps> m_arrivals;   //!< see GetArrivals()
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_IPSEC_TEST_NETWORK_H */

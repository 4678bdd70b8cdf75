/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-nic-helper.h"
using namespace ns3;

int
main(int argc, char* argv[])
{
    bool offload = false;
    uint32_t packets = 100;
    std::string family = "4";
    std::string mode = "tunnel";
    CommandLine cmd(__FILE__);
    cmd.AddValue("offload", "let the NICs do ESP", offload);
    cmd.AddValue("mode", "tunnel between the gateways, or transport between the hosts", mode);
    cmd.AddValue("family", "4 or 6", family);
    cmd.AddValue("packets", "UDP datagrams to send", packets);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_UNLESS(mode == "tunnel" || mode == "transport", "--mode=tunnel or transport");
    NS_ABORT_MSG_UNLESS(family == "4" || family == "6", "--family=4 or 6");
    Config::SetDefault("ns3::Ipv6::IpForward", BooleanValue(true));
    NodeContainer nodes(4); // host - gateway == gateway - host
    InternetStackHelper stack;
    stack.SetRoutingHelper(RipNgHelper()); // for IPv6
    stack.Install(nodes);
    IpsecNicHelper links;
    links.SetDeviceAttribute("DataRate", StringValue("1Gb/s"));
    links.SetNicAttribute("Offload", BooleanValue(offload));
    Address at[3][2]; // addresses of each link's ends
    for (uint32_t i = 0; i < 3; ++i)
    {
        NetDeviceContainer link = links.Install(nodes.Get(i), nodes.Get(i + 1));
        auto four = Ipv4AddressHelper(Ipv4Address(0x0a000000 + (i << 8)), "/24").Assign(link);
        auto six = Ipv6AddressHelper(("fd00:" + std::to_string(i) + "::").c_str(), 64).Assign(link);
        at[i][0] = family == "4" ? Address(four.GetAddress(0)) : Address(six.GetAddress(0, 1));
        at[i][1] = family == "4" ? Address(four.GetAddress(1)) : Address(six.GetAddress(1, 1));
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    IpsecHelper ipsec;
    ipsec.Install(nodes);
    const char* left = family == "4" ? "10.0.0.0/24" : "fd00::/64";
    const char* right = family == "4" ? "10.0.2.0/24" : "fd00:2::/64";
    mode == "tunnel"
        ? ipsec.ProtectTunnel(nodes.Get(1), at[1][0], left, nodes.Get(2), at[1][1], right)
        : ipsec.ProtectTransport(nodes.Get(0), at[0][0], nodes.Get(3), at[2][1]);
    UdpServerHelper(9).Install(nodes.Get(3));
    UdpClientHelper client(at[2][1], 9);
    client.SetAttribute("MaxPackets", UintegerValue(packets));
    client.Install(nodes.Get(0)).Start(Seconds(40)); // RIPng has found the routes
    Simulator::Stop(Seconds(40 + packets));
    Simulator::Run();
    IpsecHelper::PrintReasons(nodes, std::cout);
    IpsecHelper::CheckInvariants(nodes);
    Simulator::Destroy();
}

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// Two hosts, one cable, ESP in transport mode between them. The second run shows what a NIC takes
// over:
//
//   ipsec-hello
//   ipsec-hello --offload=true

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/network-module.h"

#include <iostream>

using namespace ns3;

int
main(int argc, char* argv[])
{
    bool offload = false;
    uint32_t packets = 10;
    CommandLine cmd(__FILE__);
    cmd.AddValue("offload", "let the NICs do ESP", offload);
    cmd.AddValue("packets", "UDP datagrams to send", packets);
    cmd.Parse(argc, argv);
    Time::SetResolution(Time::PS);

    NodeContainer hosts(2);
    IpsecNicHelper nics;
    nics.SetDeviceAttribute("DataRate", StringValue("1Gb/s"));
    nics.SetNicAttribute("Offload", BooleanValue(offload));
    NetDeviceContainer devices = nics.Install(hosts);
    InternetStackHelper().Install(hosts);
    Ipv4InterfaceContainer addresses = Ipv4AddressHelper("10.1.1.0", "/24").Assign(devices);

    IpsecHelper ipsec;
    ipsec.Install(hosts);
    ipsec.ProtectTransport(hosts.Get(0),
                           addresses.GetAddress(0),
                           hosts.Get(1),
                           addresses.GetAddress(1));

    const InetSocketAddress server(addresses.GetAddress(1), 9);
    PacketSinkHelper("ns3::UdpSocketFactory", server).Install(hosts.Get(1));
    OnOffHelper client("ns3::UdpSocketFactory", server);
    client.SetConstantRate(DataRate("1Mb/s"), 1000);
    client.SetAttribute("MaxBytes", UintegerValue(1000 * packets));
    client.Install(hosts.Get(0)).Start(Seconds(1));

    Simulator::Run();
    IpsecHelper::PrintReasons(hosts, std::cout);
    IpsecHelper::CheckInvariants(hosts);
    Simulator::Destroy();
    return 0;
}

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// One TCP connection between two hosts with 100 Gbit/s NICs and one core each. What limits it is
// how often the hosts pay: per segment, or per super-segment (TSO) and per unit (large receive).
//
//   ipsec-tcp-bulk                            software ESP, segment by segment
//   ipsec-tcp-bulk --offload=true             the NICs do ESP
//   ipsec-tcp-bulk --offload=true --super=true --lro=true

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/host-profile.h"
#include "ns3/internet-module.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/network-module.h"

#include <iomanip>
#include <iostream>

using namespace ns3;

namespace
{

/// @return a core that does about what one of a server does
HostProfile
MakeHost()
{
    HostProfile host;
    host.cores = 1;
    host.clock = 3'000'000'000;
    host.output = 1500;
    host.input = 2000;
    host.driverTx = 150;
    host.driverRx = 250;
    host.policyLookup = 300;
    host.saLookup = 100;
    host.tag = 50;
    host.espOutput = 600;
    host.espInput = 600;
    host.copyPerOctet = 0.1;
    host.checksumPerOctet = 0.1;
    host.defaultCipher = {300, 0.8, false};
    return host;
}

} // namespace

int
main(int argc, char* argv[])
{
    bool offload = false;
    bool super = false;
    bool lro = false;
    uint32_t octets = 20'000'000;
    CommandLine cmd(__FILE__);
    cmd.AddValue("offload", "let the NICs do ESP", offload);
    cmd.AddValue("super", "let TCP hand down super-segments, which the NIC cuts", super);
    cmd.AddValue("lro", "let the NIC put received segments together", lro);
    cmd.AddValue("octets", "octets to send", octets);
    cmd.Parse(argc, argv);
    Time::SetResolution(Time::PS);
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4'000'000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4'000'000));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1351)); // R151

    NodeContainer hosts(2);
    IpsecNicHelper nics;
    nics.SetDeviceAttribute("DataRate", StringValue("100Gb/s"));
    nics.SetChannelAttribute("Delay", StringValue("5us"));
    nics.SetNicAttribute("Offload", BooleanValue(offload));
    nics.SetNicAttribute("Tso", BooleanValue(true));
    nics.SetNicAttribute("Lro", BooleanValue(lro));
    NetDeviceContainer devices = nics.Install(hosts);
    InternetStackHelper().Install(hosts);
    Ipv4InterfaceContainer addresses = Ipv4AddressHelper("10.1.1.0", "/24").Assign(devices);

    IpsecHelper ipsec;
    ipsec.SetHostProfile(MakeHost());
    ipsec.Install(hosts);
    ipsec.ProtectTransport(hosts.Get(0),
                           addresses.GetAddress(0),
                           hosts.Get(1),
                           addresses.GetAddress(1));
    if (super)
    {
        IpsecHelper::EnableSuperSegments(devices, false);
    }

    const InetSocketAddress server(addresses.GetAddress(1), 9);
    Ptr<PacketSink> sink = DynamicCast<PacketSink>(
        PacketSinkHelper("ns3::TcpSocketFactory", server).Install(hosts.Get(1)).Get(0));
    const Time start = Seconds(1); // by then the SAs are in the NICs
    Time last;
    sink->TraceConnectWithoutContext(
        "Rx",
        Callback<void, Ptr<const Packet>, const Address&>(
            [&last](Ptr<const Packet>, const Address&) { last = Simulator::Now(); }));
    BulkSendHelper client("ns3::TcpSocketFactory", server);
    client.SetAttribute("MaxBytes", UintegerValue(octets));
    client.SetAttribute("SendSize", UintegerValue(65'000));
    client.Install(hosts.Get(0)).Start(start);

    Simulator::Run();
    const double seconds = (last - start).GetSeconds();
    std::cout << std::fixed << std::setprecision(2) << "received " << sink->GetTotalRx()
              << " octets, " << static_cast<double>(sink->GetTotalRx()) * 8e-9 / seconds
              << " Gbit/s" << std::endl;
    for (uint32_t i = 0; i < 2; ++i)
    {
        const Ptr<IpsecNode> node = hosts.Get(i)->GetObject<IpsecLayer>()->GetIpsecNode();
        std::cout << (i == 0 ? "sender  " : "receiver") << ": "
                  << 100 * node->GetHost().GetBusySeconds(0) / seconds << " % of its core, "
                  << node->GetOutputCounters().in.packets << " packets sent, "
                  << node->GetInputCounters().in.packets << " received" << std::endl;
    }
    IpsecHelper::PrintReasons(hosts, std::cout);
    IpsecHelper::CheckInvariants(hosts);
    Simulator::Destroy();
    return 0;
}

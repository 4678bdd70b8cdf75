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
//   ipsec-tcp-bulk --offload=true --nic=cx7-linux --host=xeon-6342-linux-xdp   profiles by name

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/host-profile.h"
#include "ns3/internet-module.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-offload-config.h"
#include "ns3/network-module.h"

#if IPSEC_OFFLOAD_HAVE_PROFILES
#include "ns3/ipsec-profiles.h"
#endif

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

#if IPSEC_OFFLOAD_HAVE_PROFILES
/// @param nic name of a NIC's profile, or empty @param nics gets it
/// @param host name of a host's profile, or empty @param ipsec gets it
void
UseProfiles(const std::string& nic,
            IpsecNicHelper& nics,
            const std::string& host,
            IpsecHelper& ipsec)
{
    if (!nic.empty())
    {
        nics.SetNicProfile(ReadNicProfile(nic));
    }
    if (!host.empty())
    {
        ipsec.SetHostProfile(ReadHostProfile(host));
    }
}
#endif

} // namespace

int
main(int argc, char* argv[])
{
    bool offload = false;
    bool super = false;
    bool lro = false;
    uint32_t octets = 20'000'000;
    std::string nic;
    std::string host;
    CommandLine cmd(__FILE__);
#if IPSEC_OFFLOAD_HAVE_PROFILES
    cmd.AddValue("nic", "profile of the NICs, such as cx7-linux", nic);
    cmd.AddValue("host", "profile of the hosts, such as xeon-6342-linux-xdp", host);
#endif
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
    IpsecHelper ipsec;
    ipsec.SetHostProfile(MakeHost());
#if IPSEC_OFFLOAD_HAVE_PROFILES
    UseProfiles(nic, nics, host, ipsec);
#endif
    nics.SetDeviceAttribute("DataRate", StringValue("100Gb/s"));
    nics.SetChannelAttribute("Delay", StringValue("5us"));
    nics.SetNicAttribute("Offload", BooleanValue(offload));
    nics.SetNicAttribute("Tso", BooleanValue(true));
    nics.SetNicAttribute("Lro", BooleanValue(lro));
    NetDeviceContainer devices = nics.Install(hosts);
    InternetStackHelper().Install(hosts);
    Ipv4InterfaceContainer addresses = Ipv4AddressHelper("10.1.1.0", "/24").Assign(devices);

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

    Simulator::Stop(start + Seconds(60)); // a NIC that polls its counters never ends by itself
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

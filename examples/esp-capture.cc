/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// Writes a capture of real ESP (Crypto=Real) between two hosts, esp-capture.pcap, and prints the
// lines that let Wireshark decrypt it, one for each SA:
//
//   esp-capture --mode=tunnel --family=6 --offload=true
//
// Wireshark wants them in its file esp_sa, without the "esp_sa:" in front; tshark takes each as
// -o 'uat:...', with -o esp.enable_encryption_decode:TRUE -o esp.enable_authentication_check:TRUE.
// test/wire-check does that.
//
// Three flows: small UDP datagrams, UDP datagrams that do not fit into one packet, and TCP.

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/network-module.h"

#include <iomanip>
#include <iostream>

using namespace ns3;

namespace
{

/// @param sa an SA @return its line for Wireshark's table of ESP SAs
std::string
DescribeForWireshark(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    std::ostringstream line;
    line << std::hex << std::setfill('0');
    line << "esp_sa:\"" << (config.source.IsIpv4() ? "IPv4" : "IPv6") << "\",\""
         << config.source.ToString() << "\",\"" << config.destination.ToString() << "\",\"0x"
         << std::setw(8) << config.spi << "\",\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x";
    for (const uint8_t octet : config.key)
    {
        line << std::setw(2) << +octet;
    }
    line << "\",\"NULL\",\"\"";
    return line.str();
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string mode = "transport";
    uint32_t family = 4;
    bool offload = false;
    bool tso = false;
    std::string file = "esp-capture.pcap";
    CommandLine cmd(__FILE__);
    cmd.AddValue("mode", "transport or tunnel", mode);
    cmd.AddValue("family", "4 or 6", family);
    cmd.AddValue("offload", "let the NICs do ESP", offload);
    cmd.AddValue("tso", "let TCP hand down super-segments, and the NICs cut them", tso);
    cmd.AddValue("file", "name of the capture", file);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_UNLESS(mode == "transport" || mode == "tunnel",
                        "--mode=" << mode << ": expected transport or tunnel");
    NS_ABORT_MSG_UNLESS(family == 4 || family == 6, "--family=" << family << ": expected 4 or 6");
    Time::SetResolution(Time::PS);
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));

    NodeContainer hosts(2);
    IpsecNicHelper nics;
    nics.SetDeviceAttribute("DataRate", StringValue("1Gb/s"));
    nics.SetNicAttribute("Offload", BooleanValue(offload));
    nics.SetNicAttribute("Tso", BooleanValue(tso));
    nics.SetDeviceAttribute("Crypto", EnumValue(CRYPTO_REAL));
    NetDeviceContainer devices = nics.Install(hosts);
    InternetStackHelper().Install(hosts);

    Address addresses[2];
    if (family == 4)
    {
        Ipv4InterfaceContainer four = Ipv4AddressHelper("10.1.1.0", "/24").Assign(devices);
        addresses[0] = four.GetAddress(0);
        addresses[1] = four.GetAddress(1);
    }
    else
    {
        Ipv6InterfaceContainer six = Ipv6AddressHelper("fd00:1::", 64).Assign(devices);
        addresses[0] = six.GetAddress(0, 1);
        addresses[1] = six.GetAddress(1, 1);
    }

    IpsecHelper ipsec;
    ipsec.SetCrypto(CRYPTO_REAL);
    ipsec.Install(hosts);
    if (tso)
    {
        IpsecHelper::EnableSuperSegments(devices, family == 6);
    }
    if (mode == "transport")
    {
        ipsec.ProtectTransport(hosts.Get(0), addresses[0], hosts.Get(1), addresses[1]);
    }
    else
    {
        const auto network = [family](const Address& address) {
            std::ostringstream text;
            family == 4 ? text << Ipv4Address::ConvertFrom(address) << "/32"
                        : text << Ipv6Address::ConvertFrom(address) << "/128";
            return text.str();
        };
        ipsec.ProtectTunnel(hosts.Get(0),
                            addresses[0],
                            network(addresses[0]),
                            hosts.Get(1),
                            addresses[1],
                            network(addresses[1]));
    }

    const auto at = [family, &addresses](uint16_t port) {
        return family == 4
                   ? Address(InetSocketAddress(Ipv4Address::ConvertFrom(addresses[1]), port))
                   : Address(Inet6SocketAddress(Ipv6Address::ConvertFrom(addresses[1]), port));
    };
    for (const auto& [port, size] : {std::make_pair(9, 500), std::make_pair(10, 3000)})
    {
        const Address server = at(static_cast<uint16_t>(port));
        PacketSinkHelper("ns3::UdpSocketFactory", server).Install(hosts.Get(1));
        OnOffHelper client("ns3::UdpSocketFactory", server);
        client.SetConstantRate(DataRate("1Mb/s"), size);
        client.SetAttribute("MaxBytes", UintegerValue(10 * size));
        client.Install(hosts.Get(0)).Start(Seconds(2));
    }
    PacketSinkHelper("ns3::TcpSocketFactory", at(11)).Install(hosts.Get(1));
    BulkSendHelper bulk("ns3::TcpSocketFactory", at(11));
    bulk.SetAttribute("MaxBytes", UintegerValue(20000));
    bulk.Install(hosts.Get(0)).Start(Seconds(2));

    nics.EnablePcap(file, devices.Get(0), true, true);
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    IpsecHelper::CheckInvariants(hosts);
    IpsecHelper::GetLayer(hosts.Get(0))
        ->GetIpsecNode()
        ->GetSad()
        ->ForEach([](const SecurityAssociation& sa) {
            std::cout << DescribeForWireshark(sa) << std::endl;
        });
    Simulator::Destroy();
    return 0;
}

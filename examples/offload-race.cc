/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// What happens if DELETE arrives while the driver is installing? The kernel's worker is stepped by
// hand, so each moment can be chosen:
//
//   offload-race --delete=before
//   offload-race --delete=during
//   offload-race --delete=after

#include "ns3/core-module.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"

#include <iostream>

using namespace ns3;

/// @param what what the kernel says @param now when @param reason of its answer
static void
Print(std::string what, // NOLINT: ns-3's type of a sink
      Ps now,
      const SecurityAssociation& sa,
      const OffloadInterface& interface,
      uint16_t drvSpi,
      SoftwareReason reason)
{
    std::cout << FromPs(now).As(Time::MS) << " " << interface.GetName() << " SPI " << std::hex
              << sa.GetConfig().spi << std::dec << " drv_spi " << drvSpi << ": " << what << " ("
              << ToString(reason) << ")" << std::endl;
}

int
main(int argc, char* argv[])
{
    std::string when = "during";
    CommandLine cmd(__FILE__);
    cmd.AddValue("delete", "when DELETE arrives: before, during or after the driver's call", when);
    cmd.Parse(argc, argv);
    if (when != "before" && when != "during" && when != "after")
    {
        std::cerr << "--delete=" << when << ": expected before, during or after" << std::endl;
        return 1;
    }
    Time::SetResolution(Time::PS);

    auto node = CreateObject<IpsecNode>();
    auto nic = CreateObjectWithAttributes<IpsecNic>("InstallTime", StringValue("2ms"));
    nic->Configure(nic->GetProfile(), 0, 0);
    node->GetOffload()->AddInterface("eth0", nic);
    node->GetOffload()->TraceConnect("Answer", "answered", MakeCallback(&Print));
    node->GetOffload()->TraceConnect("Withdraw", "withdrawn", MakeCallback(&Print));

    SaConfig sa;
    sa.spi = 0x1001;
    sa.mode = IpsecMode::TRANSPORT;
    sa.source = *IpAddress::FromString("192.0.2.1");
    sa.destination = *IpAddress::FromString("192.0.2.2");
    sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    sa.key.resize(sa.cipher->GetKeyBytes());

    OffloadWorker& worker = node->GetOffload()->GetWorker();
    worker.SetManual(true);
    node->GetSad()->Add(0, sa);
    if (when != "before")
    {
        worker.RunUntilDriverCall(0); // the driver installs, the kernel does not know yet
        Simulator::Run();
    }
    if (when == "after")
    {
        worker.RunAll(ToPs(Simulator::Now())); // the kernel has taken the driver's answer
        Simulator::Run();
    }
    node->GetSad()->Delete(ToPs(Simulator::Now()), sa.spi);
    worker.RunAll(ToPs(Simulator::Now()));
    Simulator::Run();

    const auto& calls = node->GetOffload()->GetStatistics();
    std::cout << "DELETE " << when << " the driver's call: " << calls.offers << " newkey, "
              << calls.withdrawals << " deinstall" << std::endl;
    node->CheckInvariants();
    nic->CheckInvariants();
    node->Dispose();
    nic->Dispose();
    Simulator::Destroy();
    return 0;
}

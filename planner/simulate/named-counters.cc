/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "named-counters.h"

namespace ns3::planner
{

namespace
{

/// @param counters where to add @param name of a count @param count the count
void
AddCount(NamedCounters& counters, const std::string& name, const PacketOctets& count)
{
    counters.emplace_back(name + ".packets", count.packets);
    counters.emplace_back(name + ".octets", count.octets);
}

/// @param counters where to add @param name of a table @param table the table
template <typename E>
void
AddTable(NamedCounters& counters, const std::string& name, const ReasonTable<E>& table)
{
    for (size_t i = 1; i < ReasonTable<E>::SIZE; ++i)
    {
        const auto reason = static_cast<E>(i);
        AddCount(counters, name + "." + ToString(reason), table[reason]);
    }
}

/// @param counters where to add @param name of a node @param host its host
void
AddHostCounters(NamedCounters& counters, const std::string& name, const HostModel& host)
{
    counters.emplace_back(name + ".host.booked", host.GetBooked());
    counters.emplace_back(name + ".host.refused", host.GetRefused());
    const HostCore::Batches batches = host.GetBatches();
    counters.emplace_back(name + ".host.received", batches.received);
    counters.emplace_back(name + ".host.interrupts", batches.interrupts);
    counters.emplace_back(name + ".host.polls", batches.polls);
    const auto refused = [&](const char* place, HostModel::Place value) {
        counters.emplace_back(name + ".host.refused." + place, host.GetRefusedBy(value));
    };
    refused("core", HostModel::Place::CORE);
    refused("crypto-thread", HostModel::Place::CRYPTO_THREAD);
    refused("lookaside", HostModel::Place::LOOKASIDE);
    counters.emplace_back(name + ".host.wasted-cycles", host.GetWastedCycles());
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        const auto path = static_cast<HostPath>(i);
        const std::string prefix = name + ".host.memory." + ToString(path);
        const HostModel::PathTraffic& traffic = host.GetTraffic(path);
        counters.emplace_back(prefix + ".packets-in", traffic.received);
        counters.emplace_back(prefix + ".packets-out", traffic.sent);
        counters.emplace_back(prefix + ".cpu-read", traffic.memory.cpuRead);
        counters.emplace_back(prefix + ".cpu-written", traffic.memory.cpuWritten);
        counters.emplace_back(prefix + ".dma-read", traffic.memory.dmaRead);
        counters.emplace_back(prefix + ".dma-written", traffic.memory.dmaWritten);
    }
}

/// @param counters where to add @param name of a node @param node the node
void
AddNodeCounters(NamedCounters& counters, const std::string& name, const IpsecNode& node)
{
    const IpsecOutputCounters& out = node.GetOutputCounters();
    AddCount(counters, name + ".out.in", out.in);
    AddCount(counters, name + ".out.bypass", out.bypass);
    AddCount(counters, name + ".out.clear-by-use", out.clearByUse);
    AddCount(counters, name + ".out.discard", out.discard);
    AddCount(counters, name + ".out.no-sa", out.noSa);
    AddCount(counters, name + ".out.offload", out.offload);
    AddCount(counters, name + ".out.software", out.software);
    AddCount(counters, name + ".out.offload-verdict", out.offloadVerdict);
    AddCount(counters, name + ".out.software-verdict", out.softwareVerdict);
    AddCount(counters, name + ".out.checksums", out.checksums);
    AddTable(counters, name + ".out.reason", out.reasons);
    AddTable(counters, name + ".out.drop", out.drops);
    const IpsecInputCounters& in = node.GetInputCounters();
    AddCount(counters, name + ".in.in", in.in);
    AddCount(counters, name + ".in.decrypted", in.decrypted);
    AddCount(counters, name + ".in.offloaded", in.offloaded);
    AddCount(counters, name + ".in.clear", in.clear);
    AddCount(counters, name + ".in.checksums", in.checksums);
    AddTable(counters, name + ".in.reason", in.reasons);
    AddTable(counters, name + ".in.drop", in.drops);
    AddTable(counters, name + ".in.mixed", in.mixed);
    AddCount(counters, name + ".host.socket-drops", in.socketDrops);
    const auto& statistics = node.GetOffload()->GetStatistics();
    counters.emplace_back(name + ".offload.offers", statistics.offers);
    counters.emplace_back(name + ".offload.acks", statistics.acks);
    counters.emplace_back(name + ".offload.nacks", statistics.nacks);
    counters.emplace_back(name + ".offload.faults", statistics.faults);
    counters.emplace_back(name + ".offload.name-mismatches", statistics.nameMismatches);
    PacketOctets current;
    PacketOctets software;
    node.GetSad()->ForEach([&](SecurityAssociation& sa) {
        current.Add(sa.GetCurrent());
        software.Add(sa.GetSoftware());
    });
    AddCount(counters, name + ".sa.current", current);
    AddCount(counters, name + ".sa.software", software);
    counters.emplace_back(name + ".sa.count", node.GetSad()->GetSize());
    AddHostCounters(counters, name, node.GetHost());
}

/// @param counters where to add @param name of a NIC @param engine its data path
void
AddNicCounters(NamedCounters& counters, const std::string& name, const NicEngine& engine)
{
    const NicEngine::Counters& count = engine.GetCounters();
    AddCount(counters, name + ".tx.offered", count.txOffered);
    AddCount(counters, name + ".tx.encrypted", count.txEncrypted);
    AddCount(counters, name + ".tx.clear", count.txClear);
    AddCount(counters, name + ".tx.wire", count.txWire);
    AddTable(counters, name + ".tx.drop", count.txDrops);
    AddCount(counters, name + ".rx.arrived", count.rxArrived);
    AddCount(counters, name + ".rx.decrypted", count.rxDecrypted);
    AddCount(counters, name + ".rx.passed", count.rxPassed);
    AddCount(counters, name + ".rx.untagged", count.rxUntagged);
    AddTable(counters, name + ".rx.failed", count.rxFailed);
    AddTable(counters, name + ".rx.drop", count.rxDrops);
    const NicContextMemory::Counters& contexts = engine.GetContextMemory().GetCounters();
    counters.emplace_back(name + ".cache.hits", contexts.hits);
    counters.emplace_back(name + ".cache.waits", contexts.waits);
    counters.emplace_back(name + ".cache.misses", contexts.misses);
}

} // namespace

NamedCounters
ReadCounters(const MeasuredNetwork& network)
{
    NamedCounters counters;
    for (const auto& node : network.nodes)
    {
        AddNodeCounters(counters, node.name, *node.ipsec);
    }
    for (const auto& nic : network.nics)
    {
        AddNicCounters(counters, nic.name, nic.nic->GetEngine());
    }
    return counters;
}

} // namespace ns3::planner

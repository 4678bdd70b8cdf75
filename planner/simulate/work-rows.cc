/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "work-rows.h"

#include "metric-getters.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

using Entries = CostTally::Entries;

/// Who says a value.
enum class Owner : uint8_t
{
    HOST, //!< the host's profile
    NIC,  //!< the NIC's profile
    SCENARIO
};

/// A resource that one value decides upon.
struct Ceiling
{
    const char* metric;                                   //!< how busy it is
    Owner owner;                                          //!< of the value
    std::function<std::string(const Measurement&)> value; //!< its key there
};

/// @param later counts @param earlier the same before @return what came in between
Entries
Between(const Entries& later, const Entries& earlier)
{
    Entries entries = later;
    for (size_t cost = 0; cost < entries.size(); ++cost)
    {
        entries[cost].times -= earlier[cost].times;
    }
    return entries;
}

/// @param entry a cost @return cycles
double
CyclesOf(const CostTally::Entry& entry)
{
    return static_cast<double>(entry.times) * entry.each;
}

/// @param entries costs @return cycles of all
double
CyclesOf(const Entries& entries)
{
    double cycles = 0;
    for (const auto& entry : entries)
    {
        cycles += CyclesOf(entry);
    }
    return cycles;
}

/**
 * @param place node, profile and resource of the rows
 * @param entries costs @param whole cycles that shares are of
 * @param provenance of the profile
 * @return a row for each cost that was paid for
 */
std::vector<WorkRow>
RowsOf(WorkRow place, const Entries& entries, double whole, const ProfileProvenance& provenance)
{
    std::vector<WorkRow> rows;
    for (size_t cost = 0; cost < entries.size(); ++cost)
    {
        place.value = GetKey(static_cast<HostCost>(cost));
        const auto from = provenance.OfHostCost(place.value);
        if (entries[cost].times > 0 && from)
        {
            place.provenance = ToString(*from);
            place.share = ShareOf(CyclesOf(entries[cost]), whole);
            rows.push_back(place);
        }
    }
    return rows;
}

/// @param to counts at the end @param from at the beginning @return of the busiest one in between
Entries
BusiestOf(const std::vector<Entries>& to, const std::vector<Entries>& from)
{
    Entries busiest;
    for (size_t i = 0; i < to.size(); ++i)
    {
        Entries entries = Between(to[i], from[i]);
        if (CyclesOf(entries) > CyclesOf(busiest))
        {
            busiest = std::move(entries);
        }
    }
    return busiest;
}

/// @param m a simulation @return the key of what limits the cipher of the measured NIC
std::string
CipherLimitOf(const Measurement& m)
{
    // As RunSnapshot::cipher has them; one cipher for both directions has the rates for sending.
    constexpr std::array<const char*, 4> KEYS{"tx-bit-rate",
                                              "tx-packet-rate",
                                              "rx-bit-rate",
                                              "rx-packet-rate"};
    size_t limit = 0;
    double most = 0;
    for (size_t i = 0; i < KEYS.size(); ++i)
    {
        const double busy = m.to.cipher[i] - m.from.cipher[i];
        if (busy > most)
        {
            most = busy;
            limit = i;
        }
    }
    return KEYS[m.network.near->GetProfile().sharedCipher ? limit % 2 : limit];
}

/// @param m a simulation @return the key of what limits the accelerator
std::string
LookasideLimitOf(const Measurement& m)
{
    const auto& lookaside = m.scenario.GetMeasured().host.lookaside;
    const double packet = 8 * m.scenario.GetMeanLength() / m.scenario.GetSegmentsPerPacket();
    const bool bits = ShareOf(packet, static_cast<double>(lookaside.bitRate)) >=
                      ShareOf(1, static_cast<double>(lookaside.packetRate));
    return bits ? "lookaside.bit-rate" : "lookaside.packet-rate";
}

/// @return all resources that one value decides upon
const std::vector<Ceiling>&
GetCeilings()
{
    using M = const Measurement&;
    static const std::vector<Ceiling> ceilings{
        {"memory_utilization", Owner::HOST, [](M) { return "memory-bandwidth"; }},
        {"lookaside_utilization", Owner::HOST, LookasideLimitOf},
        {"nic_cipher_utilization", Owner::NIC, CipherLimitOf},
        {"nic_fetch_utilization", Owner::NIC, [](M) { return "context-fetch-time"; }},
        {"nic_pcie_utilization", Owner::NIC, [](M) { return "pcie-bit-rate"; }},
        {"link_utilization",
         Owner::SCENARIO,
         [](M m) { return std::string("links.") + m.scenario.GetMeasuredLinkRole() + ".rate"; }},
    };
    return ceilings;
}

/// @param m a simulation @param metric of how busy a resource is @return its value
double
LoadOf(const Measurement& m, const std::string& metric)
{
    static const std::vector<MetricGetter> getters = MakeLoadGetters();
    const auto getter = std::find_if(getters.begin(), getters.end(), [&](const auto& candidate) {
        return candidate.name == metric;
    });
    return getter->get(m);
}

/// @param m a simulation @param ceiling a resource with work @return the row of its value
WorkRow
RowOf(const Measurement& m, const Ceiling& ceiling)
{
    const NodeSpec& spec = m.scenario.GetMeasured();
    WorkRow row{m.network.nodes.front().name, "", ceiling.metric, ceiling.value(m), "", 1};
    Provenance provenance = Provenance::SCENARIO;
    if (ceiling.owner == Owner::HOST)
    {
        row.profile = spec.host.name;
        provenance = spec.hostProvenance.Of(row.value);
    }
    else if (ceiling.owner == Owner::NIC)
    {
        row.profile = spec.nic.name;
        provenance = spec.nicProvenance.Of(row.value);
    }
    row.provenance = ToString(provenance);
    return row;
}

/// @param m a simulation @param rows get what was paid for without having a cost
void
AddMissing(const Measurement& m, std::vector<WorkRow>& rows)
{
    std::set<std::pair<std::string, std::string>> known; // many nodes may have one profile
    for (const auto& node : m.network.nodes)
    {
        const CostTally& tally = node.ipsec->GetHostCosts();
        const NodeSpec& spec = *node.spec;
        Entries sum(CountHostCosts());
        for (const auto* all : {&tally.GetCores(), &tally.GetThreads()})
        {
            for (const auto& entries : *all)
            {
                for (size_t cost = 0; cost < sum.size(); ++cost)
                {
                    sum[cost].times += entries[cost].times;
                    sum[cost].each = std::max(sum[cost].each, entries[cost].each);
                }
            }
        }
        const WorkRow place{node.name, spec.host.name, "", "", "", 0};
        for (const auto& row : RowsOf(place, sum, CyclesOf(sum), spec.hostProvenance))
        {
            if (row.provenance == ToString(Provenance::MISSING) &&
                known.emplace(row.profile, row.value).second)
            {
                rows.push_back(row);
            }
        }
    }
}

/// @param m a simulation @param provenance where values come from
/// @return share of the busiest resource's work
double
BusiestShareOf(const Measurement& m, Provenance provenance)
{
    const auto rows = GetWorkRows(m);
    const auto busiest =
        FindBusiest(rows, [&m](const std::string& metric) { return LoadOf(m, metric); });
    return GetShare(rows, busiest, provenance);
}

} // namespace

std::vector<WorkRow>
GetWorkRows(const Measurement& m)
{
    const NodeSpec& spec = m.scenario.GetMeasured();
    const std::string node = m.network.nodes.front().name;
    std::vector<WorkRow> rows;
    const auto addCosts = [&](const char* metric, const Entries& entries) {
        const auto more = RowsOf({node, spec.host.name, metric, "", "", 0},
                                 entries,
                                 CyclesOf(entries),
                                 spec.hostProvenance);
        rows.insert(rows.end(), more.begin(), more.end());
    };
    addCosts("cpu_busiest_core", BusiestOf(m.to.coreCosts, m.from.coreCosts));
    addCosts("crypto_thread_utilization", BusiestOf(m.to.threadCosts, m.from.threadCosts));
    for (const auto& ceiling : GetCeilings())
    {
        if (LoadOf(m, ceiling.metric) > 0)
        {
            rows.push_back(RowOf(m, ceiling));
        }
    }
    AddMissing(m, rows);
    return rows;
}

std::string
FindBusiest(const std::vector<WorkRow>& rows,
            const std::function<double(const std::string&)>& loadOf)
{
    std::string busiest;
    double most = 0;
    for (const auto& row : rows)
    {
        const double load = row.resource.empty() ? 0 : loadOf(row.resource);
        if (load > most)
        {
            most = load;
            busiest = row.resource;
        }
    }
    return busiest;
}

double
GetShare(const std::vector<WorkRow>& rows, const std::string& resource, Provenance provenance)
{
    double share = 0;
    bool isAny = false;
    for (const auto& row : rows)
    {
        if (row.resource == resource)
        {
            isAny = true;
            share += row.provenance == ToString(provenance) ? row.share : 0;
        }
    }
    return isAny ? share : std::numeric_limits<double>::quiet_NaN();
}

std::vector<MetricGetter>
MakeProvenanceGetters()
{
    std::vector<MetricGetter> getters;
    for (const auto provenance : PROVENANCES)
    {
        getters.push_back(
            {std::string("provenance_") + ToString(provenance),
             [provenance](const Measurement& m) { return BusiestShareOf(m, provenance); }});
    }
    return getters;
}

} // namespace ns3::planner

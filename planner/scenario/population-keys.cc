/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"
#include "scenario.h"

#include "ns3/ipsec-algorithm.h"

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// Clients or tunnels whose SAs fit a machine.
constexpr uint64_t MOST_TUNNELS = 262'144;
/// Nodes of which one dies.
constexpr uint64_t MOST_SURVIVORS = 1'000;
/// Flows of each.
constexpr uint64_t MOST_FLOWS = 1'000;

/// @param isCipher ciphers, or authenticators @return their names
std::vector<std::string>
ListAlgorithms(bool isCipher)
{
    std::vector<std::string> names;
    for (const auto& row : GetIpsecAlgorithms())
    {
        if (isCipher ? row.isCipher : row.isAuthenticator)
        {
            names.emplace_back(row.name);
        }
    }
    names.emplace_back(isCipher ? "null" : "none");
    return names;
}

/// @return key exchanges by name
std::vector<std::pair<const char*, KeyExchange>>
ListExchanges()
{
    std::vector<std::pair<const char*, KeyExchange>> names;
    for (size_t i = 0; i <= KEY_EXCHANGES; ++i)
    {
        const auto exchange = static_cast<KeyExchange>(i);
        names.emplace_back(ToString(exchange), exchange);
    }
    return names;
}

/// @return how many clients or tunnels, and what their SAs are like
KeyRows
MakeSaKeys()
{
    return {
        ScenarioKey("population", F::Of(K::MAP), "The SAs and who has them").Required(),
        ScenarioKey("population.count",
                    F::Count(1, MOST_TUNNELS),
                    "Clients or tunnels, each with one SA per direction; at most 65000 clients "
                    "behind each peer; of a network of sites one for each pair if not given")
            .ReadBy("ReadPopulation")
            .Example("400"),
        ScenarioKey("population.flows",
                    F::Count(1, MOST_FLOWS),
                    "Flows of each per direction, all with the same share; the flow names the core")
            .Default("1"),
        ScenarioKey("population.mode",
                    F::Word<IpsecMode>(
                        {{"transport", IpsecMode::TRANSPORT}, {"tunnel", IpsecMode::TUNNEL}}),
                    "Mode of the SAs; gateways require tunnel")
            .Required()
            .Example("tunnel"),
        ScenarioKey("population.cipher",
                    F::Word(ListAlgorithms(true)),
                    "Cipher of the SAs; null is NULL encryption (RFC 2410)")
            .Required()
            .ReadBy("ReadAlgorithms")
            .Example("aes-gcm-16-128"),
        ScenarioKey(
            "population.authenticator",
            F::Word(ListAlgorithms(false)),
            "Required beside a cipher that is no AEAD, refused beside an AEAD; none goes with "
            "cipher null where the kernels take that")
            .ReadBy("ReadAlgorithms")
            .Example("hmac-sha2-256-128"),
        ScenarioKey("population.replay-window",
                    F::Count(0, 1U << 24U),
                    "Packets of the anti-replay window; 0: none")
            .Default("64"),
        ScenarioKey("population.esn", F::Of(K::FLAG), "Extended sequence numbers").Default("false"),
        ScenarioKey("population.family",
                    F::Word<AddressFamily>({{"ipv4", AddressFamily::IPV4},
                                            {"ipv6", AddressFamily::IPV6},
                                            {"mixed", AddressFamily::MIXED}}),
                    "Addresses of the packets; mixed: IPv6 for every second client or tunnel")
            .Default("ipv4"),
        ScenarioKey("population.popularity",
                    F::Of(K::MAP).Or(KeyWords(std::vector<std::string>{"uniform"})),
                    "How the load is spread over clients or tunnels")
            .Default("uniform")
            .ReadBy("ReadPopularity"),
        ScenarioKey("population.popularity.zipf",
                    F::Quantity(D::NUMBER, 0, 10),
                    "The n-th one has a share proportional to n to the power of minus this")
            .Required()
            .Example("0.7"),
        ScenarioKey(
            "population.order",
            F::Word<EstablishmentOrder>({{"random", EstablishmentOrder::RANDOM},
                                         {"popular-first", EstablishmentOrder::POPULAR_FIRST}}),
            "In which order SAs are set up; the random one is drawn once from the seed")
            .Default("random"),
        ScenarioKey("population.establishment-gap",
                    F::Duration(),
                    "From the SAs of one client or tunnel to those of the next")
            .Default("0 s"),
    };
}

/// @return which SAs may be offloaded
KeyRows
MakeOffloadKeys()
{
    const auto wish = F::Word<OffloadWish>(
        {{"any", OffloadWish::ANY}, {"none", OffloadWish::NONE}, {"named", OffloadWish::NAMED}});
    return {
        ScenarioKey(
            "population.offload",
            F::Of(K::MAP).Or(wish.words),
            "Which SAs ask for offload: any interface, the named one (Linux always does) or "
            "none; a map says whose SAs do")
            .Default("any")
            .ReadBy("ReadOffload"),
        ScenarioKey("population.offload.wish", wish, "The word that stands instead of the map")
            .Default("any"),
        ScenarioKey("population.offload.profile",
                    wish,
                    "The same as wish: what a word becomes when a sweep or --set adds a share")
            .Unless("wish"),
        ScenarioKey("population.offload.share",
                    F::Quantity(D::SHARE, 0, 1),
                    "Which share of clients or tunnels may be offloaded")
            .Default("100 %")
            .Unless("members"),
        ScenarioKey("population.offload.order",
                    F::Word<bool>({{"random", false}, {"popular-first", true}}),
                    "Which ones make up the share")
            .Default("random")
            .Unless("members"),
        ScenarioKey("population.offload.members",
                    F::Of(K::LIST),
                    "These clients or tunnels, from 1, the most popular one, on"),
        ScenarioKey("population.offload.members[]", F::Count(1), "Number of one, at most the count")
            .ReadBy("ReadOffloadedMembers")
            .Example("1"),
        ScenarioKey(
            "population.on-refusal",
            F::Word<OnRefusal>({{"software", OnRefusal::SOFTWARE}, {"fail", OnRefusal::FAIL}}),
            "What key managers do when a request fails as no NIC takes the SA (Linux, DPDK): "
            "ask again without offload, or leave it")
            .Default("software"),
        ScenarioKey("population.pinned",
                    F::Count(0),
                    "SAs of so many clients or tunnels, the most popular ones, keep their slots "
                    "(slot policy Pinned)")
            .Default("0"),
    };
}

/// @return the death of a node beside the measured one
KeyRows
MakeFailoverKeys()
{
    return {
        ScenarioKey(
            "population.failover",
            F::Of(K::MAP),
            "Another such node dies and part of its clients or tunnels come to the measured "
            "one, whose population and traffic are those after that")
            .Otherwise("no failover"),
        ScenarioKey("population.failover.nodes",
                    F::Count(2, MOST_SURVIVORS),
                    "Nodes that share clients or tunnels evenly until one of them dies: so many "
                    "times fewer than the population come to the measured one, drawn by the seed")
            .Required()
            .Example("2"),
        ScenarioKey("population.failover.at",
                    F::Duration(),
                    "When the death is noticed, after the start of the traffic: the others' ends "
                    "begin new exchanges, and what they send and get goes to the measured node")
            .Required()
            .Example("100 ms"),
        ScenarioKey("population.failover.detection",
                    F::Duration(),
                    "From the death until it is noticed (dead peer detection); not simulated, as "
                    "nothing but the loss of everything happens in it, but part of the outage")
            .Default("0 s"),
        ScenarioKey("population.failover.spread",
                    F::Duration(),
                    "Time over which the clients or tunnels notice it one after another")
            .Default("0 s"),
    };
}

/// @return an end of all tunnels that gets another address
KeyRows
MakeAddressChangeKeys()
{
    return {
        ScenarioKey(
            "population.address-change",
            F::Of(K::MAP),
            "The gateway at one end of all tunnels gets another address (MOBIKE, RFC 4555) and "
            "says so to the other end; both change the addresses of their SAs and policies. "
            "What that does to the offload is the kernel's matter (R60)")
            .Otherwise("addresses stay"),
        ScenarioKey("population.address-change.at",
                    F::Duration(),
                    "When the first tunnel changes, after the start of the traffic")
            .Required()
            .Example("100 ms"),
        ScenarioKey("population.address-change.spread",
                    F::Duration(),
                    "Time over which the tunnels change one after another")
            .Default("0 s"),
        ScenarioKey(
            "population.address-change.node",
            F::Text("a role of nodes"),
            "Whose address: the measured gateway's, or that of each gateway at the other ends")
            .Otherwise("the gateways at the other ends")
            .Example("far-gateway"),
    };
}

/// @return lifetimes and rekeys
KeyRows
MakeLifetimeKeys()
{
    KeyRows rows{
        ScenarioKey("population.lifetime", F::Of(K::MAP), "Limits of every SA (R24, R194)")
            .Otherwise("no limits"),
    };
    for (const std::string limit : {"hard", "soft"})
    {
        const std::string path = "population.lifetime." + limit;
        const bool isHard = limit == "hard";
        rows.push_back(ScenarioKey(path,
                                   F::Of(K::MAP),
                                   isHard ? "Where an SA dies; at least one of age, use and octets"
                                          : "Where the key manager is told; at most the hard limit "
                                            "of its kind")
                           .Required());
        rows.push_back(ScenarioKey(path + ".age", F::Duration(), "Since it was added")
                           .Otherwise("no limit")
                           .Example("8 h"));
        rows.push_back(ScenarioKey(path + ".use", F::Duration(), "Since its first packet")
                           .Otherwise("no limit")
                           .Example("1 h"));
        rows.push_back(ScenarioKey(path + ".octets", F::Whole(D::OCTETS, 1), "Octets protected")
                           .Otherwise("no limit")
                           .Example("20 GB"));
    }
    const KeyRows rekey{
        ScenarioKey(
            "population.key-exchange",
            F::Word<KeyExchange>(ListExchanges()),
            "Key exchange of IKE for each pair of SAs of a rekey or a failover: its cycles "
            "(key-exchange of the host profile) are worked on the cores of both ends before "
            "the SAs are added; none: key management costs nothing")
            .Default("none"),
        ScenarioKey("population.rekey", F::Of(K::MAP), "Replacement of SAs by new ones")
            .Otherwise("no rekeys"),
        ScenarioKey("population.rekey.every",
                    F::Period(),
                    "From round to round; in each one every client or tunnel gets new SAs")
            .Required()
            .Example("15 s"),
        ScenarioKey("population.rekey.order",
                    F::Word<RekeyOrder>({{"make-before-break", RekeyOrder::MAKE_BEFORE_BREAK},
                                         {"break-before-make", RekeyOrder::BREAK_BEFORE_MAKE}}),
                    "Add the new SA and delete the old one later (R70), or delete first (R89)")
            .Default("make-before-break"),
        ScenarioKey("population.rekey.overlap",
                    F::Duration(),
                    "For how long both exist; 0 with break-before-make")
            .Default("0 s"),
        ScenarioKey("population.rekey.spread",
                    F::Duration(),
                    "Time over which clients or tunnels of a round follow each other; with the "
                    "overlap less than every")
            .Default("0 s"),
    };
    return JoinKeys({rows, rekey});
}

} // namespace

KeyRows
MakePopulationKeys()
{
    return JoinKeys({MakeSaKeys(),
                     MakeOffloadKeys(),
                     MakeLifetimeKeys(),
                     MakeFailoverKeys(),
                     MakeAddressChangeKeys()});
}

} // namespace ns3::planner

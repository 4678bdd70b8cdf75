/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "random-scenarios.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>
#include <vector>

namespace ns3::tests
{

namespace
{

/// Datagrams that a path may hold: the shortest run takes three of its delays.
constexpr double MOST_IN_FLIGHT = 10'000;

/// Datagrams per second and core: what is dropped takes time, too.
constexpr double MOST_PER_CORE = 400'000;

/// Octets that FreeBSD thinks ESP adds at most, in a tunnel of IPv6, and a few.
constexpr uint32_t MOST_ADDED = 140;

/// Random numbers that are the same with each standard library.
class Draws
{
  public:
    /// @param seed which ones
    explicit Draws(uint64_t seed)
        : m_engine(seed)
    {
    }

    /// @return a number from 0 to 1, less than that
    double Share()
    {
        return static_cast<double>(m_engine() >> 11U) * 0x1p-53;
    }

    /// @param share of 1 @return true so often
    bool Chance(double share)
    {
        return Share() < share;
    }

    /// @param from the least @param to the most @return a number in between
    uint32_t Count(uint32_t from, uint32_t to)
    {
        return from + static_cast<uint32_t>(Share() * (to - from + 1));
    }

    /// @param from the least @param to the most @return a number in between, of any magnitude
    double Magnitude(double from, double to)
    {
        return from * std::pow(to / from, Share());
    }

    /// @param words some @return one of them
    std::string Of(const std::vector<std::string>& words)
    {
        return words[Count(0, static_cast<uint32_t>(words.size()) - 1)];
    }

  private:
    std::mt19937_64 m_engine; //!< where they come from
};

/// A mix of sizes.
struct Sizes
{
    std::string text; //!< as the file says it
    uint32_t longest{0};
    double mean{0};
};

/// @param draws random numbers @return one size or some
Sizes
DrawSizes(Draws& draws)
{
    Sizes sizes;
    const uint32_t count = draws.Chance(0.5) ? 1 : draws.Count(2, 4);
    double packets = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        const auto length = static_cast<uint32_t>(draws.Magnitude(64, 9000.9));
        const uint32_t weight = draws.Count(1, 5);
        sizes.text += (i == 0 ? "" : ", ") + std::string("{length: ") + std::to_string(length) +
                      " B, weight: " + std::to_string(weight) + "}";
        sizes.longest = std::max(sizes.longest, length);
        sizes.mean += weight * length;
        packets += weight;
    }
    sizes.mean /= packets;
    return sizes;
}

/// A host.
struct Host
{
    std::string text{"none"}; //!< as the file says it
    uint32_t cores{0};
};

/// @param draws random numbers @return a host, or none
Host
DrawHost(Draws& draws)
{
    Host host;
    if (draws.Chance(0.6))
    {
        host.cores = draws.Count(1, 16);
        host.text = "{profile: " +
                    draws.Of({"xeon-e5-2697a-freebsd",
                              "xeon-e5-2650-freebsd",
                              "atom-c2758-freebsd",
                              "atom-c2558-freebsd",
                              "amd-gx412tc-freebsd",
                              "bluefield3-arm-linux"}) +
                    ", cores: " + std::to_string(host.cores) + "}";
    }
    return host;
}

} // namespace

std::string
MakeRandomScenario(uint64_t seed)
{
    Draws draws(seed);
    const bool isGateway = draws.Chance(0.5);
    const Sizes sizes = DrawSizes(draws);
    const double load = draws.Magnitude(0.1, 2);
    double rate = draws.Magnitude(1e7, 4e11);
    double delay = draws.Magnitude(1e-6, 0.1);
    const Host host = DrawHost(draws);
    if (host.cores > 0)
    {
        const double most = MOST_PER_CORE * std::min(host.cores, 4U) * 8 * sizes.mean;
        rate = std::clamp(most / load, 1e7, rate);
    }
    const double inFlight = std::max(1.0, load) * rate * delay / (8 * sizes.mean) / MOST_IN_FLIGHT;
    if (inFlight > 1)
    {
        const double slower = draws.Chance(0.5) ? std::min(inFlight, rate / 1e7) : 1;
        rate /= slower;
        delay /= inFlight / slower;
    }
    // Fragments are for IPv4: routers do not cut IPv6.
    const bool isCut = draws.Chance(0.1) && sizes.longest > 700;
    const std::string family = isCut ? "ipv4" : draws.Of({"ipv4", "ipv4", "ipv6", "mixed"});
    const uint32_t whole = std::max(1500U, sizes.longest + MOST_ADDED);
    const uint32_t mtu = isCut ? sizes.longest + draws.Count(0, 30) : whole;
    const auto link = [](double bits, double seconds, uint32_t octets) {
        return "{rate: " + std::to_string(static_cast<uint64_t>(bits / 1000)) +
               " kbit/s, delay: " + std::to_string(static_cast<uint64_t>(seconds * 1e9)) +
               " ns, mtu: " + std::to_string(octets) + " B}";
    };
    const double other = std::min(4e11, rate * (draws.Chance(0.3) ? 1 : draws.Count(2, 10)));
    const std::string kernel = draws.Of(
        {"FreeBsd", "FreeBsdOld", "LinuxCrypto", "LinuxPacket", "DpdkInline", "Ideal", "Opnsense"});
    const std::vector<std::string> nics{"unlimited",
                                        "plain",
                                        "cx6dx-freebsd",
                                        "cx7-linux",
                                        "bf3-arm",
                                        "x540",
                                        "t6",
                                        "cn10k",
                                        "iavf",
                                        "nfp",
                                        "octep",
                                        "netdevsim"};
    const uint32_t members = draws.Count(1, 40);
    const std::string near = isGateway ? "gateway" : "server";

    std::ostringstream text;
    text << "scenario: 1\nname: random\ntopology: {kind: "
         << (isGateway ? "gateways" : "server, peers: " + std::to_string(draws.Count(1, 4)))
         << ", frame-overhead: 38 B}\nlinks:\n  " << (isGateway ? "wan" : "access") << ": "
         << link(rate, delay, mtu) << "\n  " << (isGateway ? "lan" : "peer") << ": "
         << link(other, draws.Magnitude(1e-6, 2e-5), isGateway ? whole : mtu) << "\nnodes:\n  "
         << near << ": {kernel: " << kernel << ", host: " << host.text
         << ", nic: " << draws.Of(nics) << "}\n  " << (isGateway ? "far-gateway" : "peer")
         << ": {kernel: " << kernel << ", host: none, nic: " << draws.Of({"plain", "unlimited"})
         << "}\npopulation:\n  count: " << members << "\n  flows: " << draws.Count(1, 8)
         << "\n  mode: " << (isGateway ? "tunnel" : draws.Of({"transport", "tunnel"}))
         << "\n  cipher: "
         << draws.Of({"aes-gcm-16-128",
                      "aes-gcm-16-128",
                      "aes-gcm-16-256",
                      "chacha20-poly1305",
                      "aes-cbc-128\n  authenticator: hmac-sha1-96"})
         << "\n  esn: " << draws.Of({"true", "false"})
         << "\n  replay-window: " << draws.Of({"32", "64", "128", "100", "1024"})
         << "\n  family: " << family
         << "\n  popularity: " << draws.Of({"uniform", "{zipf: 0.7}", "{zipf: 1.2}"})
         << "\n  offload: " << draws.Of({"any", "any", "any", "named", "none"})
         << "\ntraffic:\n  direction: " << draws.Of({"transmit", "receive", "both"})
         << "\n  load: " << load
         << "\n  packets: 300000\n  arrivals: " << draws.Of({"poisson", "constant"})
         << "\n  sizes: [" << sizes.text << "]\nsweep: {parameter: sa-slots, values: ["
         << (draws.Chance(0.3) ? draws.Count(0, 2 * members) : 1000)
         << "]}\ncurves: [{name: " << kernel
         << "}]\nreplications: 1\nmeasure: {share-precision: 0.5 %}\n";
    return text.str();
}

} // namespace ns3::tests

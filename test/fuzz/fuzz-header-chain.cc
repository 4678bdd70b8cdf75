/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fuzz-input.h"

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-ipv6-header-chain.h"
#include "ns3/ipsec-packet-bytes.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/packet.h"

#include <algorithm>

using namespace ns3;
using ipsecfuzz::Demand;

namespace
{

/// @param chain a chain @param size octets that it was read from
void
CheckPlaces(const Ipv6HeaderChain& chain, uint32_t size)
{
    Demand(chain.upper.offset <= size, "the chain ends within the datagram");
    Demand(chain.perFragment.offset <= chain.upper.offset, "what routers read comes first");
    for (const auto& place : {chain.upper, chain.perFragment})
    {
        Demand(place.offset == 0 || place.nextHeaderAt < place.offset, "numbers stand in front");
    }
    Demand(chain.fragment || !chain.laterFragment, "a later fragment is a fragment");
}

} // namespace

/**
 * @ingroup ipsec-offload-tests
 * libFuzzer's entry: the first octet is the next header, the second where the packet's buffer is in
 * two parts, the rest the payload; and all of it is a frame.
 * @param data octets @param size how many @return 0
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const auto frame = Create<Packet>(data, size);
    DescribeFrame(frame, ETHERTYPE_IPV4);
    DescribeFrame(frame, ETHERTYPE_IPV6);
    if (size < 2)
    {
        return 0;
    }
    const uint8_t* payload = data + 2;
    const auto length = static_cast<uint32_t>(size - 2);

    const auto whole = Create<Packet>(payload, length);
    PacketBytes wholeBytes(whole);
    const auto chain = WalkIpv6Headers(data[0], wholeBytes);
    CheckPlaces(chain, length);

    const uint32_t cut = std::min<uint32_t>(data[1], length);
    const auto parted = Create<Packet>(payload, cut);
    parted->AddAtEnd(Create<Packet>(payload + cut, length - cut));
    PacketBytes partedBytes(parted);
    const auto again = WalkIpv6Headers(data[0], partedBytes);
    Demand(again.upper.offset == chain.upper.offset &&
               again.upper.nextHeader == chain.upper.nextHeader && again.fragment == chain.fragment,
           "a packet in two parts reads the same");
    return 0;
}

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_UNHOOKED_WATCH_H
#define IPSEC_OFFLOAD_IPSEC_UNHOOKED_WATCH_H

#include "ipsec-stack-view.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <unordered_set>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Watches a node's IP for traffic that passes by IPsec on an interface that was added after the
 * hooks: counts it while the node has policies, and warns once per interface.
 */
class UnhookedWatch
{
  public:
    /** @param view of the node; counters.unhooked is added to */
    explicit UnhookedWatch(const Ptr<IpsecStackView>& view);
    ~UnhookedWatch();

    UnhookedWatch(const UnhookedWatch&) = delete;
    UnhookedWatch& operator=(const UnhookedWatch&) = delete;

    /** @param ipv4 to watch */
    void Watch(const Ptr<Ipv4L3Protocol>& ipv4);

    /** @param ipv6 to watch */
    void Watch(const Ptr<Ipv6L3Protocol>& ipv6);

    /** Watch no more. */
    void Stop();

  private:
    void SeeIpv4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
    void SeeIpv6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);
    void See(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device);

    Ptr<IpsecStackView> m_view;            //!< of the node
    Ptr<Ipv4L3Protocol> m_ipv4;            //!< watched; nullptr: not there yet
    Ptr<Ipv6L3Protocol> m_ipv6;            //!< watched; nullptr: not there yet
    std::unordered_set<uint32_t> m_warned; //!< devices that were complained about
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_UNHOOKED_WATCH_H */

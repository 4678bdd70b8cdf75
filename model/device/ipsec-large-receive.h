/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LARGE_RECEIVE_H
#define IPSEC_OFFLOAD_IPSEC_LARGE_RECEIVE_H

#include "ns3/address.h"
#include "ns3/ipsec-packet-coalescer.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/nic-profile.h"
#include "ns3/packet.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Large receive (LRO) of a NIC: TCP segments for this host, clear or decrypted, are joined to units
 * as long as more of them may come, lroHold at most. What is for this host, the host says: without
 * a LocalCallback nothing is joined.
 *
 * It must outlive the simulation, or the last hold at least.
 */
class LargeReceive
{
  public:
    /// Tells whether a clear packet from the wire is for this host, and not to be forwarded.
    using LocalCallback = std::function<bool(const PacketDescriptor& packet)>;

    /// Takes a unit, which is a number of packets from the wire.
    using Up = std::function<void(const Ptr<const Packet>& unit,
                                  uint16_t protocol,
                                  const Address& from,
                                  uint32_t count)>;

    /** @param up takes units */
    explicit LargeReceive(Up up)
        : m_up(std::move(up))
    {
    }

    /** @param isLocal asks the host what is for it */
    void SetLocalCallback(LocalCallback isLocal)
    {
        m_isLocal = std::move(isLocal);
    }

    /** @return false when nothing will be joined */
    bool IsOn() const
    {
        return m_isLocal != nullptr;
    }

    /**
     * A packet that the NIC is ready with.
     * @param profile of the NIC: the bounds of units
     * @param packet the packet, in clear
     * @param protocol EtherType
     * @param from source of its frame
     * @param drvSpi what decrypted it; 0: nothing
     * @return true when it is part of a unit; else it goes up now
     */
    bool Join(const NicProfile& profile,
              const Ptr<const Packet>& packet,
              uint16_t protocol,
              const Address& from,
              uint16_t drvSpi);

    /** @return packets in open units */
    uint32_t GetHeld() const
    {
        return m_held;
    }

  private:
    void EndHold(uint32_t place, uint32_t stamp);

    Up m_up;                                   //!< takes units
    LocalCallback m_isLocal;                   //!< see SetLocalCallback()
    std::unique_ptr<PacketCoalescer> m_joiner; //!< nullptr until it is used
    uint32_t m_held{0};                        //!< see GetHeld()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LARGE_RECEIVE_H */

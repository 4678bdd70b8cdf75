/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NODE_HOST_H
#define IPSEC_OFFLOAD_IPSEC_NODE_HOST_H

#include "host-core-hash.h"
#include "host-cost-tally.h"
#include "host-step-costs.h"
#include "ipsec-pending-packet.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <memory>

namespace ns3
{

struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * The host of an IpsecNode: its cores, what each step of a packet costs there, and a record of what
 * was paid. A path asks GetCosts() for the work, adds the hashes that choose a core, and books it.
 */
class IpsecNodeHost
{
  public:
    /** A host that takes no time. */
    IpsecNodeHost();

    /**
     * Become another host; before the first packet.
     * @param profile cores and costs
     */
    void SetProfile(const HostProfile& profile);

    /** @param encapsulates true: the host builds ESP for offloaded packets, all but the cipher */
    void SetEncapsulating(bool encapsulates);

    /** @return true when the host builds ESP for offloaded packets (inline crypto) */
    bool IsEncapsulating() const
    {
        return m_encapsulates;
    }

    /** @return the cores */
    const HostModel& GetModel() const
    {
        return m_parts->model;
    }

    /** @return the profile */
    const HostProfile& GetProfile() const
    {
        return m_parts->model.GetProfile();
    }

    /** @return false when every step takes no time */
    bool HasCores() const
    {
        return m_parts->model.HasCores();
    }

    /** @return what its cores have paid for */
    const CostTally& GetTally() const
    {
        return m_parts->tally;
    }

    /** @return what each step costs; Book() takes its last answer */
    StepCosts& GetCosts()
    {
        return m_parts->costs;
    }

    /** @return what chooses a core */
    const CoreHash& GetHash() const
    {
        return m_parts->hash;
    }

    /**
     * Book a packet's work; it is dropped when there is no room.
     * @param packet the packet; gets drop HOST_BACKLOG, and what it has cost here
     * @param work what GetCosts() has just answered, hashes added
     * @return the visit: when and in which lane it is done; it goes on unless there is no room
     */
    PendingPacket Book(Ps now, PacketDescriptor& packet, const HostWork& work);

    /**
     * Book the work of the IKE daemon for a key exchange. No backlog refuses it.
     * @param exchange which
     * @param hash chooses the core on which a thread of the daemon does it
     * @return when it is done
     */
    Ps Book(Ps now, KeyExchange exchange, uint32_t hash);

  private:
    /// What one profile makes.
    struct Parts
    {
        /// @param profile cores and costs
        explicit Parts(const HostProfile& profile)
            : model(profile),
              costs(model),
              tally(model.GetProfile()),
              hash(model.GetProfile())
        {
        }

        HostModel model; //!< the others refer to it
        StepCosts costs;
        CostTally tally;
        CoreHash hash;
    };

    std::unique_ptr<Parts> m_parts; //!< replaced as a whole
    bool m_encapsulates{false};     //!< see SetEncapsulating()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NODE_HOST_H */

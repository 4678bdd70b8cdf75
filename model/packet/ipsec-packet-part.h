/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PACKET_PART_H
#define IPSEC_OFFLOAD_IPSEC_PACKET_PART_H

#include "ns3/type-id.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Gives a header, trailer or tag its TypeId.
 *
 * @tparam Part the class itself, with a constant TYPE_NAME
 * @tparam Base ns-3's Header, Trailer or Tag
 */
template <typename Part, typename Base>
class PacketPart : public Base
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId(Part::TYPE_NAME)
                                .SetParent<Base>()
                                .SetGroupName("IpsecOffload")
                                .template AddConstructor<Part>();
        return tid;
    }

    // documented in ns-3's ObjectBase
    TypeId GetInstanceTypeId() const override
    {
        return GetTypeId();
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PACKET_PART_H */

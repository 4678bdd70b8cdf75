/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_TRANSFORM_HISTORY_H
#define IPSEC_OFFLOAD_IPSEC_TRANSFORM_HISTORY_H

#include "ipsec-ip-address.h"
#include "ipsec-types.h"

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One transform that was undone on the way in (the receive tag's history, R159-R162).
 */
struct TransformRecord
{
    IpAddress destination;                      //!< of the SA
    uint32_t spi{0};                            //!< of the SA
    IpsecProtocol protocol{IpsecProtocol::ESP}; //!< of the SA
    IpsecMode mode{IpsecMode::TRANSPORT};       //!< of the SA
};

/**
 * @ingroup ipsec-offload
 * What was undone of an arriving datagram, outermost first. Room for the four transforms that a
 * policy may ask for (R95); a fifth is refused, as no policy could be satisfied by it.
 */
class TransformHistory
{
  public:
    /// Most transforms of one datagram.
    static constexpr uint8_t MAX_RECORDS = 4;

    /** @param record one more transform @return false when there is no room */
    bool Add(const TransformRecord& record)
    {
        if (m_size == MAX_RECORDS)
        {
            return false;
        }
        m_records[m_size++] = record;
        return true;
    }

    /** @return true when nothing was undone */
    bool IsEmpty() const
    {
        return m_size == 0;
    }

    /** @return the first record */
    const TransformRecord* begin() const
    {
        return m_records.data();
    }

    /** @return the end of the records */
    const TransformRecord* end() const
    {
        return m_records.data() + m_size;
    }

  private:
    std::array<TransformRecord, MAX_RECORDS> m_records; //!< the transforms
    uint8_t m_size{0};                                  //!< how many
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_TRANSFORM_HISTORY_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H
#define IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H

#include "ns3/esp-transform.h"

#include <string>
#include <unordered_map>

namespace ns3
{

class SecurityAssociation;

/**
 * @ingroup ipsec-offload
 * The software's ESP transforms of a node, one per SA, made when the SA meets its first packet.
 */
class EspTransformTable
{
  public:
    /** @param crypto what happens to the bytes; before the first packet */
    void SetCrypto(EspCrypto crypto)
    {
        m_crypto = crypto;
    }

    /** @return what happens to the bytes */
    EspCrypto GetCrypto() const
    {
        return m_crypto;
    }

    /** @param dfBit how outer headers get their DF bit (R121); before the first packet */
    void SetDfBit(TunnelDfBit dfBit)
    {
        m_dfBit = dfBit;
    }

    /** @return how outer headers get their DF bit */
    TunnelDfBit GetDfBit() const
    {
        return m_dfBit;
    }

    /**
     * @param sa an SA for ESP
     * @return why Get() would end the program: one sentence, or empty when it would not
     */
    std::string Check(const SecurityAssociation& sa) const;

    /**
     * @param sa an SA for ESP
     * @return its transform
     */
    EspTransform& Get(const SecurityAssociation& sa);

    /** @param sa an SA that dies */
    void Forget(const SecurityAssociation& sa);

    /** Forget all SAs. */
    void Clear();

  private:
    EspParameters MakeParameters(const SecurityAssociation& sa) const;

    EspCrypto m_crypto{CRYPTO_MODELLED}; //!< what happens to the bytes
    TunnelDfBit m_dfBit{DF_CLEAR};       //!< of outer headers
    std::unordered_map<const SecurityAssociation*, EspTransform> m_transforms; //!< by SA
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H
#define IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H

#include "ipsec-stack-view.h"

#include "ns3/esp-transform.h"
#include "ns3/ipsec-database-observer.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <unordered_map>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The software's ESP transforms of a node, one per SA, made when the SA meets its first packet. It
 * listens to the node's SAD: an SA that it could not transform ends the program when it is added.
 */
class EspTransformTable : public SimpleRefCount<EspTransformTable>, public DatabaseObserver
{
  public:
    /** @param view of the node */
    explicit EspTransformTable(const Ptr<IpsecStackView>& view);

    /** @param crypto what happens to the bytes; before the first packet */
    void SetCrypto(EspCrypto crypto)
    {
        m_crypto = crypto;
    }

    /**
     * @param sa an SA for ESP
     * @return its transform
     */
    EspTransform& Get(const SecurityAssociation& sa);

    /** Forget all SAs, and listen no more. */
    void Dispose();

    // documented in DatabaseObserver
    void SaTriggered(Ps now, SecurityAssociation& sa) override;
    void SaDead(Ps now, SecurityAssociation& sa) override;

  private:
    EspParameters MakeParameters(const SecurityAssociation& sa) const;

    Ptr<IpsecStackView> m_view;          //!< of the node
    EspCrypto m_crypto{CRYPTO_MODELLED}; //!< what happens to the bytes
    std::unordered_map<const SecurityAssociation*, EspTransform> m_transforms; //!< by SA
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_TRANSFORM_TABLE_H */

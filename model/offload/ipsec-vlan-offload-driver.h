/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_VLAN_OFFLOAD_DRIVER_H
#define IPSEC_OFFLOAD_IPSEC_VLAN_OFFLOAD_DRIVER_H

#include "offload-driver.h"
#include "offload-interface.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The methods of a VLAN interface: each is forwarded to the parent's driver, and fails without a
 * parent (R214). The NIC sees SAs of its own, with the VLAN id (R215, N17).
 */
class VlanOffloadDriver : public OffloadDriver
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    VlanOffloadDriver() = default;

    /**
     * @param parent whose driver gets the calls
     * @param vlan the VLAN id
     */
    VlanOffloadDriver(const Ptr<OffloadInterface>& parent, uint16_t vlan);

    /** The parent goes: every method fails from now on. */
    void Detach();

    // documented in OffloadDriver
    uint32_t GetMethods() const override;
    void SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done) override;
    void SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done) override;
    std::optional<PacketOctets> GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie) override;
    std::optional<SequenceState> GetSequenceState(uint16_t drvSpi, uint64_t cookie) const override;
    void PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done) override;
    void PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done) override;
    uint32_t GetTransmitAssist(uint16_t drvSpi) const override;

  protected:
    void DoDispose() override;

  private:
    Ptr<OffloadDriver> m_parent; //!< nullptr without a parent
    uint32_t m_methods{0};       //!< what the parent had: methods are never cleared (R6)
    uint16_t m_vlan{0};          //!< VLAN id
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_VLAN_OFFLOAD_DRIVER_H */

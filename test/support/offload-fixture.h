/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_FIXTURE_H
#define IPSEC_OFFLOAD_OFFLOAD_FIXTURE_H

#include "mock-offload-driver.h"

#include "ns3/ipsec-offload.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * A kernel with its databases and interfaces with scripted drivers, to test offload/ without a
 * node.
 */
class OffloadFixture
{
  public:
    /// One call of the trace source Answer or Withdraw.
    struct Traced
    {
        Ps when;
        uint32_t spi;
        std::string interface;
        uint16_t drvSpi;
        SoftwareReason reason;
    };

    /** @param interfaceCount how many interfaces: eth0, eth1, ... */
    explicit OffloadFixture(size_t interfaceCount = 1);
    /** Checks the invariants and takes everything down. */
    ~OffloadFixture();

    OffloadFixture(const OffloadFixture&) = delete;
    OffloadFixture& operator=(const OffloadFixture&) = delete;

    /** @return the simulator's time */
    static Ps Now();

    /** Run until nothing happens any more. */
    void Work();

    /** @param until run up to this instant, it included */
    void WorkUntil(Ps until);

    /** @param spi an SPI @return what a plain AES-GCM transport SA says */
    static SaConfig ConfigOf(uint32_t spi);

    /** @param spi an SPI @param interfaceName restriction @return the SA, added now */
    Ptr<SecurityAssociation> Add(uint32_t spi, const std::string& interfaceName = "");

    /** @param sa an SA that the test made, for Sa(), Why() and DrvSpi() */
    void Remember(const Ptr<SecurityAssociation>& sa)
    {
        m_sas[sa->GetConfig().spi] = sa;
    }

    /** @param config of an SA @return the SA, added now */
    Ptr<SecurityAssociation> Add(const SaConfig& config);

    /**
     * @param kind of the policy; IPSEC gets one requirement, ESP transport require
     * @param interfaceName restriction
     * @return the policy for 192.0.2.1 to 192.0.2.2, added now
     */
    Ptr<SecurityPolicy> AddPolicy(PolicyKind kind = PolicyKind::IPSEC,
                                  const std::string& interfaceName = "") const;

    /** Delete the policy that AddPolicy() made. */
    void DeletePolicy() const;

    /** @param spi an SPI to delete now */
    void Delete(uint32_t spi);

    /** @param spi an SPI, alive or not @param index an interface @return why software, by name */
    std::string Why(uint32_t spi, size_t index = 0) const;

    /** @param spi an SA @param index of an interface @return the same in words */
    std::string WhyInWords(uint32_t spi, size_t index = 0) const;

    /** @param spi an SPI, alive or not @return the SA */
    const Ptr<SecurityAssociation>& Sa(uint32_t spi) const;

    /** @param spi an SPI @param index an interface @return the drv_spi of its handle, or 0 */
    uint16_t DrvSpi(uint32_t spi, size_t index = 0) const;

    /** @return driver calls newkey over all interfaces */
    size_t CountNewKeys() const;
    /** @return driver calls deinstall over all interfaces */
    size_t CountDeinstalls() const;

    Ptr<SecurityAssociationDatabase> sad;          //!< the SAD
    Ptr<SecurityPolicyDatabase> spd;               //!< the SPD
    Ptr<IpsecOffload> offload;                     //!< what is tested
    std::vector<Ptr<MockOffloadDriver>> drivers;   //!< by interface
    std::vector<Ptr<OffloadInterface>> interfaces; //!< eth0, ...
    std::vector<Traced> answers;                   //!< calls of Answer
    std::vector<Traced> withdrawals;               //!< calls of Withdraw

  private:
    void Answered(Ps now,
                  const SecurityAssociation& sa,
                  const OffloadInterface& interface,
                  uint16_t drvSpi,
                  SoftwareReason reason);
    void Withdrawn(Ps now,
                   const SecurityAssociation& sa,
                   const OffloadInterface& interface,
                   uint16_t drvSpi,
                   SoftwareReason reason);

    std::map<uint32_t, Ptr<SecurityAssociation>> m_sas; //!< all that Add() made
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_OFFLOAD_FIXTURE_H */

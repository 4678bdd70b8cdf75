/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_INSTALL_LIST_H
#define IPSEC_OFFLOAD_IPSEC_INSTALL_LIST_H

#include "nic-install-command.h"

#include <cstdint>
#include <vector>

namespace ns3
{

struct NicProfile;
struct SaContext;

/**
 * @ingroup ipsec-offload
 * @param profile what NIC it is
 * @param context an SA
 * @param receive which direction of it
 * @return the commands that install it (N13, N14); none where installs are no lists
 */
std::vector<InstallCommand> ListInstallCommands(const NicProfile& profile,
                                                const SaContext& context,
                                                bool receive);

/**
 * @ingroup ipsec-offload
 * @param profile what NIC it is
 * @param context an SA that is installed
 * @return the objects that were made for it, each of which a removal takes away
 */
uint32_t CountInstalledObjects(const NicProfile& profile, const SaContext& context);

/**
 * @ingroup ipsec-offload
 * The rules in a NIC's flow tables: one table for what arrives (N14) and one for what is sent,
 * keyed by drv_spi. Each has room for so many rules as the profile says (N15).
 */
class NicFlowTables
{
  public:
    /** @param profile what NIC it is; kept by reference */
    explicit NicFlowTables(const NicProfile& profile)
        : m_profile(profile)
    {
    }

    /**
     * @param context an SA, with the directions that are about to be installed
     * @return true when its rules fit
     */
    bool HasRoom(const SaContext& context) const;

    /** @param context an SA, with the directions that were installed */
    void Add(const SaContext& context);

    /** @param context an SA that leaves the NIC, with the directions that it had there */
    void Remove(const SaContext& context);

    /** Lose all rules (a reset). */
    void Clear();

  private:
    uint32_t CountReceiveRules(const SaContext& context) const;

    const NicProfile& m_profile; //!< what NIC it is
    uint32_t m_receive{0};       //!< rules for what arrives
    uint32_t m_transmit{0};      //!< rules for what is sent
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_INSTALL_LIST_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H
#define IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H

#include "offload-driver.h"

#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A network interface as the offload infrastructure sees it (FreeBSD's ifnet: capability and
 * methods).
 */
class OffloadInterface : public SimpleRefCount<OffloadInterface>
{
  public:
    /**
     * @param name its name, at most 31 characters (R55)
     * @param index its number on the node, in order of attachment
     * @param driver the driver; nullptr: no IPsec capability
     */
    OffloadInterface(std::string name, uint32_t index, const Ptr<OffloadDriver>& driver);

    /** @return its name */
    const std::string& GetName() const
    {
        return m_name;
    }

    /** @return its number on the node */
    uint32_t GetIndex() const
    {
        return m_index;
    }

    /** @return the driver or nullptr */
    Ptr<OffloadDriver> GetDriver() const
    {
        return m_driver;
    }

    /** @return true when packets and offers may use it now (R2) */
    bool IsCapable() const
    {
        return m_enabled && m_up && m_driver;
    }

    /** @param enabled the capability's switch; handles stay in place (R3) */
    void SetCapabilityEnabled(bool enabled)
    {
        m_enabled = enabled;
    }

    /** @return false after the interface-down routine (R207) until it is up again */
    bool IsUp() const
    {
        return m_up;
    }

    /** @return how often the interface-down routine has run */
    uint32_t GetDepartures() const
    {
        return m_departures;
    }

  private:
    friend class IpsecOffload;

    std::string m_name;          //!< name
    uint32_t m_index;            //!< number
    Ptr<OffloadDriver> m_driver; //!< method table
    bool m_enabled{true};        //!< capability switch
    bool m_up{true};             //!< false once it departed
    uint32_t m_departures{0};    //!< see GetDepartures()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H */

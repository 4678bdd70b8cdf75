/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H
#define IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H

#include "offload-driver.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-software-counts.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <optional>
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
        return m_enabled && m_up && m_driver && (!m_parent || m_parent->IsCapable());
    }

    /** @return the parent of a VLAN interface, or nullptr */
    Ptr<OffloadInterface> GetParent() const
    {
        return m_parent;
    }

    /**
     * @param other an interface
     * @return true when its packets pass here: it is this one, or a VLAN on it
     */
    bool Carries(const OffloadInterface& other) const
    {
        return &other == this || PeekPointer(other.m_parent) == this;
    }

    /**
     * Count a packet that was to go out here, or that came in here, and that software transformed.
     * @param transmit it went out
     * @param packet why; its reason and refusal
     * @param length octets: of clear IP going out, as it arrived coming in
     */
    void CountSoftware(bool transmit, const PacketDescriptor& packet, uint32_t length) const
    {
        m_reasons[transmit].Add(packet.reason, packet.refusal, length);
    }

    /**
     * @param transmit of packets that went out here; else of those that came in
     * @return why they were not offloaded
     */
    const SoftwareCounts& GetReasons(bool transmit = true) const
    {
        return m_reasons[transmit];
    }

    /** @param enabled the capability's switch; handles stay in place (R3) */
    void SetCapabilityEnabled(bool enabled)
    {
        m_enabled = enabled;
    }

    /**
     * @param assist what the device does for plain packets, as bits of OffloadDriver::Assist; until
     * it is told: what the driver does for tagged ones
     */
    void SetAssist(uint32_t assist)
    {
        m_assist = assist;
    }

    /** @return what the device does for plain packets, as bits of OffloadDriver::Assist */
    uint32_t GetAssist() const
    {
        if (m_parent)
        {
            return m_parent->GetAssist();
        }
        return m_assist ? *m_assist : m_driver ? m_driver->GetTransmitAssist(0) : 0;
    }

    /**
     * @param plain upper-layer checksums that the device verifies of clear packets, as bits of
     * OffloadDriver::Assist @param decrypted the same of what it has decrypted
     */
    void SetReceiveAssist(uint32_t plain, uint32_t decrypted)
    {
        m_receiveAssist[0] = plain;
        m_receiveAssist[1] = decrypted;
    }

    /**
     * @param decrypted of packets that the device has decrypted; else of others
     * @return upper-layer checksums that the device verifies, as bits of OffloadDriver::Assist
     */
    uint32_t GetReceiveAssist(bool decrypted) const
    {
        return m_parent ? m_parent->GetReceiveAssist(decrypted)
                        : m_receiveAssist[decrypted ? 1 : 0];
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

    /** @param name another name */
    void SetName(const std::string& name)
    {
        m_name = name;
    }

    /** @param parent where a VLAN's frames go; set before the interface is used */
    void SetParent(const Ptr<OffloadInterface>& parent)
    {
        m_parent = parent;
    }

    /** The interface-down routine begins: no offers and no packets any more (R207). */
    void Depart()
    {
        m_up = false;
        ++m_departures;
    }

    /** The interface is up again. */
    void Return()
    {
        m_up = true;
    }

  private:
    std::string m_name;                  //!< name
    uint32_t m_index;                    //!< number
    Ptr<OffloadDriver> m_driver;         //!< method table
    Ptr<OffloadInterface> m_parent;      //!< of a VLAN interface
    mutable SoftwareCounts m_reasons[2]; //!< in and out; packets only count, they change nothing
    std::optional<uint32_t> m_assist;    //!< see SetAssist()
    uint32_t m_receiveAssist[2]{0, 0};   //!< see SetReceiveAssist()
    bool m_enabled{true};                //!< capability switch
    bool m_up{true};                     //!< false once it departed
    uint32_t m_departures{0};            //!< see GetDepartures()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_INTERFACE_H */

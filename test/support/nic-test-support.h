/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_TEST_SUPPORT_H
#define IPSEC_OFFLOAD_NIC_TEST_SUPPORT_H

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-explain-step.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/nic-engine.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <numeric>
#include <string>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Small SAs, contexts and packets for the tests of NIC and driver.
 */

namespace ns3::tests
{

/// @param text an address @return the same
inline ns3::IpAddress
Ip(const std::string& text)
{
    return ns3::IpAddress::FromString(text).value();
}

/// @param spi an SPI @param source an address @param destination an address @return a GCM SA
inline ns3::SaConfig
MakeSa(uint32_t spi,
       const std::string& source = "10.0.0.1",
       const std::string& destination = "10.0.0.2")
{
    ns3::SaConfig config;
    config.spi = spi;
    config.mode = ns3::IpsecMode::TRANSPORT;
    config.source = Ip(source);
    config.destination = Ip(destination);
    config.cipher = ns3::FindIpsecAlgorithm("aes-gcm-16-128");
    config.key.resize(config.cipher->GetKeyBytes());
    std::iota(config.key.begin(), config.key.end(), static_cast<uint8_t>(spi));
    return config;
}

/// @param config an SA @return octet counts of its ESP form
inline ns3::EspSizes
SizesOf(const ns3::SaConfig& config)
{
    return ns3::SecurityAssociation(config, 0).GetSizes();
}

/// @param drvSpi its name @param config an SA @return its context in both directions
inline ns3::SaContext
MakeContext(uint16_t drvSpi, const ns3::SaConfig& config)
{
    ns3::SaContext context;
    context.drvSpi = drvSpi;
    context.transmit = true;
    context.receive = true;
    context.sizes = SizesOf(config);
    const ns3::SequenceState begin(config);
    context.nextSequence = begin.next;
    context.config = config;
    context.window = begin.window;
    return context;
}

/// @param length octets @param drvSpi transmit tag @return an IPv4 UDP packet
inline ns3::PacketDescriptor
MakePacket(uint32_t length, uint16_t drvSpi = 0)
{
    ns3::PacketDescriptor packet;
    packet.source = Ip("10.0.0.1");
    packet.destination = Ip("10.0.0.2");
    packet.length = length;
    packet.protocol = 17;
    packet.sourcePort = 1000;
    packet.destinationPort = 2000;
    packet.drvSpi = drvSpi;
    return packet;
}

/// Writes down what one part of a NIC tells of a packet.
class StepNotes : public ns3::StepListener
{
  public:
    /// @param object the part
    explicit StepNotes(std::string object)
        : m_object(std::move(object))
    {
    }

    void Enter([[maybe_unused]] uint32_t node) override
    {
    }

    void Append(const ns3::StepRecord& step) override
    {
        const ns3::StepInfo& info = ns3::GetStepInfo(step.code);
        if (info.stage == m_object)
        {
            m_text += ns3::ExplainStep(step) + "\n";
            m_rule = info.rule;
        }
    }

    /// @return everything so far, a line each
    const std::string& GetText() const
    {
        return m_text;
    }

    /// @return the rule noted last
    const std::string& GetRule() const
    {
        return m_rule;
    }

  private:
    std::string m_object; //!< the part
    std::string m_text;   //!< see GetText()
    std::string m_rule;   //!< see GetRule()
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_NIC_TEST_SUPPORT_H */

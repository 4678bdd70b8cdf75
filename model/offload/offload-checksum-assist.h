/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_CHECKSUM_ASSIST_H
#define IPSEC_OFFLOAD_OFFLOAD_CHECKSUM_ASSIST_H

#include "offload-driver.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * @return the names of the checksums that a NIC may compute or verify, as profiles have them: "ip",
 * "tcp4", "udp4", "tcp6", "udp6", "sctp"
 */
const std::vector<std::string>& GetChecksumNames();

/**
 * @ingroup ipsec-offload
 * @param name one of GetChecksumNames()
 * @return its bit of OffloadDriver::Assist; nothing for another name
 */
std::optional<uint32_t> FindChecksum(const std::string& name);

/**
 * @ingroup ipsec-offload
 * Who computes the checksums of a datagram that a node sends (R136): those in the mask stay pending
 * for the NIC, software computes the others. Before software ESP software computes the upper
 * layer's in any case, and before IP cuts a datagram, too. A NIC that cuts a super-segment computes
 * those of its segments, which no one else can. What is forwarded brings its checksum along.
 * @param packet a datagram, decided upon; gets who computes (checksum, headerSum)
 * @param assist what the NIC does for it
 * @param mtu octets of IP that may leave in one piece
 */
void ChooseTransmitChecksums(PacketDescriptor& packet, uint32_t assist, uint32_t mtu);

/**
 * @ingroup ipsec-offload
 * Who verifies the upper layer's checksum of a datagram that a node gets. No NIC sums up fragments.
 * @param packet a clear datagram; gets who verifies (checksum)
 * @param assist what the NIC verifies of such packets
 * @param local false: it goes on to another node, which will verify it
 */
void ChooseReceiveChecksum(PacketDescriptor& packet, uint32_t assist, bool local);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_CHECKSUM_ASSIST_H */

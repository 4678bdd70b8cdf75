/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-requests.h"

namespace ns3
{

SaUpdate
SaUpdate::Of(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    SaUpdate update;
    update.spi = config.spi;
    update.requester = config.requester;
    update.mode = config.mode;
    update.reqid = config.reqid;
    update.source = config.source;
    update.destination = config.destination;
    return update;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-interface.h"

#include <utility>

namespace ns3
{

OffloadInterface::OffloadInterface(std::string name,
                                   uint32_t index,
                                   const Ptr<OffloadDriver>& driver)
    : m_name(std::move(name)),
      m_index(index),
      m_driver(driver)
{
}

} // namespace ns3

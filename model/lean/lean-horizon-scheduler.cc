/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-horizon-scheduler.h"

#include "ns3/object-factory.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(HorizonScheduler);

namespace
{

// The simulator makes its scheduler itself and hands it to nobody; like the simulator, it is one
// per process.
HorizonScheduler* g_current = nullptr;

} // namespace

TypeId
HorizonScheduler::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HorizonScheduler")
                            .SetParent<MapScheduler>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<HorizonScheduler>();
    return tid;
}

HorizonScheduler::HorizonScheduler()
{
    g_current = this;
}

HorizonScheduler::~HorizonScheduler()
{
    if (g_current == this)
    {
        g_current = nullptr;
    }
}

void
HorizonScheduler::Install()
{
    ObjectFactory factory;
    factory.SetTypeId(GetTypeId());
    Simulator::SetScheduler(factory);
}

HorizonScheduler*
HorizonScheduler::GetCurrent()
{
    return g_current;
}

void
HorizonScheduler::Refresh()
{
    m_next = IsEmpty() ? std::numeric_limits<uint64_t>::max() : PeekNext().key.m_ts;
}

void
HorizonScheduler::Insert(const Event& event)
{
    MapScheduler::Insert(event);
    if (event.key.m_ts < m_next)
    {
        m_next = event.key.m_ts;
    }
}

Scheduler::Event
HorizonScheduler::RemoveNext()
{
    const Event event = MapScheduler::RemoveNext();
    Refresh();
    return event;
}

void
HorizonScheduler::Remove(const Event& event)
{
    MapScheduler::Remove(event);
    Refresh();
}

} // namespace ns3

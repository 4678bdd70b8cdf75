/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-offload.h"

#include "handle-withdrawal-internal.h"
#include "interface-walk-internal.h"
#include "vlan-offload-driver.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecOffload");
NS_OBJECT_ENSURE_REGISTERED(IpsecOffload);

TypeId
IpsecOffload::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::IpsecOffload")
            .SetParent<Object>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecOffload>()
            .AddAttribute("Enabled",
                          "Whether offload exists at all. When off: no offers, no tags (R1).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecOffload::m_enabled),
                          MakeBooleanChecker())
            .AddAttribute(
                "ManualWorker",
                "Whether the worker is stepped by hand: it runs only when "
                "OffloadWorker::RunOne(), RunUntilDriverCall() or RunAll() tell it to.",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecOffload::SetManualWorker, &IpsecOffload::IsManualWorker),
                MakeBooleanChecker())
            .AddAttribute("EpochWait",
                          "How long the withdrawal of one handle waits, between unlinking it and "
                          "calling the driver, for packets in flight through the stack (R65). 0 "
                          "means no wait.",
                          TimeValue(MilliSeconds(1)),
                          MakeTimeAccessor(&IpsecOffload::m_epochWait),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("WalkStopsOnError",
                          "Whether a driver fault or the lack of a drv_spi on one interface keeps "
                          "an SA from being offered to the interfaces behind it, as in FreeBSD of "
                          "2024 (R16, R47).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_walkStopsOnError),
                          MakeBooleanChecker())
            .AddAttribute("LeakDrvSpiOnFault",
                          "Whether a driver fault loses the drv_spi for ever, as in FreeBSD before "
                          "15.1 (R18).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_leakDrvSpiOnFault),
                          MakeBooleanChecker())
            .AddAttribute("NameTestFirst",
                          "Whether an SA that names another interface gets a REJECTED handle even "
                          "when no drv_spi is left, as in FreeBSD of 2024 (R17).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_nameTestFirst),
                          MakeBooleanChecker())
            .AddAttribute("UndoUnrecorded",
                          "Whether an SA that a driver took and whose handle cannot be recorded is "
                          "deinstalled again, as in FreeBSD 15.1; otherwise the NIC keeps it and "
                          "its drv_spi is lost (R19).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecOffload::m_undoUnrecorded),
                          MakeBooleanChecker())
            .AddAttribute("TagNeedsHistory",
                          "Whether a decrypted packet is tagged only if its drv_spi is known, and "
                          "its tag tells the transforms. Older kernels tag it in any case (R159).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecOffload::m_tagNeedsHistory),
                          MakeBooleanChecker())
            .AddAttribute("LoseOffers",
                          "Inject faults: the next so many triggers find no memory for the task "
                          "that offers (R39).",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecOffload::m_loseOffers),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("LoseHandles",
                          "Inject faults: the next so many acks find no memory for the handle "
                          "(R19).",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecOffload::m_loseHandles),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("DriverTimeout",
                          "A driver that has not answered an offer after this time counts as one "
                          "that faults; what it answers later is undone. 0: the worker waits for "
                          "ever, as FreeBSD's does.",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&IpsecOffload::m_driverTimeout),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("SharedSequence",
                          "Whether software and NIC share one sequence counter and one replay "
                          "window per SA: the host numbers all packets and checks them. So it is "
                          "with inline crypto; real packet offload has two of each (R143).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_sharedSequence),
                          MakeBooleanChecker())
            .AddAttribute(
                "SequenceHandover",
                "Whether a NIC begins where the kernel's sequence counter stands when "
                "the SA is offered, and the kernel goes on where the NIC left off when it "
                "is withdrawn (R143: FreeBSD does neither). Needs no SharedSequence.",
                BooleanValue(false),
                MakeBooleanAccessor(&IpsecOffload::m_sequenceHandover),
                MakeBooleanChecker())
            .AddAttribute("LiveCounters",
                          "Whether the expiry timer reads the NIC's counters first, as Linux does. "
                          "FreeBSD goes by what was polled (R180, R201).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_liveCounters),
                          MakeBooleanChecker())
            .AddAttribute("NicLimits",
                          "Whether the NIC is told the limits of an SA, stops at the hard ones and "
                          "signals the soft ones. FreeBSD never tells it (R202).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_nicLimits),
                          MakeBooleanChecker())
            .AddAttribute("DownDeletes",
                          "Whether the SAs that an interface holds die when it goes down, as in "
                          "Linux. FreeBSD's go on in software (R209).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_downDeletes),
                          MakeBooleanChecker())
            .AddAttribute(
                "SlotPolicy",
                "Who gets a NIC's slots, for instance "
                "ns3::LargestRateSlotPolicy[Period=1s]. Without one as in FreeBSD: first "
                "come, first served, one try (R52, R53).",
                PointerValue(),
                MakePointerAccessor(&IpsecOffload::SetSlotPolicy, &IpsecOffload::GetSlotPolicy),
                MakePointerChecker<SlotPolicy>())
            .AddAttribute("Verbose",
                          "Write a line to std::clog for each offer, answer and withdrawal (R10).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_verbose),
                          MakeBooleanChecker())
            .AddAttribute("DirectionKnown",
                          "Whether offers tell drivers the direction of an SA, as in Linux. "
                          "FreeBSD's SAs have none (R49).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_directionKnown),
                          MakeBooleanChecker())
            .AddAttribute("OfferOnlyNamed",
                          "Whether only SAs that name an interface are offered, as in Linux, where "
                          "the request picks the device.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_offerOnlyNamed),
                          MakeBooleanChecker())
            .AddAttribute("RefusalFails",
                          "Whether an SA that no driver took is deleted, as in Linux packet mode, "
                          "where the request fails. Holds for SAs that a driver refused and for "
                          "those that name an interface.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_refusalFails),
                          MakeBooleanChecker())
            .AddAttribute("FaultFails",
                          "Whether an SA is deleted when a driver faults on it, as in Linux crypto "
                          "mode, where only \"not supported\" falls back to software.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_faultFails),
                          MakeBooleanChecker())
            .AddAttribute("UseAfterAnswer",
                          "Whether an SA is used only after the drivers have answered its offer, "
                          "as in Linux and DPDK, whose requests return what the driver says. "
                          "FreeBSD answers first and offers later (R9).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecOffload::m_useAfterAnswer),
                          MakeBooleanChecker())
            .AddAttribute(
                "LastDrvSpi",
                "The highest drv_spi that is given out, 3 to 65535. Below 65535 only to "
                "study exhaustion (R16, R20).",
                UintegerValue(UINT16_MAX),
                MakeUintegerAccessor(&IpsecOffload::SetLastDrvSpi, &IpsecOffload::GetLastDrvSpi),
                MakeUintegerChecker<uint16_t>(DrvSpiAllocator::FIRST))
            .AddTraceSource("Offer",
                            "A driver is about to be asked to take an SA: the time, the SA, the "
                            "interface and the drv_spi",
                            MakeTraceSourceAccessor(&IpsecOffload::m_offerTrace),
                            "ns3::IpsecOffload::OfferTracedCallback")
            .AddTraceSource("Report",
                            "A driver reported counters of an SA: the time, the SA, the interface, "
                            "the drv_spi and the absolute values (R176)",
                            MakeTraceSourceAccessor(&IpsecOffload::m_reportTrace),
                            "ns3::IpsecOffload::ReportTracedCallback")
            .AddTraceSource("Answer",
                            "An SA was offered to an interface and the answer is here: the time, "
                            "the SA, the interface, the drv_spi (0 when there was none) and the "
                            "reason, NONE for an ack",
                            MakeTraceSourceAccessor(&IpsecOffload::m_answerTrace),
                            "ns3::IpsecOffload::HandleTracedCallback")
            .AddTraceSource("Withdraw",
                            "A handle was withdrawn and its drv_spi is free again: the time, the "
                            "SA, the interface, the drv_spi and the reason: WITHDRAWN, "
                            "INTERFACE_DOWN or DEMOTED",
                            MakeTraceSourceAccessor(&IpsecOffload::m_withdrawTrace),
                            "ns3::IpsecOffload::HandleTracedCallback");
    return tid;
}

IpsecOffload::IpsecOffload()
{
    NS_LOG_FUNCTION(this);
    m_observers.Add(&m_tally);
    m_observers.Add(&m_steps);
    m_observers.Add(&m_log);
    m_observers.Add(this);
}

IpsecOffload::~IpsecOffload()
{
    NS_LOG_FUNCTION(this);
    Clear();
}

void
IpsecOffload::Attach(const Ptr<SecurityAssociationDatabase>& sad,
                     const Ptr<SecurityPolicyDatabase>& spd)
{
    NS_LOG_FUNCTION(this << sad << spd);
    NS_ABORT_MSG_UNLESS(sad && spd, "IpsecOffload::Attach() needs a SAD and an SPD");
    NS_ABORT_MSG_IF(m_sad, "IpsecOffload listens to a SAD already");
    m_sad = sad;
    m_spd = spd;
    m_sad->AddObserver(this);
    m_spd->AddObserver(this);
}

Ptr<OffloadInterface>
IpsecOffload::AddInterface(const std::string& name, const Ptr<OffloadDriver>& driver)
{
    NS_LOG_FUNCTION(this << name << driver);
    CheckName(name);
    for (const auto& other : m_interfaces)
    {
        NS_ABORT_MSG_IF(driver && other->GetDriver() == driver,
                        "interfaces " << other->GetName() << " and " << name
                                      << " share a driver object; each needs its own");
    }
    auto interface =
        Create<OffloadInterface>(name, static_cast<uint32_t>(m_interfaces.size()), driver);
    m_interfaces.push_back(interface);
    if (driver)
    {
        driver->SetReportCallback(
            [this, where = PeekPointer(interface)](Ps now,
                                                   uint16_t drvSpi,
                                                   const PacketOctets& absolute) {
                ReportCounters(now, *where, drvSpi, absolute);
            });
        driver->SetLimitCallback(
            [this](Ps now, uint16_t drvSpi, bool hard) { ReachLimit(now, drvSpi, hard); });
        driver->SetDownCallback([this, where = PeekPointer(interface)](Ps now) {
            InterfaceDown(now, Ptr<OffloadInterface>(where));
            InterfaceUp(Ptr<OffloadInterface>(where));
        });
    }
    return interface;
}

Ptr<OffloadInterface>
IpsecOffload::AddVlanInterface(const std::string& name,
                               const Ptr<OffloadInterface>& parent,
                               uint16_t vlan)
{
    NS_LOG_FUNCTION(this << name << parent->GetName() << vlan);
    NS_ABORT_MSG_UNLESS(vlan >= 1 && vlan <= 4094,
                        "VLAN id " << vlan << " of " << name << ", expected 1 to 4094");
    auto interface = AddInterface(name, CreateObject<VlanOffloadDriver>(parent, vlan));
    interface->m_parent = parent;
    return interface;
}

void
IpsecOffload::RenameInterface(const Ptr<OffloadInterface>& interface, const std::string& name)
{
    NS_LOG_FUNCTION(this << interface->GetName() << name);
    CheckName(name);
    interface->m_name = name;
}

/// @param name of an interface to be; ends the program when it cannot have that name
void
IpsecOffload::CheckName(const std::string& name) const
{
    constexpr size_t longest = 31; // R55: a 32-octet field with its terminator
    NS_ABORT_MSG_IF(name.empty() || name.size() > longest,
                    "interface name \"" << name << "\" has " << name.size()
                                        << " characters, expected 1 to " << longest);
    for (const auto& other : m_interfaces)
    {
        NS_ABORT_MSG_IF(other->GetName() == name, "two interfaces are named " << name);
    }
}

void
IpsecOffload::SetSlotPolicy(Ptr<SlotPolicy> policy)
{
    NS_LOG_FUNCTION(this << policy);
    if (m_slotPolicy)
    {
        m_observers.Remove(PeekPointer(m_slotPolicy));
        m_slotPolicy->Dispose();
    }
    m_slotPolicy = policy;
    if (policy)
    {
        policy->Bind(*this);
        m_observers.Add(PeekPointer(policy));
    }
}

IpsecOffload::Lookup
IpsecOffload::Find(const SecurityAssociation& sa, const OffloadInterface* interface) const
{
    if (!m_enabled)
    {
        return {nullptr, SoftwareReason::OFFLOAD_OFF};
    }
    if (!interface)
    {
        return {nullptr, SoftwareReason::NO_INTERFACE};
    }
    if (!interface->IsCapable())
    {
        return {nullptr,
                interface->IsUp() ? SoftwareReason::CAP_DISABLED : SoftwareReason::INTERFACE_DOWN};
    }
    const SaOffloadState* state = GetState(sa);
    if (!state)
    {
        return {nullptr, WhyNotOffered(sa)};
    }
    for (const auto& handle : state->handles)
    {
        if (PeekPointer(handle->interface) == interface)
        {
            return {handle->handled ? handle.get() : nullptr, handle->reason, handle->refusal};
        }
    }
    for (const auto& last : state->unhandled)
    {
        if (last.interface == interface->GetIndex())
        {
            return {nullptr, last.reason, last.refusal};
        }
    }
    if (state->deinstalled)
    {
        return {nullptr, SoftwareReason::WITHDRAWN};
    }
    if (state->walking || (state->queued > 0 && !state->installed))
    {
        return {nullptr, SoftwareReason::NOT_YET_OFFERED};
    }
    if (state->offerLost && !state->installed)
    {
        return {nullptr, SoftwareReason::OFFER_LOST};
    }
    return {nullptr,
            state->cloned && !state->installed ? SoftwareReason::CLONED : WhyNotOffered(sa)};
}

/// @param sa an SA that no driver here was asked to take @return why
SoftwareReason
IpsecOffload::WhyNotOffered(const SecurityAssociation& sa) const
{
    return m_offerOnlyNamed && sa.GetConfig().interfaceName.empty() ? SoftwareReason::NOT_REQUESTED
                                                                    : SoftwareReason::NO_HANDLE;
}

IpsecOffload::Lookup
IpsecOffload::FindReceiver(const SecurityAssociation& sa,
                           const OffloadInterface* interface,
                           bool joined) const
{
    const Lookup lookup = Find(sa, interface);
    if (!lookup.handle)
    {
        return lookup;
    }
    return {nullptr,
            !lookup.handle->receives ? SoftwareReason::TRANSMIT_ONLY
            : joined                 ? SoftwareReason::FRAGMENT
                                     : SoftwareReason::NO_CONTEXT};
}

bool
IpsecOffload::FillHistory(const OffloadInterface& interface,
                          uint16_t drvSpi,
                          TransformHistory& history) const
{
    if (!m_tagNeedsHistory) // R158: the old kernel takes any tag
    {
        return true;
    }
    const SaHandle* handle = FindByDrvSpi(drvSpi);
    return handle && interface.Carries(*handle->interface) && history.Add(handle->history);
}

void
IpsecOffload::CountTransmit(SaHandle& handle, uint32_t length)
{
    static_cast<SaOffloadState*>(handle.sa->GetOffloadSlot())->softwareView.Add(length);
}

void
IpsecOffload::CountReceive(Ps now, SaHandle& handle, uint32_t length)
{
    auto* state = static_cast<SaOffloadState*>(handle.sa->GetOffloadSlot());
    state->softwareView.Add(length);
    if (!state->hardwareFirstUsed)
    {
        state->hardwareFirstUsed = now;
    }
}

void
IpsecOffload::ReportCounters(Ps now,
                             const OffloadInterface& interface,
                             uint16_t drvSpi,
                             const PacketOctets& absolute)
{
    NS_LOG_FUNCTION(this << now << interface.GetName() << drvSpi << absolute.packets
                         << absolute.octets);
    SaHandle* handle = FindByDrvSpi(drvSpi);
    if (!handle || !interface.Carries(*handle->interface))
    {
        m_observers.Tell(&OffloadObserver::StrayReport, now, drvSpi); // R177
        if (!handle && drvSpi < m_byDrvSpi.size() && m_byDrvSpi[drvSpi].sa)
        {
            MarkUsed(now, *m_byDrvSpi[drvSpi].sa, absolute);
        }
        return;
    }
    SaOffloadState& state = SaOffloadState::Of(*handle->sa);
    MarkUsed(now, *handle->sa, absolute);
    // Unsigned on purpose: a counter that goes backwards adds a huge number (R179).
    const PacketOctets difference{absolute.packets - handle->lastReport.packets,
                                  absolute.octets - handle->lastReport.octets};
    handle->lastReport = absolute;
    state.hardwareTotals.Add(difference);
    handle->sa->CountHardware(now, difference);
    m_observers.Tell(&OffloadObserver::CountersReported,
                     CounterReport{now, *handle, interface, absolute, difference});
}

void
IpsecOffload::RefreshCounters(Ps now)
{
    if (!m_liveCounters)
    {
        return;
    }
    for (const auto& entry : m_byDrvSpi)
    {
        if (!entry.handle)
        {
            continue;
        }
        const SaConfig& config = entry.sa->GetConfig();
        if (config.hard.octets == 0 && config.soft.octets == 0 && config.hard.useTime == 0 &&
            config.soft.useTime == 0)
        {
            continue;
        }
        const OffloadInterface& interface = *entry.handle->interface;
        if (const auto absolute = ReadHardware(now, *entry.sa, interface))
        {
            ReportCounters(now, interface, entry.handle->drvSpi, *absolute);
        }
    }
}

/**
 * A NIC that enforces limits has reached one (R202).
 * @param now the time
 * @param drvSpi which SA
 * @param hard whether it is the hard one
 */
void
IpsecOffload::ReachLimit(Ps now, uint16_t drvSpi, bool hard)
{
    NS_LOG_FUNCTION(this << now << drvSpi << hard);
    const SaHandle* handle = FindByDrvSpi(drvSpi);
    if (!handle || !m_sad || m_sad->FindBySpi(handle->sa->GetConfig().spi) != handle->sa)
    {
        return;
    }
    if (const auto absolute = ReadHardware(now, *handle->sa, *handle->interface))
    {
        ReportCounters(now, *handle->interface, drvSpi, *absolute);
    }
    m_sad->ReachLimit(now, handle->sa->GetConfig().spi, hard);
}

void
IpsecOffload::ForEachPolicyHandle(
    const OffloadInterface& interface,
    const std::function<void(const SecurityPolicy&, const PolicyHandle&)>& visit) const
{
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : GetState(*policy)->handles)
        {
            if (PeekPointer(handle->interface) == &interface)
            {
                visit(*policy, *handle);
            }
        }
    }
}

std::optional<PacketOctets>
IpsecOffload::GetReported(const OffloadInterface& interface, uint16_t drvSpi) const
{
    const SaHandle* handle = FindByDrvSpi(drvSpi);
    if (!handle || PeekPointer(handle->interface) != &interface)
    {
        return std::nullopt;
    }
    return handle->lastReport;
}

std::optional<PacketOctets>
IpsecOffload::ReadHardware(Ps now,
                           const SecurityAssociation& sa,
                           const OffloadInterface& interface) const
{
    const SaHandle* handle = Find(sa, &interface).handle;
    if (!handle || !(interface.GetDriver()->GetMethods() & OffloadDriver::SA_COUNTERS))
    {
        return std::nullopt;
    }
    return interface.GetDriver()->GetSaCounters(now, handle->drvSpi, handle->cookie);
}

std::optional<PacketOctets>
IpsecOffload::ReadHardwareTotal(Ps now, const SecurityAssociation& sa) const
{
    PacketOctets total;
    const SaOffloadState* state = GetState(sa);
    for (size_t i = 0; state && i < state->handles.size(); ++i)
    {
        const OffloadInterface& interface = *state->handles[i]->interface;
        if (!Find(sa, &interface).handle ||
            !(interface.GetDriver()->GetMethods() & OffloadDriver::SA_COUNTERS))
        {
            continue;
        }
        const auto counters = ReadHardware(now, sa, interface);
        if (!counters)
        {
            return std::nullopt;
        }
        total.Add(*counters);
    }
    return total;
}

bool
IpsecOffload::ReadLifetime(Ps now,
                           const SecurityAssociation& sa,
                           CounterView view,
                           const OffloadInterface* interface,
                           bool update,
                           LifetimeRecord& record) const
{
    const SaOffloadState* state = GetState(sa);
    std::optional<PacketOctets> counters;
    // Live counters are added up in a record that was zeroed: its use time stays 0 (R185, R187).
    std::optional<Ps> useTime;
    switch (view)
    {
    case CounterView::SOFTWARE_TOTAL:
        if (state)
        {
            counters = state->softwareView;
            useTime = state->hardwareFirstUsed;
        }
        break;
    case CounterView::HARDWARE_INTERFACE:
        counters = interface ? ReadHardware(now, sa, *interface) : std::nullopt;
        break;
    case CounterView::HARDWARE_TOTAL:
        counters = ReadHardwareTotal(now, sa);
        break;
    }
    if (!counters)
    {
        return false;
    }
    if (!update)
    {
        record = {}; // and the least of 0 and any use time is 0 (R186)
    }
    record.packets += static_cast<uint32_t>(counters->packets); // R190
    record.octets += counters->octets;
    record.useTime = record.useTime && useTime
                         ? std::optional<Ps>(std::min(*record.useTime, *useTime))
                         : std::nullopt; // a zero wins (R188)
    return true;
}

void
IpsecOffload::SetLastDrvSpi(uint16_t last)
{
    NS_ABORT_MSG_IF(m_allocator.GetTaken() != 0, "LastDrvSpi changes while drv_spis are in use");
    if (last != m_allocator.GetLast())
    {
        m_allocator = DrvSpiAllocator(last);
    }
}

void
IpsecOffload::DoDispose()
{
    NS_LOG_FUNCTION(this);
    SetSlotPolicy(nullptr);
    Clear();
    Object::DoDispose();
}

/**
 * A driver says that an SA was used (R176).
 * @param now the time
 * @param sa the SA
 * @param absolute its counters
 */
void
IpsecOffload::MarkUsed(Ps now, SecurityAssociation& sa, const PacketOctets& absolute)
{
    if (absolute.packets != 0)
    {
        sa.MarkUsed(now);
        SaOffloadState& state = SaOffloadState::Of(sa);
        state.hardwareFirstUsed = state.hardwareFirstUsed.value_or(now);
    }
}

/// Let go of everything. Answers of drivers and ends of waits that come later find nobody.
void
IpsecOffload::Clear()
{
    if (m_walk)
    {
        m_walk->Cancel();
        m_walk.reset();
    }
    for (const auto& withdrawal : m_withdrawals)
    {
        withdrawal->Cancel();
    }
    m_withdrawals.clear();
    m_life.End();
    m_late.clear();
    m_worker.Clear();
    for (const auto& interface : m_interfaces)
    {
        if (interface->GetDriver())
        {
            interface->GetDriver()->SetReportCallback(nullptr);
            interface->GetDriver()->SetLimitCallback(nullptr);
            interface->GetDriver()->SetDownCallback(nullptr);
        }
    }
    m_interfaces.clear();
    for (auto& entry : m_byDrvSpi)
    {
        if (entry.handle)
        {
            SaOffloadState::Of(*entry.sa).handles.clear();
        }
    }
    m_byDrvSpi.clear();
    for (const auto& target : m_withoutDrvSpi)
    {
        SaOffloadState::Of(*target.sa).handles.clear();
    }
    m_withoutDrvSpi.clear();
    for (const auto& [id, policy] : m_policies)
    {
        PolicyOffloadState::Of(*policy).handles.clear();
    }
    m_policies.clear();
    if (m_sad)
    {
        m_sad->RemoveObserver(this);
        m_spd->RemoveObserver(this);
    }
    m_sad = nullptr;
    m_spd = nullptr;
}

} // namespace ns3

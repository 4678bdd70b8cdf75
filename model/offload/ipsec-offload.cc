/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-offload.h"

#include "ipsec-vlan-offload-driver.h"

#include "ns3/abort.h"
#include "ns3/attribute.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <cstddef>
#include <utility>

namespace ns3
{

namespace
{

/// @param interfaces those that are there @param name of one to be; ends the program when it cannot
/// have that name
void
CheckName(const std::vector<Ptr<OffloadInterface>>& interfaces, const std::string& name)
{
    constexpr size_t longest = 31; // R55: a 32-octet field with its terminator
    NS_ABORT_MSG_IF(name.empty() || name.size() > longest,
                    "interface name \"" << name << "\" has " << name.size()
                                        << " characters, expected 1 to " << longest);
    for (const auto& other : interfaces)
    {
        NS_ABORT_MSG_IF(other->GetName() == name, "two interfaces are named " << name);
    }
}

} // namespace

NS_LOG_COMPONENT_DEFINE("IpsecOffload");
NS_OBJECT_ENSURE_REGISTERED(IpsecOffload);

/**
 * Gives an attribute a field of the settings.
 * @tparam Value its attribute value
 * @tparam T its type
 */
template <typename Value, typename T>
class IpsecOffload::FieldAccessor : public AttributeAccessor
{
  public:
    /** @param field which */
    explicit FieldAccessor(T OffloadSettings::*field)
        : m_field(field)
    {
    }

    bool Set(ObjectBase* object, const AttributeValue& value) const override
    {
        auto* kernel = dynamic_cast<IpsecOffload*>(object);
        const auto* given = dynamic_cast<const Value*>(&value);
        if (!kernel || !given)
        {
            return false;
        }
        kernel->m_settings.*m_field = static_cast<T>(given->Get());
        return true;
    }

    bool Get(const ObjectBase* object, AttributeValue& value) const override
    {
        const auto* kernel = dynamic_cast<const IpsecOffload*>(object);
        auto* wanted = dynamic_cast<Value*>(&value);
        if (!kernel || !wanted)
        {
            return false;
        }
        wanted->Set(kernel->m_settings.*m_field);
        return true;
    }

    bool HasGetter() const override
    {
        return true;
    }

    bool HasSetter() const override
    {
        return true;
    }

  private:
    T OffloadSettings::*m_field; //!< which
};

/// @param field of the settings @return what gives it to an attribute
template <typename Value, typename T>
Ptr<const AttributeAccessor>
IpsecOffload::MakeFieldAccessor(T OffloadSettings::*field)
{
    return Create<FieldAccessor<Value, T>>(field);
}

/// @param tid the type @return the same with an attribute per switch
TypeId
IpsecOffload::AddSwitches(TypeId tid)
{
    const OffloadSettings defaults;
    for (const auto& row : GetOffloadSwitches())
    {
        tid = tid.AddAttribute(row.name,
                               row.text,
                               BooleanValue(defaults.*row.field),
                               MakeFieldAccessor<BooleanValue>(row.field),
                               MakeBooleanChecker());
    }
    return tid;
}

TypeId
IpsecOffload::GetTypeId()
{
    using S = OffloadSettings;
    static TypeId tid =
        AddSwitches(TypeId("ns3::IpsecOffload")
                        .SetParent<Object>()
                        .SetGroupName("IpsecOffload")
                        .AddConstructor<IpsecOffload>())
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
                          MakeFieldAccessor<TimeValue>(&S::epochWait),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("LoseOffers",
                          "Inject faults: the next so many triggers find no memory for the task "
                          "that offers (R39).",
                          UintegerValue(0),
                          MakeFieldAccessor<UintegerValue>(&S::loseOffers),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("LoseHandles",
                          "Inject faults: the next so many acks find no memory for the handle "
                          "(R19).",
                          UintegerValue(0),
                          MakeFieldAccessor<UintegerValue>(&S::loseHandles),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("DriverTimeout",
                          "A driver that has not answered an offer after this time counts as one "
                          "that faults; what it answers later is undone. 0: the worker waits for "
                          "ever, as FreeBSD's does.",
                          TimeValue(Time(0)),
                          MakeFieldAccessor<TimeValue>(&S::driverTimeout),
                          MakeTimeChecker(Time(0)))
            .AddAttribute(
                "SlotPolicy",
                "Who gets a NIC's slots, for instance ns3::LargestRateSlotPolicy[Period=1s]. "
                "Without one as in FreeBSD: first come, first served, one try (R52, R53).",
                PointerValue(),
                MakePointerAccessor(&IpsecOffload::SetSlotPolicy, &IpsecOffload::GetSlotPolicy),
                MakePointerChecker<SlotPolicy>())
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
    m_control.Attach(sad, spd);
    m_counters.Attach(sad);
}

Ptr<OffloadInterface>
IpsecOffload::AddInterface(const std::string& name, const Ptr<OffloadDriver>& driver)
{
    NS_LOG_FUNCTION(this << name << driver);
    CheckName(m_interfaces, name);
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
                m_counters.Report(now, *where, drvSpi, absolute);
            });
        driver->SetLimitCallback([this](Ps now, uint16_t drvSpi, bool hard) {
            m_counters.ReachLimit(now, drvSpi, hard);
        });
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
    interface->SetParent(parent);
    return interface;
}

void
IpsecOffload::RenameInterface(const Ptr<OffloadInterface>& interface, const std::string& name)
{
    NS_LOG_FUNCTION(this << interface->GetName() << name);
    CheckName(m_interfaces, name);
    interface->SetName(name);
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

void
IpsecOffload::InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface)
{
    NS_LOG_FUNCTION(this << now << interface->GetName());
    m_control.InterfaceDown(now, interface);
}

void
IpsecOffload::InterfaceUp(const Ptr<OffloadInterface>& interface)
{
    NS_LOG_FUNCTION(this << interface->GetName());
    interface->Return();
}

void
IpsecOffload::Promote(Ps now,
                      const Ptr<SecurityAssociation>& sa,
                      const Ptr<OffloadInterface>& interface,
                      ChangeDone done)
{
    m_control.Promote(now, sa, interface, std::move(done));
}

void
IpsecOffload::Demote(Ps now,
                     const Ptr<SecurityAssociation>& sa,
                     const Ptr<OffloadInterface>& interface,
                     ChangeDone done)
{
    m_control.Demote(now, sa, interface, std::move(done));
}

void
IpsecOffload::TearDown(Ps now, ChangeDone done)
{
    m_control.TearDown(now, std::move(done));
}

bool
IpsecOffload::FillHistory(const OffloadInterface& interface,
                          uint16_t drvSpi,
                          TransformHistory& history) const
{
    if (!m_settings.tagNeedsHistory) // R158: the old kernel takes any tag
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

uint64_t
IpsecOffload::CountRepeatedNumbers() const
{
    uint64_t packets = m_tally.Get().repeatedNumbers;
    m_control.ForEachSa(
        [&packets](const SecurityAssociation& sa) { packets += ns3::CountRepeatedNumbers(sa); });
    return packets;
}

void
IpsecOffload::CheckInvariants() const
{
    m_control.CheckInvariants(m_tally.Get());
}

void
IpsecOffload::DoDispose()
{
    NS_LOG_FUNCTION(this);
    SetSlotPolicy(nullptr);
    Clear();
    Object::DoDispose();
}

/// Let go of everything. Answers of drivers and ends of waits that come later find nobody.
void
IpsecOffload::Clear()
{
    m_control.Clear();
    m_counters.Detach();
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
}

} // namespace ns3

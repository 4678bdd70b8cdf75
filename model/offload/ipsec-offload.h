/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OFFLOAD_H
#define IPSEC_OFFLOAD_IPSEC_OFFLOAD_H

#include "ipsec-counter-reports.h"
#include "ipsec-handle-finder.h"
#include "offload-control.h"
#include "offload-interface.h"
#include "offload-log.h"
#include "offload-settings.h"
#include "offload-statistics.h"
#include "offload-steps.h"
#include "offload-traces.h"
#include "slot-policy.h"

#include "ns3/object.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The kernel's offload infrastructure: FreeBSD's ipsec_offload (R1-R90, R98-R106, R175-R192,
 * R207-R221).
 *
 * It observes the databases, offers SAs and policies to the drivers of all capable interfaces on
 * one worker (OffloadControl), keeps the answers as handles (SaHandleTable, PolicyHandleTable), and
 * answers the data path's one question: may this SA's packets be tagged for this interface, and if
 * not, why (HandleFinder). Nothing in the data path waits for it. This class holds the parts
 * together, and has the attributes and the trace sources. One piece because it is what the rest of
 * the kernel sees of ipsec_offload; what it does stands in its parts.
 */
class IpsecOffload : public Object, public OffloadTraces
{
  public:
    using Statistics = OffloadStatistics; //!< see GetStatistics()
    using Lookup = HandleLookup;          //!< see Find()

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecOffload();
    ~IpsecOffload() override;

    /**
     * Listen to a node's databases.
     * @param sad the SAD
     * @param spd the SPD
     */
    void Attach(const Ptr<SecurityAssociationDatabase>& sad,
                const Ptr<SecurityPolicyDatabase>& spd);

    /**
     * Make an interface known. SAs that were offered before are not offered to it (R52).
     * @param name its name, at most 31 characters (R55)
     * @param driver its driver; nullptr: an interface without IPsec capability
     * @return the interface
     */
    Ptr<OffloadInterface> AddInterface(const std::string& name, const Ptr<OffloadDriver>& driver);

    /**
     * Make a VLAN interface known: it inherits the capability of its parent, is offered SAs and
     * policies of its own, and forwards each method to the parent's driver (R214, R215).
     * @param name its name, at most 31 characters (R55)
     * @param parent where its frames go
     * @param vlan its VLAN id, 1 to 4094 (N17)
     * @return the interface
     */
    Ptr<OffloadInterface> AddVlanInterface(const std::string& name,
                                           const Ptr<OffloadInterface>& parent,
                                           uint16_t vlan);

    /**
     * Give an interface another name. Nothing is withdrawn: an SA's restriction was tested when it
     * was offered (R218).
     * @param interface which
     * @param name its new name
     */
    void RenameInterface(const Ptr<OffloadInterface>& interface, const std::string& name);

    /** @return the interfaces, in order of attachment */
    const std::vector<Ptr<OffloadInterface>>& GetInterfaces() const
    {
        return m_interfaces;
    }

    /**
     * The interface-down routine (R207-R211): withdraw everything there.
     * @param interface which
     */
    void InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface);

    /**
     * The interface is back. Nothing is offered again (R83, R209).
     * @param interface which
     */
    void InterfaceUp(const Ptr<OffloadInterface>& interface);

    /// Called at the end of a promotion or demotion.
    using ChangeDone = OffloadWorker::Done;

    /**
     * Offer an SA once more to one interface, as a task of the worker. FreeBSD never does (R53);
     * slot policies of ours do. Does nothing when the SA is dead or HANDLED there by then.
     * @param sa which
     * @param interface where
     * @param done called at the end, may be empty
     */
    void Promote(Ps now,
                 const Ptr<SecurityAssociation>& sa,
                 const Ptr<OffloadInterface>& interface,
                 ChangeDone done = nullptr);

    /**
     * Withdraw an alive SA's handle from one interface, as a task of the worker, with reason
     * DEMOTED.
     * @param sa which
     * @param interface where
     * @param done called at the end, may be empty
     */
    void Demote(Ps now,
                const Ptr<SecurityAssociation>& sa,
                const Ptr<OffloadInterface>& interface,
                ChangeDone done = nullptr);

    /** @param policy who gets slots; nullptr: first come, first served, and never again (R52) */
    void SetSlotPolicy(Ptr<SlotPolicy> policy);

    /** @param encapsulates what drivers are told of offers to come: the host builds ESP */
    void SetHostEncapsulates(bool encapsulates)
    {
        m_settings.hostEncapsulates = encapsulates;
    }

    /** @return who gets slots, or nullptr */
    Ptr<SlotPolicy> GetSlotPolicy() const
    {
        return m_slotPolicy;
    }

    /**
     * The end of a network stack (R216): its SAs and policies go, and the queue is drained.
     * @param done called when nothing is left to do
     */
    void TearDown(Ps now, ChangeDone done);

    /**
     * May packets of an SA be tagged for an interface (R1-R3, R128, R129)?
     * @param sa the SA
     * @param interface where the packet goes; nullptr: not known (R127)
     * @return a HANDLED handle, or the reason why there is none
     */
    Lookup Find(const SecurityAssociation& sa, const OffloadInterface* interface) const
    {
        return m_finder.Find(sa, interface);
    }

    /**
     * Why did a NIC not decrypt an ESP datagram?
     * @param sa its SA
     * @param interface where it arrived; nullptr: not known
     * @param joined it was put together from fragments
     * @return the reason, without a handle
     */
    Lookup FindReceiver(const SecurityAssociation& sa,
                        const OffloadInterface* interface,
                        bool joined) const
    {
        return m_finder.FindReceiver(sa, interface, joined);
    }

    /** @return what drivers answered that keeps SAs in software */
    const RefusalTable& GetRefusals() const
    {
        return m_control.GetRefusals();
    }

    /**
     * @param drvSpi a receive tag's value
     * @return the handle it names, or nullptr (R158)
     */
    SaHandle* FindByDrvSpi(uint16_t drvSpi) const
    {
        return m_control.GetSaHandles().Find(drvSpi);
    }

    /**
     * A driver asks for the transform history of a decrypted packet (R159).
     * @param interface where it arrived
     * @param drvSpi what the NIC said
     * @param history the history to add to
     * @return false: out of range or unknown, the packet must go up untagged
     */
    bool FillHistory(const OffloadInterface& interface,
                     uint16_t drvSpi,
                     TransformHistory& history) const;

    /**
     * Count a packet that was tagged on the way out (R134).
     * @param handle its handle
     * @param length octets of the clear IP datagram
     */
    static void CountTransmit(SaHandle& handle, uint32_t length);

    /**
     * Count a packet that the NIC decrypted (R157).
     * @param handle its handle
     * @param length octets of the clear IP datagram
     */
    static void CountReceive(Ps now, SaHandle& handle, uint32_t length);

    /** @return what drivers say about the traffic of SAs: reports and live reads */
    CounterReports& GetCounters()
    {
        return m_counters;
    }

    /** @return the control side, which observes the databases */
    OffloadControl& GetControl()
    {
        return m_control;
    }

    /**
     * @param sa an SA
     * @return its offload state, or nullptr when it was never seen here
     */
    static const SaOffloadState* GetState(const SecurityAssociation& sa)
    {
        return SaOffloadState::Find(sa);
    }

    /**
     * @param policy a policy
     * @return its offload state, or nullptr when it was never offered
     */
    static const PolicyOffloadState* GetState(const SecurityPolicy& policy)
    {
        return PolicyOffloadState::Find(policy);
    }

    /** @return the handles of policies */
    const PolicyHandleTable& GetPolicyHandles() const
    {
        return m_control.GetPolicyHandles();
    }

    /**
     * @return the worker, to watch or to wait for. PF_KEY's SPDDELETE and SPDUPDATE answer when it
     * has drained (OffloadWorker::WhenIdle(), R105); SPDFLUSH and expiry do not wait.
     */
    OffloadWorker& GetWorker()
    {
        return m_control.GetWorker();
    }

    /** @param manual true: the worker is stepped by hand */
    void SetManualWorker(bool manual)
    {
        m_control.GetWorker().SetManual(manual);
    }

    /** @return true when the worker is stepped by hand */
    bool IsManualWorker() const
    {
        return m_control.GetWorker().IsManual();
    }

    /** @return what happened so far */
    const Statistics& GetStatistics() const
    {
        return m_tally.Get();
    }

    /**
     * Packets that were sent with a pair of key and IV that was used before, since software and
     * NICs count apart (R143), or a counter of 32 bits wrapped (R171). Live and exact for SAs that
     * are there; what a NIC had still in its queues when its SA died is not in it.
     * @return packets, of all SAs so far
     */
    uint64_t CountRepeatedNumbers() const;

    /** @return drv_spi values in use, leaked ones included */
    uint32_t GetDrvSpisTaken() const
    {
        return m_control.GetSaHandles().GetTaken();
    }

    /** Assert the class invariants; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

    /** @param last the highest drv_spi, at least 3; only while none is in use */
    void SetLastDrvSpi(uint16_t last)
    {
        m_control.GetSaHandles().SetLast(last);
    }

    /** @return the highest drv_spi */
    uint16_t GetLastDrvSpi() const
    {
        return m_control.GetSaHandles().GetLast();
    }

    /** @param observer hears what happens to handles; must outlive this object or be removed */
    void AddObserver(OffloadObserver* observer)
    {
        m_observers.Add(observer);
    }

    /** @param observer hears nothing any more */
    void RemoveObserver(OffloadObserver* observer)
    {
        m_observers.Remove(observer);
    }

  protected:
    void DoDispose() override;

  private:
    template <typename Value, typename T>
    class FieldAccessor; // gives an attribute a field of the settings

    template <typename Value, typename T>
    static Ptr<const AttributeAccessor> MakeFieldAccessor(T OffloadSettings::*field);
    static TypeId AddSwitches(TypeId tid);
    void Clear();

    OffloadSettings m_settings;                      //!< the attributes
    std::vector<Ptr<OffloadInterface>> m_interfaces; //!< in order of attachment
    OffloadTally m_tally;                            //!< see GetStatistics()
    OffloadSteps m_steps;                            //!< notes what happens to SAs
    OffloadLog m_log{m_settings.verbose};            //!< R10
    OffloadObservers m_observers;                    //!< those above, this, the slot policy
    HandleFinder m_finder{m_settings};               //!< for the data path
    OffloadControl m_control{m_settings, m_interfaces, m_finder, m_observers}; //!< offers, handles
    CounterReports m_counters{m_settings,
                              m_control.GetSaHandles(),
                              m_finder,
                              m_observers}; //!< see
                                            //!< GetCounters()
    Ptr<SlotPolicy> m_slotPolicy;           //!< who gets slots
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OFFLOAD_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OFFLOAD_H
#define IPSEC_OFFLOAD_IPSEC_OFFLOAD_H

#include "drv-spi-allocator.h"
#include "offload-interface.h"
#include "offload-log.h"
#include "offload-statistics.h"
#include "offload-steps.h"
#include "offload-traces.h"
#include "offload-worker.h"
#include "policy-handle.h"
#include "refusal-table.h"
#include "sa-handle.h"
#include "slot-policy.h"

#include "ns3/database-observer.h"
#include "ns3/life-token.h"
#include "ns3/object.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The kernel's offload infrastructure: FreeBSD's ipsec_offload (R1-R90, R98-R106, R175-R192,
 * R207-R221).
 *
 * It listens to the databases, offers SAs and policies to the drivers of all capable interfaces on
 * one worker, keeps the answers as handles, and answers the data path's one question: may this SA's
 * packets be tagged for this interface, and if not, why. Nothing in the data path waits for it.
 *
 * Two sequential processes exist beside the data path. The worker offers and forgets; the
 * interface-down routine runs in its caller's thread, so it does not wait for the worker's queue
 * (R207). Both withdraw a handle in the same three steps: unlink, epoch wait, driver call.
 *
 * Invariants (CheckInvariants(), at any instant between two events): every handle stands in the
 * drv_spi map and in its SA; values in use = handles + handles being withdrawn + the offer that
 * waits for its answer + offers that timed out + values leaked by faults; HANDLED handles = acks -
 * withdrawals - acks that could not be recorded; offers = acks + nacks + faults + the one that
 * waits, where late acks count twice. The last two hold for policies as well, whose acks decide
 * nothing in the data path (R102).
 */
class IpsecOffload : public Object, public DatabaseObserver, public OffloadTraces
{
  public:
    /// See GetStatistics().
    using Statistics = OffloadStatistics;

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
     * @param now the time
     * @param interface which
     */
    void InterfaceDown(Ps now, const Ptr<OffloadInterface>& interface);

    /**
     * The interface is back. Nothing is offered again (R83, R209).
     * @param interface which
     */
    void InterfaceUp(const Ptr<OffloadInterface>& interface);

    /// Called at the end of a promotion or demotion.
    using ChangeDone = std::function<void(Ps now)>;

    /**
     * Offer an SA once more to one interface, as a task of the worker. FreeBSD never does (R53);
     * slot policies of ours do. Does nothing when the SA is dead or HANDLED there by then.
     * @param now the time
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
     * @param now the time
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
        m_hostEncapsulates = encapsulates;
    }

    /** @return who gets slots, or nullptr */
    Ptr<SlotPolicy> GetSlotPolicy() const
    {
        return m_slotPolicy;
    }

    /**
     * The end of a network stack (R216): its SAs and policies go, and the queue is drained.
     * @param now the time
     * @param done called when nothing is left to do
     */
    void TearDown(Ps now, std::function<void(Ps)> done);

    /// Answer to Find().
    struct Lookup
    {
        SaHandle* handle;      //!< HANDLED handle, or nullptr
        SoftwareReason reason; //!< NONE with a handle; otherwise why not
        uint16_t refusal{0};   //!< number of the driver's refusal that is the reason; 0: none is
    };

    /**
     * May packets of an SA be tagged for an interface (R1-R3, R128, R129)?
     * @param sa the SA
     * @param interface where the packet goes; nullptr: not known (R127)
     * @return a HANDLED handle, or the reason why there is none
     */
    Lookup Find(const SecurityAssociation& sa, const OffloadInterface* interface) const;

    /**
     * Why did a NIC not decrypt an ESP datagram?
     * @param sa its SA
     * @param interface where it arrived; nullptr: not known
     * @param joined it was put together from fragments
     * @return the reason, without a handle
     */
    Lookup FindReceiver(const SecurityAssociation& sa,
                        const OffloadInterface* interface,
                        bool joined) const;

    /** @return what drivers answered that keeps SAs in software */
    const RefusalTable& GetRefusals() const
    {
        return m_refusals;
    }

    /**
     * @param drvSpi a receive tag's value
     * @return the handle it names, or nullptr (R158)
     */
    SaHandle* FindByDrvSpi(uint16_t drvSpi) const
    {
        return drvSpi < m_byDrvSpi.size() ? m_byDrvSpi[drvSpi].handle : nullptr;
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
     * @param now the time
     * @param handle its handle
     * @param length octets of the clear IP datagram
     */
    static void CountReceive(Ps now, SaHandle& handle, uint32_t length);

    /**
     * A driver's counter report (R176-R179). A report for a handle that is being withdrawn only
     * says that the SA was used (R176, R183).
     * @param now the time
     * @param interface whose driver
     * @param drvSpi which SA
     * @param absolute counters since install
     */
    void ReportCounters(Ps now,
                        const OffloadInterface& interface,
                        uint16_t drvSpi,
                        const PacketOctets& absolute);

    /**
     * What was last reported (R184).
     * @param interface where
     * @param drvSpi which SA
     * @return absolute counters, or nothing when there is no such handle
     */
    std::optional<PacketOctets> GetReported(const OffloadInterface& interface,
                                            uint16_t drvSpi) const;

    /**
     * Ask one interface's driver for its live counters (R185). Changes nothing.
     * @param now the time
     * @param sa the SA
     * @param interface where
     * @return absolute counters, or nothing without a HANDLED handle, the method or an answer
     */
    std::optional<PacketOctets> ReadHardware(Ps now,
                                             const SecurityAssociation& sa,
                                             const OffloadInterface& interface) const;

    /**
     * Ask all drivers that hold an SA for their live counters (R187). Changes nothing. Drivers
     * without the method are left out. FreeBSD delivers nothing when the last driver fails; here
     * any failure has that effect (H8).
     * @param now the time
     * @param sa the SA
     * @return their sum, or nothing when one of them failed
     */
    std::optional<PacketOctets> ReadHardwareTotal(Ps now, const SecurityAssociation& sa) const;

    /**
     * Kernels that read counters instead of waiting for polls (LiveCounters) do it before the
     * expiry timer's pass: SAs with limits on octets or on the time of use. Otherwise nothing.
     * @param now the time
     */
    void RefreshCounters(Ps now);

    /// A lifetime record as PF_KEY carries it (R188, R190).
    struct LifetimeRecord
    {
        uint32_t packets{0};       //!< 32 bits, whatever was counted inside (R190)
        uint64_t octets{0};        //!< octets
        std::optional<Ps> useTime; //!< first use; nothing: zero in PF_KEY
    };

    /// Which counters ReadLifetime() reads.
    enum class CounterView : uint8_t
    {
        SOFTWARE_TOTAL,     //!< the software's view of offloaded traffic (R186)
        HARDWARE_INTERFACE, //!< one interface, live (R185)
        HARDWARE_TOTAL      //!< all interfaces, live (R187)
    };

    /**
     * Read counters into a lifetime record (R185-R188).
     * @param now the time
     * @param sa the SA
     * @param view which counters
     * @param interface where, for HARDWARE_INTERFACE
     * @param update true: add to the record; false: zero it first. In both, the lesser use time
     *        wins, a zero one included, as FreeBSD's ipsec_accel_sa_lifetime_op_impl() has it: so
     *        only an update by SOFTWARE_TOTAL tells one (R186-R188)
     * @param record the caller's
     * @return false: no counters could be read, and the record stays as it is
     */
    bool ReadLifetime(Ps now,
                      const SecurityAssociation& sa,
                      CounterView view,
                      const OffloadInterface* interface,
                      bool update,
                      LifetimeRecord& record) const;

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

    /**
     * @param interface one of this node's
     * @param visit called for each policy that has a handle there, in ascending order of number,
     * those included that have left the SPD and wait for their withdrawal
     */
    void ForEachPolicyHandle(
        const OffloadInterface& interface,
        const std::function<void(const SecurityPolicy&, const PolicyHandle&)>& visit) const;

    /**
     * @return the worker, to watch or to wait for. PF_KEY's SPDDELETE and SPDUPDATE answer when it
     * has drained (OffloadWorker::WhenIdle(), R105); SPDFLUSH and expiry do not wait.
     */
    OffloadWorker& GetWorker()
    {
        return m_worker;
    }

    /** @param manual true: the worker is stepped by hand */
    void SetManualWorker(bool manual)
    {
        m_worker.SetManual(manual);
    }

    /** @return true when the worker is stepped by hand */
    bool IsManualWorker() const
    {
        return m_worker.IsManual();
    }

    /** @return what happened so far */
    const Statistics& GetStatistics() const
    {
        return m_tally.Get();
    }

    /** @return drv_spi values in use, leaked ones included */
    uint32_t GetDrvSpisTaken() const
    {
        return m_allocator.GetTaken();
    }

    /** @return false when offload is switched off as a whole (R1) */
    bool IsEnabled() const
    {
        return m_enabled;
    }

    /** Assert the class invariants; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

    /**
     * @param last the highest drv_spi, at least 3; only while none is in use
     */
    void SetLastDrvSpi(uint16_t last);

    /** @return the highest drv_spi */
    uint16_t GetLastDrvSpi() const
    {
        return m_allocator.GetLast();
    }

    void SaComplete(Ps now, SecurityAssociation& sa, bool& waits) override;
    void SaTriggered(Ps now, SecurityAssociation& sa) override;
    void SaDead(Ps now, SecurityAssociation& sa) override;
    void SaCloned(Ps now, const SecurityAssociation& old, SecurityAssociation& clone) override;
    void ExpiryBegins(Ps now) override;
    void PolicyAdded(Ps now, SecurityPolicy& policy) override;
    void PolicyRemoved(Ps now, SecurityPolicy& policy) override;

  protected:
    void DoDispose() override;

  private:
    class InterfaceWalk; // an offer's way along the interfaces
    class SaOfferWalk;
    class PolicyOfferWalk;
    class HandleWithdrawal; // handles on their way out, one after another
    class SaWithdrawal;
    class PolicyWithdrawal;

    /// Who runs a withdrawal.
    enum class Thread : uint8_t
    {
        WORKER, //!< one of its tasks
        CALLER  //!< the interface-down routine, beside the worker (R207)
    };

    /// What a drv_spi stands for.
    struct Entry
    {
        SaHandle* handle{nullptr};   //!< nullptr once it is unlinked
        Ptr<SecurityAssociation> sa; //!< kept until the value is free again
    };

    /// An SA's handle to withdraw, unless somebody else does it first.
    struct SaTarget
    {
        uint16_t drvSpi;                 //!< its value
        Ptr<SecurityAssociation> sa;     //!< whose
        Ptr<OffloadInterface> interface; //!< where
    };

    /// A policy's handle to withdraw, unless somebody else does it first.
    struct PolicyTarget
    {
        Ptr<SecurityPolicy> policy;      //!< whose
        Ptr<OffloadInterface> interface; //!< where
    };

    /// An offer whose driver did not answer in time.
    struct LateOffer
    {
        Ptr<SecurityAssociation> sa;     //!< nullptr: a policy
        Ptr<OffloadInterface> interface; //!< where
        uint16_t drvSpi;                 //!< kept until the driver has answered
    };

    static void MarkUsed(Ps now, SecurityAssociation& sa, const PacketOctets& absolute);
    static std::vector<SaTarget> TargetsOf(const Ptr<SecurityAssociation>& sa);
    static std::vector<PolicyTarget> TargetsOf(const Ptr<SecurityPolicy>& policy);
    void Link(std::unique_ptr<SaHandle> handle);
    std::unique_ptr<SaHandle> Unlink(const SaTarget& target);
    std::unique_ptr<PolicyHandle> Unlink(const PolicyTarget& target);
    void Release(uint16_t drvSpi);
    void WithdrawSas(Ps now,
                     std::vector<SaTarget> targets,
                     SoftwareReason reason,
                     Thread thread,
                     OffloadWorker::Done done);
    void WithdrawPolicies(Ps now,
                          std::vector<PolicyTarget> targets,
                          Thread thread,
                          OffloadWorker::Done done);
    void WithdrawUnrecorded(Ps now, std::unique_ptr<SaHandle> handle);
    void Start(Ps now, std::shared_ptr<HandleWithdrawal> withdrawal);
    void CheckName(const std::string& name) const;
    bool IsOffered(const SecurityAssociation& sa) const;
    void AnswerLate(Ps now, uint64_t offer, const DriverReply& reply, uint64_t cookie);
    SoftwareReason WhyNotOffered(const SecurityAssociation& sa) const;
    void RememberRefusal(const SecurityAssociation& sa);
    void RecallRefusal(SecurityAssociation& sa);
    void ReachLimit(Ps now, uint16_t drvSpi, bool hard);
    void CheckSaHandles() const;
    void CheckPolicyHandles() const;
    void Clear();

    std::vector<Ptr<OffloadInterface>> m_interfaces; //!< in order of attachment
    std::vector<Entry> m_byDrvSpi;                   //!< grows as needed
    DrvSpiAllocator m_allocator;                     //!< R11-R15
    OffloadWorker m_worker;                          //!< R7
    OffloadTally m_tally;                            //!< see GetStatistics()
    OffloadSteps m_steps;                            //!< notes SAs' lives
    OffloadLog m_log{m_verbose};                     //!< R10
    OffloadObservers m_observers;                    //!< those above, this, the slot policy
    RefusalTable m_refusals;                         //!< see GetRefusals()
    std::map<std::pair<uint32_t, IpAddress>, std::vector<Unhandled>>
        m_lastAnswers; //!< by SPI and destination: of SAs that are gone because nobody took them
    std::shared_ptr<InterfaceWalk> m_walk; //!< the offer that the worker runs
    std::vector<std::shared_ptr<HandleWithdrawal>> m_withdrawals; //!< those under way
    std::map<uint32_t, Ptr<SecurityPolicy>> m_policies; //!< by number: those with handles (R220)
    std::vector<SaTarget> m_withoutDrvSpi;              //!< REJECTED handles without a value (R17)
    std::map<uint64_t, LateOffer> m_late;               //!< by number of the offer
    uint64_t m_nextOffer{0};                            //!< numbers offers to drivers
    LifeToken m_life;                                   //!< voids answers that come late
    Ptr<SlotPolicy> m_slotPolicy;                       //!< who gets slots
    uint32_t m_leakedDrvSpis{0};                        //!< R18, R19
    uint64_t m_orphans{0};                              //!< acks without handle, never undone (R19)
    uint32_t m_unlinked{0};                             //!< handles between unlink and release
    uint32_t m_unlinkedHandled{0};                      //!< those of them that a driver still holds
    uint32_t m_unlinkedPolicies{0};         //!< unlinked policy handles that a driver still holds
    Ptr<SecurityAssociationDatabase> m_sad; //!< listened to
    Ptr<SecurityPolicyDatabase> m_spd;      //!< listened to
    bool m_enabled{true};                   //!< R1
    bool m_walkStopsOnError{false};         //!< H1
    bool m_leakDrvSpiOnFault{false};        //!< H4
    bool m_directionKnown{false};           //!< Linux: requests name the direction
    bool m_offerOnlyNamed{false};           //!< Linux: the request names the device
    bool m_refusalFails{false};             //!< Linux packet mode: a refused SA does not exist
    bool m_faultFails{false};               //!< Linux crypto mode: a fault fails the request
    bool m_useAfterAnswer{false};           //!< Linux: ADD returns what the driver says
    bool m_downDeletes{false};              //!< Linux: states of a device that goes down die
    bool m_nameTestFirst{false};            //!< H3
    bool m_undoUnrecorded{true};            //!< H4, R19
    bool m_tagNeedsHistory{true};           //!< R159, H2
    bool m_sharedSequence{false};           //!< R143
    bool m_hostEncapsulates{false};         //!< inline crypto
    bool m_sequenceHandover{false};         //!< R143
    bool m_liveCounters{false};             //!< Linux: read when asked
    bool m_nicLimits{false};                //!< R202
    bool m_verbose{false};                  //!< R10
    uint32_t m_loseOffers{0};               //!< R39
    uint32_t m_loseHandles{0};              //!< R19
    Time m_driverTimeout;                   //!< 0: the kernel waits for ever
    Time m_epochWait;                       //!< R65: packets in flight through the stack
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OFFLOAD_H */

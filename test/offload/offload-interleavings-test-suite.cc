/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/kernel-profile.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: what happens when requests, the worker and drivers interleave
 * (R72-R90).
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// A step of an interleaving.
enum Step
{
    ADD,            //!< ADD of the SA
    ADD_NAMED,      //!< ADD of the SA, restricted to eth1
    GETSPI,         //!< GETSPI of the SA, restricted to eth1
    KEYS,           //!< UPDATE of it with keys, restricted to eth0
    LARVAL_AGE,     //!< 31 s pass
    ADD_NATT,       //!< ADD of the SA with NAT-T data
    DELETE,         //!< DELETE of it
    UPDATE,         //!< UPDATE of its lifetimes
    SOFT_LIMIT,     //!< its soft limit is passed
    WORK,           //!< everything runs that can
    ONE_TASK,       //!< the worker runs one task
    TO_DRIVER_CALL, //!< the worker runs until it has called a driver
    DOWN,           //!< interface down
    UP,             //!< interface up
    PACKETS,        //!< a few packets on their way out
    ADD_OLD,        //!< ADD of another SA
    DELETE_OLD,     //!< DELETE of that
    POLICY_ADD,     //!< SPDADD
    POLICY_DELETE,  //!< SPDDELETE, whose caller waits until the worker is idle
    EXPECT_BLOCKED, //!< that caller still waits
    EXPECT_DRAINED, //!< it does not any more
    NACKS,          //!< the driver answers "not supported" from now on
    FAULTS,         //!< it faults from now on
    ONE_SLOT        //!< it has room for one SA
};

/// How an interleaving ends.
struct End
{
    size_t newKeys;       //!< driver calls newkey
    size_t deinstalls;    //!< driver calls deinstall
    const char* reason;   //!< why the SA is software on the last interface, "none" when HANDLED
    uint32_t taken;       //!< drv_spis in use
    size_t policyAdds;    //!< driver calls policy add
    size_t policyDeletes; //!< driver calls policy delete
};

/// One of the rules R72 to R90.
struct Interleaving
{
    const char* name;        //!< rule and case
    std::vector<Step> steps; //!< what happens
    End end;                 //!< under FreeBsd
    uint32_t leaked{0};      //!< drv_spis in use beyond that under FreeBsdOld (R18)
    size_t interfaces{1};    //!< how many
};

const std::vector<Interleaving>&
GetInterleavings()
{
    static const std::vector<Interleaving> ROWS{
        {"R72 A: normal life", {ADD, WORK, DELETE, WORK}, {1, 1, "withdrawn", 0, 0, 0}},
        {"R73 B: deleted before the worker runs",
         {ADD, DELETE, WORK},
         {0, 0, "withdrawn", 0, 0, 0}},
        {"R74 R51 C: deleted while the driver is asked",
         {ADD, TO_DRIVER_CALL, DELETE, WORK},
         {1, 1, "withdrawn", 0, 0, 0}},
        {"R74 R51 C: the same, and the driver refuses",
         {NACKS, ADD, TO_DRIVER_CALL, DELETE, WORK},
         {1, 0, "withdrawn", 0, 0, 0}},
        {"R74 R51 R18 C: the same, and the driver faults",
         {FAULTS, ADD, TO_DRIVER_CALL, DELETE, WORK},
         {1, 0, "driver-fault", 0, 0, 0},
         1},
        {"R75 D: deleted after the record is stored",
         {ADD, TO_DRIVER_CALL, ONE_TASK, DELETE, WORK},
         {1, 1, "withdrawn", 0, 0, 0}},
        {"R76 E: the second task does nothing", {ADD, ONE_TASK, ONE_TASK}, {1, 0, "none", 1, 0, 0}},
        {"R77 F: a lifetime UPDATE makes no new offer",
         {ADD, WORK, UPDATE, WORK},
         {1, 0, "none", 1, 0, 0}},
        {"R78 R54 G: GETSPI, UPDATE, worker: one offer, where GETSPI said",
         {GETSPI, KEYS, WORK},
         {1, 0, "none", 2, 0, 0},
         0,
         2},
        {"R79 R33 H: GETSPI and nothing else: never offered",
         {GETSPI, LARVAL_AGE, WORK},
         {0, 0, "no-handle", 0, 0, 0},
         0,
         2},
        {"R88 R60 Q: a lifetime UPDATE of a NAT-T SA clones it: withdrawn, software",
         {ADD_NATT, WORK, UPDATE, WORK},
         {1, 1, "cloned", 0, 0, 0}},
        {"R80 R42 I: DYING before the worker runs",
         {ADD, SOFT_LIMIT, WORK},
         {0, 0, "no-handle", 0, 0, 0}},
        {"R80 I: and UPDATE makes it MATURE",
         {ADD, SOFT_LIMIT, WORK, UPDATE, WORK},
         {1, 0, "none", 1, 0, 0}},
        {"R81 R66 J: a REJECTED handle goes quietly",
         {NACKS, ADD, WORK, DELETE, WORK},
         {1, 0, "withdrawn", 0, 0, 0}},
        {"R82 K: interface down, then DELETE",
         {ADD, WORK, DOWN, WORK, DELETE, WORK},
         {1, 1, "interface-down", 0, 0, 0}},
        {"R210 K: DELETE while the interface-down routine withdraws",
         {ADD, WORK, DOWN, DELETE, WORK},
         {1, 1, "interface-down", 0, 0, 0}},
        {"R83 L: interface down and up",
         {ADD, WORK, DOWN, UP, WORK},
         {1, 1, "interface-down", 0, 0, 0}},
        {"R84 M: a name restricts the offer to one of two interfaces",
         {ADD_NAMED, WORK},
         {1, 0, "none", 2, 0, 0},
         0,
         2},
        {"R84 R66 M: and DELETE calls that one alone",
         {ADD_NAMED, WORK, DELETE, WORK},
         {1, 1, "withdrawn", 0, 0, 0},
         0,
         2},
        {"R85 N: packets, worker, packets", {ADD, PACKETS, WORK, PACKETS}, {1, 0, "none", 1, 0, 0}},
        {"R86 O: SPDADD and SPDDELETE before the worker: both run",
         {ADD, POLICY_ADD, POLICY_DELETE, WORK, EXPECT_DRAINED},
         {1, 0, "none", 1, 1, 1}},
        {"R87 R219 P: SPDDELETE waits for the offers that are queued",
         {ADD,
          ADD_OLD,
          POLICY_ADD,
          TO_DRIVER_CALL,
          POLICY_DELETE,
          EXPECT_BLOCKED,
          TO_DRIVER_CALL,
          EXPECT_BLOCKED,
          WORK,
          EXPECT_DRAINED},
         {2, 0, "none", 2, 1, 1}},
        {"R89 R70 R: DELETE(old) then ADD(new), full by one",
         {ONE_SLOT, ADD_OLD, WORK, DELETE_OLD, ADD, WORK},
         {2, 1, "none", 1, 0, 0}},
        {"R90 R53 S: ADD(new) then DELETE(old), full by one",
         {ONE_SLOT, ADD_OLD, WORK, ADD, DELETE_OLD, WORK},
         {2, 1, "rejected", 1, 0, 0}},
    };
    return ROWS;
}

/**
 * @ingroup ipsec-offload-tests
 * Plays one row, step by step, and compares driver calls and the end.
 */
class InterleavingTest : public TestCase
{
  public:
    /** @param row the row @param kernel name of a kernel profile */
    InterleavingTest(const Interleaving& row, const std::string& kernel)
        : TestCase(std::string(row.name) + " (" + kernel + ")"),
          m_row(row),
          m_kernel(kernel)
    {
    }

  private:
    void DoRun() override
    {
        OffloadFixture f(m_row.interfaces);
        for (const auto& setting : FindKernelProfile(m_kernel)->settings)
        {
            if (setting.owner == KernelProfile::Setting::Owner::OFFLOAD)
            {
                f.offload->SetAttribute(setting.attribute, StringValue(setting.value));
            }
        }
        f.offload->SetAttribute("ManualWorker", BooleanValue(true));
        m_drained = false;
        for (Step step : m_row.steps)
        {
            Play(f, step);
            f.offload->CheckInvariants();
        }
        const bool old = m_kernel == "FreeBsdOld";
        const auto& last = *f.drivers.back();
        EXPECT_EQ(f.CountNewKeys(), m_row.end.newKeys, "newkey calls");
        EXPECT_EQ(f.CountDeinstalls(), m_row.end.deinstalls, "deinstall calls");
        EXPECT_EQ(f.Why(SPI, m_row.interfaces - 1), m_row.end.reason, "state");
        EXPECT_EQ(f.offload->GetDrvSpisTaken(),
                  m_row.end.taken + (old ? m_row.leaked : 0),
                  "drv_spis in use");
        EXPECT_EQ(last.policyAdds.size(), m_row.end.policyAdds, "policy add calls");
        EXPECT_EQ(last.policyDeletes.size(), m_row.end.policyDeletes, "policy delete calls");
        EXPECT_EQ(f.offload->GetWorker().GetLength(), 0, "tasks left");
    }

    /// @param f where @param step what
    void Play(OffloadFixture& f, Step step)
    {
        const SaLifetime soft{10 * PS_PER_SECOND, 0, 0, 0};
        const SaLifetime hard{100 * PS_PER_SECOND, 0, 0, 0};
        MockOffloadDriver& driver = *f.drivers[0];
        OffloadWorker& worker = f.offload->GetWorker();
        const Ps now = OffloadFixture::Now();
        switch (step)
        {
        case ADD:
            f.Add(SPI);
            break;
        case ADD_NAMED:
            f.Add(SPI, "eth1");
            break;
        case GETSPI: {
            SpiRequest request;
            request.mode = IpsecMode::TRANSPORT;
            request.source = OffloadFixture::ConfigOf(SPI).source;
            request.destination = OffloadFixture::ConfigOf(SPI).destination;
            request.interfaceName = "eth1";
            request.lowest = SPI;
            request.highest = SPI;
            f.Remember(f.sad->GetSpi(now, request));
            break;
        }
        case KEYS: {
            const SaConfig config = OffloadFixture::ConfigOf(SPI);
            SaUpdate update = SaUpdate::Of(*f.Sa(SPI));
            update.cipher = config.cipher;
            update.key = config.key;
            update.interfaceName = "eth0";
            EXPECT_EQ(std::string(ToString(f.sad->Update(now, update))), "OK", "UPDATE");
            break;
        }
        case LARVAL_AGE:
            f.sad->ExpireAt(now + 31 * PS_PER_SECOND);
            EXPECT_EQ(f.Sa(SPI)->GetState() == SaState::DEAD, true, "stale");
            break;
        case ADD_NATT: {
            SaConfig config = OffloadFixture::ConfigOf(SPI);
            config.natTraversal.sourcePort = 4500;
            config.natTraversal.destinationPort = 4500;
            f.Add(config);
            break;
        }
        case DELETE:
            f.Delete(SPI);
            break;
        case UPDATE:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            f.Remember(f.sad->FindBySpi(SPI)); // perhaps a clone
            break;
        case SOFT_LIMIT:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            f.sad->ExpireAt(now + 11 * PS_PER_SECOND);
            break;
        case WORK:
            worker.RunAll(now);
            f.Work();
            break;
        case ONE_TASK:
            worker.RunOne(now);
            f.Work();
            break;
        case TO_DRIVER_CALL:
            worker.RunUntilDriverCall(now);
            f.Work();
            EXPECT_EQ(worker.IsAtDriverCall(), true, "a driver was called");
            break;
        case DOWN:
            f.offload->InterfaceDown(now, f.interfaces[0]);
            break;
        case UP:
            f.offload->InterfaceUp(f.interfaces[0]);
            break;
        case PACKETS:
            if (auto* handle = f.offload->Find(*f.Sa(SPI), PeekPointer(f.interfaces[0])).handle)
            {
                IpsecOffload::CountTransmit(*handle, 1000);
            }
            else
            {
                f.Sa(SPI)->NextSequence();
            }
            break;
        case ADD_OLD:
            f.Add(OLD_SPI);
            break;
        case DELETE_OLD:
            f.Delete(OLD_SPI);
            break;
        case POLICY_ADD:
            f.AddPolicy();
            break;
        case POLICY_DELETE:
            f.DeletePolicy();
            worker.WhenIdle(now, [this](Ps) { m_drained = true; });
            break;
        case EXPECT_BLOCKED:
            EXPECT_EQ(m_drained, false, "SPDDELETE has not returned");
            break;
        case EXPECT_DRAINED:
            EXPECT_EQ(m_drained, true, "SPDDELETE has returned");
            break;
        case NACKS:
            driver.answer = DriverAnswer::NOT_SUPPORTED;
            break;
        case FAULTS:
            driver.answer = DriverAnswer::FAULT;
            break;
        case ONE_SLOT:
            driver.slots = 1;
            break;
        }
    }

    static constexpr uint32_t SPI = 0x1001;     //!< the SA
    static constexpr uint32_t OLD_SPI = 0x1000; //!< the other one

    const Interleaving& m_row;  //!< the row
    const std::string m_kernel; //!< the kernel
    bool m_drained{false};      //!< whoever drains has been woken
};

/**
 * @ingroup ipsec-offload-tests
 * The worker by hand: what each step does and where it stands still.
 */
class SteppingTest : public TestCase
{
  public:
    SteppingTest()
        : TestCase("the worker stepped by hand stands still between steps")
    {
    }

  private:
    void DoRun() override
    {
        OffloadFixture f;
        OffloadWorker& worker = f.offload->GetWorker();
        worker.SetManual(true);
        f.Add(0x1001);
        f.Add(0x1002);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 0, "nothing by itself");
        EXPECT_EQ(worker.GetLength(), 4, "tasks");

        worker.RunUntilDriverCall(0);
        EXPECT_EQ(f.CountNewKeys(), 1, "called");
        EXPECT_EQ(f.answers.size(), 0, "its answer is left aside");
        EXPECT_EQ(f.Why(0x1001), "not-yet-offered", "the kernel does not know");
        f.Work();
        EXPECT_EQ(f.answers.size(), 0, "for as long as one likes");

        worker.RunOne(0);
        EXPECT_EQ(f.Why(0x1001), "none", "the task that had begun is over");
        EXPECT_EQ(worker.GetCompleted(), 1, "that one only");
        worker.RunOne(0);
        EXPECT_EQ(worker.GetCompleted(), 2, "the one that does nothing (R76)");
        EXPECT_EQ(f.CountNewKeys(), 1, "no call");

        f.drivers[0]->delay = 7;
        worker.RunUntilDriverCall(0);
        EXPECT_EQ(f.CountNewKeys(), 2, "called");
        worker.RunAll(0);
        EXPECT_EQ(f.answers.size(), 1, "this answer takes its time");
        f.Work();
        EXPECT_EQ(f.answers.size(), 2, "and is taken when it comes");
        EXPECT_EQ(worker.GetLength(), 0, "all done");

        worker.RunAll(0);
        f.Add(0x1003);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 2, "a step on an idle worker is over at once");
        worker.SetManual(false);
        worker.RunAll(0);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 3, "by itself again");
        f.Add(0x1004);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 4, "from now on");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-interleavings".
 */
class OffloadInterleavingsTestSuite : public PicosecondTestSuite
{
  public:
    OffloadInterleavingsTestSuite()
        : PicosecondTestSuite("ipsec-offload-interleavings", TestSuite::Type::UNIT)
    {
        for (const auto& row : GetInterleavings())
        {
            AddTestCase(new InterleavingTest(row, "FreeBsd"));
            AddTestCase(new InterleavingTest(row, "FreeBsdOld"));
        }
        AddTestCase(new SteppingTest);
    }
};

OffloadInterleavingsTestSuite g_offloadInterleavingsTestSuite; //!< the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "method-test.h"
#include "offload-fixture.h"
#include "picosecond-test-suite.h"

#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: what happens when requests, the worker and drivers interleave
 * (section 1.7 of the rules).
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// A step of an interleaving.
enum Step
{
    ADD,        //!< ADD of the SA
    DELETE,     //!< DELETE of it
    UPDATE,     //!< UPDATE of its lifetimes
    SOFT_LIMIT, //!< its soft limit is passed
    WORK,       //!< everything runs that can
    DOWN,       //!< interface down
    UP,         //!< interface up
    PACKETS,    //!< a few packets on their way out
    ADD_OLD,    //!< ADD of another SA
    DELETE_OLD, //!< DELETE of that
    BY_HAND,    //!< the driver answers when told
    GIVE,       //!< it is told
    NACKS,      //!< it answers "not supported" from now on
    FAULTS,     //!< it faults from now on
    ONE_SLOT    //!< it has room for one SA
};

/// A row of the table in section 1.7 of the rules.
struct Interleaving
{
    const char* name;        //!< rule and case
    std::vector<Step> steps; //!< what happens

    /// The end.
    struct
    {
        size_t newKeys;     //!< driver calls newkey
        size_t deinstalls;  //!< driver calls deinstall
        const char* reason; //!< why the SA is software, "none" when HANDLED
        uint32_t taken;     //!< drv_spis in use
    } end;
};

const std::vector<Interleaving>&
GetInterleavings()
{
    // R78 and R79 (GETSPI), R88 (UPDATE that clones) need requests that the SAD does not have yet.
    static const std::vector<Interleaving> ROWS{
        {"R72 A: normal life", {ADD, WORK, DELETE, WORK}, {1, 1, "withdrawn", 0}},
        {"R73 B: deleted before the worker runs", {ADD, DELETE, WORK}, {0, 0, "withdrawn", 0}},
        {"R74 R51 C: deleted while the driver is asked",
         {BY_HAND, ADD, WORK, DELETE, GIVE, WORK, GIVE, WORK},
         {1, 1, "withdrawn", 0}},
        {"R74 R51 C: the same, and the driver refuses",
         {BY_HAND, NACKS, ADD, WORK, DELETE, GIVE, WORK},
         {1, 0, "withdrawn", 0}},
        {"R74 R51 C: the same, and the driver faults",
         {BY_HAND, FAULTS, ADD, WORK, DELETE, GIVE, WORK},
         {1, 0, "driver-fault", 0}},
        {"R75 D: deleted after the record is stored",
         {BY_HAND, ADD, WORK, GIVE, DELETE, WORK, GIVE, WORK},
         {1, 1, "withdrawn", 0}},
        {"R76 E: the second task does nothing", {ADD, WORK}, {1, 0, "none", 1}},
        {"R77 F: a lifetime UPDATE makes no new offer",
         {ADD, WORK, UPDATE, WORK},
         {1, 0, "none", 1}},
        {"R80 R42 I: DYING before the worker runs",
         {ADD, SOFT_LIMIT, WORK},
         {0, 0, "no-handle", 0}},
        {"R80 I: and UPDATE makes it MATURE",
         {ADD, SOFT_LIMIT, WORK, UPDATE, WORK},
         {1, 0, "none", 1}},
        {"R81 R66 J: a REJECTED handle goes quietly",
         {NACKS, ADD, WORK, DELETE, WORK},
         {1, 0, "withdrawn", 0}},
        {"R82 K: interface down, then DELETE",
         {ADD, WORK, DOWN, WORK, DELETE, WORK},
         {1, 1, "interface-down", 0}},
        {"R83 L: interface down and up", {ADD, WORK, DOWN, UP, WORK}, {1, 1, "interface-down", 0}},
        {"R85 N: packets, worker, packets", {ADD, PACKETS, WORK, PACKETS}, {1, 0, "none", 1}},
        {"R89 R70 R: DELETE(old) then ADD(new), full by one",
         {ONE_SLOT, ADD_OLD, WORK, DELETE_OLD, ADD, WORK},
         {2, 1, "none", 1}},
        {"R90 R53 S: ADD(new) then DELETE(old), full by one",
         {ONE_SLOT, ADD_OLD, WORK, ADD, DELETE_OLD, WORK},
         {2, 1, "rejected", 1}},
    };
    return ROWS;
}

/**
 * @ingroup ipsec-offload-tests
 * Plays one row and compares driver calls and the end.
 */
class InterleavingTest : public TestCase
{
  public:
    /** @param row the row */
    explicit InterleavingTest(const Interleaving& row)
        : TestCase(row.name),
          m_row(row)
    {
    }

  private:
    void DoRun() override
    {
        OffloadFixture f;
        for (Step step : m_row.steps)
        {
            Play(f, step);
            f.offload->CheckInvariants();
        }
        EXPECT(f.CountNewKeys(), m_row.end.newKeys, "newkey calls");
        EXPECT(f.CountDeinstalls(), m_row.end.deinstalls, "deinstall calls");
        EXPECT(f.Why(SPI), m_row.end.reason, "state");
        EXPECT(f.offload->GetDrvSpisTaken(), m_row.end.taken, "drv_spis in use");
        EXPECT(f.offload->GetWorker().GetLength(), 0, "tasks left");
        EXPECT(f.drivers[0]->GetWaiting(), 0, "answers left");
    }

    /// @param f where @param step what
    static void Play(OffloadFixture& f, Step step)
    {
        const SaLifetime soft{10 * PS_PER_SECOND, 0, 0, 0};
        const SaLifetime hard{100 * PS_PER_SECOND, 0, 0, 0};
        MockOffloadDriver& driver = *f.drivers[0];
        const Ps now = OffloadFixture::Now();
        switch (step)
        {
        case ADD:
            f.Add(SPI);
            break;
        case DELETE:
            f.Delete(SPI);
            break;
        case UPDATE:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            break;
        case SOFT_LIMIT:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            f.sad->ExpireAt(now + 11 * PS_PER_SECOND);
            break;
        case WORK:
            f.Work();
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
        case BY_HAND:
            driver.delay = MockOffloadDriver::BY_HAND;
            break;
        case GIVE:
            driver.GiveAnswer(now);
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

    const Interleaving& m_row; //!< the row
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-interleavings".
 */
class OffloadInterleavingsTestSuite : public PicosecondTestSuite
{
  public:
    OffloadInterleavingsTestSuite()
        : PicosecondTestSuite("offload-interleavings", TestSuite::Type::UNIT)
    {
        for (const auto& row : GetInterleavings())
        {
            AddTestCase(new InterleavingTest(row));
        }
    }
};

OffloadInterleavingsTestSuite g_offloadInterleavingsTestSuite; //!< the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/test.h"

#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: counters of offloaded traffic. A test's name carries the rules that it
 * covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class CounterTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void SoftwareView();
    void FourSets();
    void History();
    void Reports();
    void StrayReports();
    void Backwards();
    void Totals();
    void CounterReads();
};

void
CounterTests::SoftwareView()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    SaHandle* handle = f.offload->Find(*sa, PeekPointer(f.interfaces[0])).handle;
    IpsecOffload::CountTransmit(*handle, 1400);
    IpsecOffload::CountTransmit(*handle, 600);
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    EXPECT_EQ(state->softwareView.packets, 2, "packets");
    EXPECT_EQ(state->softwareView.octets, 2000, "octets");
    EXPECT_EQ(state->hardwareFirstUsed.has_value(), false, "transmit does not set it");
    IpsecOffload::CountReceive(7, *handle, 100);
    IpsecOffload::CountReceive(9, *handle, 100);
    EXPECT_EQ(*state->hardwareFirstUsed, 7, "first receive does");
    EXPECT_EQ(sa->GetCurrent().packets, 0, "CURRENT waits for the driver (R141, R180)");
}

void
CounterTests::FourSets()
{
    OffloadFixture f(2);
    const auto sa = f.Add(0x1001);
    f.Work();
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    SaHandle* first = f.offload->FindByDrvSpi(3);
    const SaHandle* second = f.offload->FindByDrvSpi(4);
    const auto expect = [&](uint64_t current, uint64_t view, uint64_t totals, uint64_t last) {
        EXPECT_EQ(sa->GetCurrent().octets, current, "CURRENT");
        EXPECT_EQ(state->softwareView.octets, view, "software's view of what is offloaded");
        EXPECT_EQ(state->hardwareTotals.octets, totals, "hardware totals");
        EXPECT_EQ(first->lastReport.octets, last, "last values of the handle");
        EXPECT_EQ(second->lastReport.octets, 0, "last values of the other handle");
    };
    sa->CountSoftware(1, 300);
    expect(300, 0, 0, 0);
    IpsecOffload::CountTransmit(*first, 100);
    IpsecOffload::CountReceive(2, *first, 50);
    expect(300, 150, 0, 0);
    f.drivers[0]->SendReport(3, 3, {1, 170});
    expect(470, 150, 170, 170);
    f.drivers[0]->SendReport(4, 3, {2, 220});
    expect(520, 150, 220, 220);
}

void
CounterTests::History()
{
    OffloadFixture f(2);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Work();
    TransformHistory history;
    for (uint16_t bad : {0, 1, 2, 4, 65535})
    {
        EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], bad, history),
                  false,
                  "unknown " + std::to_string(bad));
    }
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[1], 3, history), false, "wrong interface");
    EXPECT_EQ(history.IsEmpty(), true, "nothing added");
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], 3, history), true, "known");
    EXPECT_EQ(history.begin()->spi, 0x1001, "SPI");
    EXPECT_EQ(history.begin()->destination.ToString(), "192.0.2.2", "destination");
    EXPECT_EQ(history.begin()->mode == IpsecMode::TRANSPORT, true, "mode");
}

void
CounterTests::Reports()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    f.drivers[0]->SendReport(5, 3, {0, 0});
    EXPECT_EQ(sa->GetFirstUsed().has_value(), false, "nothing used yet");
    f.drivers[0]->SendReport(6, 3, {10, 1000});
    EXPECT_EQ(*sa->GetFirstUsed(), 6, "first use");
    EXPECT_EQ(*state->hardwareFirstUsed, 6, "hardware first use");
    f.drivers[0]->SendReport(7, 3, {10, 1000});
    EXPECT_EQ(sa->GetCurrent().octets, 1000, "the same value again adds nothing");
    f.drivers[0]->SendReport(8, 3, {15, 1700});
    EXPECT_EQ(sa->GetCurrent().packets, 15, "CURRENT packets");
    EXPECT_EQ(sa->GetCurrent().octets, 1700, "CURRENT octets");
    EXPECT_EQ(state->hardwareTotals.octets, 1700, "hardware totals");
    EXPECT_EQ(*sa->GetFirstUsed(), 6, "first use stays");
    EXPECT_EQ(f.offload->GetStatistics().reports, 4, "reports");
}

void
CounterTests::StrayReports()
{
    OffloadFixture f(2);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    const auto sa = f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(1, 77, {5, 500});
    f.drivers[1]->SendReport(2, 3, {5, 500});
    EXPECT_EQ(f.offload->GetStatistics().strayReports, 2, "unknown drv_spi, wrong interface");
    EXPECT_EQ(sa->GetCurrent().octets, 0, "nothing counted");
    EXPECT_EQ(sa->GetFirstUsed().has_value(), false, "of no SA that it could be");
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.drivers[0]->SendReport(3, 3, {5, 500});
    EXPECT_EQ(f.offload->GetStatistics().strayReports, 3, "unlinked: the traffic is lost (R183)");
    EXPECT_EQ(sa->GetCurrent().octets, 0, "nothing counted");
    EXPECT_EQ(*sa->GetFirstUsed(), 3, "but the SA was used");
    EXPECT_EQ(*IpsecOffload::GetState(*sa)->hardwareFirstUsed, 3, "by hardware");
    f.Work();
}

void
CounterTests::Backwards()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(1, 3, {10, 1000});
    f.drivers[0]->SendReport(2, 3, {9, 900});
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    EXPECT_EQ(state->hardwareTotals.octets, 900, "sum modulo 2^64");
    EXPECT_EQ(f.offload->FindByDrvSpi(3)->lastReport.octets, 900, "stored");
    f.drivers[0]->SendReport(3, 3, {0, 901});
    EXPECT_EQ(state->hardwareTotals.packets, 0, "wraps");
}

void
CounterTests::Totals()
{
    OffloadFixture f(2);
    const auto sa = f.Add(0x1001);
    f.Work();
    sa->CountSoftware(0, 300);
    f.drivers[0]->SendReport(1, 3, {1, 100});
    f.drivers[1]->SendReport(2, 4, {2, 250});
    f.drivers[0]->SendReport(3, 3, {4, 400});
    EXPECT_EQ(IpsecOffload::GetState(*sa)->hardwareTotals.octets, 650, "hardware totals");
    EXPECT_EQ(sa->GetCurrent().octets, 950, "CURRENT = software + last absolute values");
    EXPECT_EQ(sa->GetCurrent().packets, 7, "packets");
}

void
CounterTests::CounterReads()
{
    OffloadFixture f(3);
    f.drivers[2]->methods &= ~OffloadDriver::SA_COUNTERS;
    const auto sa = f.Add(0x1001);
    f.Work();
    const auto& offload = f.offload;
    EXPECT_EQ(offload->GetCounters().GetReported(*f.interfaces[0], 3)->octets,
              0,
              "stored, nothing yet");
    EXPECT_EQ(offload->GetCounters().GetReported(*f.interfaces[1], 3).has_value(),
              false,
              "no entry");
    f.drivers[0]->SendReport(1, 3, {1, 100});
    EXPECT_EQ(offload->GetCounters().GetReported(*f.interfaces[0], 3)->octets, 100, "stored");
    f.drivers[0]->counters[3] = {5, 500};
    f.drivers[1]->counters[4] = {7, 700};
    EXPECT_EQ(offload->GetCounters().ReadHardware(2, *sa, *f.interfaces[0])->octets, 500, "live");
    EXPECT_EQ(offload->GetCounters().ReadHardware(2, *sa, *f.interfaces[2]).has_value(),
              false,
              "no method");
    EXPECT_EQ(offload->GetCounters().ReadHardwareTotal(2, *sa)->octets,
              1200,
              "sum over those with the method");
    f.drivers[1]->counters.clear();
    EXPECT_EQ(offload->GetCounters().ReadHardwareTotal(2, *sa).has_value(),
              false,
              "an error delivers nothing");
    EXPECT_EQ(sa->GetCurrent().octets, 100, "live reads count nothing");
}

/// Names and bodies.
const struct
{
    const char* name;                    // with rule numbers
    MethodTest<CounterTests>::Body body; // what to do
} CASES[] = {
    {"R134 R157 R175 the software view counts at once", &CounterTests::SoftwareView},
    {"R175 R178 CURRENT, software's view, totals and last values are four",
     &CounterTests::FourSets},
    {"R159 history by interface and drv_spi", &CounterTests::History},
    {"R176 R178 R180 reports are absolute and count by difference", &CounterTests::Reports},
    {"R177 R183 R176 reports without a handle", &CounterTests::StrayReports},
    {"R179 a counter that goes backwards adds a huge number", &CounterTests::Backwards},
    {"R182 R192 several interfaces: totals are the sum", &CounterTests::Totals},
    {"R184 R185 R187 stored and live counters", &CounterTests::CounterReads},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-counters".
 */
class OffloadCountersTestSuite : public PicosecondTestSuite
{
  public:
    OffloadCountersTestSuite()
        : PicosecondTestSuite("ipsec-offload-counters", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<CounterTests>(test.name, test.body));
        }
    }
};

OffloadCountersTestSuite g_offloadCountersTestSuite; //!< the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/long-tests.h"

#include "ns3/random-variable-stream.h"
#include "ns3/replay-window.h"
#include "ns3/test.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <set>
#include <string>

using namespace ns3;

namespace
{

constexpr uint32_t RANDOM_PACKETS = 10000; //!< per random case; raise at will
constexpr int64_t STREAM = 7200;           //!< first random stream of this suite

/// What RFC 4303 section 3.4.3 says, on true numbers: no bitmap, no arithmetic on halves.
class ReplayOracle
{
  public:
    ReplayOracle(uint64_t window, uint64_t last)
        : m_window(window),
          m_last(last)
    {
    }

    /// @param sequence a true number @return true when it is below the window
    bool IsTooOld(uint64_t sequence) const
    {
        return sequence < m_last && m_last - sequence >= m_window;
    }

    /// @param sequence a true number @return true when it may pass
    bool Accepts(uint64_t sequence) const
    {
        const bool known =
            sequence == 0 ? m_last == 0 || m_first != 0 : sequence <= m_first; // R169
        return !known && !IsTooOld(sequence) && m_seen.count(sequence) == 0;
    }

    /// @param sequence a number that passes
    void Accept(uint64_t sequence)
    {
        m_seen.insert(sequence);
        m_last = std::max(m_last, sequence);
    }

    /// @param first nothing up to here was ever sent
    void SetFirst(uint64_t first)
    {
        m_first = first;
    }

  private:
    uint64_t m_window;         //!< packets
    uint64_t m_last;           //!< highest accepted
    uint64_t m_first{0};       //!< all up to here count as seen
    std::set<uint64_t> m_seen; //!< all accepted
};

/// A lossy, reordering, repeating network in front of a window.
class RandomReplayTestCase : public TestCase
{
  public:
    /// @param window packets @param esn 64-bit numbers @param start number before the first one
    RandomReplayTestCase(uint32_t window, bool esn, uint64_t start)
        : TestCase("R168-R172 window of " + std::to_string(window) + (esn ? " with" : " without") +
                   " ESN, starting after " + std::to_string(start)),
          m_window(window),
          m_esn(esn),
          m_start(start)
    {
    }

  private:
    void DoRun() override
    {
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(STREAM);
        const auto draw = [&random](uint32_t most) { return random->GetInteger(0, most); };
        const uint64_t end = m_esn ? UINT64_MAX : UINT32_MAX;

        ReplayWindow window(m_window, m_esn, false, m_start);
        ReplayOracle oracle(m_window, m_start);
        oracle.SetFirst(m_start);
        uint64_t front = m_start;
        uint64_t accepted = 0;
        uint64_t refused = 0;
        for (uint32_t packet = 0; packet < RANDOM_PACKETS; ++packet)
        {
            uint64_t sequence = front;
            const uint32_t kind = draw(99);
            if (kind < 60)
            {
                // in order, some lost; sometimes a long burst is lost
                uint64_t step = kind < 50 ? 1 : 1 + draw(4);
                step = kind == 59 ? 1 + draw(3 * m_window + 100) : step;
                front = std::min(end, front + std::min(step, end - front));
                sequence = front;
            }
            else
            {
                // late, or seen before, or far below
                const uint64_t back = draw(kind < 95 ? m_window + 5 : 4 * m_window + 100);
                sequence = front - std::min(back, front);
            }
            const uint64_t recovered = window.Recover(static_cast<uint32_t>(sequence));
            // With another high half the ICV does not verify, so such a packet never gets through.
            const bool verifies = recovered == sequence;
            if (!oracle.IsTooOld(sequence))
            {
                ASSERT_EQ(recovered, sequence, "R172 packet " << packet);
            }
            bool passes = verifies && window.Check(recovered);
            if (passes && draw(19) == 0)
            {
                continue; // a bad ICV after all: nothing may have changed (R170)
            }
            if (passes)
            {
                passes = window.Update(recovered);
                ASSERT_EQ(window.Check(recovered), false, "seen now");
                ASSERT_EQ(window.Update(recovered), false, "seen now");
            }
            // Without ESN nothing passes any more once the last number came (R171).
            const bool wrapped = !m_esn && m_atEnd;
            ASSERT_EQ(passes,
                      (oracle.Accepts(sequence) && !wrapped),
                      "packet " << packet << " number " << sequence << " front " << front);
            if (passes)
            {
                oracle.Accept(sequence);
                ++accepted;
                m_atEnd = m_atEnd || sequence == end;
            }
            else
            {
                ++refused;
            }
        }
        EXPECT_EQ(window.GetCount(), accepted, "packets counted");
        EXPECT_GT(refused, 0, "something was refused");
        EXPECT_GT(accepted, 0, "something passed");
    }

    uint32_t m_window;   //!< packets
    bool m_esn;          //!< 64-bit numbers
    uint64_t m_start;    //!< number before the first
    bool m_atEnd{false}; //!< the last number of all was accepted
};

/**
 * RFC 4303 appendix A2 case by case, and a set of all numbers seen. Knows the receiver's side only:
 * the low half of a number goes in.
 */
class AppendixOracle
{
  public:
    AppendixOracle(uint32_t window, bool esn, bool cyclic, uint64_t last)
        : m_window(window),
          m_esn(esn),
          m_cyclic(cyclic),
          m_first(last),
          m_last(last)
    {
    }

    /// @param low what the packet carries @return the whole number; nothing: there is none
    std::optional<uint64_t> Recover(uint32_t low) const
    {
        if (!m_esn)
        {
            return low;
        }
        const auto tl = static_cast<uint32_t>(m_last);
        uint64_t th = m_last >> 32;
        const uint32_t bl = tl - m_window + 1;
        if (tl >= m_window - 1) // case A: the window lies in one subspace
        {
            if (low < bl && ++th > UINT32_MAX)
            {
                return std::nullopt; // beyond the last number of all
            }
        }
        else if (low >= bl && th-- == 0) // case B: it lies in two
        {
            return std::nullopt; // before the first one
        }
        return th << 32 | low;
    }

    /// @param number a whole number @return whether the check lets it pass (R168-R171)
    bool Checks(uint64_t number) const
    {
        if (m_window == 0)
        {
            return true;
        }
        if (number == 0 && m_last == 0)
        {
            return false; // R169
        }
        const bool ended = !m_esn && m_last == UINT32_MAX;
        if (ended && !m_cyclic)
        {
            return false; // R171
        }
        return ended && IsBelow(number) ? true : Accepts(number);
    }

    /// @param number a whole number @return whether it is new and not below the window (R170)
    bool Accepts(uint64_t number) const
    {
        return m_window == 0 || (!IsBelow(number) && m_seen.count(number) == 0 &&
                                 (number > m_first || (number == 0 && m_first == 0)));
    }

    /// @param number a number whose packet is authentic
    void Note(uint64_t number)
    {
        m_seen.insert(number);
        m_last = std::max(m_last, number);
    }

    /// @return the highest number
    uint64_t GetLast() const
    {
        return m_last;
    }

  private:
    bool IsBelow(uint64_t number) const
    {
        return number < m_last && m_last - number >= m_window;
    }

    uint32_t m_window;         //!< packets
    bool m_esn;                //!< 64-bit numbers
    bool m_cyclic;             //!< R171
    uint64_t m_first;          //!< it and all below count as seen
    uint64_t m_last;           //!< the highest number
    std::set<uint64_t> m_seen; //!< all that were accepted
};

/// Many short sequences: every window, start and flag, losses, disorder, repetitions, forgeries.
class ManySequencesTestCase : public TestCase
{
  public:
    ManySequencesTestCase()
        : TestCase("R168-R172 random sequences agree with appendix A of RFC 4303 and with a set")
    {
    }

  private:
    /// Packets of a sequence.
    static constexpr uint32_t LENGTH = 40;

    void DoRun() override
    {
        const uint64_t count = tests::CountOf(10'000, 1'000'000);
        for (uint64_t seed = 0; seed < count && IsStatusSuccess(); ++seed)
        {
            m_random.seed(seed);
            RunOne(seed);
        }
        EXPECT_GT(m_passed, count, "enough passed");
        EXPECT_GT(m_refused, count, "enough were refused");
        EXPECT_GT(m_wraps, count / 10, "enough changed the high half");
    }

    uint64_t Below(uint64_t bound)
    {
        return m_random() % bound;
    }

    /// @param window packets @param esn 64-bit numbers @return the number before the first
    uint64_t DrawStart(uint32_t window, bool esn)
    {
        const uint64_t half = uint64_t{1} << 32;
        switch (Below(esn ? 6 : 3))
        {
        case 0:
            return 0;
        case 1:
            return Below(2 * window + 2);
        case 2:
            return half - 1 - Below(2 * window + 20);
        case 3:
            return half * (1 + Below(UINT32_MAX - 1)) + Below(window + 20);
        case 4:
            return half * (2 + Below(UINT32_MAX - 2)) - 1 - Below(window + 20);
        default:
            return UINT64_MAX - Below(window + 40);
        }
    }

    /// @param front the sender's last number @param window packets @param end the last of all
    /// @return the number of the next packet that arrives
    uint64_t DrawNumber(uint64_t& front, uint32_t window, uint64_t end)
    {
        const uint64_t kind = Below(16);
        if (kind < 9)
        {
            const uint64_t step = kind < 6   ? 1
                                  : kind < 8 ? 1 + Below(5)
                                             : 1 + Below(3 * uint64_t{window} + 100);
            front += std::min(step, end - front);
            return front;
        }
        const uint64_t back = kind == 9    ? 0
                              : kind == 10 ? uint64_t{window} // the first one below, and beside it
                              : kind == 11 ? uint64_t{window} + 1
                              : kind == 12 ? std::max(window, 1U) - 1
                                           : Below(2 * uint64_t{window} + 10);
        return front - std::min(back, front);
    }

    void RunOne(uint64_t seed)
    {
        constexpr std::array<uint32_t, 14> windows{
            {0, 1, 31, 32, 33, 63, 64, 100, 128, 129, 1000, 1024, 2047, 4096}};
        const uint32_t size = windows.at(Below(windows.size()));
        const bool esn = size != 0 && Below(2) == 0;
        const bool cyclic = Below(2) == 0;
        const uint64_t end = esn ? UINT64_MAX : UINT32_MAX;
        uint64_t front = DrawStart(size, esn);
        ReplayWindow window(size, esn, cyclic, front);
        AppendixOracle oracle(size, esn, cyclic, front);
        for (uint32_t packet = 0; packet < LENGTH; ++packet)
        {
            const bool forged = Below(16) == 0;
            const uint64_t number = DrawNumber(front, size, end);
            const auto low = static_cast<uint32_t>(forged ? m_random() : number);
            const auto expected = oracle.Recover(low);
            const uint64_t actual = window.Recover(low);
            const auto where = [&] {
                return "seed " + std::to_string(seed) + " packet " + std::to_string(packet) +
                       " window " + std::to_string(size) + " number " + std::to_string(number);
            };
            if (!expected)
            {
                ASSERT_EQ(window.Check(actual), false, where());
                ++m_refused;
                continue;
            }
            ASSERT_EQ(actual, *expected, where());
            const bool passes = oracle.Checks(*expected);
            ASSERT_EQ(window.Check(actual), passes, where());
            // The ICV covers the whole number, so a wrong guess of the high half does not verify.
            if (!passes || forged || *expected != number)
            {
                ++m_refused;
                continue;
            }
            const bool accepted = oracle.Accepts(*expected);
            m_wraps += accepted && *expected >> 32 != oracle.GetLast() >> 32 ? 1 : 0;
            ASSERT_EQ(window.Update(actual), accepted, where());
            if (accepted)
            {
                oracle.Note(*expected);
                ++m_passed;
            }
            ASSERT_EQ(window.GetLast(), oracle.GetLast(), where());
        }
    }

    std::mt19937_64 m_random; //!< all draws
    uint64_t m_passed{0};     //!< packets
    uint64_t m_refused{0};    //!< packets
    uint64_t m_wraps{0};      //!< changes of the high half
};

/// R168, R169.
class ReplayOffTestCase : public TestCase
{
  public:
    ReplayOffTestCase()
        : TestCase("R168 R169 window 0 checks nothing, number 0 is refused at first")
    {
    }

  private:
    void DoRun() override
    {
        ReplayWindow off;
        EXPECT_EQ(off.GetSize(), 0, "off");
        for (const uint64_t sequence : {5, 5, 0, 4000000, 1})
        {
            EXPECT_EQ(off.Check(sequence), true, "R168");
            EXPECT_EQ(off.Update(sequence), true, "R168");
        }
        EXPECT_EQ(off.GetLast(), 4000000, "last");
        EXPECT_EQ(off.GetCount(), 5, "count");

        ReplayWindow offEsn(0, true, false, 0xfffffff0);
        EXPECT_EQ(offEsn.Recover(0xfffffff5), 0xfffffff5, "same half");
        EXPECT_EQ(offEsn.Recover(3), 0x100000003, "next half");
        offEsn.Update(0x100000003);
        EXPECT_EQ(offEsn.Recover(0xfffffffe), 0xfffffffe, "late one of the first half");
        EXPECT_EQ(ReplayWindow(0, true).Recover(0xffffffff), 0xffffffff, "nothing before number 0");

        ReplayWindow window(32);
        EXPECT_EQ(window.Check(0), false, "R169");
        EXPECT_EQ(window.Update(0), false, "R169");
        EXPECT_EQ(window.GetCount(), 0, "nothing counted");
        EXPECT_EQ(window.Update(1), true, "the first");
        EXPECT_EQ(window.GetLast(), 1, "last");
        EXPECT_EQ(window.Update(0), true, "R169 only while nothing was received");
        EXPECT_EQ(window.Update(0), false, "seen");
    }
};

/// Exactly as many numbers as the window is wide.
class WindowEdgeTestCase : public TestCase
{
  public:
    WindowEdgeTestCase()
        : TestCase("R168 R170 the window is exactly as wide as asked, whatever its blocks")
    {
    }

  private:
    void DoRun() override
    {
        for (uint32_t size = 1; size <= 300; ++size)
        {
            for (uint64_t last = 1000; last < 1064; ++last)
            {
                ReplayWindow window(size);
                window.Update(last - 400); // bits that sliding must clear
                window.Update(last);
                ASSERT_EQ(window.Check(last - size), false, "below " << size);
                ASSERT_EQ(window.Check(last - size + 1), (size > 1), "edge " << size);
                ASSERT_EQ(window.Check(last + 1), true, "above " << size);
            }
        }
    }
};

/// R171: the end of 32-bit numbers.
class WrapTestCase : public TestCase
{
  public:
    WrapTestCase()
        : TestCase("R171 after 2^32-1 the check refuses unless cyclic, the update always")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool cyclic : {false, true})
        {
            ReplayWindow window(64, false, cyclic, UINT32_MAX - 2);
            EXPECT_EQ(window.Update(UINT32_MAX), true, "the last number");
            for (const uint32_t wrapped : {0U, 1U, 1000U})
            {
                EXPECT_EQ(window.Check(wrapped), cyclic, "check of a wrap");
                EXPECT_EQ(window.Update(wrapped), false, "update of a wrap");
            }
            EXPECT_EQ(window.Check(UINT32_MAX - 1), cyclic, "late one");
            EXPECT_EQ(window.Check(UINT32_MAX), false, "repeated");
            EXPECT_EQ(window.GetLast(), UINT32_MAX, "last stands");
        }
    }
};

/// R172: the high half.
class EsnTestCase : public TestCase
{
  public:
    EsnTestCase()
        : TestCase("R172 the high half is guessed from the window and may not wrap")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint64_t half = uint64_t{1} << 32;
        ReplayWindow window(64, true);
        EXPECT_EQ(window.Check(window.Recover(UINT32_MAX)),
                  false,
                  "before number 0 (RFC 4303 A2.2, Th = 0)");
        EXPECT_EQ(window.Recover(half - 65), half - 65, "far ahead");
        window.Update(half - 10);
        EXPECT_EQ(window.Recover(UINT32_MAX), UINT32_MAX, "same half");
        EXPECT_EQ(window.Recover(5), half + 5, "next half");
        EXPECT_EQ(window.Update(half + 5), true, "wrap of the low half");
        EXPECT_EQ(window.Recover(UINT32_MAX), UINT32_MAX, "late one, half before");
        EXPECT_EQ(window.Check(UINT32_MAX), true, "late one");
        EXPECT_EQ(window.Check(half - 10), false, "seen");
        EXPECT_EQ(window.Recover(static_cast<uint32_t>(half + 5 - 64)),
                  2 * half + 5 - 64,
                  "below the window means the next half");

        ReplayWindow atEnd(64, true, false, UINT64_MAX - 1);
        EXPECT_EQ(atEnd.Update(UINT64_MAX), true, "the last number of all");
        EXPECT_EQ(atEnd.Check(atEnd.Recover(0)), false, "no wrap");
        EXPECT_EQ(atEnd.Check(atEnd.Recover(1000)), false, "no wrap");
    }
};

/// Anti-replay windows.
class IpsecReplayTestSuite : public TestSuite
{
  public:
    IpsecReplayTestSuite()
        : TestSuite("ipsec-replay", TestSuite::Type::UNIT)
    {
        AddTestCase(new ReplayOffTestCase());
        AddTestCase(new ManySequencesTestCase());
        AddTestCase(new WindowEdgeTestCase());
        AddTestCase(new WrapTestCase());
        AddTestCase(new EsnTestCase());
        for (const uint32_t window : {1, 2, 31, 32, 33, 63, 64, 65, 256, 1024, 2040, 4096})
        {
            for (const uint64_t start : {uint64_t{0}, uint64_t{UINT32_MAX} - 2000})
            {
                AddTestCase(new RandomReplayTestCase(window, false, start));
                AddTestCase(new RandomReplayTestCase(window, true, start));
            }
            AddTestCase(new RandomReplayTestCase(window, true, uint64_t{7} << 32));
            AddTestCase(new RandomReplayTestCase(window, true, UINT64_MAX - 2000));
        }
    }
};

IpsecReplayTestSuite g_ipsecReplayTestSuite; //!< registers the suite

} // namespace

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_MARK_H
#define IPSEC_OFFLOAD_PLANNER_RUN_MARK_H

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace ns3::planner
{

/// Why a result is not to be used as it stands.
enum class RunMark : uint8_t
{
    TOO_SHORT,    //!< the warm-up takes more than half of the run
    NOT_STEADY,   //!< the longest run that is simulated has found no steady state
    CAP,          //!< `packets` ended the run before it was long enough
    IMPRECISE,    //!< the interval is wider than the wanted precision
    NO_INTERVAL,  //!< one replication says nothing of its error
    DELAY_RISING, //!< delays and queues still rise, slowly: the other metrics can be used
    IN_FLIGHT,    //!< some datagrams of the window had not ended when the run did
    ROUGH,        //!< fluid fidelity: queues overflowed, or numbers came round, as it does not know
    COUNT
};

/// What a mark is called and what it says.
struct RunMarkText
{
    const char* name;    //!< in the database, in tables and in results.csv
    const char* meaning; //!< half a sentence: "the run ..."
};

/** @param mark a mark @return its words */
const RunMarkText& GetText(RunMark mark);

/**
 * @ingroup ipsec-offload
 * A set of marks.
 */
class RunMarks
{
  public:
    /** @param marks those of the set */
    RunMarks(std::initializer_list<RunMark> marks = {})
    {
        for (const auto mark : marks)
        {
            Add(mark);
        }
    }

    /** @param mark one more */
    void Add(RunMark mark)
    {
        m_bits |= 1U << static_cast<uint32_t>(mark);
    }

    /** @param mark one that is not in the set from now on */
    void Remove(RunMark mark)
    {
        m_bits &= ~(1U << static_cast<uint32_t>(mark));
    }

    /** @param other more of them */
    void Add(const RunMarks& other)
    {
        m_bits |= other.m_bits;
    }

    /** @param mark one of them @return true when it is in the set */
    bool Has(RunMark mark) const
    {
        return (m_bits & 1U << static_cast<uint32_t>(mark)) != 0;
    }

    /** @param other another set @return true when both are the same */
    bool operator==(const RunMarks& other) const
    {
        return m_bits == other.m_bits;
    }

    /** @return true when throughput, ratio and loss can be used: nothing but DELAY_RISING */
    bool IsUsable() const
    {
        return (m_bits & ~(1U << static_cast<uint32_t>(RunMark::DELAY_RISING))) == 0;
    }

    /** @return names, with a blank in between; empty: no mark */
    std::string ToText() const;

    /** @param text what ToText() gave; unknown names are left out @return the marks */
    static RunMarks FromText(const std::string& text);

  private:
    uint32_t m_bits{0}; //!< by RunMark
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_MARK_H */

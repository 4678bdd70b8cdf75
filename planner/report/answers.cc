/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "answers.h"

#include "bottleneck.h"
#include "provenance-report.h"
#include "scenario-remarks.h"

#include "planner/analytic/binding.h"
#include "planner/base/number-format.h"
#include "planner/simulate/reason-meter.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

namespace ns3::planner
{

namespace
{

/// The questions, in the order of Question.
constexpr std::array<const char*, static_cast<size_t>(Question::COUNT)> QUESTIONS{
    "Is it enough, and what is the bottleneck?",
    "Do more SA slots, cores or nodes help?",
    "What is left after a failure?",
    "What happens with 10 % more traffic?",
    "What does a rekey cost?"};

/// Changes of throughput below this share are none.
constexpr double NOTICEABLE = 0.001;
/// Seconds between the rekeys of an SA that many configurations have.
constexpr double HOUR = 3600;
/// Seconds between those of careful ones.
constexpr double TEN_MINUTES = 600;

/// @param share from 0 to 1 @return in percent
std::string
PercentInWords(double share)
{
    return FormatSignificant(100 * share) + " %";
}

/// @param lost seconds of a tunnel in each rekey @return which share of its time that is
std::string
ShareOfTime(double lost)
{
    return PercentInWords(lost / HOUR) + " with a rekey every hour, " +
           PercentInWords(lost / TEN_MINUTES) + " with one every 10 minutes";
}

/// @param found what was looked for @return how much of it is enough, in a sentence
std::string
DescribeNeed(const FoundNeed& found)
{
    const Need& need = found.need;
    if (!need.obstacle.empty())
    {
        return "How many " + need.words + " are enough: not asked, " + need.obstacle + ".";
    }
    const auto point = [&need](const SolvedPoint& at, const std::string& name) {
        const std::string marks = at.GetGroup().GetMarks().ToText();
        return name + " " + PercentInWords(at.Of(need.solve.goals.front()).mean) +
               (marks.empty() ? "" : " (marked " + marks + ")");
    };
    const SolveOutcome& outcome = found.outcome;
    std::string sentence = "How many " + need.words + " are enough, all else as it is: ";
    if (!outcome.answer)
    {
        return sentence + "none up to " + outcome.below->text + ", " +
               point(*outcome.below, "where the loss is") + ".";
    }
    sentence += outcome.answer->text + ", " + point(*outcome.answer, "loss");
    if (outcome.below)
    {
        sentence += "; with " + outcome.below->text + " it is" + point(*outcome.below, "");
    }
    if (outcome.growth)
    {
        sentence += "; with 10 % more traffic it is" + point(*outcome.growth, "");
    }
    return sentence + ".";
}

/// Makes the answers of one point.
class AnswerMaker
{
  public:
    /// see MakeAnswers()
    AnswerMaker(const Experiment& asked,
                const std::vector<WhatIf>& changes,
                const std::vector<PointRecord>& records,
                const std::vector<FoundNeed>& needs)
        : m_asked(asked),
          m_changes(changes),
          m_records(records),
          m_needs(needs),
          m_groups(GroupReplications(records)),
          m_base(Find(changes.front()))
    {
    }

    /// @return all of them
    std::vector<Answer> Make() const
    {
        std::vector<Answer> answers;
        for (size_t i = 0; i < QUESTIONS.size(); ++i)
        {
            Answer answer{QUESTIONS[i], {}};
            for (const auto& change : m_changes)
            {
                if (change.question == static_cast<Question>(i))
                {
                    Describe(change, answer.sentences);
                }
            }
            if (static_cast<Question>(i) == Question::RESOURCES)
            {
                std::transform(m_needs.begin(),
                               m_needs.end(),
                               std::back_inserter(answer.sentences),
                               DescribeNeed);
            }
            if (static_cast<Question>(i) == Question::FAILURE && m_base &&
                m_asked.first.population.failover.IsOn())
            {
                DescribeFailover(m_asked.first.population, *m_base, answer.sentences);
            }
            if (answer.sentences.empty())
            {
                answer.sentences.emplace_back("Not asked: this point has nothing that could fail.");
            }
            answers.push_back(answer);
        }
        return answers;
    }

  private:
    /// @param change one of the curves @return its point, or null
    const PointGroup* Find(const WhatIf& change) const
    {
        return FindGroup(m_groups, change.name, m_asked.first.seed);
    }

    /// @param change one of them @param sentences get what is said of it
    void Describe(const WhatIf& change, std::vector<std::string>& sentences) const
    {
        if (!change.obstacle.empty())
        {
            sentences.push_back(change.name + ": not asked, " + change.obstacle + ".");
            return;
        }
        const PointGroup* group = Find(change);
        if (!group || !m_base)
        {
            sentences.push_back(change.name + ": not simulated.");
            return;
        }
        if (group == m_base)
        {
            DescribeBase(sentences);
        }
        else if (change.question == Question::REKEY)
        {
            DescribeRekey(*group, sentences);
        }
        else if (change.question == Question::FAILURE)
        {
            DescribeFailure(change, *group, sentences);
        }
        else
        {
            DescribeChange(change, *group, sentences);
        }
        const auto marks = group->GetMarks().ToText();
        if (!marks.empty() && group != m_base)
        {
            sentences.back() += " Do not use this number: marked " + marks + ".";
        }
    }

    /// @param group a point @return bit/s of IP that were sent, both directions
    static double GetOffered(const PointGroup& group)
    {
        const double reverse = group.Of("reverse_offered_bps").mean;
        return group.Of("offered_bps").mean + (reverse > 0 ? reverse : 0);
    }

    /// @param group a point @param name of its curve @return "the link is the bottleneck"
    std::string GetBottleneck(const PointGroup& group, const std::string& name) const
    {
        return FindBottleneck(m_asked.At(name, m_asked.first.seed), group).ToSentence();
    }

    /// @param sentences get whether the point as it is carries its traffic
    void DescribeBase(std::vector<std::string>& sentences) const
    {
        const double loss = m_base->Of("loss").mean;
        const double carried = m_base->Of("total_throughput_bps").mean;
        const std::string numbers = FormatWithUnit(carried, "bit/s") + " of " +
                                    FormatWithUnit(GetOffered(*m_base), "bit/s") +
                                    " offered arrive, loss " + PercentInWords(loss) +
                                    ", offload ratio " +
                                    FormatFixed(m_base->Of("offload_ratio").mean, 3);
        const std::string marks = m_base->GetMarks().ToText();
        const char* verdict = loss > NEGLIGIBLE_LOSS ? "No: " : "Yes: ";
        sentences.push_back((marks.empty() ? verdict : "Not known, marked " + marks + ": ") +
                            numbers + "; " + GetBottleneck(*m_base, m_changes.front().name) + ".");
        DescribeBusiest(sentences);
        for (std::string sentence :
             FindReasons(m_records, m_changes.front().name, m_asked.first.GetMeasuredRole()))
        {
            sentence.front() = static_cast<char>(std::toupper(sentence.front()));
            sentences.push_back(sentence + ".");
        }
        DescribeRemarks(sentences);
    }

    /// @param sentences get what stands out in the scenario, and costs that nobody has measured
    void DescribeRemarks(std::vector<std::string>& sentences) const
    {
        const std::string& base = m_changes.front().name;
        for (const auto& remark : FindRemarks(m_asked.At(base, m_asked.first.seed)))
        {
            sentences.push_back((remark.isWarning ? "Warning: " : "Note: ") + remark.text + ".");
        }
        std::vector<PointRecord> own;
        std::copy_if(m_records.begin(),
                     m_records.end(),
                     std::back_inserter(own),
                     [&base](const PointRecord& record) { return record.spec.curve == base; });
        for (const auto& missing : FindMissingCosts(m_asked, own))
        {
            sentences.push_back("Warning: " + missing + ".");
        }
    }

    /// @param sentences get what is nearest to its limit, and whether one core is full alone
    void DescribeBusiest(std::vector<std::string>& sentences) const
    {
        double most = 0;
        Binding busiest;
        for (size_t i = 1; i < static_cast<size_t>(Resource::COUNT); ++i)
        {
            const Binding binding = MakeMeasured(m_asked.first, static_cast<Resource>(i));
            const std::string metric = GetUtilizationMetric(binding);
            const double busy = metric.empty() ? 0 : m_base->Of(metric).mean;
            if (busy > most)
            {
                most = busy;
                busiest = binding;
            }
        }
        if (most > 0)
        {
            const bool areMany = busiest.resource == Resource::CORES;
            sentences.push_back("Of what is measured, the " + ToString(busiest) +
                                (areMany ? " are" : " is") + " busiest: " + PercentInWords(most) +
                                " of the time.");
        }
        const double busyCore = m_base->Of("cpu_busiest_core").mean;
        const double busyCores = m_base->Of("cpu_utilization").mean;
        if (busyCore > 0.95 && busyCores < 0.9)
        {
            sentences.push_back("One core is full while all cores together work " +
                                PercentInWords(busyCores) +
                                " of the time: the packets of an SA and flow stay on one core, so "
                                "that more tunnels use more cores, but more cores do not help the "
                                "busiest tunnel.");
        }
    }

    /// @param change of the point @param group its results @param sentences get its effect
    void DescribeChange(const WhatIf& change,
                        const PointGroup& group,
                        std::vector<std::string>& sentences) const
    {
        const double before = m_base->Of("total_throughput_bps").mean;
        const double after = change.nodes * group.Of("total_throughput_bps").mean;
        const Estimate difference = PairedDifference(group, *m_base, "total_throughput_bps");
        const double gained = after - before;
        const double unsure = change.nodes * difference.GetErrorBar();
        std::string effect = "no change";
        if (std::abs(gained) > std::max(unsure, NOTICEABLE * before))
        {
            effect = (gained > 0 ? "+" : "") + PercentInWords(gained / before);
            effect += unsure > 0 ? " +- " + PercentInWords(unsure / before) : "";
        }
        std::string sentence = change.words + ": " + FormatWithUnit(after, "bit/s") + " (" +
                               effect + "), loss " + PercentInWords(group.Of("loss").mean) +
                               ", offload ratio " + FormatFixed(group.Of("offload_ratio").mean, 3) +
                               "; " + GetBottleneck(group, change.name) + ".";
        sentence.front() = static_cast<char>(std::toupper(sentence.front()));
        sentences.push_back(sentence);
    }

    /// @param change a failure @param group its results @param sentences get what is left then
    void DescribeFailure(const WhatIf& change,
                         const PointGroup& group,
                         std::vector<std::string>& sentences) const
    {
        const Scenario scenario = m_asked.At(change.name, m_asked.first.seed);
        if (scenario.population.failover.IsOn())
        {
            DescribeFailover(scenario.population, group, sentences);
            return;
        }
        DescribeChange(change, group, sentences);
    }

    /// @param population of a point with a failover @param group its results
    /// @param sentences get what it costs those that come from the dead node
    static void DescribeFailover(const PopulationSpec& population,
                                 const PointGroup& group,
                                 std::vector<std::string>& sentences)
    {
        const FailoverSpec& failover = population.failover;
        const Estimate outage = group.Of("failover_outage_s");
        const double detection =
            static_cast<double>(failover.detection) / static_cast<double>(PS_PER_SECOND);
        const double lasts = group.Of("failover_rehoming_s").mean;
        std::string sentence =
            "One of " + std::to_string(failover.nodes) + " such nodes dies, and " +
            FormatFixed(group.Of("failover_rehomed").mean, 0) + " of these " +
            std::to_string(population.count) +
            " clients or tunnels get new SAs here: they are blocked for " +
            FormatWithUnit(outage.mean - detection, "s") + " (mean, lost octets by offered rate)" +
            (detection > 0
                 ? " after the " + FormatWithUnit(detection, "s") + " until the death is noticed"
                 : " and the time until the death is noticed") +
            (std::isfinite(lasts) ? ", the last one gets its SAs " + FormatWithUnit(lasts, "s") +
                                        " after the notice; "
                                  : ", and others that came have none yet when the run ends; ");
        sentence += FormatFixed(group.Of("tx_slots_used").mean, 0) + " slots for sending and " +
                    FormatFixed(group.Of("rx_slots_used").mean, 0) +
                    " for receiving are in use at the end. Then this node carries what the first "
                    "answer says.";
        sentences.push_back(sentence);
    }

    /// @param other the point with the rekeys that it lacks, or without those that it has
    /// @param sentences get what one rekey costs
    void DescribeRekey(const PointGroup& other, std::vector<std::string>& sentences) const
    {
        const bool has = m_asked.first.population.rekey.IsOn();
        const std::string& otherName = m_changes.back().name;
        const Scenario with = has ? m_asked.first : m_asked.At(otherName, m_asked.first.seed);
        const double every =
            static_cast<double>(with.population.rekey.every) / static_cast<double>(PS_PER_SECOND);
        const PointGroup& rekeyed = has ? *m_base : other;
        const PointGroup& quiet = has ? other : *m_base;
        // Every SA is replaced once in a period, so a share of the period is a time per rekey.
        Estimate blocked = PairedDifference(rekeyed, quiet, "loss");
        Estimate software = PairedDifference(quiet, rekeyed, "offload_ratio");
        for (Estimate* time : {&blocked, &software})
        {
            time->mean *= every;
            time->halfWidth *= every;
        }
        const std::string how =
            ". Simulated with a rekey of each every " + FormatWithUnit(every, "s") + ".";
        if (!(rekeyed.Of("rekeys").mean > 0))
        {
            sentences.push_back("Not known: no SA was replaced before the run ended" + how);
            return;
        }
        std::string blocks = "does not block it: the loss is the same without";
        if (IsSure(blocked))
        {
            blocks = "blocks it for " + FormatWithUnit(blocked.mean, "s") +
                     " (lost octets by offered rate), which is a loss of " +
                     ShareOfTime(blocked.mean);
        }
        else if (blocked.halfWidth > 0)
        {
            blocks = "blocks it for less than " + FormatWithUnit(blocked.halfWidth, "s") +
                     ", too short to be measured";
        }
        sentences.push_back("A rekey of one tunnel or client " + blocks +
                            (IsSure(software)
                                 ? "; its traffic is in software for " +
                                       FormatWithUnit(software.mean, "s") + " longer, " +
                                       ShareOfTime(software.mean)
                                 : std::string("; its offload ratio does not change")) +
                            how);
    }

    /// @param difference of two estimates @return whether it is one, and above 0
    static bool IsSure(const Estimate& difference)
    {
        return difference.mean > difference.halfWidth && difference.mean > 0;
    }

    const Experiment& m_asked;                 //!< what was simulated
    const std::vector<WhatIf>& m_changes;      //!< its curves
    const std::vector<PointRecord>& m_records; //!< its results
    const std::vector<FoundNeed>& m_needs;     //!< how much is enough
    std::vector<PointGroup> m_groups;          //!< its results
    const PointGroup* m_base;                  //!< the point itself
};

} // namespace

std::vector<Answer>
MakeAnswers(const Experiment& asked,
            const std::vector<WhatIf>& changes,
            const std::vector<PointRecord>& records,
            const std::vector<FoundNeed>& needs)
{
    return AnswerMaker(asked, changes, records, needs).Make();
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "what-if.h"

#include "control-load.h"
#include "point-experiment.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"
#include "planner/scenario/scenario-reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::planner
{

namespace
{

/// More traffic, as a factor.
constexpr double GROWTH = 1.1;
/// Rekeys take at most this share of the NIC's command channel, so that they do not wait for each
/// other: then what one of them costs does not depend on how often they come.
constexpr double CHANNEL_SHARE = 0.25;
/// Packets of a run that holds one round of rekeys.
constexpr double MOST_PACKETS = 5e7;
constexpr double LEAST_ROUND = 1.0;    //!< seconds from one rekey of an SA to the next
constexpr double LEAST_FAILOVER = 0.5; //!< seconds of traffic around the death of a node

/// Makes the changes of one point.
class ChangeFinder
{
  public:
    /// @param scenario the point @param root its document
    ChangeFinder(const Scenario& scenario, const InputNode& root)
        : m_scenario(scenario),
          m_root(root),
          m_role(scenario.GetMeasuredRole())
    {
    }

    /// @return all of them
    std::vector<WhatIf> Find()
    {
        m_found.push_back({Question::ENOUGH, "as it is", "", {}, "", 1});
        AddAssumed();
        AddSlots();
        AddCores();
        AddNodes();
        AddFailover();
        AddFailure();
        AddGrowth();
        AddRekeys();
        return std::move(m_found);
    }

  private:
    /// @param question what it answers @param name of its curve @param words what is changed
    /// @param settings the change
    void Add(Question question,
             const std::string& name,
             const std::string& words,
             const std::vector<std::pair<std::string, std::string>>& settings)
    {
        WhatIf change{question, name, words, {}, "", 1};
        for (const auto& [path, text] : settings)
        {
            change.settings.push_back(InputSetting::From(name, path, text));
        }
        m_found.push_back(change);
    }

    /// @param question what cannot be answered this way @param name of the change @param why not
    void Refuse(Question question, const std::string& name, const std::string& why)
    {
        m_found.push_back({question, name, "", {}, why, 1});
    }

    /// What profiles only assume may be better or worse.
    void AddAssumed()
    {
        const std::string name = "assumed values " + FormatFixed(100 * ASSUMED_MARGIN, 0) + " % ";
        if (m_root.Find(ASSUMED_KEY))
        {
            Refuse(Question::ENOUGH,
                   name + "worse and better",
                   std::string("the scenario sets ") + ASSUMED_KEY + " itself");
        }
        else if (HasAssumedValues(m_scenario))
        {
            Add(Question::ENOUGH,
                name + "worse",
                "with " + name + "worse",
                {{ASSUMED_KEY, FormatPlain(-ASSUMED_MARGIN)}});
            Add(Question::ENOUGH,
                name + "better",
                "with " + name + "better",
                {{ASSUMED_KEY, FormatPlain(ASSUMED_MARGIN)}});
        }
    }

    /// Twice the SA slots, or as many as there are SAs where there are none.
    void AddSlots()
    {
        const NicProfile& nic = m_scenario.GetMeasured().nic;
        const std::string name = "2 x SA slots";
        if (nic.txSlots == NicProfile::UNLIMITED && nic.rxSlots == NicProfile::UNLIMITED)
        {
            Refuse(Question::RESOURCES, name, "the slots of the NIC are not limited");
            return;
        }
        if (m_scenario.population.offload == OffloadWish::NONE)
        {
            Refuse(Question::RESOURCES, name, "no SA asks for offload");
            return;
        }
        WhatIf change{Question::RESOURCES, name, "", {}, "", 1};
        const auto add = [&](const std::string& key, uint32_t slots, const std::string& words) {
            if (slots != NicProfile::UNLIMITED)
            {
                const uint64_t more =
                    slots == 0 ? 2ULL * m_scenario.population.count : 2ULL * slots;
                change.words += (change.words.empty() ? "with " : " and ") + std::to_string(more) +
                                " instead of " + std::to_string(slots) + " " + words;
                change.settings.push_back(
                    InputSetting::From(name, PathOf("nic") + "." + key, std::to_string(more)));
            }
        };
        if (nic.txSlots == nic.rxSlots)
        {
            add("sa-slots", nic.txSlots, "SA slots per direction");
        }
        else
        {
            add("tx-slots", nic.txSlots, "transmit slots");
            add("rx-slots", nic.rxSlots, "receive slots");
        }
        Drop(change, PathOf("nic"), {"sa-slots", "tx-slots", "rx-slots"});
        m_found.push_back(change);
    }

    /// Twice the cores.
    void AddCores()
    {
        const uint32_t cores = m_scenario.GetMeasured().host.cores;
        const std::string name = "2 x cores";
        if (cores == 0)
        {
            Refuse(Question::RESOURCES, name, "the host has no model: its work takes no time");
            return;
        }
        Add(Question::RESOURCES,
            name,
            "with " + std::to_string(2 * cores) + " instead of " + std::to_string(cores) + " cores",
            {{PathOf("host") + ".cores", std::to_string(2 * cores)}});
    }

    /// Two such nodes, each with half of the clients or tunnels and of their traffic.
    void AddNodes()
    {
        const uint32_t count = m_scenario.population.count;
        const std::string name = std::string("2 x ") + m_role;
        if (count % 2 != 0)
        {
            Refuse(Question::RESOURCES, name, "an odd number of clients or tunnels has no half");
            return;
        }
        Add(Question::RESOURCES,
            name,
            "with two such nodes, each with half of the clients or tunnels and of the traffic",
            {{"population.count", std::to_string(count / 2)}});
        m_found.back().nodes = 2;
        AddOfferedRate(m_found.back(), 0.5);
    }

    /// The card loses its SAs.
    void AddFailure()
    {
        if (m_scenario.population.offload != OffloadWish::NONE)
        {
            Add(Question::FAILURE,
                "without offload",
                "after the NICs have lost their SAs (reset, interface down), all in software",
                {{"population.offload", "none"}});
        }
    }

    /// Another such node dies, and half of the clients or tunnels come from it, all at once.
    void AddFailover()
    {
        const PopulationSpec& population = m_scenario.population;
        const std::string name = std::string("a ") + m_role + " dies";
        if (population.failover.IsOn())
        {
            return; // the point itself has one
        }
        if (m_scenario.topology.generator->AreSites() || population.count < 2)
        {
            Refuse(Question::FAILURE,
                   name,
                   population.count < 2 ? "there is one client or tunnel"
                                        : "a network of sites has a gateway at each");
            return;
        }
        if (m_scenario.traffic.ramp.IsOn() || m_scenario.traffic.recording)
        {
            Refuse(Question::FAILURE,
                   name,
                   m_scenario.traffic.recording ? "traffic is recorded"
                                                : "the load follows a ramp");
            return;
        }
        const double seconds =
            std::max(LEAST_FAILOVER, 2 * FindControlLoad(m_scenario).setUpSeconds);
        if (m_scenario.GetPacketRate() * seconds > MOST_PACKETS)
        {
            Refuse(Question::FAILURE, name, "its " + FormatNumber(seconds) + " s take too long");
            return;
        }
        Add(Question::FAILURE,
            name,
            "",
            {{"population.failover.nodes", "2"},
             {"population.failover.at", FormatNumber(seconds / 10) + " s"},
             {"traffic.duration", FormatNumber(seconds) + " s"}});
        Drop(m_found.back(), "traffic", {"packets", "duration"});
        Drop(m_found.back(), "measure", {"window"});
    }

    /// More of the same traffic.
    void AddGrowth()
    {
        m_found.push_back(
            {Question::GROWTH, "10 % more traffic", "with 10 % more traffic", {}, "", 1});
        AddOfferedRate(m_found.back(), GROWTH);
    }

    /// Without the rekeys that there are, or with some.
    void AddRekeys()
    {
        if (m_scenario.population.rekey.IsOn())
        {
            WhatIf change{Question::REKEY, "without rekeys", "without rekeys", {}, "", 1};
            Drop(change, "population", {"rekey"});
            m_found.push_back(change);
            return;
        }
        const double round = GetRekeyRound();
        const double packets = m_scenario.GetPacketRate() * round;
        if (packets > MOST_PACKETS)
        {
            Refuse(Question::REKEY,
                   "with rekeys",
                   "a round of rekeys that leaves the NIC's commands three quarters of their time "
                   "takes " +
                       FormatNumber(round) + " s, which are " + FormatNumber(packets / 1e6) +
                       " million packets");
            return;
        }
        const std::string every = FormatNumber(round) + " s";
        Add(Question::REKEY,
            "with rekeys",
            "with a rekey of every SA each " + every + ", the new SA first",
            {{"population.rekey.every", every},
             {"population.rekey.order", "make-before-break"},
             {"population.rekey.overlap", FormatNumber(round / 10) + " s"},
             {"population.rekey.spread", FormatNumber(0.8 * round) + " s"}});
    }

    /// @return seconds from one rekey of an SA to the next
    double GetRekeyRound() const
    {
        const ControlLoad load = FindControlLoad(m_scenario);
        const double all = load.contexts * (load.installSeconds + load.removeSeconds) /
                           m_scenario.GetMeasured().nic.channelServers;
        return std::max(LEAST_ROUND, std::ceil(all / CHANNEL_SHARE));
    }

    /// Offer so many times the traffic, as a rate: a share of the link would grow with the links.
    /// @param change gets it @param factor of the point's traffic
    void AddOfferedRate(WhatIf& change, double factor) const
    {
        const double rate = m_scenario.GetPacketRate() * m_scenario.GetMeanLength() * OCTET_BITS;
        change.settings.push_back(InputSetting::From(change.name,
                                                     "traffic.rate",
                                                     FormatFixed(factor * rate, 0) + " bit/s"));
        Drop(change, "traffic", {"load", "rate"});
    }

    /// @param change takes keys away before it puts in others @param path of a map
    /// @param keys which of its keys
    void Drop(WhatIf& change, const std::string& path, const std::vector<std::string>& keys) const
    {
        if (const auto setting = DropKeys(change.name, m_root, path, keys))
        {
            change.settings.insert(change.settings.begin(), *setting);
        }
    }

    /// @param part "nic" or "host" @return its path
    std::string PathOf(const std::string& part) const
    {
        return "nodes." + m_role + "." + part;
    }

    static constexpr double OCTET_BITS = 8;

    const Scenario& m_scenario;  //!< the point
    const InputNode& m_root;     //!< its document
    std::string m_role;          //!< of the measured node
    std::vector<WhatIf> m_found; //!< so far
};

} // namespace

std::vector<WhatIf>
FindWhatIfs(const Experiment& experiment, const std::string& curve, double value)
{
    const Scenario scenario = experiment.At(curve, value);
    const InputNode root = ParseYaml(experiment.GetDocument(curve, value), experiment.file);
    return ChangeFinder(scenario, root).Find();
}

Experiment
MakeWhatIfExperiment(const Experiment& experiment,
                     const std::string& curve,
                     double value,
                     const std::vector<WhatIf>& changes)
{
    Experiment asked = MakePointExperiment(experiment, curve, value);
    for (const auto& change : changes)
    {
        if (change.obstacle.empty())
        {
            asked.curves.push_back({change.name, change.settings});
        }
    }
    // One value that changes nothing: the seed that the point has.
    asked.sweep.parameter = "seed";
    asked.sweep.path = "seed";
    const std::string seed = std::to_string(experiment.first.seed);
    asked.sweep.Add(experiment.first.seed, seed);
    for (const auto& one : asked.curves)
    {
        asked.At(one.name, experiment.first.seed); // complains now, not in a process of its own
    }
    asked.first = asked.At(asked.curves.front().name, experiment.first.seed);
    return asked;
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-remarks.h"

#include "model/explain/ipsec-number-words-internal.h"
#include "model/profile/name-lists.h"
#include "model/profile/plain-text.h"
#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/packet-demands.h"
#include "planner/analytic/slot-assignment.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/network/address-plan.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/esp-lengths.h"
#include "planner/scenario/node-attributes.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/boolean.h"
#include "ns3/host-cost.h"
#include "ns3/ipsec-node.h"
#include "ns3/kernel-profile.h"
#include "ns3/sa-acceptance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What a node's kernel does, whatever is offered to it.
struct KernelFacts
{
    bool tellsDirection;    //!< of SAs, to drivers (R49)
    bool offloadsForwarded; //!< packets (R127)
};

/// Knows kernels. To make one takes longer than to read a point, and few points have one of their
/// own.
class Kernels
{
  public:
    /// @param spec a node @return what its kernel does
    const KernelFacts& Of(const NodeSpec& spec)
    {
        std::string key = spec.kernel;
        for (const auto& setting : spec.attributes)
        {
            key += "\n" + std::to_string(static_cast<int>(setting.owner)) + setting.name + "=" +
                   setting.value;
        }
        const auto known = m_facts.find(key);
        if (known != m_facts.end())
        {
            return known->second;
        }
        const auto node = CreateObject<IpsecNode>();
        FindKernelProfile(spec.kernel)->Apply(*node);
        ApplyAttributes(spec.attributes, node);
        BooleanValue tellsDirection;
        node->GetOffload()->GetAttribute("DirectionKnown", tellsDirection);
        BooleanValue offloadsForwarded;
        node->GetAttribute("OffloadForwarded", offloadsForwarded);
        const KernelFacts facts{tellsDirection.Get(), offloadsForwarded.Get()};
        return m_facts.emplace(key, facts).first->second;
    }

  private:
    std::map<std::string, KernelFacts> m_facts; //!< by name and attributes
};

/// @param scenario a point @return the same with one client or tunnel of each kind: others differ
/// in their addresses alone
Scenario
FewOf(const Scenario& scenario)
{
    Scenario few = scenario;
    few.population.count = std::min(few.population.count, 2U);
    few.population.flows = 1;
    if (!few.topology.generator->AreSites())
    {
        few.topology.counts.clear();
    }
    return few;
}

/// Looks at one point.
class Inspector
{
  public:
    /// @param scenario the point @param kernels of all points
    Inspector(const Scenario& scenario, Kernels& kernels)
        : m_scenario(scenario),
          m_kernels(kernels),
          m_few(FewOf(scenario)),
          m_graph(m_few.MakeGraph()),
          m_path(m_few.FindPaths(m_graph).front()),
          m_flows(MakeFlowPlan(m_few))
    {
    }

    /// @return what stands out
    std::vector<ScenarioRemark> Run()
    {
        LookAtNode(m_scenario.GetMeasuredRole(), true);
        if (m_scenario.GetFarRole() != std::string(m_scenario.GetMeasuredRole()))
        {
            LookAtNode(m_scenario.GetFarRole(), false);
        }
        LookAtCosts();
        LookAtSizes();
        LookAtTimes();
        LookAtLoad();
        LookAtReplay();
        return m_remarks;
    }

  private:
    /// @param text see ScenarioRemark
    void Warn(const std::string& text)
    {
        m_remarks.push_back({true, text});
    }

    /// @param text see ScenarioRemark
    void Note(const std::string& text)
    {
        m_remarks.push_back({false, text});
    }

    /// Does its NIC take SAs? @param role of the node @param near it is the measured one
    void LookAtNode(const std::string& role, bool near)
    {
        const NodeSpec& spec = m_scenario.nodes.at(role);
        const NicProfile& profile = spec.nic;
        if (!profile.offload || m_scenario.population.offload == OffloadWish::NONE)
        {
            return; // so it is meant
        }
        const KernelFacts& kernel = m_kernels.Of(spec);
        const auto direction = m_scenario.traffic.direction;
        for (const bool sends : {true, false})
        {
            const bool isUsed = direction == TrafficDirection::BOTH ||
                                (direction == TrafficDirection::TRANSMIT) == (sends == near);
            const auto why =
                isUsed ? WhyNoneTaken(profile, near, sends, kernel.tellsDirection) : "";
            if (!why.empty())
            {
                Warn("the NIC of '" + role + "' takes none of the SAs by which it " +
                     (sends ? "sends: " : "receives: ") + why);
            }
        }
        if (m_path.IsForwarded() && near && !kernel.offloadsForwarded &&
            direction != TrafficDirection::RECEIVE)
        {
            Note("kernel " + spec.kernel + " of '" + role +
                 "' offloads nothing that it forwards (R127)");
        }
    }

    /// @param near at which end @return addresses of its protected interface
    std::vector<IpAddress> AddressesOf(bool near) const
    {
        return near ? GetNodeAddresses(m_graph, m_path.between.front(), m_path.sender).GetAll()
                    : GetNodeAddresses(m_graph, m_path.between.back(), m_path.receiver).GetAll();
    }

    /// @param profile of a NIC @param near at which end @param sends SAs by which it sends
    /// @param isTold its driver knows that @return why it takes none of them; empty: it takes some
    std::string WhyNoneTaken(const NicProfile& profile, bool near, bool sends, bool isTold) const
    {
        const auto direction = sends ? IpsecDirection::OUT : IpsecDirection::IN;
        const auto addresses = AddressesOf(near);
        std::string why;
        for (const auto& member : m_flows.members)
        {
            const auto acceptance =
                AssessSa(profile,
                         SaConfigOf(member, m_scenario.population, near == sends),
                         isTold ? direction : IpsecDirection::UNKNOWN,
                         addresses);
            if (sends ? acceptance.transmit : acceptance.receive)
            {
                return "";
            }
            why =
                acceptance.IsTaken() ? "it offloads the other direction only" : acceptance.refusal;
        }
        return why;
    }

    /// Does each host know what IPsec costs it?
    void LookAtCosts()
    {
        std::set<std::string> profiles;
        for (const char* role : {m_scenario.GetMeasuredRole(), m_scenario.GetFarRole()})
        {
            const NodeSpec& spec = m_scenario.nodes.at(role);
            const std::string absent = spec.host.cores > 0 ? NameMissingCosts(spec) : "";
            if (!absent.empty() && profiles.insert(spec.host.name).second)
            {
                Note("host profile " + spec.host.name + " has no cost for " + absent +
                     ": 0, or its default cipher's, for each packet that needs it");
            }
        }
    }

    /// @param spec of a node @return keys of what IPsec may cost there and nobody says; empty: none
    std::string NameMissingCosts(const NodeSpec& spec) const
    {
        std::vector<std::string> keys;
        for (const auto cost : {HostCost::POLICY_LOOKUP,
                                HostCost::SA_LOOKUP,
                                HostCost::ESP_OUTPUT,
                                HostCost::ESP_INPUT})
        {
            if (spec.hostProvenance.OfHostCost(GetKey(cost)) == Provenance::MISSING)
            {
                keys.push_back(GetKey(cost));
            }
        }
        const auto* cipher = m_scenario.population.cipher;
        const std::string perOctet = GetKey(CipherCostOf(cipher, true));
        if (cipher && spec.hostProvenance.OfHostCost(perOctet) == Provenance::MISSING)
        {
            keys.push_back(perOctet.substr(0, perOctet.rfind('.')));
        }
        return MakeCommaList(keys);
    }

    /// Are ESP datagrams fragments?
    void LookAtSizes()
    {
        std::pair<uint32_t, std::string> least{UINT32_MAX, ""};
        for (const auto number : m_path.between)
        {
            const NetworkLink& link = m_graph.GetLink(number);
            least = std::min(least, {link.spec.mtu, link.role});
        }
        for (const auto& member : m_flows.members)
        {
            const auto packet = FindLongestPacket(m_scenario, member.ipv6);
            if (packet.withEsp > least.first)
            {
                Warn("packets of " + std::to_string(packet.clear) + " B are " +
                     std::to_string(packet.withEsp) + " B with ESP, above the MTU of " +
                     std::to_string(least.first) + " B of link '" + least.second +
                     "': they travel as fragments" +
                     (MayDropLongEsp(m_scenario) ? ", or a kernel drops them (too-big)" : ""));
                return;
            }
        }
    }

    /// Does anything come after the end?
    void LookAtTimes()
    {
        const auto& traffic = m_scenario.traffic;
        if (!traffic.IsCapped())
        {
            return; // nobody knows the end
        }
        const double seconds = m_scenario.GetSendingTime();
        const auto isLater = [seconds](Ps time) {
            return static_cast<double>(time) / PS_PER_SECOND >= seconds;
        };
        const std::string end = "the traffic ends after " + ShortNumber(seconds) + " s";
        if (m_scenario.population.rekey.IsOn() && isLater(m_scenario.population.rekey.every))
        {
            Warn("no SA is replaced (population.rekey): " + end);
        }
        for (const auto& event : m_scenario.events)
        {
            if (isLater(event.at))
            {
                Warn("the event at " + ShortNumber(static_cast<double>(event.at) / PS_PER_SECOND) +
                     " s has no effect: " + end);
            }
        }
        if (m_scenario.timeline.period > 0 && isLater(m_scenario.timeline.period))
        {
            Warn("the timeline has no sample: " + end);
        }
    }

    /// Is the link overloaded?
    void LookAtLoad()
    {
        const double octets = m_scenario.GetMeanLength() +
                              m_scenario.GetSegmentsPerPacket() * m_scenario.topology.frameOverhead;
        const double share = m_scenario.GetPacketRate() * m_scenario.traffic.ramp.GetGreatest() *
                             8 * octets / static_cast<double>(m_scenario.GetMeasuredLink().rate);
        if (share > 1)
        {
            Note(std::string("more is offered than link '") + m_scenario.GetMeasuredLinkRole() +
                 "' carries");
        }
    }

    /// What of a recording is not played as it was?
    void LookAtReplay()
    {
        const TrafficSpec& traffic = m_scenario.traffic;
        if (!traffic.recording)
        {
            return;
        }
        if (traffic.skipped > 0)
        {
            Note("the recording has " + GroupDigits(traffic.skipped) +
                 " packets that are no IP datagrams and are not played");
        }
        const auto& datagrams = traffic.recording->datagrams;
        const auto few = std::count_if(datagrams.begin(), datagrams.end(), [&](const auto& one) {
            return one.length < traffic.shortest;
        });
        if (few > 0)
        {
            Note(GroupDigits(static_cast<uint64_t>(few)) +
                 " datagrams of the recording are played with " + std::to_string(traffic.shortest) +
                 " B, the headers of UDP");
        }
    }

    /// @param value a number @return it with a few digits
    static std::string ShortNumber(double value)
    {
        constexpr double DIGITS = 1e2;
        const double scale = std::pow(10, std::floor(std::log10(value))) / DIGITS;
        return FormatNumber(value > 0 ? std::round(value / scale) * scale : 0);
    }

    const Scenario& m_scenario;            //!< the point
    Kernels& m_kernels;                    //!< of all points
    Scenario m_few;                        //!< the same with few clients or tunnels
    NetworkGraph m_graph;                  //!< of these
    ProtectedPath m_path;                  //!< of these
    FlowPlan m_flows;                      //!< of these
    std::vector<ScenarioRemark> m_remarks; //!< what stands out
};

/// @param path of the sweep @param end its last key @return true when it ends so
bool
EndsIn(const std::string& path, const std::string& end)
{
    return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

/// What a sweep changes.
class SweptEffect
{
  public:
    /// @param path of the sweep
    explicit SweptEffect(const std::string& path)
        : m_isSlots(EndsIn(path, ".sa-slots") || EndsIn(path, ".tx-slots") ||
                    EndsIn(path, ".rx-slots"))
    {
        const std::string nodes = "nodes.";
        if (path.compare(0, nodes.size(), nodes) == 0)
        {
            m_role = path.substr(nodes.size(), path.find('.', nodes.size()) - nodes.size());
        }
    }

    /// @param scenario a point @return text that is the same wherever the sweep changes nothing;
    /// empty: nobody can say
    std::string Of(const Scenario& scenario) const
    {
        const auto node = scenario.nodes.find(m_role);
        if (!m_isSlots || node == scenario.nodes.end())
        {
            return "";
        }
        if (!node->second.nic.offload)
        {
            return "the NIC of '" + m_role + "' does no IPsec";
        }
        const auto sharers = static_cast<uint32_t>(scenario.MakeGraph().FindNodes(m_role).size());
        const uint32_t members = (scenario.population.count + sharers - 1) / sharers;
        const Scenario few = FewOf(scenario);
        // Make before break: if all are replaced within one overlap, there are two of each.
        const RekeySpec& rekey = scenario.population.rekey;
        const bool isDouble = rekey.IsOn() && rekey.order == RekeyOrder::MAKE_BEFORE_BREAK;
        const double times = (isDouble ? 2.0 : 1.0) * members / few.population.count;
        const auto needed = CountSlots(few);
        const auto& nic = node->second.nic;
        if (needed.transmit == 0 && needed.receive == 0)
        {
            return ""; // it takes none: that is said elsewhere
        }
        return times * needed.transmit <= nic.txSlots && times * needed.receive <= nic.rxSlots
                   ? "the NIC of '" + m_role + "' has room for all SAs"
                   : "";
    }

  private:
    /// @param few clients or tunnels @return slots that they need in the NIC
    SlotCounts CountSlots(const Scenario& few) const
    {
        const auto graph = few.MakeGraph();
        const auto path = few.FindPaths(graph).front();
        const bool near = m_role == few.GetMeasuredRole();
        const auto node = near ? path.sender : path.receiver;
        const auto link = near ? path.between.front() : path.between.back();
        const ProtectingEnd end(few.nodes.at(m_role), GetNodeAddresses(graph, link, node).GetAll());
        return SlotAssignment(end, near, FindCapableNics(graph, node, link))
            .CountNeeded(few.population, MakeFlowPlan(few));
    }

    bool m_isSlots;     //!< slots are swept
    std::string m_role; //!< of a node; empty: something else is swept
};

/// What some metrics need, over all points.
class MetricNeeds
{
  public:
    /// @param scenario one more point
    void Add(const Scenario& scenario)
    {
        m_limit = m_limit || scenario.population.hard.octets > 0;
        m_rekey = m_rekey || scenario.population.rekey.IsOn();
        m_failover = m_failover || scenario.population.failover.IsOn();
        m_bothWays = m_bothWays || scenario.traffic.direction == TrafficDirection::BOTH;
    }

    /// @param figures of the experiment @return those whose metrics no point has
    std::vector<ScenarioRemark> Check(const std::vector<FigureSpec>& figures) const
    {
        std::vector<ScenarioRemark> remarks;
        for (const auto& figure : figures)
        {
            const MetricRow* row = FindMetricRow(figure.metric);
            if (row && ((row->need == MetricNeed::OCTET_LIMIT && !m_limit) ||
                        (row->need == MetricNeed::REKEY && !m_rekey) ||
                        (row->need == MetricNeed::FAILOVER && !m_failover) ||
                        (row->need == MetricNeed::BOTH_WAYS && !m_bothWays)))
            {
                remarks.push_back({true,
                                   "figure '" + figure.name + "' is empty: " + figure.metric +
                                       " needs " + ToString(row->need)});
            }
        }
        return remarks;
    }

  private:
    bool m_limit{false};    //!< SAs have a hard lifetime in octets
    bool m_rekey{false};    //!< SAs are replaced
    bool m_failover{false}; //!< a node dies
    bool m_bothWays{false}; //!< datagrams go both ways
};

/// Remarks of points, and at how many of them each is made.
struct Counted
{
    ScenarioRemark remark;
    size_t points;
    std::string first; //!< where it was made first
};

} // namespace

std::string
ToLine(const ScenarioRemark& remark, const std::string& file)
{
    return (remark.isWarning ? "warning: " : "note: ") + WithoutControls(file + ": " + remark.text);
}

std::vector<ScenarioRemark>
FindRemarks(const Scenario& scenario)
{
    Kernels kernels;
    return Inspector(scenario, kernels).Run();
}

std::vector<ScenarioRemark>
FindRemarks(const Experiment& experiment)
{
    const auto& values = experiment.sweep.GetValues();
    const SweptEffect effect(experiment.sweep.path);
    std::vector<Counted> all;
    std::set<std::string> effects;
    MetricNeeds needs;
    Kernels kernels;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& value : values)
        {
            const Scenario scenario = experiment.At(curve.name, value.value);
            effects.insert(effect.Of(scenario));
            needs.Add(scenario);
            for (const auto& remark : Inspector(scenario, kernels).Run())
            {
                const auto known = std::find_if(all.begin(), all.end(), [&](const auto& other) {
                    return other.remark == remark;
                });
                if (known == all.end())
                {
                    all.push_back({remark,
                                   1,
                                   "curve " + curve.name + ", " + experiment.sweep.parameter + " " +
                                       value.text});
                }
                else
                {
                    ++known->points;
                }
            }
        }
    }
    std::vector<ScenarioRemark> remarks = needs.Check(experiment.figures);
    for (const auto& counted : all)
    {
        const size_t points = values.size() * experiment.curves.size();
        const std::string where = " (at " + std::to_string(counted.points) + " of " +
                                  std::to_string(points) + " points, first " + counted.first + ")";
        remarks.push_back({counted.remark.isWarning,
                           counted.remark.text + (counted.points == points ? "" : where)});
    }
    if (values.size() > 1 && effects.size() == 1 && !effects.begin()->empty())
    {
        remarks.push_back({true,
                           "all values of " + experiment.sweep.parameter +
                               " give the same: " + *effects.begin()});
    }
    return remarks;
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-reader.h"

#include "profiles.h"
#include "traffic-mixes.h"
#include "yaml-input.h"

#include "ns3/kernel-profile.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>

namespace ns3::planner
{

namespace
{

/// The schema that this program reads.
constexpr const char* SCHEMA_VERSION = "1";
/// Short words for what is swept most.
constexpr const char* SLOTS = "sa-slots";
/// Clients or tunnels whose addresses fit the plan of flow-plan.cc.
constexpr uint64_t MOST_CLIENTS_PER_PEER = 65'000;
constexpr uint64_t MOST_TUNNELS = 262'144;
constexpr uint64_t MOST_PEERS = 60;
constexpr uint64_t MOST_FLOWS = 1'000;
/// Values of a sweep, and packets of a run.
constexpr size_t MOST_VALUES = 10'000;
constexpr uint64_t MOST_PACKETS = 10'000'000'000;
/// Headers of UDP over IPv4 and IPv6: the shortest datagrams.
constexpr uint32_t SHORTEST_IPV4 = 28;
constexpr uint32_t SHORTEST_IPV6 = 48;
/// A packet check below this many packets says too little.
constexpr uint64_t LEAST_SPOT_CHECK = 1'000;

/// Names that a kind of network gives to its nodes and links.
struct Roles
{
    std::vector<std::string> nodes;
    std::vector<std::string> links;
};

/// @param kind a kind of network @return its roles
Roles
RolesOf(TopologyKind kind)
{
    if (kind == TopologyKind::SERVER)
    {
        return {{"server", "peer"}, {"access", "peer"}};
    }
    return {{"gateway", "far-gateway"}, {"lan", "wan"}};
}

/// A value that a curve or the sweep puts into the scenario.
struct Put
{
    std::string path;
    YAML::Node value;
    YAML::Mark pathMark;
    YAML::Mark valueMark;
};

/// Reads one scenario file, as often as it has points.
class Reader
{
  public:
    /// @param file the file's name @param text its content
    Reader(const std::string& file, const std::string& text)
        : m_input(file),
          m_text(text),
          m_folders(std::filesystem::path(file).parent_path().empty()
                        ? "."
                        : std::filesystem::path(file).parent_path().string())
    {
        m_scenario.file = file;
        m_scenario.text = text;
    }

    void ReadPlain();
    Scenario ReadAll();
    Scenario ReadPoint(const std::string& curve, double value);

  private:
    void ReadRoot(const YAML::Node& root);
    void ReadTopology(const InputValue& value);
    void ReadLinks(const InputValue& value);
    void ReadLink(const InputValue& value, LinkSpec& link);
    void ReadNodes(const InputValue& value);
    void ReadNode(const InputValue& value, NodeSpec& node);
    void ReadProfileOf(const InputValue& value, ProfileKind kind, NodeSpec& node);
    void ReadPopulation(const InputValue& value);
    void ReadPopularity(const InputValue& value);
    void ReadAlgorithms(InputMap& map);
    void ReadTraffic(const InputValue& value);
    void ReadSizes(const InputValue& value);
    void ReadStart(const InputValue& value);
    void ReadSweep(const InputValue& value);
    void ReadValues(const InputValue& value);
    void ReadRange(const InputValue& value);
    void AddValue(const InputValue& value);
    void ReadCurves(const InputValue& value);
    void ReadSpotChecks(const InputValue& value);
    void CheckSizes(const InputValue& sizes);
    void CheckCounts(const InputValue& count) const;
    std::string PathOf(const std::string& parameter) const;
    void ApplyAndRead(const std::vector<Put>& puts);
    std::vector<Put> PutsOf(const CurveSpec& curve, const SweepValue& value) const;

    YamlInput m_input;                         //!< the file
    std::string m_text;                        //!< its content
    ProfileFolders m_folders;                  //!< where profiles are
    std::map<std::string, Profile> m_profiles; //!< read so far, by file
    Scenario m_scenario;                       //!< what was read
    YAML::Mark m_parameterMark;                //!< where the sweep's parameter stands
    std::vector<YAML::Mark> m_valueMarks;      //!< where the sweep's values stand
    std::vector<std::vector<std::pair<YAML::Mark, YAML::Mark>>>
        m_settingMarks; //!< where the curves' settings stand: path and value
};

void
Reader::ReadRoot(const YAML::Node& root)
{
    InputMap map(InputValue(m_input, root, ""));
    if (auto value = map.Require("scenario"))
    {
        value->ToChoice<bool>({{SCHEMA_VERSION, true}});
    }
    if (auto value = map.Require("name"))
    {
        m_scenario.name = value->ToText().value_or("");
        const bool plain = !m_scenario.name.empty() &&
                           m_scenario.name.find_first_not_of(
                               "abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
        if (!plain)
        {
            value->Complain("a name of small letters, digits and dashes");
        }
    }
    m_scenario.title = m_scenario.name;
    if (auto value = map.Take("title"))
    {
        m_scenario.title = value->ToText().value_or("");
    }
    if (auto value = map.Take("description"))
    {
        m_scenario.description = value->ToText().value_or("");
    }
    if (auto value = map.Require("topology"))
    {
        ReadTopology(*value);
    }
    if (auto value = map.Require("links"))
    {
        ReadLinks(*value);
    }
    if (auto value = map.Require("nodes"))
    {
        ReadNodes(*value);
    }
    if (auto value = map.Require("population"))
    {
        ReadPopulation(*value);
    }
    if (auto value = map.Require("traffic"))
    {
        ReadTraffic(*value);
    }
    if (auto value = map.Require("sweep"))
    {
        ReadSweep(*value);
    }
    m_scenario.curves.clear();
    m_settingMarks.clear();
    if (auto value = map.Take("curves"))
    {
        ReadCurves(*value);
    }
    else
    {
        const auto node = m_scenario.nodes.find(m_scenario.GetMeasuredRole());
        m_scenario.curves.push_back(
            {node == m_scenario.nodes.end() ? "" : node->second.kernel, {}});
        m_settingMarks.emplace_back();
    }
    if (auto value = map.Take("replications"))
    {
        m_scenario.replications = static_cast<uint32_t>(value->ToCount(1, 100'000).value_or(1));
    }
    if (auto value = map.Take("seed"))
    {
        m_scenario.seed = static_cast<uint32_t>(value->ToCount(1, 4'294'944'000).value_or(1));
    }
    if (auto value = map.Take("spot-checks"))
    {
        ReadSpotChecks(*value);
    }
    map.Finish();
}

void
Reader::ReadTopology(const InputValue& value)
{
    InputMap map(value);
    TopologySpec& topology = m_scenario.topology;
    if (auto kind = map.Require("kind"))
    {
        const auto choice = kind->ToChoice<TopologyKind>(
            {{"server", TopologyKind::SERVER}, {"gateways", TopologyKind::GATEWAYS}});
        topology.kind = choice.value_or(topology.kind);
    }
    if (topology.kind == TopologyKind::SERVER)
    {
        if (auto peers = map.Take("peers"))
        {
            topology.peers = static_cast<uint32_t>(peers->ToCount(1, MOST_PEERS).value_or(1));
        }
    }
    if (auto overhead = map.Take("frame-overhead"))
    {
        topology.frameOverhead =
            static_cast<uint32_t>(overhead->ToWhole(Dimension::OCTETS, 2, 1'000).value_or(2));
    }
    map.Finish();
}

void
Reader::ReadLinks(const InputValue& value)
{
    InputMap map(value);
    for (const auto& role : RolesOf(m_scenario.topology.kind).links)
    {
        LinkSpec& link = m_scenario.links[role];
        if (auto spec = map.Require(role))
        {
            ReadLink(*spec, link);
        }
    }
    map.Finish();
}

void
Reader::ReadLink(const InputValue& value, LinkSpec& link)
{
    InputMap map(value);
    if (auto rate = map.Require("rate"))
    {
        link.rate = rate->ToWhole(Dimension::RATE, 1'000).value_or(0);
    }
    if (auto delay = map.Require("delay"))
    {
        link.delay = delay->ToDuration().value_or(0);
    }
    if (auto mtu = map.Require("mtu"))
    {
        link.mtu = static_cast<uint32_t>(mtu->ToWhole(Dimension::OCTETS, 68, 65'535).value_or(0));
    }
    map.Finish();
}

void
Reader::ReadNodes(const InputValue& value)
{
    InputMap map(value);
    for (const auto& role : RolesOf(m_scenario.topology.kind).nodes)
    {
        NodeSpec& node = m_scenario.nodes[role];
        node = NodeSpec();
        if (auto spec = map.Require(role))
        {
            ReadNode(*spec, node);
        }
    }
    map.Finish();
}

void
Reader::ReadNode(const InputValue& value, NodeSpec& node)
{
    InputMap map(value);
    if (auto kernel = map.Require("kernel"))
    {
        std::vector<std::pair<std::string, std::string>> names;
        for (const auto& profile : GetKernelProfiles())
        {
            names.emplace_back(profile.name, profile.name);
        }
        node.kernel = kernel->ToChoice<std::string>(names).value_or("");
    }
    if (auto host = map.Require("host"))
    {
        ReadProfileOf(*host, ProfileKind::HOST, node);
    }
    if (auto nic = map.Require("nic"))
    {
        ReadProfileOf(*nic, ProfileKind::NIC, node);
    }
    map.Finish();
}

void
Reader::ReadProfileOf(const InputValue& value, ProfileKind kind, NodeSpec& node)
{
    // Either the name of a profile, or a map with that name and what is different.
    std::optional<InputMap> map;
    std::optional<InputValue> name = value;
    if (!value.GetNode().IsScalar())
    {
        map.emplace(value);
        name = map->Require("profile");
    }
    const auto text = name ? name->ToText() : std::nullopt;
    if (!text)
    {
        return;
    }
    const std::string file = m_folders.Find(kind, *text);
    if (file.empty())
    {
        std::string expected = kind == ProfileKind::NIC ? "a NIC profile" : "a host profile";
        std::string separator = " that exists: ";
        for (const auto& known : m_folders.GetNames(kind))
        {
            expected += separator + known;
            separator = ", ";
        }
        separator = "; searched in ";
        for (const auto& folder : m_folders.GetFolders(kind))
        {
            expected += separator + folder;
            separator = ", ";
        }
        name->Complain(expected);
        return;
    }
    auto known = m_profiles.find(file);
    if (known == m_profiles.end())
    {
        try
        {
            known = m_profiles.emplace(file, ReadProfile(kind, file)).first;
        }
        catch (const InputError& error)
        {
            m_input.Adopt(error.GetProblems());
            return;
        }
    }
    Profile profile = known->second;
    if (map)
    {
        ChangeProfile(*map, profile);
    }
    if (kind == ProfileKind::NIC)
    {
        node.nic = profile.nic;
        return;
    }
    if (profile.host.cores > 0 && profile.host.clock == 0)
    {
        value.Complain("a clock for the cores");
    }
    node.host = profile.host;
}

void
Reader::ReadPopulation(const InputValue& value)
{
    InputMap map(value);
    PopulationSpec& population = m_scenario.population;
    population = PopulationSpec();
    if (auto count = map.Require("count"))
    {
        population.count = static_cast<uint32_t>(count->ToCount(1).value_or(0));
        CheckCounts(*count);
    }
    if (auto flows = map.Take("flows"))
    {
        population.flows = static_cast<uint32_t>(flows->ToCount(1, MOST_FLOWS).value_or(1));
    }
    if (auto mode = map.Require("mode"))
    {
        const auto choice = mode->ToChoice<IpsecMode>(
            {{"transport", IpsecMode::TRANSPORT}, {"tunnel", IpsecMode::TUNNEL}});
        population.mode = choice.value_or(population.mode);
        if (choice == IpsecMode::TRANSPORT && m_scenario.topology.kind == TopologyKind::GATEWAYS)
        {
            mode->Complain("tunnel, since gateways forward datagrams of others");
        }
    }
    ReadAlgorithms(map);
    if (auto window = map.Take("replay-window"))
    {
        population.replayWindow = static_cast<uint32_t>(window->ToCount(0, 1U << 24).value_or(0));
    }
    if (auto esn = map.Take("esn"))
    {
        population.esn = esn->ToBool().value_or(false);
    }
    if (auto family = map.Take("family"))
    {
        const auto choice = family->ToChoice<AddressFamily>({{"ipv4", AddressFamily::IPV4},
                                                             {"ipv6", AddressFamily::IPV6},
                                                             {"mixed", AddressFamily::MIXED}});
        population.family = choice.value_or(population.family);
    }
    if (auto popularity = map.Take("popularity"))
    {
        ReadPopularity(*popularity);
    }
    if (auto order = map.Take("order"))
    {
        const auto choice = order->ToChoice<EstablishmentOrder>(
            {{"random", EstablishmentOrder::RANDOM},
             {"popular-first", EstablishmentOrder::POPULAR_FIRST}});
        population.order = choice.value_or(population.order);
    }
    if (auto gap = map.Take("establishment-gap"))
    {
        population.establishmentGap = gap->ToDuration().value_or(0);
    }
    if (auto offload = map.Take("offload"))
    {
        const auto choice = offload->ToChoice<OffloadWish>({{"any", OffloadWish::ANY},
                                                            {"none", OffloadWish::NONE},
                                                            {"named", OffloadWish::NAMED}});
        population.offload = choice.value_or(population.offload);
    }
    if (auto refusal = map.Take("on-refusal"))
    {
        const auto choice = refusal->ToChoice<OnRefusal>(
            {{"software", OnRefusal::SOFTWARE}, {"fail", OnRefusal::FAIL}});
        population.onRefusal = choice.value_or(population.onRefusal);
    }
    map.Finish();
}

void
Reader::CheckCounts(const InputValue& count) const
{
    const bool server = m_scenario.topology.kind == TopologyKind::SERVER;
    const uint64_t most = server ? MOST_CLIENTS_PER_PEER * m_scenario.topology.peers : MOST_TUNNELS;
    if (m_scenario.population.count > most)
    {
        count.Complain("at most " + std::to_string(most) +
                       (server ? ", 65000 clients behind each peer" : " tunnels"));
    }
}

void
Reader::ReadPopularity(const InputValue& value)
{
    if (value.GetNode().IsScalar())
    {
        if (value.GetNode().Scalar() != "uniform")
        {
            value.Complain("uniform or a map such as {zipf: 0.8}");
        }
        return;
    }
    InputMap map(value);
    if (auto exponent = map.Require("zipf"))
    {
        m_scenario.population.zipf = exponent->ToQuantity(Dimension::NUMBER, 0, 10).value_or(0);
    }
    map.Finish();
}

void
Reader::ReadAlgorithms(InputMap& map)
{
    PopulationSpec& population = m_scenario.population;
    std::vector<std::pair<std::string, const IpsecAlgorithm*>> ciphers;
    std::vector<std::pair<std::string, const IpsecAlgorithm*>> authenticators;
    for (const auto& row : GetIpsecAlgorithms())
    {
        if (row.isCipher)
        {
            ciphers.emplace_back(row.name, &row);
        }
        if (row.isAuthenticator)
        {
            authenticators.emplace_back(row.name, &row);
        }
    }
    if (auto cipher = map.Require("cipher"))
    {
        population.cipher = cipher->ToChoice<const IpsecAlgorithm*>(ciphers).value_or(nullptr);
    }
    auto authenticator = map.Take("authenticator");
    const bool needed = population.cipher && !population.cipher->IsAead();
    if (needed && !authenticator)
    {
        authenticator = map.Require("authenticator");
    }
    if (authenticator && population.cipher && population.cipher->IsAead())
    {
        authenticator->Complain(std::string("no authenticator, since ") + population.cipher->name +
                                " authenticates by itself");
    }
    else if (authenticator)
    {
        population.authenticator =
            authenticator->ToChoice<const IpsecAlgorithm*>(authenticators).value_or(nullptr);
    }
}

void
Reader::ReadTraffic(const InputValue& value)
{
    InputMap map(value);
    TrafficSpec& traffic = m_scenario.traffic;
    traffic = TrafficSpec();
    if (auto direction = map.Take("direction"))
    {
        const auto choice =
            direction->ToChoice<TrafficDirection>({{"transmit", TrafficDirection::TRANSMIT},
                                                   {"receive", TrafficDirection::RECEIVE},
                                                   {"both", TrafficDirection::BOTH}});
        traffic.direction = choice.value_or(traffic.direction);
    }
    const auto load = map.Take("load");
    const auto rate = load ? map.Take("rate") : map.Require("rate");
    if (load && rate)
    {
        rate->Complain("either load or rate");
    }
    else if (load)
    {
        traffic.load = load->ToQuantity(Dimension::SHARE, 1e-6, 1e3).value_or(1);
    }
    else if (rate)
    {
        traffic.rate = rate->ToWhole(Dimension::RATE, 1).value_or(1);
    }
    if (auto arrivals = map.Take("arrivals"))
    {
        traffic.poisson =
            arrivals->ToChoice<bool>({{"poisson", true}, {"constant", false}}).value_or(true);
    }
    if (auto sizes = map.Require("sizes"))
    {
        ReadSizes(*sizes);
        CheckSizes(*sizes);
    }
    if (auto packets = map.Require("packets"))
    {
        traffic.packets = packets->ToCount(1, MOST_PACKETS).value_or(MOST_PACKETS);
    }
    if (auto start = map.Take("start"))
    {
        ReadStart(*start);
    }
    if (auto warmUp = map.Take("warm-up"))
    {
        traffic.warmUp = warmUp->ToQuantity(Dimension::SHARE, 0, 0.99).value_or(0);
    }
    map.Finish();
}

void
Reader::ReadSizes(const InputValue& value)
{
    TrafficSpec& traffic = m_scenario.traffic;
    if (value.GetNode().IsScalar())
    {
        std::vector<std::pair<std::string, const TrafficMix*>> mixes;
        for (const auto& mix : GetTrafficMixes())
        {
            mixes.emplace_back(mix.name, &mix);
        }
        if (const auto mix = value.ToChoice<const TrafficMix*>(mixes))
        {
            traffic.mix = (*mix)->name;
            traffic.sizes = (*mix)->sizes;
        }
        return;
    }
    for (const auto& element : value.ToList())
    {
        InputMap map(element);
        TrafficSource::SizeShare share{0, 1};
        if (auto length = map.Require("length"))
        {
            share.length = static_cast<uint32_t>(
                length->ToWhole(Dimension::OCTETS, SHORTEST_IPV4, 65'535).value_or(SHORTEST_IPV4));
        }
        if (auto weight = map.Take("weight"))
        {
            share.weight = weight->ToQuantity(Dimension::NUMBER, 1e-9, 1e18).value_or(1);
        }
        map.Finish();
        traffic.sizes.push_back(share);
    }
}

void
Reader::CheckSizes(const InputValue& sizes)
{
    uint32_t mtu = 65'535;
    for (const auto& [role, link] : m_scenario.links)
    {
        mtu = std::min(mtu, link.mtu == 0 ? mtu : link.mtu);
    }
    const bool ipv4 = m_scenario.population.family == AddressFamily::IPV4;
    const uint32_t least = ipv4 ? SHORTEST_IPV4 : SHORTEST_IPV6;
    for (auto& share : m_scenario.traffic.sizes)
    {
        if (!m_scenario.traffic.mix.empty())
        {
            share.length = std::max(share.length, least); // mixes were published for IPv4
        }
        if (share.length < least)
        {
            sizes.Complain("datagrams of at least " + std::to_string(least) +
                           " B, the headers of UDP over " + (ipv4 ? "IPv4" : "IPv6"));
            return;
        }
        if (share.length > mtu)
        {
            sizes.Complain("datagrams of at most " + std::to_string(mtu) +
                           " B, the smallest MTU of the links");
            return;
        }
    }
}

void
Reader::ReadStart(const InputValue& value)
{
    TrafficSpec& traffic = m_scenario.traffic;
    traffic.startAfterOffers =
        value.GetNode().IsScalar() && value.GetNode().Scalar() == "after-offers";
    if (traffic.startAfterOffers)
    {
        return;
    }
    if (!value.GetNode().IsScalar() || !ParseQuantity(value.GetNode().Scalar()))
    {
        value.Complain("after-offers or a time such as '2 s'");
        return;
    }
    traffic.start = value.ToDuration().value_or(0);
}

std::string
Reader::PathOf(const std::string& parameter) const
{
    if (parameter == SLOTS)
    {
        return std::string("nodes.") + m_scenario.GetMeasuredRole() + ".nic." + SLOTS;
    }
    return parameter;
}

void
Reader::ReadSweep(const InputValue& value)
{
    InputMap map(value);
    SweepSpec& sweep = m_scenario.sweep;
    sweep = SweepSpec();
    m_valueMarks.clear();
    if (auto parameter = map.Require("parameter"))
    {
        sweep.parameter = parameter->ToText().value_or("");
        sweep.path = PathOf(sweep.parameter);
        m_parameterMark = parameter->GetNode().Mark();
        const std::string top = sweep.path.substr(0, sweep.path.find('.'));
        static const std::set<std::string> parts{"links", "nodes", "population", "traffic"};
        if (parts.count(top) == 0 || top == sweep.path)
        {
            parameter->Complain("sa-slots or the path of a number in links, nodes, population or "
                                "traffic, such as nodes.server.host.cores");
        }
    }
    if (auto values = map.Require("values"))
    {
        ReadValues(*values);
    }
    map.Finish();
}

void
Reader::ReadValues(const InputValue& value)
{
    if (value.GetNode().IsMap())
    {
        ReadRange(value);
        return;
    }
    for (const auto& element : value.ToList())
    {
        AddValue(element);
    }
}

void
Reader::AddValue(const InputValue& value)
{
    const auto text = value.ToText();
    const auto quantity = text ? ParseQuantity(*text) : std::nullopt;
    if (!quantity)
    {
        if (text)
        {
            value.Complain("a number, with its unit if it has one");
        }
        return;
    }
    auto& values = m_scenario.sweep.values;
    const double base = quantity->GetBase();
    if (std::any_of(values.begin(), values.end(), [base](const auto& v) {
            return v.value == base;
        }))
    {
        value.Complain("each value once");
        return;
    }
    values.push_back({base, *text});
    m_valueMarks.push_back(value.GetNode().Mark());
}

void
Reader::ReadRange(const InputValue& value)
{
    InputMap map(value);
    const auto from = map.Require("from");
    const auto to = map.Require("to");
    const auto step = map.Require("step");
    map.Finish();
    if (!from || !to || !step)
    {
        return;
    }
    std::vector<Quantity> quantities;
    for (const auto& part : {*from, *to, *step})
    {
        const auto quantity =
            part.GetNode().IsScalar() ? ParseQuantity(part.GetNode().Scalar()) : std::nullopt;
        if (!quantity || (!quantities.empty() && quantity->unit != quantities[0].unit))
        {
            part.Complain(quantities.empty() ? "a number, with its unit if it has one"
                                             : "a number with the same unit as 'from', '" +
                                                   quantities[0].unit + "'");
            return;
        }
        quantities.push_back(*quantity);
    }
    const double span = quantities[1].number - quantities[0].number;
    const double width = quantities[2].number;
    if (span < 0)
    {
        to->Complain("at least 'from'");
        return;
    }
    if (width <= 0 || span / width > MOST_VALUES)
    {
        step->Complain("a step above 0 that makes at most " + std::to_string(MOST_VALUES) +
                       " values");
        return;
    }
    const auto steps = static_cast<size_t>(std::floor(span / width + 1e-9));
    for (size_t i = 0; i <= steps; ++i)
    {
        YAML::Node number;
        number = quantities[0].number + static_cast<double>(i) * width;
        const std::string& unit = quantities[0].unit;
        const std::string text = number.Scalar() + (unit.empty() ? "" : " " + unit);
        m_scenario.sweep.values.push_back({ParseQuantity(text)->GetBase(), text});
        m_valueMarks.push_back(from->GetNode().Mark());
    }
}

void
Reader::ReadCurves(const InputValue& value)
{
    std::set<std::string> names;
    for (const auto& element : value.ToList())
    {
        InputMap map(element);
        CurveSpec curve;
        std::vector<std::pair<YAML::Mark, YAML::Mark>> marks;
        if (auto name = map.Require("name"))
        {
            curve.name = name->ToText().value_or("");
            if (!names.insert(curve.name).second)
            {
                name->Complain("each name of a curve once");
            }
            if (curve.name.find_first_of("/,\"\n") != std::string::npos)
            {
                name->Complain("a name without slash, comma, quote and line break");
            }
        }
        if (auto settings = map.Take("set"))
        {
            InputMap paths(*settings);
            for (const auto& entry : paths.TakeRest())
            {
                if (const auto text = entry.value.ToText())
                {
                    curve.settings.emplace_back(PathOf(entry.key), *text);
                    marks.emplace_back(entry.mark, entry.value.GetNode().Mark());
                }
            }
        }
        map.Finish();
        m_scenario.curves.push_back(curve);
        m_settingMarks.push_back(marks);
    }
}

void
Reader::ReadSpotChecks(const InputValue& value)
{
    InputMap map(value);
    SpotCheckSpec& checks = m_scenario.spotChecks;
    checks = SpotCheckSpec();
    if (auto values = map.Require("values"))
    {
        for (const auto& element : values->ToList())
        {
            const auto text = element.ToText();
            const auto quantity = text ? ParseQuantity(*text) : std::nullopt;
            const auto& swept = m_scenario.sweep.values;
            const bool known =
                quantity && std::any_of(swept.begin(), swept.end(), [&](const auto& v) {
                    return v.value == quantity->GetBase();
                });
            if (known)
            {
                checks.values.push_back(quantity->GetBase());
            }
            else if (!swept.empty())
            {
                element.Complain("one of the sweep's values");
            }
        }
    }
    if (auto packets = map.Take("packets"))
    {
        checks.packets = packets->ToCount(LEAST_SPOT_CHECK, MOST_PACKETS).value_or(0);
        if (checks.packets > m_scenario.traffic.packets)
        {
            packets->Complain("at most the packets of a replication, " +
                              std::to_string(m_scenario.traffic.packets));
        }
    }
    map.Finish();
}

std::vector<Put>
Reader::PutsOf(const CurveSpec& curve, const SweepValue& value) const
{
    std::vector<Put> puts;
    const auto number = static_cast<size_t>(&curve - m_scenario.curves.data());
    for (size_t i = 0; i < curve.settings.size(); ++i)
    {
        const auto& [path, text] = curve.settings[i];
        const auto& [pathMark, valueMark] = m_settingMarks[number][i];
        puts.push_back({path, YAML::Node(text), pathMark, valueMark});
    }
    const auto index = static_cast<size_t>(&value - m_scenario.sweep.values.data());
    puts.push_back(
        {m_scenario.sweep.path, YAML::Node(value.text), m_parameterMark, m_valueMarks[index]});
    return puts;
}

void
Reader::ApplyAndRead(const std::vector<Put>& puts)
{
    YAML::Node root = m_input.Parse(m_text);
    for (const auto& put : puts)
    {
        root.reset(m_input.PutIn(root, put.path, put.value, put.pathMark, put.valueMark));
    }
    ReadRoot(root);
}

void
Reader::ReadPlain()
{
    ApplyAndRead({});
    m_input.ThrowIfWrong();
}

Scenario
Reader::ReadAll()
{
    ReadPlain();
    const Scenario plain = m_scenario;
    // Everything may be wrong at one point of the sweep only. An error is told once: the first
    // point that has one ends the search.
    for (const auto& curve : plain.curves)
    {
        for (const auto& value : plain.sweep.values)
        {
            ReadPoint(curve.name, value.value);
        }
    }
    return ReadPoint(plain.curves.front().name, plain.sweep.values.front().value);
}

Scenario
Reader::ReadPoint(const std::string& curveName, double value)
{
    const auto& curves = m_scenario.curves;
    const auto& values = m_scenario.sweep.values;
    const auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& candidate) {
        return candidate.name == curveName;
    });
    const auto swept = std::find_if(values.begin(), values.end(), [&](const auto& candidate) {
        return candidate.value == value;
    });
    if (curve == curves.end())
    {
        throw InputError({{m_scenario.file, 0, 0, curveName, "the name of one of its curves"}});
    }
    if (swept == values.end())
    {
        throw InputError(
            {{m_scenario.file, 0, 0, std::to_string(value), "one of the sweep's values"}});
    }
    ApplyAndRead(PutsOf(*curve, *swept));
    m_input.ThrowIfWrong();
    return m_scenario;
}

} // namespace

Scenario
ReadScenario(const std::string& path)
{
    return Reader(path, ReadTextFile(path)).ReadAll();
}

Scenario
ResolveScenario(const Scenario& scenario, const std::string& curve, double value)
{
    Reader reader(scenario.file, scenario.text);
    reader.ReadPlain();
    auto resolved = reader.ReadPoint(curve, value);
    resolved.Override(scenario.overrides);
    return resolved;
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-text.h"
#include "site-network.h"

#include "model/profile/yaml-input.h"
#include "planner/base/number-format.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Nodes and edges of a map: links get addresses of a /30 each (address-plan.cc).
constexpr size_t MOST_EDGES = 1'000'000;

/// Coordinates of nodes, in units of a file.
constexpr double MOST_COORDINATE = 1e9;

/// Of a degree.
constexpr double RADIAN = 3.14159265358979323846 / 180;

/// @param text a node @return what it is called: its property name or label, or its identifier
std::string
NameOf(const NodeText& text)
{
    for (const char* key : {"name", "label"})
    {
        const auto found = text.properties.find(key);
        if (found != text.properties.end() && !found->second.empty())
        {
            return found->second;
        }
    }
    return text.id;
}

/// @param text ASCII @return the same in small letters
std::string
ToSmallLetters(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

/// Understands what a file says.
class MapReader
{
  public:
    /// @param text what it says
    explicit MapReader(const NetworkText& text)
        : m_text(text),
          m_input(text.file)
    {
    }

    /// @return the map @throws InputError with all that is wrong
    SiteNetwork Read()
    {
        const bool hasRoles =
            std::any_of(m_text.nodes.begin(), m_text.nodes.end(), [](const NodeText& node) {
                return node.properties.count("role") > 0;
            });
        for (const auto& node : m_text.nodes)
        {
            AddNode(node, hasRoles ? SiteKind::ROUTER : SiteKind::SITE);
        }
        if (m_text.edges.size() > MOST_EDGES)
        {
            m_input.ComplainAt({}, "", "at most " + std::to_string(MOST_EDGES) + " edges");
        }
        for (const auto& edge : m_text.edges)
        {
            AddEdge(edge);
        }
        if (!m_input.HasProblems())
        {
            CheckPairs();
            CheckHosts();
            CheckSites();
        }
        m_input.ThrowIfWrong();
        return std::move(m_network);
    }

  private:
    /// @param line of a file; 0: not known @param words what stands there
    /// @return the place of a message
    static InputPlace PlaceOf(uint32_t line, const std::string& words)
    {
        return {line, line > 0 ? 1U : 0U, std::make_shared<const std::string>(words)};
    }

    /**
     * @param properties of a node or edge
     * @param key of one
     * @param place of the node or edge, in words and by line
     * @return its value
     */
    std::optional<InputValue> Take(const std::map<std::string, std::string>& properties,
                                   const std::string& key,
                                   const InputPlace& place)
    {
        const auto found = properties.find(key);
        if (found == properties.end() || found->second.empty())
        {
            return std::nullopt;
        }
        const InputPlace own = PlaceOf(place.line, *place.origin + ", " + key);
        return InputValue(m_input, InputNode::Scalar(found->second, own), key);
    }

    /// @param text one more node @param otherwise what stands there when it has no role
    void AddNode(const NodeText& text, SiteKind otherwise)
    {
        const std::string name = NameOf(text);
        const InputPlace place = PlaceOf(text.line, "node '" + name + "'");
        SiteNode node{name, otherwise};
        if (!InputValue(m_input, InputNode::Scalar(name, place), "name").ToLine())
        {
            return;
        }
        if (!m_names.emplace(name, m_network.nodes.size()).second)
        {
            m_input.ComplainAt(place, name, "each name once");
        }
        if (const auto role = Take(text.properties, "role", place))
        {
            static const std::map<std::string, SiteKind> kinds{{"site", SiteKind::SITE},
                                                               {"router", SiteKind::ROUTER},
                                                               {"host", SiteKind::HOST}};
            const auto kind = kinds.find(role->GetNode().GetText());
            node.kind = kind == kinds.end() ? SiteKind::GATEWAY : kind->second;
            if (kind == kinds.end())
            {
                node.role = role->ToLine().value_or("");
            }
        }
        node.site = name;
        for (const auto& [key, member] :
             std::array<std::pair<const char*, std::string*>, 4>{{{"site", &node.site},
                                                                  {"kernel", &node.kernel},
                                                                  {"host", &node.host},
                                                                  {"nic", &node.nic}}})
        {
            if (const auto value = Take(text.properties, key, place))
            {
                *member = value->ToLine().value_or("");
                if (!node.HasGateway())
                {
                    value->Complain(std::string("no ") + key + " where there is no gateway");
                }
            }
        }
        node.place = ReadPlace(text, place);
        m_network.nodes.push_back(node);
    }

    /**
     * @param text a node
     * @param place of it, in words and by line
     * @return where it is on a map: x and y, Graphviz's pos, or longitude and latitude; nothing:
     * the file does not say it
     */
    std::optional<MapPlace> ReadPlace(const NodeText& text, const InputPlace& place)
    {
        std::map<std::string, std::string> properties;
        for (const auto& [name, value] : text.properties)
        {
            properties[ToSmallLetters(name)] = value;
        }
        const auto pos = properties.find("pos");
        const auto comma = pos == properties.end() ? std::string::npos : pos->second.find(',');
        if (comma != std::string::npos && properties.count("x") == 0)
        {
            const std::string rest = pos->second.substr(comma + 1);
            properties["x"] = pos->second.substr(0, comma);
            properties["y"] = rest.substr(0, rest.find_first_of(",!"));
        }
        const auto x = Take(properties, "x", place);
        const auto y = Take(properties, "y", place);
        if (x && y)
        {
            return MapPlace{ToCoordinate(*x, MOST_COORDINATE), ToCoordinate(*y, MOST_COORDINATE)};
        }
        const auto longitude = Take(properties, "longitude", place);
        const auto latitude = Take(properties, "latitude", place);
        if (longitude && latitude)
        {
            // Mercator's projection: angles on the map are those on the ground.
            const double up = ToCoordinate(*latitude, 85) * RADIAN;
            return MapPlace{ToCoordinate(*longitude, 180), std::asinh(std::tan(up)) / RADIAN};
        }
        return std::nullopt;
    }

    /// @param value a coordinate @param most the greatest @return the number; complains about
    /// anything else
    static double ToCoordinate(const InputValue& value, double most)
    {
        const std::string text = value.GetNode().GetText();
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size() || !(std::abs(number) <= most))
        {
            value.Complain("a number from -" + FormatNumber(most) + " to " + FormatNumber(most));
            return 0;
        }
        return number;
    }

    /// @param text one more edge
    void AddEdge(const EdgeText& text)
    {
        const std::string ends =
            NameOf(m_text.nodes[text.from]) + " - " + NameOf(m_text.nodes[text.to]);
        const InputPlace place = PlaceOf(text.line, "edge '" + ends + "'");
        SiteEdge edge{ends, text.from, text.to};
        if (text.from == text.to)
        {
            m_input.ComplainAt(place, ends, "an edge between two nodes");
        }
        if (const auto rate = Take(text.properties, "rate", place))
        {
            edge.rate = rate->ToWhole(Dimension::RATE, 1'000);
        }
        if (const auto delay = Take(text.properties, "delay", place))
        {
            edge.delay = delay->ToDuration();
        }
        if (const auto mtu = Take(text.properties, "mtu", place))
        {
            if (const auto octets = mtu->ToWhole(Dimension::OCTETS, 68, 65'535))
            {
                edge.mtu = static_cast<uint32_t>(*octets);
            }
        }
        if (const auto weight = Take(text.properties, "weight", place))
        {
            edge.weight = static_cast<uint32_t>(weight->ToCount(1).value_or(1));
        }
        m_network.edges.push_back(edge);
        m_places.push_back(place);
    }

    /// @param edge an edge @return what is the same in both directions of a link
    static auto KeyOf(const SiteEdge& edge)
    {
        return std::tuple(std::minmax({edge.near, edge.far}),
                          edge.rate,
                          edge.delay,
                          edge.mtu,
                          edge.weight);
    }

    /// Of a directed map, two edges are a link. Names of parallel links differ in a number.
    void CheckPairs()
    {
        if (m_text.isDirected)
        {
            std::map<decltype(KeyOf(SiteEdge())), std::vector<size_t>> open;
            std::vector<SiteEdge> links;
            std::vector<bool> isLink(m_network.edges.size(), false);
            for (size_t i = 0; i < m_network.edges.size(); ++i)
            {
                auto& waiting = open[KeyOf(m_network.edges[i])];
                const auto back =
                    std::find_if(waiting.begin(), waiting.end(), [this, i](size_t other) {
                        return m_network.edges[other].near == m_network.edges[i].far;
                    });
                if (back == waiting.end())
                {
                    waiting.push_back(i);
                    isLink[i] = true;
                }
                else
                {
                    waiting.erase(back);
                }
            }
            for (const auto& [key, waiting] : open)
            {
                for (const auto i : waiting)
                {
                    m_input.ComplainAt(m_places[i],
                                       m_network.edges[i].name,
                                       "an edge the other way with the same rate, delay and "
                                       "weight: a link carries both directions alike");
                }
            }
            for (size_t i = 0; i < m_network.edges.size(); ++i)
            {
                if (isLink[i])
                {
                    links.push_back(m_network.edges[i]);
                }
            }
            m_network.edges = links;
        }
        std::map<std::pair<uint32_t, uint32_t>, uint32_t> parallel;
        for (auto& edge : m_network.edges)
        {
            const uint32_t number = ++parallel[std::minmax(edge.near, edge.far)];
            edge.name += number > 1 ? " " + std::to_string(number) : "";
        }
    }

    /// A traffic generator stands beside one gateway.
    void CheckHosts()
    {
        std::vector<std::vector<uint32_t>> beside(m_network.nodes.size());
        for (const auto& edge : m_network.edges)
        {
            beside[edge.near].push_back(edge.far);
            beside[edge.far].push_back(edge.near);
        }
        for (uint32_t node = 0; node < m_network.nodes.size(); ++node)
        {
            const SiteNode& site = m_network.nodes[node];
            const auto& others = beside[node];
            const auto hosts = std::count_if(others.begin(), others.end(), [this](uint32_t other) {
                return m_network.nodes[other].kind == SiteKind::HOST;
            });
            const InputPlace place = PlaceOf(m_text.nodes[node].line, "node '" + site.name + "'");
            if (site.kind == SiteKind::HOST &&
                (others.size() != 1 || m_network.nodes[others.front()].kind != SiteKind::GATEWAY))
            {
                m_input.ComplainAt(place, site.name, "one edge of a host, to its gateway");
            }
            else if (site.kind == SiteKind::GATEWAY && hosts > 1)
            {
                m_input.ComplainAt(place, site.name, "at most one host beside a gateway");
            }
            else if (site.kind == SiteKind::GATEWAY && others.size() == static_cast<size_t>(hosts))
            {
                m_input.ComplainAt(place, site.name, "an edge from the gateway to other sites");
            }
        }
    }

    /// There is something to protect.
    void CheckSites()
    {
        std::map<std::string, uint32_t> sites;
        for (const auto& node : m_network.nodes)
        {
            sites[node.site] += node.HasGateway() ? 1 : 0;
        }
        const auto count = std::count_if(sites.begin(), sites.end(), [](const auto& site) {
            return site.second > 0;
        });
        if (count < 2)
        {
            m_input.ComplainAt({}, "", "at least two sites with gateways");
        }
    }

    const NetworkText& m_text;             //!< what the file says
    YamlInput m_input;                     //!< what is wrong
    SiteNetwork m_network{};               //!< so far
    std::map<std::string, size_t> m_names; //!< of nodes
    std::vector<InputPlace> m_places;      //!< of edges
};

/// @param file a file @throws InputError when there is nothing to read
void
CheckReadable(const std::string& file)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
    {
        throw InputError({{file, 0, 0, "", "no such file", "", true}});
    }
    if (!std::filesystem::is_regular_file(status))
    {
        throw InputError({{file, 0, 0, "", "a file"}});
    }
    if (std::filesystem::file_size(file, error) == 0)
    {
        throw InputError({{file, 0, 0, "", "a file that is not empty"}});
    }
}

} // namespace

SiteNetwork
ReadSiteNetwork(const std::string& file)
{
    using Reader = NetworkText (*)(const std::string&);
    static const std::map<std::string, Reader> readers{{".graphml", ReadGraphmlText},
                                                       {".xml", ReadGraphmlText},
                                                       {".gv", ReadGraphvizText},
                                                       {".dot", ReadGraphvizText},
                                                       {".graph", ReadRepetitaText}};
    const auto reader = readers.find(std::filesystem::path(file).extension().string());
    if (reader == readers.end())
    {
        std::string endings;
        for (const auto& [ending, read] : readers)
        {
            endings += (endings.empty() ? "" : ", ") + ending;
        }
        throw InputError({{file, 0, 0, "", "a name that ends in one of " + endings}});
    }
    CheckReadable(file);
    const NetworkText text = reader->second(file);
    return MapReader(text).Read();
}

void
ReadSiteDemands(const std::string& file, SiteNetwork& network)
{
    CheckReadable(file);
    YamlInput input(file);
    std::map<std::string, uint32_t> names;
    for (uint32_t node = 0; node < network.nodes.size(); ++node)
    {
        names.emplace(network.nodes[node].name, node);
    }
    std::map<std::pair<std::string, std::string>, uint64_t> demands;
    for (const auto& text : ReadDemandsText(file))
    {
        const InputPlace place{text.line, 1, nullptr};
        const auto siteOf = [&](const std::string& word) {
            const auto named = names.find(word);
            size_t node = named == names.end() ? network.nodes.size() : named->second;
            if (named == names.end() && word.size() < 10 &&
                word.find_first_not_of("0123456789") == std::string::npos)
            {
                node = std::stoul(word);
            }
            if (node >= network.nodes.size())
            {
                input.ComplainAt(place, word, "the name or position of a node of the network");
                return std::string();
            }
            if (!network.nodes[node].HasGateway())
            {
                input.ComplainAt(place,
                                 word,
                                 "a node with a gateway: '" + network.nodes[node].name +
                                     "' has none");
            }
            return network.nodes[node].site;
        };
        const std::string from = siteOf(text.from);
        const std::string to = siteOf(text.to);
        if (from == to && !from.empty())
        {
            input.ComplainAt(place,
                             text.name,
                             "a demand between two sites: a tunnel from '" + from +
                                 "' to itself would be a cycle of policies");
        }
        const auto rate = InputValue(input, InputNode::Scalar(text.rate, place), "bw")
                              .ToWhole(Dimension::RATE, 0);
        demands[{from, to}] += rate.value_or(0);
    }
    const auto some = std::find_if(demands.begin(), demands.end(), [](const auto& demand) {
        return demand.second > 0;
    });
    if (!input.HasProblems() && some == demands.end())
    {
        input.ComplainAt({}, "", "a demand above 0");
    }
    input.ThrowIfWrong();
    network.demands.clear();
    for (const auto& [ends, rate] : demands)
    {
        if (rate > 0)
        {
            network.demands.push_back({ends.first, ends.second, rate});
        }
    }
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-draft.h"

#include "recording-reader.h"
#include "traffic-mixes.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/name-lists.h"
#include "model/profile/units.h"
#include "planner/base/number-format.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/kernel-profile.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Most clients or tunnels of a first scenario: more take longer than somebody waits.
constexpr double MOST_TUNNELS = 20'000;
/// A branch for each tunnel up to so many.
constexpr uint32_t MOST_BRANCHES = 20;
/// Rates of ports, in Gbit/s.
constexpr std::array<uint32_t, 8> PORTS{1, 10, 25, 40, 50, 100, 200, 400};
constexpr double GIGA = 1e9;
/// The longest datagram that fits the links, in octets.
constexpr uint32_t LONGEST = 1500;

/// Packets of a recording that are played: all of it, but as many as are simulated in seconds.
constexpr size_t LEAST_PLAYED = 100'000;
constexpr size_t MOST_PLAYED = 5'000'000;

/// How packets may arrive.
struct Arrivals
{
    const char* name;
    double peak; //!< the highest rate, of the mean or of that of the busiest hour
};

constexpr std::array<Arrivals, 4> ARRIVALS{
    {{"poisson", 1}, {"constant", 1}, {"bursts", 2}, {"day", 1}}};

/// The shape of a day: hours, and the share of the busiest one.
constexpr std::array<std::pair<const char*, const char*>, 5> DAY{
    {{"0 h", "30 %"}, {"4 h", "15 %"}, {"11 h", "100 %"}, {"17 h", "80 %"}, {"24 h", "30 %"}}};

/// Where and what a kind of network has.
struct Kind
{
    const char* name;
    const char* near;    //!< role of the measured node
    const char* far;     //!< role of the others
    const char* wan;     //!< link of the protected traffic
    const char* others;  //!< another link that is as fast
    const char* counted; //!< what there are several of; nullptr: nothing
    const char* link;    //!< link of each of those; nullptr: none of its own
};

constexpr std::array<Kind, 3> KINDS{{
    {"server", "server", "peer", "access", "peer", "peers", nullptr},
    {"gateways", "gateway", "far-gateway", "wan", "lan", nullptr, nullptr},
    {"hub", "gateway", "branch", "wan", "lan", "branches", "branch"},
}};

/// @param name of a kind @return the kind
const Kind&
GetKind(const std::string& name)
{
    return *std::find_if(KINDS.begin(), KINDS.end(), [&name](const Kind& kind) {
        return name == kind.name;
    });
}

/// @param what is answered @param answer an answer @throws std::runtime_error when it is none
void
CheckWord(const std::string& what, const std::string& answer)
{
    const auto words = GetDraftWords(what);
    if (std::find(words.begin(), words.end(), answer) != words.end())
    {
        return;
    }
    throw std::runtime_error("new: " + what + " '" + answer + "': expected one of " +
                             MakeCommaList(words) + DidYouMean(answer, words));
}

/// @param what is answered @param answer a number @param dimension it should have @param least of
/// it
/// @param most of it @param expected in words @return it in base units
/// @throws std::runtime_error when it is none
double
CheckNumber(const std::string& what,
            const std::string& answer,
            Dimension dimension,
            std::pair<double, double> range,
            const std::string& expected)
{
    const auto quantity = ParseQuantity(answer);
    const bool fits = quantity && quantity->dimension == dimension &&
                      quantity->GetBase() >= range.first && quantity->GetBase() <= range.second;
    if (!fits)
    {
        throw std::runtime_error("new: " + what + " '" + answer + "': expected " + expected);
    }
    return quantity->GetBase();
}

/// @param file a recording @return it
/// @throws InputError when it cannot be read or played
std::shared_ptr<const RecordingFile>
ReadRecording(const std::string& file)
{
    auto read = RecordingReader("").Read(file);
    const auto& datagrams = read->recording.datagrams;
    const auto longest =
        std::max_element(datagrams.begin(), datagrams.end(), [](const auto& a, const auto& b) {
            return a.length < b.length;
        });
    if (longest->length > LONGEST)
    {
        throw std::runtime_error("new: replay '" + file + "': has datagrams of " +
                                 std::to_string(longest->length) + " B: expected at most " +
                                 std::to_string(LONGEST) + " B");
    }
    return read;
}

/// @param recording any @return its mean rate of IP, in bit/s
double
RateOf(const TrafficRecording& recording)
{
    double octets = 0;
    for (const auto& datagram : recording.datagrams)
    {
        octets += datagram.length;
    }
    return 8 * octets / recording.GetPeriod() * PS_PER_SECOND;
}

/// @param nic a profile @return an AEAD that it takes; the usual one where it takes any or none
std::string
ChooseCipher(const NicProfile& nic)
{
    std::string usual = "aes-gcm-16-128";
    const auto& taken = nic.algorithms;
    if (std::find(taken.begin(), taken.end(), usual) != taken.end())
    {
        return usual;
    }
    const auto found = std::find_if(taken.begin(), taken.end(), [](const std::string& name) {
        const auto* algorithm = FindIpsecAlgorithm(name);
        return algorithm && algorithm->IsAead();
    });
    return found == taken.end() ? usual : *found;
}

/// @param numbers some @return a list of them, each once, none below 1
InputNode
ListOf(const std::vector<double>& numbers)
{
    std::vector<InputNode> elements;
    std::vector<std::string> known;
    for (const double number : numbers)
    {
        const std::string text =
            FormatPlain(number < 1 ? 1 : static_cast<double>(static_cast<uint64_t>(number)));
        if (std::find(known.begin(), known.end(), text) == known.end())
        {
            known.push_back(text);
            elements.push_back(InputNode::Scalar(text, {}));
        }
    }
    return InputNode::List(std::move(elements), {});
}

/// Builds a scenario.
class Draft
{
  public:
    /// @param answers complete ones
    explicit Draft(const DraftAnswers& answers)
        : m_answers(answers),
          m_kind(GetKind(answers.topology)),
          m_nic(ReadNicProfile(answers.nic)),
          m_tunnels(ParseQuantity(answers.tunnels)->GetBase()),
          m_rate(answers.rate.empty() ? RateOf(ReadRecording(answers.replay)->recording)
                                      : ParseQuantity(answers.rate)->GetBase())
    {
    }

    /// @param name of the scenario @return the scenario
    InputNode Make(const std::string& name)
    {
        Set("scenario", "1");
        Set("name", name);
        const auto& questions = GetDraftQuestions();
        const auto question =
            std::find_if(questions.begin(), questions.end(), [this](const auto& candidate) {
                return m_answers.question == candidate.word;
            });
        Set("title", question->text);
        MakeNetwork();
        MakePopulation();
        MakeTraffic();
        MakeSweep();
        return m_root;
    }

  private:
    /// @return true for traffic whose load changes over a day
    bool IsDay() const
    {
        return m_answers.arrivals == "day";
    }

    void Set(const std::string& path, const std::string& text)
    {
        m_root = m_root.With({path, text});
    }

    void Set(const std::string& path, const InputNode& node)
    {
        InputSetting setting{path, ""};
        setting.node = node;
        m_root = m_root.With(setting);
    }

    void SetLink(const std::string& role, const std::string& rate, const std::string& delay)
    {
        Set("links." + role + ".rate", rate);
        Set("links." + role + ".delay", delay);
        // Room for ESP around packets of 1500 B: no fragments.
        Set("links." + role + ".mtu", role == "lan" ? "1500 B" : "1600 B");
    }

    void MakeNetwork()
    {
        Set("topology.kind", m_kind.name);
        const auto several =
            std::min(MOST_BRANCHES, static_cast<uint32_t>(std::min(m_tunnels, MOST_TUNNELS)));
        if (m_kind.counted)
        {
            Set(std::string("topology.") + m_kind.counted, std::to_string(several));
        }
        // Room for ESP and frames, so that the link is not what is in short supply.
        const auto* port = std::find_if(PORTS.begin(), PORTS.end() - 1, [this](uint32_t gigabits) {
            return gigabits * GIGA >= 1.5 * FindPeak() * m_rate;
        });
        const std::string rate = std::to_string(*port) + " Gbit/s";
        SetLink(m_kind.wan, rate, "1 ms");
        SetLink(m_kind.others, rate, "5 us");
        if (m_kind.link)
        {
            SetLink(m_kind.link, rate, "5 ms");
        }
        const std::string nodes = "nodes.";
        Set(nodes + m_kind.near + ".kernel", m_answers.kernel);
        Set(nodes + m_kind.near + ".host", m_answers.host);
        Set(nodes + m_kind.near + ".nic", m_answers.nic);
        Set(nodes + m_kind.far + ".kernel", m_answers.kernel);
        Set(nodes + m_kind.far + ".host", "none");
        Set(nodes + m_kind.far + ".nic", "plain");
    }

    void MakePopulation()
    {
        const bool isServer = m_kind.name == std::string("server");
        Set("population.count", m_answers.tunnels);
        Set("population.mode", isServer && m_nic.transport ? "transport" : "tunnel");
        Set("population.cipher", ChooseCipher(m_nic));
        Set("population.esn", m_nic.esn ? "true" : "false");
    }

    /// @return the highest rate, as a multiple of that which is given
    double FindPeak() const
    {
        const auto* found =
            std::find_if(ARRIVALS.begin(), ARRIVALS.end(), [this](const auto& arrivals) {
                return m_answers.arrivals == arrivals.name;
            });
        return found == ARRIVALS.end() ? 1 : found->peak; // a recording's own peaks wait
    }

    void MakeTraffic()
    {
        if (!m_answers.rate.empty())
        {
            Set("traffic.rate", m_answers.rate);
        }
        if (!m_answers.replay.empty())
        {
            Set("traffic.replay", m_answers.replay);
            const auto datagrams = ReadRecording(m_answers.replay)->recording.datagrams.size();
            Set("traffic.packets",
                std::to_string(std::clamp(datagrams, LEAST_PLAYED, MOST_PLAYED)));
        }
        else
        {
            Set("traffic.sizes", m_answers.mix);
            MakeArrivals();
        }
        Set("measure.share-precision", "0.5 %");
        Set("replications", IsDay() ? "1" : "3"); // rates have nothing that is drawn
    }

    void MakeArrivals()
    {
        if (m_answers.arrivals == "bursts")
        {
            Set("traffic.arrivals.burst", "1 ms");
            Set("traffic.arrivals.pause", "1 ms");
        }
        else if (IsDay())
        {
            std::vector<InputNode> points;
            for (const auto& [hour, factor] : DAY)
            {
                points.push_back(InputNode().With({"at", hour}).With({"factor", factor}));
            }
            Set("traffic.ramp", InputNode::List(std::move(points), {}));
            Set("traffic.duration", "24 h");
            Set("traffic.warm-up", "0 %");
            Set("fidelity", "fluid");
            Set("timeline.period", "5 min");
        }
        else
        {
            Set("traffic.arrivals", m_answers.arrivals);
        }
    }

    void MakeSweep()
    {
        const std::string& question = m_answers.question;
        const std::string node = std::string("nodes.") + m_kind.near;
        if (question == "slots")
        {
            // Some drivers take two slots of a direction for a tunnel.
            Set("sweep.parameter", "sa-slots");
            auto values = ListOf({m_tunnels / 2, m_tunnels, 1.5 * m_tunnels, 2 * m_tunnels});
            auto elements = values.GetElements();
            elements.insert(elements.begin(), InputNode::Scalar("0", {}));
            Set("sweep.values", InputNode::List(std::move(elements), {}));
        }
        else if (question == "cores")
        {
            Set("sweep.parameter", node + ".host.cores");
            Set("sweep.values", ListOf({1, 2, 4, 8, 16}));
        }
        else if (question == "tunnels")
        {
            Set("sweep.parameter", "population.count");
            Set("sweep.values",
                ListOf({m_tunnels / 4, m_tunnels / 2, m_tunnels, 2 * m_tunnels, 4 * m_tunnels}));
        }
        else if (question == "sizes")
        {
            Set("sweep.parameter", "traffic.sizes");
            std::vector<InputNode> sizes{InputNode::Scalar(m_answers.mix, {})};
            for (const char* length : {"64 B", "256 B", "576 B", "1400 B"})
            {
                InputNode size = InputNode().With({"length", length});
                sizes.push_back(InputNode::List({std::move(size)}, {}));
            }
            Set("sweep.values", InputNode::List(std::move(sizes), {}));
        }
        else
        {
            Set("sweep.parameter", "traffic.rate");
            std::vector<InputNode> rates;
            for (const double share : {0.25, 0.5, 0.75, 1.0, 1.25})
            {
                rates.push_back(
                    InputNode::Scalar(FormatPlain(share * m_rate / 1e6) + " Mbit/s", {}));
            }
            Set("sweep.values", InputNode::List(std::move(rates), {}));
        }
    }

    const DraftAnswers& m_answers; //!< what somebody says
    const Kind& m_kind;            //!< of network
    NicProfile m_nic;              //!< of the measured node
    double m_tunnels;              //!< how many
    double m_rate;                 //!< bit/s
    InputNode m_root{};            //!< the scenario
};

/// @param answers with a recording @throws std::runtime_error when it does not go with the others
void
CheckReplay(const DraftAnswers& answers)
{
    for (const auto& [what, answer] :
         {std::pair{"mix", answers.mix}, {"arrivals", answers.arrivals}})
    {
        if (!answer.empty())
        {
            throw std::runtime_error(std::string("new: ") + what + " '" + answer +
                                     "': expected none with a recording, which has its own");
        }
    }
    if (answers.question == "sizes")
    {
        throw std::runtime_error(
            "new: question 'sizes': expected another one with a recording, which has its own");
    }
    ReadRecording(answers.replay);
}

} // namespace

const std::vector<DraftQuestion>&
GetDraftQuestions()
{
    static const std::vector<DraftQuestion> questions{
        {"slots", "How many SA slots does it take?"},
        {"cores", "How many cores does it take?"},
        {"traffic", "How much traffic does it carry?"},
        {"tunnels", "What do more tunnels cost?"},
        {"sizes", "What do short packets cost?"},
    };
    return questions;
}

std::vector<std::string>
GetDraftWords(const std::string& word)
{
    if (word == "nic" || word == "host")
    {
        return IpsecProfileFolders().GetNames(word == "nic" ? IpsecProfileKind::NIC
                                                            : IpsecProfileKind::HOST);
    }
    if (word == "kernel")
    {
        return NamesOf(GetKernelProfiles());
    }
    if (word == "mix")
    {
        return NamesOf(GetTrafficMixes());
    }
    if (word == "topology")
    {
        return NamesOf(KINDS);
    }
    if (word == "arrivals")
    {
        return NamesOf(ARRIVALS);
    }
    std::vector<std::string> words;
    if (word == "question")
    {
        for (const auto& question : GetDraftQuestions())
        {
            words.emplace_back(question.word);
        }
    }
    return words;
}

DraftAnswers
CompleteAnswers(DraftAnswers answers)
{
    const auto complete = [](std::string& answer, const std::string& otherwise) {
        answer = answer.empty() ? otherwise : answer;
    };
    // FreeBSD forwards without the NIC's help (R127), and its one driver takes transport mode only.
    const bool isFreeBsd = answers.kernel.rfind("FreeBsd", 0) == 0 ||
                           (answers.kernel.empty() && answers.nic == "cx6dx-freebsd");
    complete(answers.nic, isFreeBsd ? "cx6dx-freebsd" : "cx7-linux");
    complete(answers.kernel, isFreeBsd ? "FreeBsd" : "LinuxPacket");
    complete(answers.topology, isFreeBsd ? "server" : "gateways");
    complete(answers.host, "xeon-e5-2697a-freebsd");
    complete(answers.tunnels, "400");
    complete(answers.question, GetDraftQuestions().front().word);
    if (answers.replay.empty())
    {
        complete(answers.rate, "10 Gbit/s");
        complete(answers.mix, "imix");
        complete(answers.arrivals, ARRIVALS.front().name);
        CheckWord("mix", answers.mix);
        CheckWord("arrivals", answers.arrivals);
    }
    else
    {
        CheckReplay(answers);
    }
    for (const auto& [what, answer] : {std::pair{"nic", &answers.nic},
                                       {"host", &answers.host},
                                       {"kernel", &answers.kernel},
                                       {"topology", &answers.topology},
                                       {"question", &answers.question}})
    {
        CheckWord(what, *answer);
    }
    const double tunnels = CheckNumber("tunnels",
                                       answers.tunnels,
                                       Dimension::NUMBER,
                                       {1, MOST_TUNNELS},
                                       "a count from 1 to 20000");
    if (tunnels != static_cast<double>(static_cast<uint32_t>(tunnels)))
    {
        throw std::runtime_error("new: tunnels '" + answers.tunnels + "': expected a whole number");
    }
    if (!answers.rate.empty())
    {
        CheckNumber("rate",
                    answers.rate,
                    Dimension::RATE,
                    {1e6, 400 * GIGA},
                    "a rate from '1 Mbit/s' to '400 Gbit/s'");
    }
    if (answers.question == "cores" && answers.host == "none")
    {
        throw std::runtime_error("new: question 'cores': expected a host that has some, not none");
    }
    return answers;
}

InputNode
DraftScenario(const std::string& name, const DraftAnswers& answers)
{
    return Draft(answers).Make(name);
}

} // namespace ns3::planner

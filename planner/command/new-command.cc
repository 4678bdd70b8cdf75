/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "new-command.h"

#include "model/profile/plain-text.h"
#include "planner/base/atomic-file.h"
#include "planner/base/quoting.h"
#include "planner/scenario/profile-draft.h"
#include "planner/scenario/scenario-text.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

namespace fs = std::filesystem;

/// @param file that is to be written @throws std::runtime_error when it is there
void
CheckNew(const std::string& file)
{
    std::error_code error;
    if (fs::symlink_status(file, error).type() != fs::file_type::not_found)
    {
        throw std::runtime_error("new: " + file +
                                 " is there already: expected a name that is free");
    }
    CheckWritable(file);
}

/// @param text a name @return true when a scenario or profile may have it
bool
IsName(const std::string& text)
{
    return !text.empty() && text.front() != '-' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

/// @param file a scenario's @return a name for it
std::string
NameOf(const std::string& file)
{
    std::string name;
    for (const char letter : fs::path(file).stem().string())
    {
        const auto small = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        name += IsName("a" + std::string(1, small)) ? small : '-';
    }
    name = name.substr(0, 100);
    return IsName(name) ? name : "scenario";
}

/// @param answers some @return true when there is none
bool
IsEmpty(const DraftAnswers& answers)
{
    return (answers.nic + answers.host + answers.kernel + answers.tunnels + answers.rate +
            answers.mix + answers.arrivals + answers.replay + answers.topology + answers.question)
        .empty();
}

/// Asks whoever sits there. @return the answers
DraftAnswers
Ask()
{
    DraftAnswers answers;
    const auto ask = [&answers](const std::string& text,
                                const std::string& what,
                                auto member,
                                const std::string& none = "none") {
        DraftAnswers otherwise = CompleteAnswers(answers);
        while (true)
        {
            std::cout << text;
            for (const auto& word : GetDraftWords(what))
            {
                std::cout << " " << word;
            }
            const std::string& standard = otherwise.*member;
            std::cout << " [" << (standard.empty() ? none : standard) << "]: " << std::flush;
            std::string line;
            if (!std::getline(std::cin, line))
            {
                throw std::runtime_error("new: no answer, nothing was written");
            }
            DraftAnswers tried = answers;
            tried.*member = line;
            try
            {
                CompleteAnswers(tried);
                answers = tried;
                return;
            }
            catch (const std::runtime_error& error)
            {
                std::cout << ForTerminal(error.what()) << "\n";
            }
        }
    };
    ask("Network:", "topology", &DraftAnswers::topology);
    ask("Kernel:", "kernel", &DraftAnswers::kernel);
    ask("NIC:", "nic", &DraftAnswers::nic);
    ask("Host:", "host", &DraftAnswers::host);
    ask("How many clients or tunnels", "tunnels", &DraftAnswers::tunnels);
    ask("Recording of traffic, a pcap file", "replay", &DraftAnswers::replay);
    ask("Rate of IP", "rate", &DraftAnswers::rate, "as recorded");
    if (answers.replay.empty())
    {
        ask("Sizes of packets:", "mix", &DraftAnswers::mix);
        ask("Arrivals:", "arrivals", &DraftAnswers::arrivals);
    }
    for (const auto& question : GetDraftQuestions())
    {
        std::cout << "  " << question.word << ": " << question.text << "\n";
    }
    ask("Question:", "question", &DraftAnswers::question);
    return answers;
}

} // namespace

void
NewScenarioCommand(const NewOptions& options)
{
    CheckNew(options.file);
    DraftAnswers answers = options.answers;
    if (IsEmpty(answers))
    {
        if (isatty(STDIN_FILENO) == 0)
        {
            throw std::runtime_error(
                "new: standard input is no terminal: expected at least one of --nic, --host, "
                "--kernel, --tunnels, --rate, --mix, --arrivals, --replay, --topology and "
                "--question");
        }
        answers = Ask();
    }
    answers = CompleteAnswers(answers);
    std::ostringstream text;
    text << "# A scenario for ipsec-plan. Run it: ipsec-plan run " << QuoteForShell(options.file)
         << "\n# All keys: ipsec-plan list scenario-keys. Profiles: ipsec-plan list profiles\n";
    InputNode root = DraftScenario(NameOf(options.file), answers);
    if (!answers.replay.empty())
    {
        const auto folder = fs::absolute(options.file).parent_path();
        root = root.With({"traffic.replay", fs::proximate(answers.replay, folder).string()});
    }
    WriteScenarioText(text, root, ScenarioComments::MEANINGS);
    WriteFileAtomically(options.file, text.str());
    std::cout << "Written to " << WithoutControls(options.file) << "\n";
}

void
NewProfileCommand(bool isNic, const NewOptions& options)
{
    const std::string kind = isNic ? "nic" : "host";
    if (!IsName(options.profile))
    {
        throw std::runtime_error("new " + kind + ": '" + options.profile +
                                 "': expected a name of small letters, digits and dashes");
    }
    std::string file = options.output;
    if (file.empty())
    {
        const std::string folder = IpsecProfileFolders::GetUserFolder();
        if (folder.empty())
        {
            throw std::runtime_error("new: neither XDG_DATA_HOME nor HOME is set, so there is no "
                                     "folder for profiles: expected -o FILE");
        }
        file = folder + "/" + kind + "/" + options.profile + ".yaml";
    }
    CheckNew(file);
    WriteFileAtomically(
        file,
        DraftProfile(isNic ? IpsecProfileKind::NIC : IpsecProfileKind::HOST, options.profile));
    std::cout << "Written to " << WithoutControls(file) << "\n";
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "kept-answers.h"

#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace ns3::planner
{

nlohmann::json
ToJson(const KeptAnswers& kept)
{
    nlohmann::json answers = nlohmann::json::array();
    for (const auto& answer : kept.answers)
    {
        answers.push_back({{"question", answer.question}, {"sentences", answer.sentences}});
    }
    return {{"run", kept.run}, {"answered", kept.answered}, {"answers", answers}};
}

void
KeepAnswers(const std::string& path, const KeptAnswers& kept)
{
    WriteFileAtomically(path, PrintJson(ToJson(kept)));
}

std::optional<KeptAnswers>
LoadAnswers(const std::string& path, const std::string& run)
{
    if (!std::filesystem::exists(path))
    {
        return std::nullopt;
    }
    try
    {
        const auto all = nlohmann::json::parse(ReadWholeFile(path));
        KeptAnswers kept{all.at("run"), all.at("answered"), {}};
        for (const auto& answer : all.at("answers"))
        {
            kept.answers.push_back({answer.at("question"), answer.at("sentences")});
        }
        return kept.run == run ? std::optional(kept) : std::nullopt;
    }
    catch (const nlohmann::json::exception&)
    {
        return std::nullopt; // "answer" writes it anew
    }
}

} // namespace ns3::planner

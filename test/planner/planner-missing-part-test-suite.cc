/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/shipped-scenarios.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/test.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using tests::Environment;
using tests::TestFile;

/**
 * @ingroup ipsec-offload-tests
 * The reader goes on behind a problem, to tell all of them at once. What it reads then may lean on
 * what is not there: whatever is missing, the file is refused by InputError or read, and nothing
 * else happens (doc/design.rst#rule-10).
 */

namespace
{

/// @param path of a file @return its text
std::string
ReadText(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// @param text in block style @return it without each of its blocks: a line and those indented
/// under it
std::vector<std::string>
WithoutBlocks(const std::string& text)
{
    std::vector<std::string> shorter;
    size_t begin = 0;
    while (begin < text.size())
    {
        const size_t behind = std::min(text.find('\n', begin), text.size() - 1) + 1;
        const size_t key = text.find_first_not_of(' ', begin);
        if (key < behind - 1 && text[key] != '#')
        {
            size_t end = behind;
            while (end < text.size() && text.find_first_not_of(' ', end) > key - begin + end)
            {
                end = std::min(text.find('\n', end), text.size() - 1) + 1;
            }
            shorter.push_back(text.substr(0, begin) + text.substr(end));
        }
        begin = behind;
    }
    return shorter;
}

/// @param text with maps in braces @return it without each of their entries
std::vector<std::string>
WithoutEntries(const std::string& text)
{
    std::vector<std::string> shorter;
    for (size_t begin = text.find('{'); begin < text.size();
         begin = text.find_first_of("{,", begin + 1))
    {
        size_t end = begin + 1;
        for (int depth = 0; end < text.size() && depth >= 0; ++end)
        {
            const char octet = text[end];
            if (depth == 0 && (octet == ',' || octet == '}'))
            {
                break;
            }
            depth += octet == '{' || octet == '[' ? 1 : octet == '}' || octet == ']' ? -1 : 0;
        }
        // Of an entry's two commas one goes with it.
        const bool isFirst = text[begin] == '{';
        const size_t from = isFirst ? begin + 1 : begin;
        const size_t to = isFirst && end < text.size() && text[end] == ',' ? end + 1 : end;
        shorter.push_back(text.substr(0, from) + text.substr(std::min(to, text.size())));
    }
    return shorter;
}

/**
 * @param read reads something
 * @return what went wrong other than a refusal that says something; empty: nothing
 */
std::string
FindFault(const std::function<void()>& read)
{
    try
    {
        read();
    }
    catch (const InputError& error)
    {
        return error.GetProblems().empty() ? "a refusal without a word" : "";
    }
    catch (const std::exception& error)
    {
        return error.what();
    }
    return "";
}

/// A shipped scenario without one of its parts.
class MissingPartTest : public TestCase
{
  public:
    /// @param path of the scenario
    explicit MissingPartTest(std::string path)
        : TestCase("missing part: " + std::filesystem::path(path).stem().string()),
          m_path(std::move(path))
    {
    }

  private:
    void DoRun() override
    {
        const std::string text = ReadText(m_path);
        auto shorter = WithoutBlocks(text);
        const auto entries = WithoutEntries(text);
        shorter.insert(shorter.end(), entries.begin(), entries.end());
        EXPECT_GT(shorter.size(), 20, "parts of " + m_path);
        for (const auto& changed : shorter)
        {
            const TestFile file(changed);
            const std::string fault = FindFault([&file] { ReadExperiment(file.GetPath()); });
            EXPECT_EQ(fault, "", (fault.empty() ? fault : "with\n" + changed));
        }
    }

    std::string m_path; //!< of the scenario
};

/// What libFuzzer has found before.
class CorpusTest : public TestCase
{
  public:
    CorpusTest()
        : TestCase("missing part: inputs that fuzzing has found")
    {
    }

  private:
    void DoRun() override
    {
        const std::string corpus = Environment("IPSEC_OFFLOAD_SOURCE_DIR") + "/test/fuzz/corpus/";
        for (const auto& entry : std::filesystem::directory_iterator(corpus + "fuzz-scenario"))
        {
            const std::string path = entry.path().string();
            EXPECT_EQ(FindFault([&path] { ReadExperiment(path); }), "", path);
        }
        for (const auto& entry : std::filesystem::directory_iterator(corpus + "fuzz-profile"))
        {
            const std::string path = entry.path().string();
            for (const auto kind : {IpsecProfileKind::NIC, IpsecProfileKind::HOST})
            {
                EXPECT_EQ(FindFault([&path, kind] { ReadIpsecProfile(kind, path); }), "", path);
            }
        }
    }
};

/// The suite.
class PlannerMissingPartTestSuite : public TestSuite
{
  public:
    PlannerMissingPartTestSuite()
        : TestSuite("ipsec-planner-missing-part", TestSuite::Type::UNIT)
    {
        AddTestCase(new CorpusTest);
        for (const auto& path : GetShippedScenarios())
        {
            AddTestCase(new MissingPartTest(path));
        }
    }
} g_plannerMissingPartTestSuite; //!< registers itself

} // namespace

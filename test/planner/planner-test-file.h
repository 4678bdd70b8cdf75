/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_PLANNER_TEST_FILE_H
#define IPSEC_OFFLOAD_TEST_PLANNER_TEST_FILE_H

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace ns3::tests
{

/**
 * @param text any
 * @param from a text that is in it; the test fails when it is not
 * @param to what stands there instead
 * @return the new text
 */
inline std::string
Replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    if (at == std::string::npos)
    {
        throw std::runtime_error("the text has no '" + from + "'");
    }
    return text.replace(at, from.size(), to);
}

/// Texts in a file and what stands there instead.
using Changes = std::vector<std::pair<std::string, std::string>>;

/**
 * @param text any
 * @param changes made one after the other; the test fails when one of them finds nothing
 * @return the changed text
 */
inline std::string
Changed(std::string text, const Changes& changes)
{
    for (const auto& [from, to] : changes)
    {
        text = Replaced(std::move(text), from, to);
    }
    return text;
}

/**
 * @ingroup ipsec-offload-tests
 * A scenario file in a folder of its own, which goes away with it.
 */
class TestFile
{
  public:
    /** @param text its content */
    explicit TestFile(const std::string& text)
        : m_folder((std::filesystem::temp_directory_path() / "planner-scenario-XXXXXX").string())
    {
        if (!mkdtemp(m_folder.data()))
        {
            throw std::runtime_error("no folder for temporary files");
        }
        WriteBeside("scenario.yaml", text);
    }

    ~TestFile()
    {
        std::error_code error;
        std::filesystem::remove_all(m_folder, error);
    }

    TestFile(const TestFile&) = delete;
    TestFile& operator=(const TestFile&) = delete;

    /** @return the file */
    std::string GetPath() const
    {
        return m_folder + "/scenario.yaml";
    }

    /** @return its folder */
    const std::string& GetFolder() const
    {
        return m_folder;
    }

    /** @param name of another file in the folder @param text its content */
    void WriteBeside(const std::string& name, const std::string& text) const
    {
        const std::filesystem::path path = m_folder + "/" + name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }

  private:
    std::string m_folder; //!< its folder
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_PLANNER_TEST_FILE_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-source.h"

#include "model/profile/text-file.h"
#include "model/profile/yaml-parser.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

namespace fs = std::filesystem;

/// Files that include each other in a row, and files that are included at all.
constexpr size_t DEEPEST = 10;
constexpr uint32_t MOST_FILES = 100;

/// @param node of an included file @param name of it @return the same, with places that name it
InputNode
Stamped(const InputNode& node, const std::string& name)
{
    const auto stamp = [&name](const InputPlace& place) {
        const auto origin = place.IsKnown() ? name + ":" + std::to_string(place.line) + ":" +
                                                  std::to_string(place.column)
                                            : name;
        return InputPlace{0, 0, std::make_shared<const std::string>(origin)};
    };
    const InputPlace place = stamp(node.GetPlace());
    if (node.IsScalar())
    {
        return InputNode::Scalar(node.GetText(), place);
    }
    if (node.IsList())
    {
        std::vector<InputNode> elements;
        for (const auto& element : node.GetElements())
        {
            elements.push_back(Stamped(element, name));
        }
        return InputNode::List(std::move(elements), place);
    }
    if (node.IsMap())
    {
        std::vector<InputEntry> entries;
        for (const auto& entry : node.GetEntries())
        {
            entries.push_back({entry.key, stamp(entry.place), Stamped(entry.value, name)});
        }
        return InputNode::Map(std::move(entries), place);
    }
    return InputNode::Null(place);
}

/// @param below a map @param above another @return both; of what is no map, that of the latter
InputNode
Merged(const InputNode& below, const InputNode& above)
{
    std::vector<InputEntry> entries = above.GetEntries();
    std::unordered_map<std::string, size_t> known;
    for (size_t i = 0; i < entries.size(); ++i)
    {
        known.emplace(entries[i].key, i);
    }
    for (const auto& entry : below.GetEntries())
    {
        const auto own = known.find(entry.key);
        if (own == known.end())
        {
            entries.push_back(entry);
            continue;
        }
        InputNode& value = entries[own->second].value;
        if (value.IsMap() && entry.value.IsMap())
        {
            value = Merged(entry.value, value);
        }
    }
    return InputNode::Map(std::move(entries), above.GetPlace());
}

/// Reads included files.
class Includer
{
  public:
    /// @param file the scenario, which messages name
    explicit Includer(const std::string& file)
        : m_file(file)
    {
    }

    /// @param root of a file @param file its name @return it with what it includes
    InputNode Resolve(const InputNode& root, const std::string& file)
    {
        const InputEntry* entry = root.Find("include");
        if (!entry)
        {
            return root;
        }
        m_open.push_back(fs::weakly_canonical(file).string());
        const auto& value = entry->value;
        const auto names = value.IsList() ? value.GetElements() : std::vector<InputNode>{value};
        InputNode all = InputNode::Map({}, root.GetPlace());
        for (const auto& name : names)
        {
            all = Merged(all, Read(name, file)); // later ones stand above
        }
        m_open.pop_back();
        std::vector<InputEntry> own = root.GetEntries();
        own.erase(std::remove_if(own.begin(),
                                 own.end(),
                                 [](const auto& key) { return key.key == "include"; }),
                  own.end());
        return Merged(all, InputNode::Map(std::move(own), root.GetPlace()));
    }

  private:
    [[noreturn]] void Fail(const InputNode& node, const std::string& expected) const
    {
        const auto& place = node.GetPlace();
        throw InputError({{m_file,
                           place.line,
                           place.column,
                           node.GetText(),
                           expected,
                           place.origin ? *place.origin : ""}});
    }

    /// @param name of a file that is included @param by which file @return what is in it
    InputNode Read(const InputNode& name, const std::string& by)
    {
        if (!name.IsScalar() || name.GetText().empty())
        {
            Fail(name, "the name of a file, or a list of names");
        }
        const fs::path given = name.GetText();
        const fs::path path = given.is_absolute() ? given : fs::path(by).parent_path() / given;
        if (m_open.size() > DEEPEST ||
            std::count(m_open.begin(), m_open.end(), fs::weakly_canonical(path).string()) > 0)
        {
            Fail(name,
                 "a file that does not include itself, and at most " + std::to_string(DEEPEST) +
                     " in a row");
        }
        if (++m_files > MOST_FILES)
        {
            Fail(name, "at most " + std::to_string(MOST_FILES) + " included files");
        }
        std::error_code error;
        if (!fs::is_regular_file(path, error))
        {
            Fail(name, "a file that is there, beside " + by);
        }
        const InputNode root = ParseYaml(ReadTextFile(path.string()), path.string());
        if (!root.IsMap())
        {
            Fail(name, "a file with a map (key: value)");
        }
        InputNode stamped = Stamped(root, path.string());
        if (const auto* version = stamped.Find("scenario"))
        {
            Fail(version->value, "no version in a file that is included: the scenario has it");
        }
        return Resolve(stamped, path.string());
    }

    std::string m_file;              //!< the scenario
    std::vector<std::string> m_open; //!< files that are being read, the innermost last
    uint32_t m_files{0};             //!< read so far
};

} // namespace

uint32_t
GetLanguageVersion(const InputNode& root)
{
    const InputEntry* entry = root.Find("scenario");
    return entry && entry->value.GetText() == "2" ? VERSION_WITH_PARAMETERS : 1;
}

InputNode
WithIncludes(const InputNode& root, const std::string& file)
{
    return Includer(file).Resolve(root, file);
}

} // namespace ns3::planner

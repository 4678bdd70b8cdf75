/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "yaml-parser.h"

#include "ipsec-input-error.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/// See GetParsedTexts().
uint64_t g_parsedTexts = 0;

/// @param mark a place as yaml-cpp has it @return the same
InputPlace
PlaceOf(const YAML::Mark& mark)
{
    if (mark.is_null())
    {
        return {};
    }
    return {static_cast<uint32_t>(mark.line + 1), static_cast<uint32_t>(mark.column + 1)};
}

/// Makes a tree of what yaml-cpp's parser finds. What an alias names is shared, not copied.
class TreeBuilder : public YAML::EventHandler
{
  public:
    /// @param file the file's name, for messages
    explicit TreeBuilder(std::string file)
        : m_file(std::move(file))
    {
    }

    /// @return the document, once it has ended
    const InputNode& GetRoot() const
    {
        return m_root;
    }

    void OnDocumentStart(const YAML::Mark& /* mark */) override
    {
    }

    void OnDocumentEnd() override
    {
    }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto place = PlaceOf(mark);
        Count(1, 1, place);
        Add(InputNode::Null(place), anchor);
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& /* tag */,
                  YAML::anchor_t anchor,
                  const std::string& value) override
    {
        const auto place = PlaceOf(mark);
        Count(1, 1, place);
        Add(InputNode::Scalar(value, place), anchor);
    }

    void OnAlias(const YAML::Mark& /* mark */, YAML::anchor_t anchor) override
    {
        for (const auto& level : m_levels)
        {
            if (level.anchor == anchor)
            {
                ComplainOfShape(level.place); // it would stand in itself
            }
        }
        const InputNode& named = m_anchors.at(anchor);
        Count(named.GetSize(), named.GetDepth(), named.GetPlace());
        Add(named, NO_ANCHOR);
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& /* tag */,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /* style */) override
    {
        Open(PlaceOf(mark), anchor);
    }

    void OnSequenceEnd() override
    {
        Level level = Close();
        Add(InputNode::List(std::move(level.parts), level.place), level.anchor);
    }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string& /* tag */,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /* style */) override
    {
        Open(PlaceOf(mark), anchor);
    }

    void OnMapEnd() override
    {
        Level level = Close();
        std::vector<InputEntry> entries;
        for (size_t i = 0; i + 1 < level.parts.size(); i += 2)
        {
            const InputNode& key = level.parts[i];
            entries.push_back({key.GetText(), key.GetPlace(), level.parts[i + 1]});
        }
        Add(InputNode::Map(std::move(entries), level.place), level.anchor);
    }

  private:
    /// What yaml-cpp gives for a node that no alias can name.
    static constexpr YAML::anchor_t NO_ANCHOR = 0;

    /// A list or a map that has not ended.
    struct Level
    {
        InputPlace place;
        YAML::anchor_t anchor;        //!< its own
        std::vector<InputNode> parts; //!< elements; keys and values in turn
    };

    /// @param place where a list or map begins @param anchor its own
    void Open(const InputPlace& place, YAML::anchor_t anchor)
    {
        Count(1, 1, place);
        m_levels.push_back({place, anchor, {}});
    }

    /// @return what has ended
    Level Close()
    {
        Level level = std::move(m_levels.back());
        m_levels.pop_back();
        return level;
    }

    /// @param node what has ended @param anchor its own
    void Add(const InputNode& node, YAML::anchor_t anchor)
    {
        if (anchor != NO_ANCHOR)
        {
            m_anchors.insert_or_assign(anchor, node);
        }
        if (m_levels.empty())
        {
            m_root = node;
        }
        else
        {
            m_levels.back().parts.push_back(node);
        }
    }

    /// @param values how many are added @param depth their levels @param place where they stand
    void Count(uint64_t values, uint32_t depth, const InputPlace& place)
    {
        m_values += values;
        if (m_levels.size() + depth - 1 > DEEPEST || m_values > MOST_VALUES)
        {
            ComplainOfShape(place);
        }
    }

    /// @param place where something stands that has no end
    [[noreturn]] void ComplainOfShape(const InputPlace& place) const
    {
        throw InputError(
            {{m_file,
              place.line,
              place.column,
              "",
              "at most " + std::to_string(DEEPEST) + " levels and " + std::to_string(MOST_VALUES) +
                  " values; an alias (*) cannot stand in what it names"}});
    }

    static constexpr uint32_t DEEPEST = 50;
    static constexpr uint64_t MOST_VALUES = 1'000'000;

    std::string m_file;                            //!< the file's name
    InputNode m_root;                              //!< what was found
    uint64_t m_values{0};                          //!< what aliases name counted each time
    std::vector<Level> m_levels;                   //!< the innermost one last
    std::map<YAML::anchor_t, InputNode> m_anchors; //!< what aliases may name
};

/// @param text a file's content @param mark of an error @return true when a tab indents its line
bool
IsTabAt(const std::string& text, const YAML::Mark& mark)
{
    if (mark.is_null())
    {
        return false;
    }
    size_t begin = 0;
    for (int line = 0; line < mark.line && begin != std::string::npos; ++line)
    {
        const auto end = text.find('\n', begin);
        begin = end == std::string::npos ? end : end + 1;
    }
    const auto first = text.find_first_not_of(' ', begin);
    return begin != std::string::npos && first != std::string::npos && text[first] == '\t';
}

/// @param place of a value within a setting @param setting that one
/// @return the place as messages name it: its column counts in PATH=VALUE
InputPlace
PlaceIn(const InputPlace& place, const InputSetting& setting)
{
    const auto column = std::to_string(setting.path.size() + 1 + place.column);
    return {0,
            0,
            std::make_shared<const std::string>(*setting.textPlace.origin + ", column " + column)};
}

/// @param node a value of a setting @param setting that one
/// @return the same; its parts stand where the setting comes from
InputNode
PutIn(const InputNode& node, const InputSetting& setting)
{
    const InputPlace place = PlaceIn(node.GetPlace(), setting);
    if (node.IsMap())
    {
        std::vector<InputEntry> entries;
        for (const auto& entry : node.GetEntries())
        {
            entries.push_back(
                {entry.key, PlaceIn(entry.place, setting), PutIn(entry.value, setting)});
        }
        return InputNode::Map(std::move(entries), place);
    }
    if (node.IsList())
    {
        std::vector<InputNode> elements;
        for (const auto& element : node.GetElements())
        {
            elements.push_back(PutIn(element, setting));
        }
        return InputNode::List(std::move(elements), place);
    }
    return node.IsNull() ? InputNode::Null(place) : InputNode::Scalar(node.GetText(), place);
}

} // namespace

InputNode
ParseYaml(const std::string& text, const std::string& file)
{
    ++g_parsedTexts;
    const auto fail = [&file](const InputPlace& place, const std::string& expected) {
        const InputPlace shown = place.IsKnown() ? place : InputPlace{1, 1};
        throw InputError({{file, shown.line, shown.column, "", expected}});
    };
    TreeBuilder document(file);
    TreeBuilder second(file);
    bool isSecond = false;
    try
    {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        isSecond = parser.HandleNextDocument(document) && parser.HandleNextDocument(second);
    }
    catch (const YAML::Exception& error)
    {
        fail(PlaceOf(error.mark),
             IsTabAt(text, error.mark) ? "spaces in front of a key, not tabs"
                                       : "YAML (" + error.msg + ")");
    }
    if (document.GetRoot().IsNull())
    {
        fail({}, "a map (key: value)");
    }
    if (isSecond)
    {
        fail(second.GetRoot().GetPlace(), "one document, without a second one");
    }
    return document.GetRoot();
}

InputSetting
ParseSetting(const std::string& origin, const std::string& path, const std::string& text)
{
    InputSetting setting = InputSetting::From(origin, path, text);
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos || (text[first] != '{' && text[first] != '['))
    {
        return setting;
    }
    try
    {
        setting.node = PutIn(ParseYaml(text, origin), setting);
    }
    catch (const InputError& error)
    {
        auto problems = error.GetProblems();
        for (auto& problem : problems)
        {
            problem.column += static_cast<uint32_t>(path.size()) + 1;
            problem.token = path + "=" + text;
        }
        throw InputError(problems);
    }
    return setting;
}

uint64_t
GetParsedTexts()
{
    return g_parsedTexts;
}

} // namespace ns3

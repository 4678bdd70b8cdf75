/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-text.h"

#include "scenario-key.h"

#include "planner/base/quoting.h"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Columns of a line of text.
constexpr size_t WIDTH = 100;
/// Blanks per level.
constexpr size_t STEP = 2;
/// Behind a value that the file does not have.
constexpr const char* IS_DEFAULT = "  # default";

/// @param text any @return true when YAML reads it as it is, wherever a scalar may stand
bool
IsPlain(const std::string& text)
{
    const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const bool isSafe = !text.empty() && text.back() != ' ' &&
                        (letters + "./").find(text.front()) != std::string::npos &&
                        text.find_first_not_of(letters + "./%+-_() ") == std::string::npos;
    return isSafe && text != "null" && text != "Null" && text != "NULL";
}

/// @param text any @return true when a folded block reads as it: words with single blanks between
bool
IsProse(const std::string& text)
{
    return text.size() > WIDTH / 2 && text.find("  ") == std::string::npos && text.front() != ' ' &&
           text.front() != '#' && text.find_first_of("\t\n") >= text.size() - 1 &&
           text.back() != ' ' && std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= ' ' || c == '\n';
           });
}

/// @param row of a key @param map without it @return true when what the map has rules the key out
bool
IsReplaced(const ScenarioKey& row, const InputNode& map)
{
    const auto& [key, values] = row.needs;
    const InputEntry* needed = map.Find(key);
    const bool lacks =
        !key.empty() &&
        (!needed ||
         std::find(values.begin(), values.end(), needed->value.GetText()) == values.end());
    return lacks || std::any_of(row.excludes.begin(),
                                row.excludes.end(),
                                [&map](const auto& other) { return map.Find(other) != nullptr; });
}

/// Writes one scenario.
class Writer
{
  public:
    /// @param stream gets the text @param comments what to write beside the values
    Writer(std::ostream& stream, ScenarioComments comments)
        : m_stream(stream),
          m_comments(comments)
    {
    }

    /// @param map a map @param path of it in the table @param indent blanks in front of its keys
    /// @param isDefault it is not in the file
    void WriteMap(const InputNode& map, const std::string& path, size_t indent, bool isDefault)
    {
        for (const auto& entry : map.GetEntries())
        {
            const ScenarioKey* row = MatchScenarioKey(path, entry.key);
            if (row && m_comments == ScenarioComments::MEANINGS)
            {
                WriteMeaning(*row, indent);
            }
            WriteKey(QuoteYaml(entry.key), indent);
            WriteValue(entry.value, row ? row->path : path + ".?", indent, isDefault);
        }
        std::string others;
        for (const auto* row : GetScenarioKeysIn(path))
        {
            const bool isReplaced = IsReplaced(*row, map);
            if (row->IsWildcard() || map.Find(row->GetName()) || isReplaced)
            {
                continue;
            }
            if (m_comments == ScenarioComments::DEFAULTS)
            {
                WriteMissing(*row, indent);
            }
            others += (others.empty() ? "" : ", ") + row->GetName();
        }
        if (m_comments == ScenarioComments::MEANINGS && !others.empty())
        {
            m_stream << (indent == 0 ? "\n" : "");
            WriteComment("There are also: " + others, indent);
        }
    }

  private:
    void WriteKey(const std::string& key, size_t indent)
    {
        m_stream << (m_isListed ? "" : std::string(indent, ' ')) << key << ":";
        m_isListed = false;
    }

    /// @param text of a comment @param indent blanks in front of it
    void WriteComment(const std::string& text, size_t indent)
    {
        std::istringstream words(text);
        size_t column = WIDTH;
        const char* end = "";
        for (std::string word; words >> word; column += word.size() + 1)
        {
            const bool isNew = column + word.size() >= WIDTH;
            m_stream << (isNew ? end + std::string(indent, ' ') + "# " : " ") << word;
            column = isNew ? indent + STEP : column;
            end = "\n";
        }
        m_stream << "\n";
    }

    /// @param row of a key @param indent blanks in front of it
    void WriteMeaning(const ScenarioKey& row, size_t indent)
    {
        const bool isListed = row.path.find("[].") != std::string::npos; // once for each element
        if (!isListed && row.path != "sweep.values.from" && row.path != "sweep.values.to")
        {
            m_stream << (indent == 0 ? "\n" : "");
            WriteComment(row.text, indent);
        }
    }

    /// @param row of a key that the map does not have @param indent blanks in front of it
    void WriteMissing(const ScenarioKey& row, size_t indent)
    {
        if (row.standard.empty())
        {
            if (!row.otherwise.empty())
            {
                m_stream << std::string(indent, ' ') << "# " << row.GetName()
                         << ": not given: " << row.otherwise << "\n";
            }
            return;
        }
        WriteKey(row.GetName(), indent);
        const bool isMap = row.standard == "{}";
        WriteValue(isMap ? InputNode::Map({}, {}) : InputNode::Scalar(row.standard, {}),
                   row.path,
                   indent,
                   true);
    }

    /// @param value behind a key @param path of it in the table @param indent of the key
    /// @param isDefault it is not in the file
    void WriteValue(const InputNode& value, const std::string& path, size_t indent, bool isDefault)
    {
        const char* mark = isDefault ? IS_DEFAULT : "";
        if (value.IsNull())
        {
            m_stream << " null" << mark << "\n";
        }
        else if (value.IsScalar())
        {
            WriteScalar(value.GetText(), indent);
            m_stream << mark << "\n";
        }
        else if (value.IsMap())
        {
            const bool isEmpty = value.GetEntries().empty() && !WritesDefaults(value, path);
            m_stream << (isEmpty ? " {}" : "") << mark << "\n";
            WriteMap(value, path, indent + STEP, isDefault);
        }
        else
        {
            WriteList(value, path, indent);
        }
    }

    /// @param map a map @param path of it @return true when keys that it does not have are written
    bool WritesDefaults(const InputNode& map, const std::string& path) const
    {
        const auto& rows = GetScenarioKeysIn(path);
        return m_comments == ScenarioComments::DEFAULTS &&
               std::any_of(rows.begin(), rows.end(), [&map](const auto* row) {
                   return !row->IsWildcard() && !row->standard.empty() && !IsReplaced(*row, map);
               });
    }

    void WriteScalar(const std::string& text, size_t indent)
    {
        if (!IsProse(text))
        {
            m_stream << " " << QuoteYaml(text);
            return;
        }
        m_stream << (text.back() == '\n' ? " >" : " >-");
        std::istringstream words(text);
        size_t column = WIDTH;
        for (std::string word; words >> word; column += word.size() + 1)
        {
            const bool isNew = column + word.size() >= WIDTH;
            m_stream << (isNew ? "\n" + std::string(indent + STEP, ' ') : " ") << word;
            column = isNew ? indent + STEP : column;
        }
    }

    /// @param list behind a key @param path of it in the table @param indent of the key
    void WriteList(const InputNode& list, const std::string& path, size_t indent)
    {
        const auto& elements = list.GetElements();
        const bool isFlat = std::all_of(elements.begin(), elements.end(), [](const auto& element) {
            return element.IsScalar() || element.IsNull();
        });
        if (isFlat)
        {
            std::string line;
            for (const auto& element : elements)
            {
                line += (line.empty() ? "" : ", ") +
                        (element.IsNull() ? "null" : QuoteYaml(element.GetText()));
            }
            m_stream << " [" << line << "]\n";
            return;
        }
        m_stream << "\n";
        for (const auto& element : elements)
        {
            m_stream << std::string(indent + STEP, ' ') << "-";
            if (element.IsMap() && !element.GetEntries().empty())
            {
                m_stream << " ";
                m_isListed = true;
                WriteMap(element, path + "[]", indent + 2 * STEP, false);
            }
            else
            {
                WriteValue(element, path + "[]", indent + STEP, false);
            }
        }
    }

    std::ostream& m_stream;      //!< gets the text
    ScenarioComments m_comments; //!< what to write beside the values
    bool m_isListed{false};      //!< the next key stands behind the dash of a list
};

} // namespace

std::string
QuoteYaml(const std::string& text)
{
    return IsPlain(text) ? text : QuoteForYaml(text);
}

void
WriteScenarioText(std::ostream& stream, const InputNode& root, ScenarioComments comments)
{
    Writer(stream, comments).WriteMap(root, "", 0, false);
}

} // namespace ns3::planner

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "input-node.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// @param text any @return as a string of JSON
std::string
Quote(const std::string& text)
{
    // Octets that are not UTF-8 were not told as an error so far: nobody reads them.
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

InputSetting
InputSetting::From(const std::string& origin, const std::string& path, const std::string& text)
{
    const InputPlace place{0,
                           0,
                           std::make_shared<const std::string>(origin + " " + path + "=" + text)};
    return {path, text, place, place};
}

/// What copies share.
struct InputNode::Data
{
    /// What a node is.
    enum class Kind : uint8_t
    {
        NOTHING,
        SCALAR,
        LIST,
        MAP
    };

    Kind kind{Kind::NOTHING};
    InputPlace place{};
    InputPlace keyPlace{};             //!< see GetKeyPlace()
    std::string text{};                //!< of a scalar
    std::vector<InputNode> elements{}; //!< of a list
    std::vector<InputEntry> entries{}; //!< of a map
    uint32_t depth{1};                 //!< see GetDepth()
    uint64_t size{1};                  //!< see GetSize()

    /// @param child one more
    void Count(const InputNode& child)
    {
        depth = std::max(depth, child.GetDepth() + 1);
        size += child.GetSize();
    }
};

InputNode::InputNode()
    : InputNode(Null({}))
{
}

InputNode::InputNode(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

InputNode
InputNode::Null(const InputPlace& place)
{
    return InputNode(std::make_shared<Data>(Data{Data::Kind::NOTHING, place, place}));
}

InputNode
InputNode::Scalar(std::string text, const InputPlace& place)
{
    return InputNode(
        std::make_shared<Data>(Data{Data::Kind::SCALAR, place, place, std::move(text)}));
}

InputNode
InputNode::List(std::vector<InputNode> elements, const InputPlace& place)
{
    auto data = std::make_shared<Data>(Data{Data::Kind::LIST, place, place});
    for (const auto& element : elements)
    {
        data->Count(element);
    }
    data->elements = std::move(elements);
    return InputNode(std::move(data));
}

InputNode
InputNode::Map(std::vector<InputEntry> entries, const InputPlace& place)
{
    return Map(std::move(entries), place, place);
}

InputNode
InputNode::Map(std::vector<InputEntry> entries, const InputPlace& place, const InputPlace& keyPlace)
{
    auto data = std::make_shared<Data>(Data{Data::Kind::MAP, place, keyPlace});
    for (const auto& entry : entries)
    {
        data->Count(entry.value);
    }
    data->entries = std::move(entries);
    return InputNode(std::move(data));
}

bool
InputNode::IsNull() const
{
    return m_data->kind == Data::Kind::NOTHING;
}

bool
InputNode::IsScalar() const
{
    return m_data->kind == Data::Kind::SCALAR;
}

bool
InputNode::IsList() const
{
    return m_data->kind == Data::Kind::LIST;
}

bool
InputNode::IsMap() const
{
    return m_data->kind == Data::Kind::MAP;
}

const InputPlace&
InputNode::GetPlace() const
{
    return m_data->place;
}

const InputPlace&
InputNode::GetKeyPlace() const
{
    return m_data->keyPlace;
}

const std::string&
InputNode::GetText() const
{
    return m_data->text;
}

const std::vector<InputNode>&
InputNode::GetElements() const
{
    return m_data->elements;
}

const std::vector<InputEntry>&
InputNode::GetEntries() const
{
    return m_data->entries;
}

const InputEntry*
InputNode::Find(const std::string& key) const
{
    const auto found = std::find_if(m_data->entries.begin(),
                                    m_data->entries.end(),
                                    [&key](const InputEntry& entry) { return entry.key == key; });
    return found == m_data->entries.end() ? nullptr : &*found;
}

uint32_t
InputNode::GetDepth() const
{
    return m_data->depth;
}

uint64_t
InputNode::GetSize() const
{
    return m_data->size;
}

InputNode
InputNode::With(const InputSetting& setting) const
{
    return With(setting.path, setting);
}

/// @param path rest of the setting's path @param setting what to put there @return the new tree
InputNode
InputNode::With(const std::string& path, const InputSetting& setting) const
{
    const auto dot = path.find('.');
    const std::string key = path.substr(0, dot);
    const auto put = [&](const InputNode& old) {
        if (dot != std::string::npos)
        {
            return old.With(path.substr(dot + 1), setting);
        }
        return setting.node.IsNull() ? Scalar(setting.text, setting.textPlace) : setting.node;
    };
    std::vector<InputEntry> entries = m_data->entries;
    if (IsScalar())
    {
        entries.push_back({"profile", setting.pathPlace, *this});
    }
    const auto entry = std::find_if(entries.begin(), entries.end(), [&key](const auto& candidate) {
        return candidate.key == key;
    });
    if (entry == entries.end())
    {
        entries.push_back({key, setting.pathPlace, put(InputNode())});
    }
    else
    {
        entry->value = put(entry->value);
    }
    const auto known = [](const InputPlace& first, const InputPlace& second) {
        return first.IsKnown() || (first.origin && !second.IsKnown()) ? first : second;
    };
    return Map(std::move(entries),
               known(setting.textPlace, m_data->place),
               known(IsMap() ? m_data->keyPlace : InputPlace(), setting.pathPlace));
}

InputNode
InputNode::Only(const std::vector<std::string>& keys) const
{
    std::vector<InputEntry> entries;
    for (const auto& entry : m_data->entries)
    {
        if (std::find(keys.begin(), keys.end(), entry.key) != keys.end())
        {
            entries.push_back(entry);
        }
    }
    return Map(std::move(entries), m_data->place);
}

std::string
InputNode::ToJson() const
{
    std::string json;
    switch (m_data->kind)
    {
    case Data::Kind::NOTHING:
        return "null";
    case Data::Kind::SCALAR:
        return Quote(m_data->text);
    case Data::Kind::LIST:
        for (const auto& element : m_data->elements)
        {
            json += (json.empty() ? "" : ",") + element.ToJson();
        }
        return "[" + json + "]";
    case Data::Kind::MAP:
        for (const auto& entry : m_data->entries)
        {
            json += (json.empty() ? "" : ",") + Quote(entry.key) + ":" + entry.value.ToJson();
        }
        return "{" + json + "}";
    }
    return json;
}

std::string
InputNode::ToFlow() const
{
    std::string flow;
    switch (m_data->kind)
    {
    case Data::Kind::NOTHING:
        return "null";
    case Data::Kind::SCALAR:
        return m_data->text;
    case Data::Kind::LIST:
        for (const auto& element : m_data->elements)
        {
            flow += (flow.empty() ? "" : ", ") + element.ToFlow();
        }
        return "[" + flow + "]";
    case Data::Kind::MAP:
        for (const auto& entry : m_data->entries)
        {
            flow += (flow.empty() ? "" : ", ") + entry.key + ": " + entry.value.ToFlow();
        }
        return "{" + flow + "}";
    }
    return flow;
}

} // namespace ns3

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-schema.h"

#include "node-attributes.h"
#include "profile-forms.h"
#include "scenario-key.h"

#include "planner/topology/network-generator.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

using Json = nlohmann::ordered_json;

/// Numbers as the reader takes them.
constexpr const char* NUMBER = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?";

/// @param text any @return a regular expression for it
std::string
Escaped(const std::string& text)
{
    std::string escaped;
    for (const char letter : text)
    {
        escaped += (std::string(".*+?^$|()[]{}/\\").find(letter) == std::string::npos ? "" : "\\") +
                   std::string(1, letter);
    }
    return escaped;
}

/// @param form of a number @return how it is written as a text, with a unit if it has one
Json
QuantityText(const KeyForm& form)
{
    std::string units;
    for (const auto& unit : GetUnitNames(form.dimension))
    {
        units += (units.empty() ? "" : "|") + Escaped(unit);
    }
    const bool isShare = form.dimension == Dimension::SHARE;
    return {{"type", "string"},
            {"pattern",
             std::string("^") + (form.least < 0 ? "-?" : "") + NUMBER + " *(" + units + ")" +
                 (isShare ? "?" : "") + "$"}};
}

/// @param form of a number @return what it may be
std::vector<Json>
NumberForms(const KeyForm& form)
{
    std::vector<Json> forms{QuantityText(form)};
    if (form.dimension == Dimension::NUMBER || form.dimension == Dimension::SHARE)
    {
        Json number{{"type", form.kind == KeyKind::WHOLE ? "integer" : "number"}};
        number[form.isAbove ? "exclusiveMinimum" : "minimum"] = form.least;
        if (form.most < std::numeric_limits<double>::max())
        {
            number["maximum"] = form.most;
        }
        forms.insert(forms.begin(), number);
    }
    return forms;
}

/// @param words some @return one of them
Json
WordForm(const std::vector<std::string>& words)
{
    Json choices = Json::array();
    for (const auto& word : words)
    {
        choices.push_back(word);
        if (word == "null") // YAML has one of its own
        {
            choices.push_back(nullptr);
        }
        else if (word.find_first_not_of("0123456789") == std::string::npos)
        {
            choices.push_back(std::stoi(word));
        }
    }
    return {{"enum", choices}};
}

/// @param form of a value that is no list or map @return what it may be; empty: anything
std::vector<Json>
ScalarForms(const KeyForm& form)
{
    std::vector<Json> forms;
    const Json text{{"type", {"string", "number", "boolean"}}, {"minLength", 1}};
    switch (form.kind)
    {
    case KeyKind::WHOLE:
    case KeyKind::QUANTITY:
    case KeyKind::DURATION:
        forms = NumberForms(form);
        break;
    case KeyKind::FLAG:
        forms = {{{"type", "boolean"}},
                 {{"type", "string"},
                  {"pattern",
                   "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|"
                   "[Oo][Nn]|[Oo][Ff][Ff])$"}}};
        break;
    case KeyKind::NAME:
        forms = {{{"type", {"string", "integer"}}, {"pattern", "^[a-z0-9][a-z0-9-]{0,99}$"}}};
        break;
    case KeyKind::LINE:
    case KeyKind::TEXT:
        forms = {text};
        break;
    case KeyKind::WORD:
    case KeyKind::LIST:
    case KeyKind::MAP:
    case KeyKind::ANY:
        break;
    }
    if (!form.words.GetWords().empty())
    {
        forms.push_back(WordForm(form.words.GetWords()));
    }
    return forms;
}

/// @param forms at least one @return any of them
Json
AnyOf(const std::vector<Json>& forms)
{
    return forms.size() == 1 ? forms.front() : Json{{"anyOf", forms}};
}

/// @param form of the value of a key of profiles, which may be a list @return its schema
Json
ProfileValue(const KeyForm& form)
{
    const auto forms = ScalarForms(form);
    return forms.empty() ? Json::object() : AnyOf(forms);
}

/// @return a map of known keys
Json
MakeClosedMap()
{
    return {{"type", "object"}, {"additionalProperties", false}};
}

/// @param key of a profile, dots included @param value its schema @param map gets it, in maps of
/// its own where the key has dots
void
AddProfileKey(const std::string& key, const Json& value, Json& map)
{
    const auto dot = key.find('.');
    if (dot == std::string::npos)
    {
        map["properties"][key] = value;
        return;
    }
    Json& inner = map["properties"][key.substr(0, dot)];
    if (inner.is_null())
    {
        inner = MakeClosedMap();
    }
    AddProfileKey(key.substr(dot + 1), value, inner);
}

/// @param forms keys of profiles @return a map of them; keys with dots may stand as they are
Json
MakeProfileMap(const std::vector<ProfileKeyForm>& forms)
{
    Json map = MakeClosedMap();
    for (const auto& [key, text, form] : forms)
    {
        Json value = ProfileValue(form);
        value["description"] = text;
        AddProfileKey(key, value, map);
    }
    map["patternProperties"]["[.]"] = Json::object();
    return map;
}

/// @param isNic of NICs or of hosts @return the keys of profiles, and the name of one
Json
MakeChangeMap(bool isNic)
{
    Json map = MakeProfileMap(isNic ? GetNicKeyForms() : GetHostKeyForms());
    if (!isNic)
    {
        map["properties"]["cipher"] = {
            {"type", "object"},
            {"additionalProperties", MakeProfileMap(GetCipherCostForms())}};
    }
    const auto* row = FindScenarioKey(isNic ? "nodes.ROLE.nic.profile" : "nodes.ROLE.host.profile");
    map["properties"]["profile"] = {{"type", "string"}, {"description", row->text}};
    return map;
}

/// @param owner "sad" @return its attributes
Json
MakeAttributeMap(const std::string& owner)
{
    Json map = MakeClosedMap();
    for (const auto& entry : DescribeAttributes())
    {
        if (entry.owner == owner)
        {
            map["properties"][entry.name] = {{"type", {"string", "number", "boolean"}},
                                             {"description", entry.help},
                                             {"default", entry.standard}};
        }
    }
    return map;
}

/// @param name of a definition @return what refers to it
Json
MakeReference(const std::string& name)
{
    return {{"$ref", "#/$defs/" + name}};
}

/// Makes the schema of whole scenarios, or of those to which other files add what they lack.
class SchemaMaker
{
  public:
    /// @param isPartial nothing is required
    explicit SchemaMaker(bool isPartial)
        : m_isPartial(isPartial)
    {
    }

    /// @return the schema of the file
    Json Make() const
    {
        Json root = MakeMap("");
        root["allOf"] = MakeKinds();
        return root;
    }

  private:
    void AddConditions(const std::vector<const ScenarioKey*>& rows, Json& map) const;
    Json MakeMap(const std::string& path) const;
    Json MakeValue(const std::string& path, const KeyForm* form) const;
    Json MakeRoles(const std::vector<const char*>& roles) const;
    Json MakeKinds() const;

    bool m_isPartial; //!< nothing is required
};

/// @param rows of the keys of a map @param map gets which of them go together
void
SchemaMaker::AddConditions(const std::vector<const ScenarioKey*>& rows, Json& map) const
{
    const auto require = [](const std::vector<std::string>& keys) {
        return Json{{"required", keys}};
    };
    for (const auto* row : rows)
    {
        const std::string name = row->GetName();
        const bool isRequired = row->isRequired && !m_isPartial;
        if (isRequired && row->excludes.empty() && !row->IsWildcard())
        {
            map["required"].push_back(name);
        }
        if (isRequired && !row->excludes.empty())
        {
            Json one = Json::array({require({name})});
            for (const auto* others : {&row->excludes, &row->substitutes})
            {
                for (const auto& other : *others)
                {
                    one.push_back(require({other}));
                }
            }
            map["allOf"].push_back({{"anyOf", one}});
        }
        for (const auto& other : row->excludes)
        {
            map["allOf"].push_back({{"not", require({name, other})}});
        }
    }
}

/// @param path of a map @return its schema
Json
SchemaMaker::MakeMap(const std::string& path) const
{
    Json map = MakeClosedMap();
    const auto& rows = GetScenarioKeysIn(path);
    for (const auto* row : rows)
    {
        const std::string name = row->GetName();
        if (name == "KEY" || name == "ATTRIBUTE")
        {
            return MakeReference(path.substr(path.rfind('.') + 1) +
                                 (name == "KEY" ? "-keys" : "-attributes"));
        }
        Json value = MakeValue(row->path, &row->form);
        value["description"] =
            row->text + (row->otherwise.empty() ? "" : ". Default: " + row->otherwise);
        if (!row->standard.empty() && row->standard != "{}")
        {
            value["default"] = row->standard;
        }
        if (!row->example.empty())
        {
            value["examples"] = {row->example};
        }
        if (row->IsWildcard())
        {
            map["additionalProperties"] = value;
        }
        else
        {
            map["properties"][name] = value;
        }
    }
    AddConditions(rows, map);
    return map;
}

/// @param path of a value @param form what it may be; nullptr: a map or a list as the rows below it
/// say @return its schema
Json
SchemaMaker::MakeValue(const std::string& path, const KeyForm* form) const
{
    std::vector<Json> forms = form ? ScalarForms(*form) : std::vector<Json>();
    const std::string element = path + "[]";
    const ScenarioKey* row = FindScenarioKey(element);
    const auto& inside = GetScenarioKeysIn(path);
    const bool isMap = std::any_of(inside.begin(), inside.end(), [&](const auto* key) {
        return key->path != element;
    });
    if (row || !GetScenarioKeysIn(element).empty())
    {
        forms.push_back({{"type", "array"},
                         {"minItems", 1},
                         {"items", MakeValue(element, row ? &row->form : nullptr)}});
    }
    if (isMap)
    {
        forms.push_back(MakeMap(path));
    }
    if (forms.empty())
    {
        return Json::object();
    }
    if (path.find_first_of(".[") != std::string::npos)
    {
        forms.push_back(MakeReference("parameter"));
    }
    return AnyOf(forms);
}

/// @param roles that a network has @return a map of them all and no others
Json
SchemaMaker::MakeRoles(const std::vector<const char*>& roles) const
{
    // Both ends of a network of sites have the same role.
    const std::set<std::string> names(roles.begin(), roles.end());
    Json map{{"propertyNames", {{"enum", names}}}};
    if (!m_isPartial)
    {
        map["required"] = names;
    }
    return map;
}

/// @return for each kind of network, which roles and counts it has
Json
SchemaMaker::MakeKinds() const
{
    Json kinds = Json::array();
    for (const auto& generator : GetNetworkGenerators())
    {
        Json topology = Json::object();
        for (const auto& other : GetNetworkGenerators())
        {
            for (const auto& count : other.counts)
            {
                topology["properties"][count.key] = false;
            }
            for (const auto& share : other.shares)
            {
                topology["properties"][share.key] = false;
            }
        }
        for (const auto& count : generator.counts)
        {
            topology["properties"][count.key] =
                ProfileValue(KeyForm::Count(count.least, count.most));
        }
        for (const auto& share : generator.shares)
        {
            topology["properties"][share.key] =
                ProfileValue(KeyForm::Quantity(Dimension::SHARE, 0, 1));
        }
        const Json isKind{{"required", {"kind"}},
                          {"properties", {{"kind", {{"const", generator.name}}}}}};
        const Json then{{"topology", topology},
                        {"links", MakeRoles(generator.links)},
                        {"nodes", MakeRoles(generator.GetNodeRoles())}};
        kinds.push_back(
            {{"if", {{"required", {"topology"}}, {"properties", {{"topology", isKind}}}}},
             {"then", {{"properties", then}}}});
    }
    return kinds;
}

} // namespace

std::string
MakeScenarioSchema()
{
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "Scenario of ipsec-plan"},
                {"if", {{"required", {"include"}}}},
                {"then", MakeReference("partial")},
                {"else", MakeReference("whole")}};
    Json& definitions = schema["$defs"];
    definitions["whole"] = SchemaMaker(false).Make();
    definitions["partial"] = SchemaMaker(true).Make();
    definitions["parameter"] = {{"type", "string"},
                                {"pattern", "[$]"},
                                {"description", "A parameter or arithmetic (version 2)"}};
    definitions["nic-keys"] = MakeChangeMap(true);
    definitions["host-keys"] = MakeChangeMap(false);
    for (const auto& entry : DescribeAttributes())
    {
        const std::string name = entry.owner + "-attributes";
        if (!definitions.contains(name))
        {
            definitions[name] = MakeAttributeMap(entry.owner);
        }
    }
    constexpr int INDENT = 1;
    return schema.dump(INDENT);
}

} // namespace ns3::planner

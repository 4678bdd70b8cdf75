/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "node-attributes.h"

#include "model/profile/did-you-mean.h"

#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <array>

namespace ns3::planner
{

namespace
{

/// What has attributes.
struct OwnerRow
{
    const char* word;
    const char* meaning;
    AttributeOwner owner;
    TypeId (*getType)();
};

constexpr std::array<OwnerRow, 5> OWNERS{{
    {"node", "Attributes of IpsecNode", AttributeOwner::NODE, &IpsecNode::GetTypeId},
    {"offload", "Attributes of IpsecOffload", AttributeOwner::OFFLOAD, &IpsecOffload::GetTypeId},
    {"sad",
     "Attributes of SecurityAssociationDatabase",
     AttributeOwner::SAD,
     &SecurityAssociationDatabase::GetTypeId},
    {"spd",
     "Attributes of SecurityPolicyDatabase",
     AttributeOwner::SPD,
     &SecurityPolicyDatabase::GetTypeId},
    {"nic",
     "Attributes of IpsecNic, each NIC of the node",
     AttributeOwner::NIC,
     &IpsecNic::GetTypeId},
}};

/// @param type what has them @return its attributes that can be set
std::vector<std::string>
ListAttributes(const TypeId& type)
{
    std::vector<std::string> names;
    for (size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const auto info = type.GetAttribute(i);
        if ((info.flags & TypeId::ATTR_SET) != 0)
        {
            names.push_back(info.name);
        }
    }
    return names;
}

/// @param text "ns3::Type[Attribute=value|...]" @return true when there is such a type
bool
NamesType(const std::string& text)
{
    // ns-3 ends the program when an object's type is unknown.
    TypeId type;
    return TypeId::LookupByNameFailSafe(text.substr(0, text.find('[')), &type);
}

/// @param info an attribute @param text for it @return true when ns-3 takes it
bool
IsValid(const TypeId::AttributeInformation& info, const std::string& text)
{
    const bool isObject = dynamic_cast<const PointerChecker*>(PeekPointer(info.checker)) != nullptr;
    return (!isObject || NamesType(text)) && info.checker->CreateValidValue(StringValue(text));
}

/// @param entry name and value @param row whose @param settings gets it
void
ReadOne(const ScenarioMap::Entry& entry,
        const OwnerRow& row,
        std::vector<AttributeSetting>& settings)
{
    const TypeId type = row.getType();
    TypeId::AttributeInformation info;
    if (!type.LookupAttributeByName(entry.name, &info) || (info.flags & TypeId::ATTR_SET) == 0)
    {
        const auto names = ListAttributes(type);
        std::string expected;
        for (const auto& name : names)
        {
            expected += (expected.empty() ? "one of the attributes " : ", ") + name;
        }
        entry.value.GetInput().ComplainAt(entry.place,
                                          entry.name,
                                          expected + " of " + type.GetName() +
                                              DidYouMean(entry.name, names));
        return;
    }
    const auto text = entry.value.ToText();
    if (!text)
    {
        return;
    }
    if (!IsValid(info, *text))
    {
        entry.value.Complain("a value that " + type.GetName() + "::" + entry.name +
                             " takes, such as '" +
                             info.initialValue->SerializeToString(info.checker) + "' (" +
                             info.checker->GetUnderlyingTypeInformation() + ")");
        return;
    }
    settings.push_back({row.owner, entry.name, *text});
}

/// @param setting an attribute @param object who has it
void
Set(const AttributeSetting& setting, Object& object)
{
    object.SetAttribute(setting.name, StringValue(setting.value));
}

} // namespace

std::vector<AttributeSetting>
ReadAttributes(const ScenarioValue& value)
{
    std::vector<AttributeSetting> settings;
    ScenarioMap owners(value);
    for (const auto& row : OWNERS)
    {
        if (auto attributes = owners.Take(row.word))
        {
            ScenarioMap map(*attributes);
            for (const auto& entry : map.TakeRest("ATTRIBUTE"))
            {
                ReadOne(entry, row, settings);
            }
        }
    }
    owners.Finish();
    return settings;
}

KeyRows
MakeAttributeKeys(const std::string& path)
{
    KeyRows rows{
        ScenarioKey(path,
                    KeyForm::Of(KeyKind::MAP),
                    "ns-3 attributes, set after those of the kernel; events have them with "
                    "set-attributes alone")
            .Otherwise("those of the kernel")};
    for (const auto& row : OWNERS)
    {
        const std::string owner = path + "." + row.word;
        rows.emplace_back(owner, KeyForm::Of(KeyKind::MAP), row.meaning);
        rows.push_back(ScenarioKey(owner + ".ATTRIBUTE",
                                   KeyForm::Any("what ns-3 reads for that attribute"),
                                   "Any attribute that can be set, by its name")
                           .ReadBy("ReadAttributes"));
    }
    return rows;
}

std::vector<AttributeEntry>
DescribeAttributes()
{
    std::vector<AttributeEntry> entries;
    for (const auto& row : OWNERS)
    {
        const TypeId type = row.getType();
        for (const auto& name : ListAttributes(type))
        {
            TypeId::AttributeInformation info;
            type.LookupAttributeByName(name, &info);
            entries.push_back(
                {row.word, name, info.help, info.initialValue->SerializeToString(info.checker)});
        }
    }
    return entries;
}

void
ApplyAttributes(const std::vector<AttributeSetting>& settings, const Ptr<IpsecNode>& node)
{
    for (const auto& setting : settings)
    {
        switch (setting.owner)
        {
        case AttributeOwner::NODE:
            Set(setting, *node);
            break;
        case AttributeOwner::OFFLOAD:
            Set(setting, *node->GetOffload());
            break;
        case AttributeOwner::SAD:
            Set(setting, *node->GetSad());
            break;
        case AttributeOwner::SPD:
            Set(setting, *node->GetSpd());
            break;
        case AttributeOwner::NIC:
            break;
        }
    }
}

void
ApplyAttributes(const std::vector<AttributeSetting>& settings, const Ptr<IpsecNic>& nic)
{
    for (const auto& setting : settings)
    {
        if (setting.owner == AttributeOwner::NIC)
        {
            Set(setting, *nic);
        }
    }
}

} // namespace ns3::planner

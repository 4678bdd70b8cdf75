/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_INPUT_NODE_H
#define IPSEC_OFFLOAD_INPUT_NODE_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// A place in a file, or what put a value there from elsewhere.
struct InputPlace
{
    uint32_t line{0};                            //!< from 1; 0: not in the file
    uint32_t column{0};                          //!< from 1
    std::shared_ptr<const std::string> origin{}; //!< "--set PATH=VALUE"; null: the file

    /** @return false when it is not in the file */
    bool IsKnown() const
    {
        return line > 0;
    }
};

struct InputEntry;
struct InputSetting;

/**
 * @ingroup ipsec-offload
 * A value of a file: a scalar, a list or a map, and where it stands. It never changes, so copies
 * and trees that differ in a few values share the rest. To make such a tree costs what stands
 * beside the path, not what the file holds: a sweep makes one for each of its points.
 */
class InputNode
{
  public:
    /** Nothing: YAML's null. */
    InputNode();

    /** @param place where it stands @return nothing that stands there */
    static InputNode Null(const InputPlace& place);

    /** @param text its text @param place where it stands @return the scalar */
    static InputNode Scalar(std::string text, const InputPlace& place);

    /** @param elements what is in it @param place where it stands @return the list */
    static InputNode List(std::vector<InputNode> elements, const InputPlace& place);

    /** @param entries in the order of the file @param place where it stands @return the map */
    static InputNode Map(std::vector<InputEntry> entries, const InputPlace& place);

    /** @return true for nothing */
    bool IsNull() const;

    /** @return true for a text or number */
    bool IsScalar() const;

    /** @return true for a list */
    bool IsList() const;

    /** @return true for a map */
    bool IsMap() const;

    /** @return where it stands; for a map that With() changed, where the value put in stands */
    const InputPlace& GetPlace() const;

    /** @return where a key that a map lacks would stand: where the map itself does in the file */
    const InputPlace& GetKeyPlace() const;

    /** @return the text of a scalar; empty for others */
    const std::string& GetText() const;

    /** @return the elements of a list; none for others */
    const std::vector<InputNode>& GetElements() const;

    /** @return the entries of a map; none for others */
    const std::vector<InputEntry>& GetEntries() const;

    /** @param key a key of a map @return its entry, or null */
    const InputEntry* Find(const std::string& key) const;

    /** @return how many levels it has; 1 for a scalar */
    uint32_t GetDepth() const;

    /** @return scalars, lists and maps in it, itself included, each as often as it is there */
    uint64_t GetSize() const;

    /**
     * @param setting what to put in. Maps on its path that are not there are made; a scalar on it
     * is the name of a profile whose values are about to be changed, so it becomes a map with that
     * name as `profile`.
     * @return the tree with that value
     */
    InputNode With(const InputSetting& setting) const;

    /**
     * @param keys which entries of a map
     * @return the map without all others
     */
    InputNode Only(const std::vector<std::string>& keys) const;

    /** @return the same as JSON, which is YAML too, in one line */
    std::string ToJson() const;

    /** @return the same in one line as a person writes it: "[{length: 64 B}]" */
    std::string ToFlow() const;

  private:
    struct Data;

    explicit InputNode(std::shared_ptr<const Data> data);
    static InputNode Map(std::vector<InputEntry> entries,
                         const InputPlace& place,
                         const InputPlace& keyPlace);
    InputNode With(const std::string& path, const InputSetting& setting) const;

    std::shared_ptr<const Data> m_data; //!< never null
};

/// A key and its value.
struct InputEntry
{
    std::string key; //!< empty when it is not a scalar
    InputPlace place;
    InputNode value;
};

/// A value that goes to a path of a tree, and where both stand.
struct InputSetting
{
    std::string path; //!< keys with dots between them
    std::string text; //!< the value, where it is a scalar
    InputPlace pathPlace{};
    InputPlace textPlace{};
    InputNode node{}; //!< the value, where it is a list or a map

    /**
     * @param origin what sets it, as "--set"; messages name it with path and value
     * @param path keys with dots between them
     * @param text the value
     * @return the setting
     */
    static InputSetting From(const std::string& origin,
                             const std::string& path,
                             const std::string& text);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_INPUT_NODE_H */

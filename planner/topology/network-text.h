/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_TEXT_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_TEXT_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A node as a file has it.
struct NodeText
{
    std::string id;                                //!< what edges call it
    std::map<std::string, std::string> properties; //!< by name
    uint32_t line{0};                              //!< in the file; 0: not known
};

/// An edge as a file has it.
struct EdgeText
{
    uint32_t from;                                 //!< position of a node
    uint32_t to;                                   //!< likewise
    std::map<std::string, std::string> properties; //!< by name
    uint32_t line{0};                              //!< in the file; 0: not known
};

/**
 * @ingroup ipsec-offload
 * What a file says of a network, whatever its format: nothing is understood yet but which nodes an
 * edge joins.
 */
struct NetworkText
{
    std::string file;            //!< its name
    bool isDirected{false};      //!< each link stands there twice, once for each direction
    std::vector<NodeText> nodes; //!< in the order of the file
    std::vector<EdgeText> edges; //!< in the order of the file
};

/**
 * @ingroup ipsec-offload
 * @param file a file in GraphML (http://graphml.graphdrawing.org), with one graph and no graphs
 * inside it
 * @return what it says
 * @throws InputError with what is wrong
 */
NetworkText ReadGraphmlText(const std::string& file);

/**
 * @ingroup ipsec-offload
 * @param file a file in the language of Graphviz; an edge declares its nodes
 * @return what it says
 * @throws InputError with what is wrong
 */
NetworkText ReadGraphvizText(const std::string& file);

/**
 * @ingroup ipsec-offload
 * @param file a file in the text format of the REPETITA collection (doc/sources.rst#repetita):
 * "NODES n" and a line "label x y" for each, "EDGES m" and a line "label src dest weight bw delay"
 * for each, where ends are positions of nodes, bw is in kbit/s and delay in us
 * @return what it says, with properties as in the other formats
 * @throws InputError with what is wrong
 */
NetworkText ReadRepetitaText(const std::string& file);

/// A demand as a file has it.
struct DemandText
{
    std::string name; //!< its label
    std::string from; //!< position or name of a node
    std::string to;   //!< likewise
    std::string rate; //!< kbit/s
    uint32_t line{0}; //!< in the file
};

/**
 * @ingroup ipsec-offload
 * @param file demands in the text format of the REPETITA collection: "DEMANDS k" and a line "label
 * src dest bw" for each, bw in kbit/s
 * @return what it says
 * @throws InputError with what is wrong
 */
std::vector<DemandText> ReadDemandsText(const std::string& file);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_TEXT_H */

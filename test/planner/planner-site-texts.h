/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_PLANNER_SITE_TEXTS_H
#define IPSEC_OFFLOAD_TEST_PLANNER_SITE_TEXTS_H

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A small network of sites in all formats, and a scenario of it.
 */

namespace ns3::tests
{

/// Three sites in a row, and what is known of their links.
constexpr const char* GRAPHML = R"(<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="k0" for="node" attr.name="name" attr.type="string"/>
  <key id="k1" for="edge" attr.name="rate" attr.type="string"><default>1 Gbit/s</default></key>
  <key id="k2" for="edge" attr.name="delay" attr.type="string"/>
  <key id="k3" for="edge" attr.name="weight" attr.type="int"/>
  <graph id="G" edgedefault="undirected">
    <node id="0"><data key="k0">a</data></node>
    <node id="1"><data key="k0">b</data></node>
    <node id="2"><data key="k0">c</data></node>
    <edge source="0" target="1"><data key="k2">10 us</data><data key="k3">5</data></edge>
    <edge source="1" target="2"><data key="k2">20 us</data><data key="k3">7</data></edge>
  </graph>
</graphml>
)";

/// The same.
constexpr const char* GRAPHVIZ = R"(graph G {
  a -- b [rate="1 Gbit/s", delay="10 us", weight=5];
  b -- c [rate="1 Gbit/s", delay="20 us", weight=7];
}
)";

/// The same.
constexpr const char* REPETITA = R"(NODES 3
label x y
a 0 0
b 1 0
c 2 0

EDGES 4
label src dest weight bw delay
e0 0 1 5 1000000 10
e1 1 0 5 1000000 10
e2 1 2 7 1000000 20
e3 2 1 7 1000000 20
)";

/// What a sends to b and c, and c to a.
constexpr const char* DEMANDS = R"(DEMANDS 3
label src dest bw
d0 0 1 100000
d1 a c 200000
d2 2 0 50000
)";

/// A scenario of such a network. No host takes time.
constexpr const char* SCENARIO = R"(scenario: 1
name: sites
topology: {file: net.graph}
links:
  wan: {rate: 1 Gbit/s, delay: 10 us, mtu: 9000 B}
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {mode: tunnel, cipher: aes-gcm-16-128, offload: none}
traffic: {direction: both, rate: 100 Mbit/s, sizes: [{length: 1000 B}], packets: 3000}
sweep: {parameter: topology.frame-overhead, values: [38 B]}
)";

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_PLANNER_SITE_TEXTS_H */

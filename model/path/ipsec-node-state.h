/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NODE_STATE_H
#define IPSEC_OFFLOAD_IPSEC_NODE_STATE_H

#include "ipsec-fragment-policy-search.h"
#include "ipsec-node-host.h"
#include "ipsec-path-options.h"

#include "ns3/ipsec-offload.h"
#include "ns3/ptr.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"
#include "ns3/socket-policy-database.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the output path and the input path of a node share: databases, offload infrastructure, host
 * and options. IpsecNode owns it; the paths refer to it.
 */
struct IpsecNodeState
{
    IpsecNodeState()
        : sad(CreateObject<SecurityAssociationDatabase>()),
          spd(CreateObject<SecurityPolicyDatabase>()),
          socketPolicies(*spd),
          offload(CreateObject<IpsecOffload>())
    {
        offload->Attach(sad, spd);
    }

    IpsecNodeState(const IpsecNodeState&) = delete;
    IpsecNodeState& operator=(const IpsecNodeState&) = delete;

    Ptr<SecurityAssociationDatabase> sad;  //!< RFC 4301 section 4.4.2
    Ptr<SecurityPolicyDatabase> spd;       //!< RFC 4301 section 4.4.1
    SocketPolicyDatabase socketPolicies;   //!< policies of sockets (R111-R118)
    FragmentPolicySearch fragmentPolicies; //!< policies of fragments
    Ptr<IpsecOffload> offload;             //!< offers and handles
    IpsecNodeHost host;                    //!< cores and costs
    IpsecPathOptions options;              //!< attributes of the node
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NODE_STATE_H */

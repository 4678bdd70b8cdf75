/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_ENUM_ATTRIBUTE_H
#define IPSEC_OFFLOAD_IPSEC_ENUM_ATTRIBUTE_H

#include "ns3/enum.h"

/**
 * @file
 * @ingroup ipsec-offload
 * One spelling for attributes of enum type: ns-3's MakeEnumAccessor() wants the type named
 * from 3.41 on and does not take it before.
 */

namespace ns3
{

/// @cond internal: overload resolution prefers int, which exists where the first form compiles
template <typename E, typename M>
auto
MakeEnumAttributeAccessorOf(M member, int) -> decltype(MakeEnumAccessor<E>(member))
{
    return MakeEnumAccessor<E>(member);
}

template <typename E, typename S, typename G>
auto
MakeEnumAttributeAccessorOf(S setter, G getter, int)
    -> decltype(MakeEnumAccessor<E>(setter, getter))
{
    return MakeEnumAccessor<E>(setter, getter);
}

template <typename E, typename S, typename G>
auto
MakeEnumAttributeAccessorOf(S setter, G getter, long) -> decltype(MakeEnumAccessor(setter, getter))
{
    return MakeEnumAccessor(setter, getter);
}

template <typename E, typename M>
auto
MakeEnumAttributeAccessorOf(M member, long) -> decltype(MakeEnumAccessor(member))
{
    return MakeEnumAccessor(member);
}

/// @endcond

/**
 * @ingroup ipsec-offload
 * @tparam E the enum, unscoped
 * @param member a pointer to a member variable of that type
 * @return the accessor
 */
template <typename E, typename M>
Ptr<const AttributeAccessor>
MakeEnumAttributeAccessor(M member)
{
    return MakeEnumAttributeAccessorOf<E>(member, 0);
}

/**
 * @ingroup ipsec-offload
 * @tparam E the enum, unscoped
 * @param setter a pointer to a method that takes one
 * @param getter a pointer to a method that returns one
 * @return the accessor
 */
template <typename E, typename S, typename G>
Ptr<const AttributeAccessor>
MakeEnumAttributeAccessor(S setter, G getter)
{
    return MakeEnumAttributeAccessorOf<E>(setter, getter, 0);
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_ENUM_ATTRIBUTE_H */

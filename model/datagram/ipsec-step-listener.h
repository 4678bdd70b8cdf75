/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STEP_LISTENER_H
#define IPSEC_OFFLOAD_IPSEC_STEP_LISTENER_H

#include "ipsec-step-record.h"

#include <cstdint>
#include <type_traits>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Gets a record of every step of one packet's way, or of one SA's life.
 *
 * A packet is followed when PacketDescriptor::steps points to a listener, an SA when its SAD was
 * told so (SecurityAssociationDatabase::Watch()). All layers append with AppendStep().
 */
class StepListener
{
  public:
    virtual ~StepListener() = default;

    /**
     * The packet came to a node. What is appended from now on happens there.
     * @param node its number in the network
     */
    virtual void Enter(uint32_t node) = 0;

    /**
     * Something was decided or done.
     * @param step what; its times may lie ahead of the steps that follow, as times are computed
     */
    virtual void Append(const StepRecord& step) = 0;
};

/**
 * @ingroup ipsec-offload
 * How a value of a step travels to where the record is made: what fits into registers as a copy, so
 * that no caller has to keep it in memory for the one packet that is followed.
 * @tparam Value its type
 */
template <typename Value>
using StepValue =
    std::conditional_t<std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(StepTimes),
                       Value,
                       const Value&>;

/**
 * @ingroup ipsec-offload
 * The rare half of AppendStep(), kept out of the code that every packet passes.
 * @param listener who listens
 * @param what see AppendStep()
 * @param values see AppendStep()
 */
template <typename What, typename... Values>
__attribute__((cold, noinline)) void
AppendStepNow(StepListener& listener, What what, Values... values)
{
    if constexpr (std::is_same_v<What, StepCode>)
    {
        listener.Append(StepRecord(what, values...));
    }
    else
    {
        what(listener, values...);
    }
}

/**
 * @ingroup ipsec-offload
 * Append a step if anybody follows the packet or the SA; costs everybody else one branch.
 *
 *     AppendStep(packet.steps, StepCode::NIC_ARRIVAL, now, length);
 *
 * What depends on more than numbers, so that code, names or count of the steps have to be found out
 * first, is left to a function, which is called only when somebody listens:
 *
 *     AppendStep(packet.steps, NicSteps::Receiver, now, packet, context);
 *
 * @param listener who may listen
 * @param what a StepCode, or a function that appends steps to the StepListener& that it gets
 * @param values times, numbers and names of the StepRecord, or the function's other arguments;
 *        computing them should cost nothing
 */
template <typename What, typename... Values>
inline void
AppendStep(StepListener* listener, const What& what, const Values&... values)
{
    if (listener)
    {
        AppendStepNow<std::decay_t<What>, StepValue<Values>...>(*listener, what, values...);
    }
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STEP_LISTENER_H */

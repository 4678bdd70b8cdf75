/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_STEP_LISTENER_H
#define IPSEC_OFFLOAD_STEP_LISTENER_H

#include "ns3/pico-time.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Hears every step of one packet's way, or of one SA's life, in words.
 *
 * A packet is followed when PacketDescriptor::steps points to a listener, an SA when its SAD was
 * told so (SecurityAssociationDatabase::Watch()). The rooms ask for the pointer where they decide
 * and make the text only when somebody listens, so everybody else pays one branch.
 */
class StepListener
{
  public:
    virtual ~StepListener() = default;

    /**
     * The packet came to a node. What is noted from now on happens there.
     * @param node its number in the network
     */
    virtual void Enter(uint32_t node) = 0;

    /**
     * Something was decided or done.
     * @param time when it happens; may lie ahead of the calls that follow, as times are computed
     * @param object what decides: "SPD", "SAD", "host core", ...
     * @param decision in words
     * @param rule number of the rule or section that it follows; empty without one
     */
    virtual void Note(Ps time,
                      const char* object,
                      const std::string& decision,
                      const char* rule) = 0;
};

/**
 * @ingroup ipsec-offload
 * Tell a listener, if there is one.
 * @param listener who may listen
 * @param time when it happens
 * @param object what decides
 * @param rule number of the rule; empty without one
 * @param words makes the decision's text; called only when somebody listens
 */
template <typename Words>
void
NoteStep(StepListener* listener, Ps time, const char* object, const char* rule, Words words)
{
    if (listener)
    {
        listener->Note(time, object, words(), rule);
    }
}

/** @param number a count @return its decimal digits in groups of three: "1 420" */
std::string GroupDigits(uint64_t number);

/** @param span picoseconds, not negative @return in a unit of its size: "1.28 us" */
std::string SpanInWords(Ps span);

/** @param spi an SPI @return "0x1001" */
std::string SpiInWords(uint32_t spi);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_STEP_LISTENER_H */

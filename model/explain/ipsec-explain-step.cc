/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-explain-step.h"

#include "ipsec-number-words-internal.h"
#include "ipsec-step-sentences-internal.h"

#include "ns3/abort.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-types.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ns3
{

namespace
{

/// @param step a record @param at which number of it @return its digits in groups
std::string
Count(const StepRecord& step, size_t at)
{
    return GroupDigits(step.numbers[at]);
}

/// @param step a record @param at which number of it @return its digits
std::string
Digits(const StepRecord& step, size_t at)
{
    return std::to_string(step.numbers[at]);
}

/// @param step a record @param at which number of it, an SPI @return the SPI
std::string
Spi(const StepRecord& step, size_t at)
{
    return SpiInWords(static_cast<uint32_t>(step.numbers[at]));
}

/// @param step a record @param at which number of it, picoseconds @return the span
std::string
Span(const StepRecord& step, size_t at)
{
    return SpanInWords(static_cast<Ps>(step.numbers[at]));
}

/// @param step a record @param at the first of two numbers, an address @return the address
std::string
Address(const StepRecord& step, size_t at)
{
    return IpAddress{step.numbers[at], step.numbers[at + 1]}.ToString();
}

/// @tparam Enum has a ToString() @param step a record @param at which number of it @return its name
template <typename Enum>
std::string
Name(const StepRecord& step, size_t at)
{
    return ToString(static_cast<Enum>(step.numbers[at]));
}

/// @param step a record @param at a length, before its limit @return "1 466 <= 1 500"
std::string
Limit(const StepRecord& step, size_t at)
{
    const bool above = step.numbers[at] > step.numbers[at + 1];
    return Count(step, at) + (above ? " > " : " <= ") + Count(step, at + 1);
}

/// @param step a record @param at not 0: failed packets go up (N34) @return what becomes of one
std::string
Fate(const StepRecord& step, size_t at)
{
    return step.numbers[at] != 0 ? ", handed up with a syndrome" : ", dropped";
}

/// @param step a record @param at which number of it, a SaPart @return the part
std::string
Part(const StepRecord& step, size_t at)
{
    switch (static_cast<SaPart>(step.numbers[at]))
    {
    case SaPart::WHOLE:
        break;
    case SaPart::TRANSMIT:
        return "transmit direction";
    case SaPart::RECEIVE:
        return "receive direction";
    case SaPart::ONE_DIRECTION:
        return "its one direction";
    }
    return "it";
}

/// @param step a record @param at from where on its numbers are transforms @return the transforms
std::string
Undone(const StepRecord& step, size_t at)
{
    if (at == step.numberCount)
    {
        return "came in clear";
    }
    std::string text = "undone: ";
    for (size_t i = at; i < step.numberCount; i += 3)
    {
        text += (i == at ? "" : ", ") + Name<IpsecProtocol>(step, i) + "/" +
                Name<IpsecMode>(step, i + 1) + " SPI " + Spi(step, i + 2);
    }
    return text;
}

/// A way to write a number.
struct Kind
{
    std::string_view name;
    std::string (*write)(const StepRecord& step, size_t at);
};

constexpr Kind KINDS[] = {{"d", Digits},
                          {"spi", Spi},
                          {"span", Span},
                          {"ip", Address},
                          {"limit", Limit},
                          {"mode", Name<IpsecMode>},
                          {"state", Name<SaState>},
                          {"verdict", Name<IpsecVerdict>},
                          {"reason", Name<SoftwareReason>},
                          {"drop", Name<IpsecDrop>},
                          {"nic-drop", Name<NicDrop>},
                          {"fate", Fate},
                          {"part", Part},
                          {"undone", Undone}};

/// @param place "0" or "0:KIND" @param step a record @return its number there
std::string
WriteNumber(std::string_view place, const StepRecord& step)
{
    const auto at = static_cast<size_t>(place.front() - '0');
    if (place.size() == 1)
    {
        return Count(step, at);
    }
    const auto* const kind = std::find_if(std::begin(KINDS), std::end(KINDS), [place](Kind one) {
        return one.name == place.substr(2);
    });
    NS_ABORT_MSG_IF(kind == std::end(KINDS), "no way to write " << place);
    return kind->write(step, at);
}

/// @param step a record @return how long it waited
Ps
WaitOf(const StepRecord& step)
{
    return step.times.start - step.times.arrival;
}

/// @param place what stands between { and } @param step a record @return what belongs there
std::string
Write(std::string_view place, const StepRecord& step)
{
    const std::string& name = step.names[0];
    if (place == "name")
    {
        return name;
    }
    if (place == "reply")
    {
        return step.names[1];
    }
    if (place == "interface")
    {
        return name.empty() ? name : name + ": ";
    }
    if (place == "policy")
    {
        return name.empty() ? "no policy matches: the default is none, in clear" : name;
    }
    if (place == "wait")
    {
        return SpanInWords(WaitOf(step));
    }
    if (place == "waited")
    {
        return WaitOf(step) == 0 ? "idle" : "waited " + SpanInWords(WaitOf(step));
    }
    if (place == "work")
    {
        return SpanInWords(step.times.done - step.times.start);
    }
    return WriteNumber(place, step);
}

/// @param condition what stands between [ and ? @param step a record @return whether it holds
bool
Holds(std::string_view condition, const StepRecord& step)
{
    if (condition == "name")
    {
        return !step.names[0].empty();
    }
    if (condition == "wait")
    {
        return WaitOf(step) != 0;
    }
    return step.numbers.at(static_cast<size_t>(condition.front() - '0')) != 0;
}

/// @param rest of a sentence; what is read is taken away @param end a character of it
/// @return what stands before that
std::string_view
TakeUntil(std::string_view& rest, char end)
{
    const size_t length = rest.find(end);
    NS_ABORT_MSG_IF(length == std::string_view::npos, "no " << end << " in " << rest);
    const std::string_view taken = rest.substr(0, length);
    rest.remove_prefix(length + 1);
    return taken;
}

/// @param rest of a sentence; what is read is taken away @param step a record
/// @return the text up to the end, or to a choice
std::string
Fill(std::string_view& rest, const StepRecord& step)
{
    std::string text;
    while (!rest.empty())
    {
        const size_t plain = std::min(rest.find_first_of("{["), rest.size());
        text += rest.substr(0, plain);
        rest.remove_prefix(plain);
        if (rest.empty())
        {
            break;
        }
        const char mark = rest.front();
        rest.remove_prefix(1);
        if (mark == '{')
        {
            text += Write(TakeUntil(rest, '}'), step);
            continue;
        }
        const bool holds = Holds(TakeUntil(rest, '?'), step);
        std::string_view otherwise = TakeUntil(rest, ']');
        std::string_view then = otherwise;
        const size_t border = otherwise.find('|');
        otherwise = border == std::string_view::npos ? "" : otherwise.substr(border + 1);
        then = then.substr(0, border);
        text += Fill(holds ? then : otherwise, step);
    }
    return text;
}

} // namespace

std::string
ExplainStep(const StepRecord& step)
{
    std::string_view sentence = GetStepSentence(step.code);
    return Fill(sentence, step);
}

} // namespace ns3

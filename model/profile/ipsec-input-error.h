/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_INPUT_ERROR_H
#define IPSEC_OFFLOAD_IPSEC_INPUT_ERROR_H

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{

/// One thing that is wrong in an input file.
struct InputProblem
{
    std::string file;
    uint32_t line{0};     //!< from 1; 0: the file as a whole
    uint32_t column{0};   //!< from 1
    std::string token;    //!< what stands there; empty: nothing
    std::string expected; //!< what should: "a rate such as 10 Gbit/s"
    std::string origin{}; //!< what put it there instead of the file: "--set PATH=VALUE"
    bool isFact{false};   //!< nothing is expected: what stands in `expected` is so, "no such file"

    /**
     * @return "file:line:column: 'token': expected ...", or "file: origin: 'token': expected ..."
     * where there is no line; long tokens and origins shortened, control characters as in "\x1b":
     * what stands in a file must not command the terminal
     */
    std::string ToText() const;
};

/**
 * @ingroup ipsec-offload
 * A file that cannot be used (doc/design.rst#rule-10). what() has one line per problem.
 */
class InputError : public std::runtime_error
{
  public:
    /** @param problems what is wrong, at least one thing */
    explicit InputError(std::vector<InputProblem> problems);

    /** @return what is wrong, in order of line and column, each once */
    const std::vector<InputProblem>& GetProblems() const
    {
        return m_problems;
    }

  private:
    std::vector<InputProblem> m_problems; //!< what is wrong
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_INPUT_ERROR_H */

/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_DID_YOU_MEAN_H
#define IPSEC_OFFLOAD_DID_YOU_MEAN_H

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Names that differ in a few letters, or that begin with the word, are what somebody may have
 * meant. Distances are those of Damerau and Levenshtein (one letter too many, too few, another one,
 * or two swapped); a letter of another case counts as a small part of one.
 * @param word what somebody wrote
 * @param names what there is
 * @return the name that is nearest, the first of several; empty when none is near
 */
std::string FindNearest(const std::string& word, const std::vector<std::string>& names);

/**
 * @ingroup ipsec-offload
 * @param word what somebody wrote
 * @param names what there is
 * @return the end of a message, "; did you mean 'NAME'?", or nothing
 */
std::string DidYouMean(const std::string& word, const std::vector<std::string>& names);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_DID_YOU_MEAN_H */

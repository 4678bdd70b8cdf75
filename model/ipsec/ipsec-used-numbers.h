/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_USED_NUMBERS_H
#define IPSEC_OFFLOAD_IPSEC_USED_NUMBERS_H

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Sequence numbers that were sent under one key, by whoever encrypts: software, NICs, and the
 * clones of an SA, which keep its key.
 *
 * AES-GCM and AES-CTR make the IV of the number (RFC 4106 section 3.1 leaves that to the sender,
 * and FreeBSD, Linux and their drivers do). Where two encryptors count apart, a pair of key and IV
 * is used twice, which tells an attacker the difference of two clear texts and, with GCM, the key
 * of the authentication (RFC 5116 section 5.1.1). Nothing fails when it happens, so it is counted
 * here.
 *
 * Encryptors count upwards without gaps, so each is a run of numbers; there are as many runs as
 * changes of the encryptor, which are few.
 */
class UsedNumbers
{
  public:
    /**
     * Somebody has sent with these numbers.
     * @param from the first one
     * @param to behind the last one; not above 'from': nothing was sent
     */
    void Add(uint64_t from, uint64_t to);

    /** @return how many packets had a number that was used before */
    uint64_t GetRepeated() const
    {
        return m_repeated;
    }

  private:
    std::vector<std::pair<uint64_t, uint64_t>> m_runs; //!< ascending, disjoint, none empty
    uint64_t m_repeated{0};                            //!< see GetRepeated()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_USED_NUMBERS_H */

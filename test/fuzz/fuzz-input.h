/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_FUZZ_INPUT_H
#define IPSEC_OFFLOAD_FUZZ_INPUT_H

#include "ns3/ipsec-input-error.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace ipsecfuzz
{

/**
 * @ingroup ipsec-offload-tests
 * Ends the program, so that libFuzzer keeps the input.
 * @param holds what must hold @param what says what does not
 */
inline void
Demand(bool holds, const char* what)
{
    if (!holds)
    {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

/**
 * @ingroup ipsec-offload-tests
 * Octets as a file that no disk sees.
 */
class MemoryFile
{
  public:
    /** @param data the octets @param size how many */
    MemoryFile(const uint8_t* data, size_t size)
        : m_descriptor(memfd_create("fuzz.yaml", MFD_CLOEXEC))
    {
        Demand(m_descriptor >= 0, "a file in memory");
        Demand(write(m_descriptor, data, size) == static_cast<ssize_t>(size), "a whole write");
    }

    ~MemoryFile()
    {
        close(m_descriptor);
    }

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /** @return its path */
    std::string GetPath() const
    {
        return "/proc/self/fd/" + std::to_string(m_descriptor);
    }

  private:
    int m_descriptor; //!< open for reading and writing
};

/**
 * @ingroup ipsec-offload-tests
 * A reader may refuse what it reads, in words that a terminal can show.
 * @param read reads something
 */
template <typename T>
void
ReadOrRefuse(const T& read)
{
    try
    {
        read();
    }
    catch (const ns3::InputError& error)
    {
        const std::string text = error.what();
        Demand(!text.empty(), "a refusal says something");
        for (const unsigned char octet : text)
        {
            Demand(octet == '\n' || !std::iscntrl(octet), "no control characters in a refusal");
        }
    }
}

} // namespace ipsecfuzz

#endif /* IPSEC_OFFLOAD_FUZZ_INPUT_H */

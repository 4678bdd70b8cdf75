/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_REPLAY_WINDOW_H
#define IPSEC_OFFLOAD_REPLAY_WINDOW_H

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Anti-replay window of a receiving SA (RFC 4303 section 3.4.3 and appendix A, RFC 6479;
 * R168-R172).
 *
 * The bitmap has a power-of-two number of 32-bit blocks with one spare block, so sliding clears
 * whole blocks and never shifts. Check() comes before the ICV is verified, Update() after (R170).
 */
class ReplayWindow
{
  public:
    /**
     * @param packets window size in packets, 0 (no check) to 2^32 - 33
     * @param esn true for 64-bit extended sequence numbers
     * @param cyclic true when a 32-bit counter may wrap (R171)
     * @param last the number before the first one expected (G46); it and all below count as seen
     */
    explicit ReplayWindow(uint32_t packets = 0,
                          bool esn = false,
                          bool cyclic = false,
                          uint64_t last = 0);

    /**
     * Recover the full number of a received packet (RFC 4303 appendix A2). With the check off and
     * ESN on, it is the number nearest to the last one.
     * @param low the 32 bits in the packet
     * @return the 64-bit number; without ESN the same 32 bits. Bits that can only belong before
     *         number 0 or beyond 2^64 - 1 give a number that Check() refuses.
     */
    uint64_t Recover(uint32_t low) const;

    /**
     * @param sequence the recovered number
     * @return true when the packet is new and not below the window (R169, R170)
     */
    bool Check(uint64_t sequence) const;

    /**
     * Accept a packet whose ICV verified.
     * @param sequence the recovered number
     * @return false when it is refused after all (seen meanwhile, or a wrap: R171, R172)
     */
    bool Update(uint64_t sequence);

    /**
     * Refuse from now on what another window of the same SA refuses, too. How many packets that one
     * accepted is not added.
     * @param other of the same size
     */
    void Merge(const ReplayWindow& other);

    /** @return the window in packets; 0 when the check is off */
    uint32_t GetSize() const
    {
        return m_size;
    }

    /** @return the highest number accepted so far; before the first, what the constructor was told
     */
    uint64_t GetLast() const
    {
        return m_last;
    }

    /** @return how many packets were accepted */
    uint64_t GetCount() const
    {
        return m_count;
    }

    /// Largest window in packets (G5).
    static constexpr uint32_t MAX_PACKETS = UINT32_MAX - 32;

  private:
    uint64_t m_last{0};             //!< highest number accepted
    uint64_t m_count{0};            //!< packets accepted
    uint32_t m_size;                //!< window in packets
    uint32_t m_blockMask{0};        //!< number of blocks minus one
    bool m_esn;                     //!< 64-bit numbers
    bool m_cyclic;                  //!< a 32-bit wrap is allowed
    std::vector<uint32_t> m_bitmap; //!< one bit per number
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_REPLAY_WINDOW_H */

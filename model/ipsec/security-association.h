/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SECURITY_ASSOCIATION_H
#define IPSEC_OFFLOAD_SECURITY_ASSOCIATION_H

#include "esp-sizes.h"
#include "ipsec-software-counts.h"
#include "ipsec-used-numbers.h"
#include "replay-window.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-types.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

struct IpsecAlgorithm;
class StepListener;

/**
 * @ingroup ipsec-offload
 * Limits of an SA's life (RFC 2367 section 2.3.3; R194). 0 means no limit.
 */
struct SaLifetime
{
    Ps addTime{0};       //!< age since creation
    Ps useTime{0};       //!< age since first use
    uint64_t octets{0};  //!< octets, counted in CURRENT
    uint64_t packets{0}; //!< stored, never checked (R195)

    /** @return true when any limit is set: PF_KEY would carry the extension */
    bool IsGiven() const
    {
        return addTime != 0 || useTime != 0 || octets != 0 || packets != 0;
    }
};

/**
 * @ingroup ipsec-offload
 * ESP in UDP (RFC 3948); zero ports mean no encapsulation.
 */
struct NatTraversal
{
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    IpAddress originalSource;
    IpAddress originalDestination;

    /** @return true when ESP travels in UDP */
    bool IsOn() const
    {
        return destinationPort != 0;
    }

    /** @param other another one @return true when equal in every field */
    bool operator==(const NatTraversal& other) const
    {
        return sourcePort == other.sourcePort && destinationPort == other.destinationPort &&
               originalSource == other.originalSource &&
               originalDestination == other.originalDestination;
    }
};

/**
 * @ingroup ipsec-offload
 * What ADD says of an SA (R24): everything that does not change in its life.
 */
struct SaConfig
{
    uint32_t spi{0}; //!< above 255 for ESP and AH (R22)
    IpsecProtocol protocol{IpsecProtocol::ESP};
    IpsecMode mode{IpsecMode::ANY};        //!< ANY when nothing was said (R28)
    uint32_t reqid{0};                     //!< 0 means any (R28)
    IpAddress source;                      //!< tunnel mode: outer source
    IpAddress destination;                 //!< tunnel mode: outer destination
    const IpsecAlgorithm* cipher{nullptr}; //!< nullptr: NULL encryption
    std::vector<uint8_t> key;              //!< cipher key, salt at its end (G13)
    const IpsecAlgorithm* authenticator{nullptr};
    std::vector<uint8_t> authKey;
    uint32_t replayWindow{0};  //!< packets; 0 switches the check off (R168)
    bool esn{false};           //!< 64-bit sequence numbers
    bool cyclic{true};         //!< a 32-bit sequence counter may wrap (G3)
    uint64_t firstSequence{1}; //!< number of the first packet, at both ends (G46)
    SaLifetime hard;
    SaLifetime soft;
    NatTraversal natTraversal;
    std::string interfaceName; //!< offload only here (R54); empty: any capable interface
    IpsecDirection direction{IpsecDirection::UNKNOWN}; //!< only for kernels whose requests name it
    uint32_t requester{0}; //!< who made it; UPDATE must come from the same (R27)
    bool pinned{false};    //!< never gives up a NIC's slot under slot policies of ours
};

/**
 * @ingroup ipsec-offload
 * Where the numbering of an SA stands, in both directions: what one holder of the SA hands over to
 * the next one, so that no number is sent twice and no packet accepted twice.
 */
struct SequenceState
{
    /** @param config of an SA that has neither sent nor received (G46) */
    explicit SequenceState(const SaConfig& config);

    /**
     * Somebody else has numbered and accepted packets of the same SA: never go back behind either.
     * @param other where that one stands
     */
    void Merge(const SequenceState& other);

    uint64_t next;       //!< number of the next packet to send
    ReplayWindow window; //!< of the packets received
};

/**
 * @ingroup ipsec-offload
 * What offload/ keeps with an SA or a policy; nobody else looks inside (doc/design.rst#layers).
 */
class OffloadSlot
{
  public:
    virtual ~OffloadSlot() = default;
};

/**
 * @ingroup ipsec-offload
 * A security association (RFC 4301 section 4.4.2, FreeBSD's secasvar).
 *
 * Only the SAD changes state and membership. Counters: CURRENT is what PF_KEY shows, that is octets
 * transformed in software plus what drivers reported (R175, R192).
 */
class SecurityAssociation : public SimpleRefCount<SecurityAssociation>
{
  public:
    /**
     * @param config what ADD said; must have passed SecurityAssociationDatabase's checks
     * @param created when
     */
    SecurityAssociation(SaConfig config, Ps created);

    /**
     * A clone (R60): counters, sequence numbers, window, age and state are those of the original,
     * what offload/ keeps and the reasons are not. It has the original's key, and both count its
     * used numbers together.
     * @param original what is cloned
     * @param config the clone's; keys and algorithms are the original's
     */
    SecurityAssociation(SecurityAssociation& original, SaConfig config);

    /** @return what ADD said */
    const SaConfig& GetConfig() const
    {
        return m_config;
    }

    /** @return the state */
    SaState GetState() const
    {
        return m_state;
    }

    /** @return true for MATURE and DYING (R30) */
    bool IsAlive() const
    {
        return m_state == SaState::MATURE || m_state == SaState::DYING;
    }

    /** @return octet counts of its ESP form */
    const EspSizes& GetSizes() const
    {
        return m_sizes;
    }

    /** @return when it was created, or its keys were set (R205) */
    Ps GetCreated() const
    {
        return m_created;
    }

    /** @return when CURRENT first moved (R191), if it did */
    std::optional<Ps> GetFirstUsed() const
    {
        return m_firstUsed;
    }

    /**
     * Take the next sequence number for a packet built in software.
     * @return the number, or nothing when the space is used up and may not wrap (R171)
     */
    std::optional<uint64_t> NextSequence();

    /** @return the number of the last packet built in software; 0 before the first (G31) */
    uint64_t GetLastSequence() const
    {
        return m_sequence.next - 1;
    }

    /** @return the counter and the window of what software numbers and checks (R143, R173) */
    const SequenceState& GetSequenceState() const
    {
        return m_sequence;
    }

    /** @param other where somebody else who held the SA left off */
    void TakeOver(const SequenceState& other);

    /**
     * A NIC that numbers packets itself has sent under this SA's key.
     * @param from the first number
     * @param to behind the last one
     */
    void CountNumbersOfNic(uint64_t from, uint64_t to);

    /** @return true when a clone has its key now, and goes on with its used numbers */
    bool IsCloned() const
    {
        return m_isCloned;
    }

    /**
     * @return the numbers sent under this SA's key by NICs that have given it back, by software,
     * and by the SAs that it is a clone of
     */
    UsedNumbers GetUsedNumbers() const;

    /** @return the window for packets checked in software */
    ReplayWindow& GetReplayWindow()
    {
        return m_sequence.window;
    }

    /** @return the window for packets checked in software */
    const ReplayWindow& GetReplayWindow() const
    {
        return m_sequence.window;
    }

    /**
     * Count one packet transformed in software.
     * @param octets its octets as R181 counts them
     */
    void CountSoftware(Ps now, uint64_t octets);

    /**
     * Count many packets that software has sent, and the numbers that they took.
     * @param first when the first one of them was sent
     * @param many the packets, octets as R181 counts them
     * @return false when there were not so many numbers and they may not wrap (R171)
     */
    bool CountSent(Ps first, const PacketOctets& many);

    /**
     * Take many sequence numbers, as NextSequence() does one by one.
     * @param count how many
     * @return false when there were not so many and they may not wrap (R171)
     */
    bool TakeNumbers(uint64_t count);

    /**
     * Count many packets that software has received and accepted.
     * @param first when the first one of them came
     * @param many the packets, octets as R181 counts them
     * @param highest greatest number of them, which moves the window
     */
    void CountReceived(Ps first, const PacketOctets& many, uint64_t highest);

    /**
     * Add what a driver reported (R178).
     * @param difference packets and octets since its last report
     */
    void CountHardware(Ps now, const PacketOctets& difference);

    /**
     * A driver says that the SA was used, even when it has no more counters to add (R176).
     */
    void MarkUsed(Ps now)
    {
        m_firstUsed = m_firstUsed.value_or(now);
    }

    /** @return CURRENT: software transforms plus driver reports */
    const PacketOctets& GetCurrent() const
    {
        return m_current;
    }

    /** @return the software transforms alone */
    const PacketOctets& GetSoftware() const
    {
        return m_software;
    }

    /** @return why packets of this SA were not offloaded, sent or received */
    SoftwareCounts& GetReasons();

    /** @return why the host dropped packets of this SA, sent or received */
    ReasonTable<IpsecDrop>& GetDrops();

    /** @return the drops so far, or nullptr when there were none */
    const ReasonTable<IpsecDrop>* PeekDrops() const
    {
        return m_drops.get();
    }

    /** @return the reasons so far, or nullptr when there were none */
    const SoftwareCounts* PeekReasons() const
    {
        return m_reasons.get();
    }

    /** @return what offload/ keeps here; nullptr before the first offer */
    OffloadSlot* GetOffloadSlot() const
    {
        return m_offload.get();
    }

    /** @param slot what offload/ wants kept */
    void SetOffloadSlot(std::unique_ptr<OffloadSlot> slot)
    {
        m_offload = std::move(slot);
    }

    /** @return who follows its life (SecurityAssociationDatabase::Watch()); nullptr for all but one
     */
    StepListener* GetSteps() const
    {
        return m_steps;
    }

  private:
    friend class SecurityAssociationDatabase;
    friend class SaAddressIndex;
    friend class SaExpiryQueue;

    /// Its place in one list of an SaAddressIndex.
    struct Neighbors
    {
        SecurityAssociation* older{nullptr};
        SecurityAssociation* newer{nullptr};
    };

    /** Count packets transformed in software. @param first when the first one of them was @param
     * many the packets */
    void AddSoftware(Ps first, const PacketOctets& many);

    UsedNumbers& MakeUsedNumbers();
    void EndRun(uint64_t next);

    /**
     * Give a LARVAL SA what it was made for.
     * @param config what UPDATE said
     * @param now the time, from which its age counts (R205)
     */
    void SetKeys(SaConfig config, Ps now);

    SaConfig m_config;                         //!< what ADD said
    EspSizes m_sizes;                          //!< from the algorithms
    SaState m_state{SaState::LARVAL};          //!< set by the SAD
    Ps m_created;                              //!< R205
    std::optional<Ps> m_firstUsed;             //!< R191
    SequenceState m_sequence;                  //!< software's (R143: the NIC has its own)
    uint64_t m_runBegin{1};                    //!< since when software counts without a gap
    std::shared_ptr<UsedNumbers> m_used;       //!< of the key: clones share it; made when needed
    bool m_isCloned{false};                    //!< see IsCloned()
    PacketOctets m_current;                    //!< PF_KEY CURRENT
    PacketOctets m_software;                   //!< software part of it
    std::unique_ptr<SoftwareCounts> m_reasons; //!< made at the first software packet
    std::unique_ptr<ReasonTable<IpsecDrop>> m_drops; //!< made at the first drop
    std::unique_ptr<OffloadSlot> m_offload;          //!< opaque here
    StepListener* m_steps{nullptr};                  //!< see GetSteps()

    uint64_t m_order{0};              //!< place among the SAs of its SAD by creation (R29)
    Neighbors m_ofReqid;              //!< kept by SaAddressIndex
    Neighbors m_ofAnyReqid;           //!< kept by SaAddressIndex
    Ps m_deadline{PS_NEVER};          //!< kept by SaExpiryQueue
    uint32_t m_watchSlot{UINT32_MAX}; //!< kept by SaExpiryQueue
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SECURITY_ASSOCIATION_H */

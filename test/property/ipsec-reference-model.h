/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_REFERENCE_MODEL_H
#define IPSEC_OFFLOAD_IPSEC_REFERENCE_MODEL_H

#include "ns3/ipsec-counters.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-types.h"
#include "ns3/nic-profile.h"
#include "ns3/security-association.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What the rules say, written down once more as simply as can be: plain lists, searches from one
 * end to the other, one list of things to come. It shares data structs and enums with the module,
 * and no code. Two hosts with one or more links between them; a rule's number stands where it is.
 */

namespace ns3::tests
{

using namespace ns3;

/// What the model has to know of a kernel and its surroundings.
struct RefOptions
{
    bool trueLength{false};          //!< size test of Linux; else R130, R131
    bool tagSkipsPolicy{false};      //!< R160
    bool checkHistory{false};        //!< R162
    bool directionKnown{false};      //!< R49
    bool offerOnlyNamed{false};      //!< Linux: the request names the device
    bool refusalFails{false};        //!< Linux packet mode
    bool walkStopsOnError{false};    //!< H1
    bool leakDrvSpiOnFault{false};   //!< H4
    uint16_t lastDrvSpi{UINT16_MAX}; //!< R11
    Ps epochWait{1'000'000'000};     //!< R65
    uint32_t interfaces{1};          //!< per host, one link each
    uint32_t mtu{1500};              //!< of the links
    Ps octetTime{8000};              //!< of a link: 1 Gbit/s
    uint32_t frameOverhead{38};      //!< octets beyond IP that occupy the link
    uint32_t arrivalOverhead{2};     //!< of them those that are sent before the end of a packet
    Ps linkDelay{10'000'000};        //!< of a link
    NicProfile nic;                  //!< of every interface
};

/// What a scripted driver does with an offer instead of answering it as its NIC would.
struct RefScript
{
    /// What happens.
    enum Kind
    {
        NACK,  //!< "not supported" at once
        FAULT, //!< any other error at once
        SLOW   //!< the NIC's answer, but later
    };

    Kind kind;
    Ps delay; //!< of SLOW
};

/// A datagram on its way between the hosts, as the model sees it.
struct RefPacket
{
    uint32_t id{0}; //!< tells datagrams apart
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    uint32_t length{0};    //!< of the clear datagram, its header of 20 octets included
    uint32_t spi{0};       //!< 0: it travels in clear
    uint64_t sequence{0};  //!< of ESP
    uint32_t espLength{0}; //!< of its ESP form
    uint32_t frame{0};     //!< not the model's: what a world remembers its octets by
};

/// A clear or ESP datagram at the far end of the link that it was sent on.
struct RefWire
{
    uint32_t sender; //!< host
    RefPacket packet;
};

/// A datagram that a host's stack got.
struct RefDelivery
{
    uint32_t receiver; //!< host
    RefPacket packet;
    bool demanded; //!< its policy demanded protection then
};

/// A replay window by definition: the numbers seen, all of them (RFC 4303 section 3.4.3).
class RefWindow
{
  public:
    /// @param width in packets; 0: no check
    explicit RefWindow(uint32_t width = 0)
        : m_width(width)
    {
    }

    /// @param sequence a number @return whether it is new and inside (R168-R170)
    bool Accepts(uint64_t sequence) const;

    /// @param sequence a number that Accepts() accepted and whose packet is authentic
    void Note(uint64_t sequence);

  private:
    uint32_t m_width;          //!< packets
    uint64_t m_highest{0};     //!< of the numbers seen
    std::set<uint64_t> m_seen; //!< those that matter
};

struct RefSa;

/// The kernel's note that an interface was offered an SA (rules, section 1.1).
struct RefHandle
{
    uint32_t interface;
    uint16_t drvSpi;
    bool handled;
    SoftwareReason reason; //!< NONE when handled
    PacketOctets reported; //!< R178
};

/// An SA of one host.
struct RefSa
{
    SaConfig config;
    SaState state{SaState::MATURE};
    Ps created{0};
    std::optional<Ps> firstUsed;
    bool inst{false};   //!< R41
    bool deinst{false}; //!< R62
    bool record{false}; //!< R50
    bool walking{false};
    bool refused{false}; //!< by a driver
    uint32_t queued{0};
    std::vector<RefHandle> handles;
    std::map<uint32_t, SoftwareReason> unhandled; //!< by interface
    uint64_t nextSequence{1};                     //!< software's
    RefWindow window;                             //!< software's
    PacketOctets current;
    PacketOctets software;
    PacketOctets view;     //!< R134, R157
    PacketOctets hardware; //!< R178
};

using RefSaPtr = std::shared_ptr<RefSa>;

/// A policy of one host.
struct RefPolicy
{
    PolicyConfig config;
    Ps created{0};
    Ps lastUsed{0};
};

/// An SA in a NIC.
struct RefContext
{
    SaConfig config;
    bool transmit{false};
    bool receive{false};
    bool held{false};
    uint64_t nextSequence{1};
    RefWindow window;
    PacketOctets used; //!< both directions, with ESP
};

/// A NIC: slots, contexts, command channel, wire.
struct RefNic
{
    std::map<uint16_t, RefContext> contexts; //!< by drv_spi
    std::deque<RefScript> script;            //!< for the next offers
    std::vector<Ps> coolingTransmit;         //!< when freed slots are usable again
    std::vector<Ps> coolingReceive;
    uint32_t resets{0};
    Ps channelFree{0};
    Ps wireFree{0};
    PacketOctets txOffered;
    PacketOctets txEncrypted;
    PacketOctets txClear;
    PacketOctets rxArrived;
    PacketOctets rxDecrypted;
    PacketOctets rxPassed;
    ReasonTable<NicDrop> txDrops;
    ReasonTable<NicDrop> rxDrops;
    uint64_t acks{0};
    uint64_t nacks{0};
    uint64_t faults{0};
};

/// A network interface.
struct RefInterface
{
    bool enabled{true};
    bool up{true};
    uint32_t departures{0};
    RefNic nic;
};

/// One host.
struct RefHost
{
    std::vector<RefSaPtr> sas;       //!< all but the dead, in order of creation
    std::vector<RefPolicy> policies; //!< in order of insertion
    std::vector<RefInterface> interfaces;
    std::map<uint16_t, RefSaPtr> drvSpis; //!< taken: whose; nullptr: leaked
    std::map<std::pair<uint32_t, IpAddress>, std::map<uint32_t, SoftwareReason>>
        lastAnswers; //!< by SPI and destination: of SAs that are gone because they were refused
    std::deque<std::function<void()>> queue;
    bool working{false};     //!< the worker is inside a task
    bool waking{false};      //!< the worker will start
    uint32_t withdrawing{0}; //!< handles unlinked and not yet released
    bool preferOld{true};
    IpsecOutputCounters out;
    IpsecInputCounters in;
};

/// The model: two hosts and time.
class ReferenceModel
{
  public:
    /// @param options what the world is like
    explicit ReferenceModel(RefOptions options);

    ReferenceModel(const ReferenceModel&) = delete;
    ReferenceModel& operator=(const ReferenceModel&) = delete;

    /// Let everything happen that happens up to an instant. @param until the instant
    void RunUntil(Ps until);

    /// @return the time
    Ps Now() const
    {
        return m_now;
    }

    /// @return what the world is like
    const RefOptions& GetOptions() const
    {
        return m_options;
    }

    /// @param host 0 or 1 @return its state
    const RefHost& GetHost(uint32_t host) const
    {
        return m_hosts.at(host);
    }

    /// @param host 0 or 1 @return its address
    static IpAddress AddressOf(uint32_t host);

    // Each answers as PF_KEY does, by the errno's name or "OK".
    std::string Add(uint32_t host, const SaConfig& config);
    std::string Update(uint32_t host, uint32_t spi, const SaLifetime& hard, const SaLifetime& soft);
    std::string GetSpi(uint32_t host, const SaConfig& config);
    std::string GiveKeys(uint32_t host, const SaConfig& config);
    std::string Delete(uint32_t host, uint32_t spi);
    uint32_t DeleteAll(uint32_t host, uint32_t from);
    uint32_t Flush(uint32_t host);
    std::string AddPolicy(uint32_t host, const PolicyConfig& config);
    std::string UpdatePolicy(uint32_t host, const PolicyConfig& config);
    std::string DeletePolicy(uint32_t host,
                             const PolicySelector& selector,
                             IpsecDirection direction);
    uint32_t FlushPolicies(uint32_t host);
    void Expire(uint32_t host);
    void PreferOld(uint32_t host, bool prefer);
    void InterfaceDown(uint32_t host, uint32_t interface);
    void InterfaceUp(uint32_t host, uint32_t interface);
    void Enable(uint32_t host, uint32_t interface, bool enabled);
    void Script(uint32_t host, uint32_t interface, const RefScript& script);
    void Poll(uint32_t host, uint32_t interface);
    void Reset(uint32_t host, uint32_t interface);

    /// A datagram goes from a host to the other one. @param host who @param interface where
    /// @param packet ports and length
    void Send(uint32_t host, uint32_t interface, RefPacket packet);

    /// Something arrives that nobody sent. @param host where to @param interface on which link
    /// @param packet what, clear or ESP
    void Inject(uint32_t host, uint32_t interface, const RefPacket& packet);

    /// @param host whose @param packet a datagram between the hosts @param direction which way
    /// @return whether its policy demands protection (R97)
    bool DemandsProtection(uint32_t host, const RefPacket& packet, IpsecDirection direction) const;

    /// @return datagrams that came over the links, since the last call
    std::vector<RefWire> TakeWire();

    /// @return datagrams that arrived, since the last call
    std::vector<RefDelivery> TakeDeliveries();

    /// @param host whose @param interface where @return transmit slots taken or cooling
    uint32_t TransmitSlots(uint32_t host, uint32_t interface) const;
    /// @param host whose @param interface where @return receive slots taken or cooling
    uint32_t ReceiveSlots(uint32_t host, uint32_t interface) const;

    /// @param clear octets of a clear datagram @param config its SA @return octets of its ESP form
    static uint32_t EspLength(uint32_t clear, const SaConfig& config);

    /// @param length of a datagram @param mtu of a link @return its fragments' lengths
    static std::vector<uint32_t> Fragment(uint32_t length, uint32_t mtu);

    /// @param config an SA @return its header estimate (R147)
    static uint32_t Estimate(const SaConfig& config);

  private:
    /// A handle to withdraw.
    struct Target
    {
        RefSaPtr sa;
        uint32_t interface;
        uint16_t drvSpi;
    };

    /// Answer of a driver.
    enum class Answer
    {
        ACK,
        NACK,
        FAULT
    };

    using Then = std::function<void()>;
    using ThenAnswer = std::function<void(Answer)>;

    void Tick();
    void At(Ps when, Then action);
    void Queue(uint32_t host, Then task);
    void Work(uint32_t host);
    void EndTask(uint32_t host);
    void Trigger(uint32_t host, const RefSaPtr& sa);
    void Kill(uint32_t host, const RefSaPtr& sa);
    void Walk(uint32_t host, const RefSaPtr& sa, uint32_t from);
    void EndWalk(uint32_t host, const RefSaPtr& sa);
    void Link(uint32_t host,
              const RefSaPtr& sa,
              uint32_t interface,
              uint16_t drvSpi,
              SoftwareReason reason,
              uint32_t departures);
    void Withdraw(uint32_t host,
                  std::vector<Target> targets,
                  SoftwareReason reason,
                  const Then& done);
    void Release(uint32_t host, uint16_t drvSpi);
    RefSaPtr FindBySpi(uint32_t host, uint32_t spi) const;

    void Command(uint32_t host, uint32_t interface, Ps duration, Then done);
    void Ask(uint32_t host,
             uint32_t interface,
             const RefSaPtr& sa,
             uint16_t drvSpi,
             const ThenAnswer& done);
    void Install(uint32_t host,
                 uint32_t interface,
                 const SaConfig& config,
                 uint16_t drvSpi,
                 const ThenAnswer& done);
    bool HasRoom(const RefNic& nic, bool transmit) const;
    void Remove(uint32_t host, uint32_t interface, uint16_t drvSpi);
    static uint32_t CountHalves(const RefNic& nic, bool transmit);
    uint32_t CountSlots(const RefNic& nic, bool transmit) const;

    const RefPolicy* FindPolicy(uint32_t host,
                                const RefPacket& packet,
                                IpsecDirection direction) const;
    RefSaPtr FindSa(uint32_t host, const IpsecRequirement& requirement) const;
    RefHandle* WhySoftware(uint32_t host,
                           uint32_t interface,
                           RefSa& sa,
                           const RefPacket& packet,
                           SoftwareReason& reason) const;
    void Deliver(uint32_t host, const RefPacket& packet);
    void Transmit(uint32_t host, uint32_t interface, RefPacket packet, uint16_t drvSpi);
    void Launch(uint32_t host,
                uint32_t interface,
                const RefPacket& packet,
                uint32_t length,
                bool last);
    void Arrive(uint32_t host, uint32_t interface, const RefPacket& packet, uint32_t length);
    void ArriveFragment(uint32_t host, uint32_t interface, uint32_t length);
    void ReceiveClear(uint32_t host, const RefPacket& packet, const RefSaPtr& sa, bool tagged);
    void ReceiveEsp(uint32_t host, const RefPacket& packet);
    IpsecDrop CheckPolicy(uint32_t host, const RefPacket& packet, const RefSaPtr& sa);
    static void CountUse(Ps now, RefSa& sa, const PacketOctets& more);

    RefOptions m_options;                             //!< what the world is like
    Ps m_now{0};                                      //!< the time
    uint64_t m_order{0};                              //!< of things to come
    std::map<std::pair<Ps, uint64_t>, Then> m_future; //!< things to come
    std::vector<RefHost> m_hosts;                     //!< two
    std::vector<RefWire> m_wire;                      //!< see TakeWire()
    std::vector<RefDelivery> m_deliveries;            //!< see TakeDeliveries()
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_IPSEC_REFERENCE_MODEL_H */

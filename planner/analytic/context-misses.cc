/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "context-misses.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

namespace ns3::planner
{

namespace
{

/// Rates that differ by less than this factor are one.
constexpr double LIKE = 1.05;

/// Binary digits of T, and most steps to find them.
constexpr int DIGITS = 40;
constexpr std::uintmax_t MOST_STEPS = 100;

/// Contexts of a direction that are in the card with some share.
struct Crowd
{
    const ContextRates* rates;
    double share;
};

/// @param crowds who uses a cache @param lru how it makes room @param stay T
/// @return how many contexts are in it
double
Occupancy(const std::vector<Crowd>& crowds, bool lru, double stay)
{
    double sum = 0;
    for (const auto& crowd : crowds)
    {
        for (const auto& group : crowd.rates->GetGroups())
        {
            const double uses = group.rate * stay;
            const double hit = lru ? -std::expm1(-uses) : uses / (1 + uses);
            sum += crowd.share * group.count * hit;
        }
    }
    return sum;
}

/// @param crowds who uses a cache @param size contexts @param lru how it makes room @return T;
/// negative when there is room for all
double
FindStay(const std::vector<Crowd>& crowds, double size, bool lru)
{
    double all = 0;
    double least = 0;
    for (const auto& crowd : crowds)
    {
        for (const auto& group : crowd.rates->GetGroups())
        {
            all += crowd.share * group.count;
            least = least == 0 ? group.rate : std::min(least, group.rate);
        }
    }
    if (all <= size)
    {
        return -1;
    }
    const auto surplus = [&](double stay) { return Occupancy(crowds, lru, stay) - size; };
    double high = 1 / least;
    while (surplus(high) < 0)
    {
        high *= 2;
    }
    std::uintmax_t steps = MOST_STEPS;
    const boost::math::tools::eps_tolerance<double> near(DIGITS);
    return boost::math::tools::toms748_solve(surplus, 0.0, high, near, steps).second;
}

/// @param rates of a direction's contexts @param lru how the cache makes room @param stay T
/// @return share of their uses that miss
double
MissShare(const ContextRates& rates, bool lru, double stay)
{
    double uses = 0;
    double misses = 0;
    for (const auto& group : rates.GetGroups())
    {
        const double x = group.rate * stay;
        uses += group.count * group.rate;
        misses += group.count * group.rate * (lru ? std::exp(-x) : 1 / (1 + x));
    }
    return stay < 0 || uses == 0 ? 0 : misses / uses;
}

} // namespace

ContextRates::ContextRates(std::vector<double> rates)
{
    std::sort(rates.begin(), rates.end(), std::greater<>());
    double top = 0;
    for (const double rate : rates)
    {
        if (rate <= 0)
        {
            break;
        }
        if (m_groups.empty() || rate * LIKE < top)
        {
            m_groups.push_back({0, 0});
            top = rate;
        }
        auto& group = m_groups.back();
        group.rate = (group.rate * group.count + rate) / (group.count + 1);
        group.count += 1;
    }
}

ContextMisses
FindContextMisses(const NicProfile& nic,
                  const ContextRates& transmit,
                  const ContextRates& receive,
                  double transmitShare,
                  double receiveShare)
{
    if (nic.contextCacheSize == 0 || nic.contextFetchTime == 0)
    {
        return {};
    }
    const bool lru = nic.contextCacheReplacement == NicProfile::REPLACE_LRU;
    const double size = nic.contextCacheSize;
    const Crowd sent{&transmit, transmitShare};
    const Crowd received{&receive, receiveShare};
    if (nic.contextCacheShared)
    {
        const double stay = FindStay({sent, received}, size, lru);
        return {MissShare(transmit, lru, stay), MissShare(receive, lru, stay)};
    }
    return {MissShare(transmit, lru, FindStay({sent}, size, lru)),
            MissShare(receive, lru, FindStay({received}, size, lru))};
}

} // namespace ns3::planner

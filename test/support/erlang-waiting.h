/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ERLANG_WAITING_H
#define IPSEC_OFFLOAD_ERLANG_WAITING_H

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * Waiting times of M/D/1: A. Erlang 1909, C. Crommelin 1932, in the form of G. Franx (A simple
 * solution for the M/D/c waiting time distribution, OR Letters 29, 2001), whose terms are all
 * positive. Times in services.
 */
class ErlangWaiting
{
  public:
    /// @param load utilization
    explicit ErlangWaiting(double load)
        : m_load(load)
    {
        // Queue lengths by balance of crossings: all terms are positive here, too.
        constexpr uint32_t STATES = 2000;
        std::vector<double> arrivals(STATES + 2); // in a service: Poisson
        arrivals[0] = std::exp(-load);
        for (uint32_t i = 1; i < arrivals.size(); ++i)
        {
            arrivals[i] = arrivals[i - 1] * load / i;
        }
        std::vector<double> more(STATES + 2, 0); // probability of more than i arrivals
        for (size_t i = more.size() - 1; i-- > 0;)
        {
            more[i] = more[i + 1] + arrivals[i + 1];
        }
        std::vector<double> present(STATES, 0);
        present[0] = 1 - load;
        for (uint32_t n = 0; n + 1 < STATES; ++n)
        {
            double up = present[0] * more[n];
            for (uint32_t k = n; k >= 1 && n - k < 60; --k) // more arrivals than that: never
            {
                up += present[k] * more[n - k + 1];
            }
            present[n + 1] = up / arrivals[0];
        }
        double sum = present[0];
        for (uint32_t n = 1; n < STATES; ++n)
        {
            sum += present[n];
            m_waiting.push_back(sum); // at most n - 1 wait
        }
    }

    /// @param time not negative @return the probability to wait no longer
    double UpTo(double time) const
    {
        const auto k = static_cast<uint32_t>(std::floor(time)) + 1;
        const double rest = m_load * (k - time);
        double term = std::exp(-rest);
        double sum = 0;
        for (uint32_t j = 0; j < k; ++j)
        {
            sum += term * m_waiting[k - 1 - j];
            term *= rest / (j + 1);
        }
        return sum;
    }

    /// @param share of the packets @return the time that only so many exceed
    double Exceeded(double share) const
    {
        double low = 0;
        double high = 1000;
        for (uint32_t i = 0; i < 100; ++i)
        {
            const double middle = (low + high) / 2;
            (1 - UpTo(middle) > share ? low : high) = middle;
        }
        return high;
    }

  private:
    double m_load;                 //!< utilization
    std::vector<double> m_waiting; //!< probability that at most so many wait
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_ERLANG_WAITING_H */

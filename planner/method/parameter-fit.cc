/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "parameter-fit.h"

#include <boost/numeric/ublas/lu.hpp>
#include <boost/numeric/ublas/matrix.hpp>

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

namespace ublas = boost::numeric::ublas;

using Vector = std::vector<double>;

/// Relative difference that the Jacobian is taken over: above the noise of a simulation.
constexpr double DIFFERENCE = 0.05;
constexpr uint32_t MOST_STEPS = 12;
/// Most that a parameter may change in a step, in its logarithm.
constexpr double MOST_CHANGE = 0.7;
constexpr double SMALLEST_CHANGE = 1e-3;

/// @param values of the model @param targets of it @return logarithms of their ratios
Vector
Residuals(const Vector& values, const Vector& targets)
{
    Vector residuals;
    for (size_t i = 0; i < targets.size(); ++i)
    {
        residuals.push_back(std::log(std::max(values[i], 1e-300) / targets[i]));
    }
    return residuals;
}

/// @param residuals some @return sum of their squares
double
SumOfSquares(const Vector& residuals)
{
    double sum = 0;
    for (const double r : residuals)
    {
        sum += r * r;
    }
    return sum;
}

/// @param jacobian rows by value, columns by parameter @param residuals by value
/// @param damping of the steepest descent @return change of the logarithms; empty: singular
Vector
StepOf(const ublas::matrix<double>& jacobian, const Vector& residuals, double damping)
{
    const size_t count = jacobian.size2();
    ublas::matrix<double> normal(count, count);
    ublas::vector<double> right(count);
    for (size_t a = 0; a < count; ++a)
    {
        right(a) = 0;
        for (size_t i = 0; i < residuals.size(); ++i)
        {
            right(a) -= jacobian(i, a) * residuals[i];
        }
        for (size_t b = 0; b < count; ++b)
        {
            normal(a, b) = 0;
            for (size_t i = 0; i < residuals.size(); ++i)
            {
                normal(a, b) += jacobian(i, a) * jacobian(i, b);
            }
        }
        normal(a, a) += damping * (normal(a, a) + 1e-9);
    }
    ublas::permutation_matrix<size_t> order(count);
    if (ublas::lu_factorize(normal, order) != 0)
    {
        return {};
    }
    ublas::lu_substitute(normal, order, right);
    Vector step;
    for (size_t a = 0; a < count; ++a)
    {
        step.push_back(std::clamp(right(a), -MOST_CHANGE, MOST_CHANGE));
    }
    return step;
}

} // namespace

FitResult
FitParameters(const std::function<Vector(const Vector&)>& model,
              const Vector& start,
              const Vector& targets)
{
    FitResult best{start, model(start), 0, 1};
    Vector residuals = Residuals(best.values, targets);
    double damping = 1e-3;
    for (uint32_t round = 0; round < MOST_STEPS; ++round)
    {
        ublas::matrix<double> jacobian(targets.size(), start.size());
        for (size_t a = 0; a < start.size(); ++a)
        {
            Vector nearby = best.parameters;
            nearby[a] *= 1 + DIFFERENCE;
            const Vector changed = Residuals(model(nearby), targets);
            best.evaluations++;
            for (size_t i = 0; i < targets.size(); ++i)
            {
                jacobian(i, a) = (changed[i] - residuals[i]) / std::log1p(DIFFERENCE);
            }
        }
        const Vector step = StepOf(jacobian, residuals, damping);
        if (step.empty())
        {
            break;
        }
        Vector next = best.parameters;
        double most = 0;
        for (size_t a = 0; a < step.size(); ++a)
        {
            next[a] *= std::exp(step[a]);
            most = std::max(most, std::abs(step[a]));
        }
        const Vector values = model(next);
        best.evaluations++;
        const Vector after = Residuals(values, targets);
        if (SumOfSquares(after) < SumOfSquares(residuals))
        {
            best.parameters = next;
            best.values = values;
            residuals = after;
            damping /= 10;
        }
        else
        {
            damping = std::max(damping, 1e-3) * 30;
        }
        if (most < SMALLEST_CHANGE || damping > 1e6)
        {
            break;
        }
    }
    best.residual = std::sqrt(SumOfSquares(residuals) / static_cast<double>(targets.size()));
    return best;
}

} // namespace ns3::planner

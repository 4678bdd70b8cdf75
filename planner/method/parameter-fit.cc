/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "parameter-fit.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

using Vector = std::vector<double>;

// Levenberg's steps are taken here and not by Eigen's (unsupported) LevenbergMarquardt: that one
// has no bound for a step, and ends when steps get as small as rounding, far below a simulation's
// noise.

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
StepOf(const Eigen::MatrixXd& jacobian, const Vector& residuals, double damping)
{
    const Eigen::Map<const Eigen::VectorXd> misses(residuals.data(),
                                                   static_cast<Eigen::Index>(residuals.size()));
    Eigen::MatrixXd normal = jacobian.transpose() * jacobian;
    normal.diagonal() += damping * (normal.diagonal().array() + 1e-9).matrix();
    const Eigen::FullPivLU<Eigen::MatrixXd> solver(normal);
    if (!solver.isInvertible())
    {
        return {};
    }
    const Eigen::VectorXd change = solver.solve(-jacobian.transpose() * misses);
    Vector step;
    for (const double one : change)
    {
        step.push_back(std::clamp(one, -MOST_CHANGE, MOST_CHANGE));
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
        Eigen::MatrixXd jacobian(targets.size(), start.size());
        for (size_t a = 0; a < start.size(); ++a)
        {
            Vector nearby = best.parameters;
            nearby[a] *= 1 + DIFFERENCE;
            const Vector changed = Residuals(model(nearby), targets);
            best.evaluations++;
            for (size_t i = 0; i < targets.size(); ++i)
            {
                jacobian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(a)) =
                    (changed[i] - residuals[i]) / std::log1p(DIFFERENCE);
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

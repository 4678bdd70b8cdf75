/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "line-fit.h"

#include "ns3/abort.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

double
LineFit::GetWorst() const
{
    const auto worst = std::max_element(residuals.begin(), residuals.end(), [](double a, double b) {
        return std::abs(a) < std::abs(b);
    });
    return worst == residuals.end() ? 0 : *worst;
}

LineFit
FitLine(const std::vector<std::pair<double, double>>& points)
{
    // Two unknowns that may not be negative: the normal equations in closed form, where Eigen's
    // solvers would need the bounds tried one by one, too. With u = 1 / y and v = x / y the line a
    // + b x has the relative error 1 - (a u + b v).
    double uu = 0;
    double uv = 0;
    double vv = 0;
    double u1 = 0;
    double v1 = 0;
    for (const auto& [x, y] : points)
    {
        const double u = 1 / y;
        const double v = x / y;
        uu += u * u;
        uv += u * v;
        vv += v * v;
        u1 += u;
        v1 += v;
    }
    const double determinant = uu * vv - uv * uv;
    NS_ABORT_MSG_UNLESS(determinant > 0, "a line needs points at two places at least");
    LineFit fit;
    fit.intercept = (u1 * vv - v1 * uv) / determinant;
    fit.slope = (v1 * uu - u1 * uv) / determinant;
    if (fit.intercept < 0)
    {
        fit.intercept = 0;
        fit.slope = v1 / vv;
    }
    else if (fit.slope < 0)
    {
        fit.slope = 0;
        fit.intercept = u1 / uu;
    }
    double squares = 0;
    for (const auto& [x, y] : points)
    {
        fit.residuals.push_back(1 - (fit.intercept + fit.slope * x) / y);
        squares += fit.residuals.back() * fit.residuals.back();
    }
    fit.rms = std::sqrt(squares / static_cast<double>(points.size()));
    return fit;
}

} // namespace ns3::planner

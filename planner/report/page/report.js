/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// Draws the figures of a report with dygraphs. Each element of class "plot" has one of class "values"
// in its parent, and names in data-figure the script element with its figure as JSON:
// {logX, xNames, yMax, labels, series: [{color, kind}], rows: [[x, [low, y, high] or null, ...]]}
// kind: "points", "marked" (points that are not to be used, drawn hollow), "line" or "limit".
"use strict";

// A point with the interval around it.
function drawPoint(rows, column, isHollow) {
    return (graph, name, context, x, y, color, size, row) => {
        const cell = rows[row] && rows[row][column];
        context.strokeStyle = color;
        context.lineWidth = 1.5;
        if (cell && cell[2] > cell[0]) {
            context.beginPath();
            context.moveTo(x, graph.toDomYCoord(cell[0]));
            context.lineTo(x, graph.toDomYCoord(cell[2]));
            context.stroke();
        }
        context.beginPath();
        context.arc(x, y, size, 0, 2 * Math.PI);
        if (isHollow) {
            context.stroke();
        } else {
            context.fillStyle = color;
            context.fill();
        }
    };
}

function drawFigure(plot) {
    const figure = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    const values = plot.parentElement.querySelector(".values");
    const series = {};
    figure.series.forEach((one, i) => {
        const isMarked = one.kind === "marked";
        const isPoints = isMarked || one.kind === "points";
        series[figure.labels[i + 1]] = {
            color: one.color,
            strokeWidth: isPoints ? 0 : one.kind === "limit" ? 1 : 2,
            strokePattern: one.kind === "limit" ? [6, 4] : null,
            drawPoints: isPoints,
            pointSize: isPoints ? 4 : 0,
            drawPointCallback: drawPoint(figure.rows, i + 1, isMarked),
        };
    });
    const nameOf = (x) => (figure.xNames.length > 0 ? figure.xNames[Math.round(x) - 1] || "" : null);
    const axes = {
        x: {
            logscale: figure.logX,
            valueFormatter: (x) => nameOf(x) || String(Number(x.toPrecision(6))),
        },
        y: { valueFormatter: (y) => String(Number(y.toPrecision(4))) },
    };
    if (figure.xNames.length > 0) {
        axes.x.ticker = () => figure.xNames.map((label, i) => ({ v: i + 1, label: label }));
    } else {
        axes.x.axisLabelFormatter = (x) => String(Number(x.toPrecision(4)));
    }
    new Dygraph(plot, figure.rows, {
        labels: figure.labels,
        customBars: true,
        connectSeparatedPoints: true,
        series: series,
        axes: axes,
        fillAlpha: 0,
        labelsDiv: values,
        labelsSeparateLines: false,
        legend: "always",
        includeZero: true,
        valueRange: [0, figure.yMax],
        xRangePad: 8,
        gridLineColor: getComputedStyle(document.body).getPropertyValue("--line"),
    });
}

document.addEventListener("DOMContentLoaded", () => {
    if (typeof Dygraph === "undefined") {
        return; // the pictures stay
    }
    document.querySelectorAll(".plot").forEach(drawFigure);
    document.body.classList.add("interactive");
});

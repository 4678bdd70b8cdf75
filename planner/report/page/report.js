/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

// Draws the figures of a report with dygraphs. Each element of class "plot" has one of class "values"
// in its parent, and names in data-figure the script element with its figure as JSON:
// {logX, xNames, yMin (null: 0; otherwise powers of ten), yMax, labels, series: [{color, kind}], rows: [[x, [low, y, high] or null, ...]]}
// kind: "points", "marked" (points that are not to be used, drawn hollow), "line", "limit", "measured"
// (crosses) or "band"
// (shaded from low to high; where both are null, it is interrupted).
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

// A cross.
function drawCross(graph, name, context, x, y, color, size) {
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x - size, y + size);
    context.lineTo(x + size, y - size);
    context.stroke();
}

// What of a band is one x alone.
function drawSpan(rows, column) {
    return (graph, name, context, x, y, color, size, row) => {
        const cell = rows[row] && rows[row][column];
        if (cell && cell[2] > cell[0]) {
            const top = graph.toDomYCoord(cell[2]);
            context.globalAlpha = BAND_ALPHA;
            context.fillStyle = color;
            context.fillRect(x - 4, top, 8, graph.toDomYCoord(cell[0]) - top);
            context.globalAlpha = 1;
        }
    };
}

const BAND_ALPHA = 0.2;

function drawFigure(plot) {
    const figure = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    // JSON has no NaN; dygraphs would draw on across a null.
    figure.rows.forEach((row) => row.forEach((cell) => {
        if (Array.isArray(cell)) {
            cell.forEach((value, i) => { cell[i] = value === null ? NaN : value; });
        }
    }));
    const values = plot.parentElement.querySelector(".values");
    const series = {};
    figure.series.forEach((one, i) => {
        const isMarked = one.kind === "marked";
        const isMeasured = one.kind === "measured";
        const isPoints = isMarked || isMeasured || one.kind === "points";
        const isBand = one.kind === "band";
        series[figure.labels[i + 1]] = {
            color: one.color,
            fillAlpha: isBand ? BAND_ALPHA : 0,
            strokeWidth: isPoints || isBand ? 0 : one.kind === "limit" ? 1 : 2,
            strokePattern: one.kind === "limit" ? [6, 4] : null,
            drawPoints: isPoints,
            pointSize: isPoints ? 4 : 0,
            drawPointCallback: isBand
                ? drawSpan(figure.rows, i + 1)
                : isMeasured ? drawCross : drawPoint(figure.rows, i + 1, isMarked),
        };
    });
    const nameOf = (x) => (figure.xNames.length > 0 ? figure.xNames[Math.round(x) - 1] || "" : null);
    const axes = {
        x: {
            logscale: figure.logX,
            valueFormatter: (x) => nameOf(x) || String(Number(x.toPrecision(6))),
        },
        y: {
            valueFormatter: (y, options, name, graph, row, column) => {
                const isBand = figure.series[column - 1].kind === "band";
                const values = isBand ? [figure.rows[row][column][0], figure.rows[row][column][2]] : [y];
                return values.map((value) => String(Number(value.toPrecision(4)))).join(" to ");
            },
        },
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
        labelsDiv: values,
        labelsSeparateLines: false,
        legend: "always",
        includeZero: figure.yMin === null,
        logscale: figure.yMin !== null,
        valueRange: [figure.yMin || 0, figure.yMax],
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

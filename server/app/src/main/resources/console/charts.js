// Gauges and histories as inline SVG. Every figure that is drawn is also written.

import {el, svg, id} from "/console/dom.js";
import {
  upper, lower, amount, amountLeft, sign, scale, sideBySide, usedPico, leftPico, share, delta,
} from "/console/figures.js";

const PARTS = [
  ["spent", "spentPico", "spent"],
  ["reserved", "reservedPico", "reserved for running jobs"],
  ["kept", "keptPico", "kept for guaranteed sessions"],
];

function bar(account, width, height) {
  const cap = Math.max(account.capPico, usedPico(account), 1);
  let x = 0;
  const parts = PARTS.map(([name, field]) => {
    const size = width * account[field] / cap;
    const part = svg("rect", {class: `part ${name}`, x, y: 0, width: size, height});
    x += size;
    return part;
  });
  const warning = width * 0.8;
  return [
    svg("rect", {class: "part left", x: 0, y: 0, width, height}),
    parts,
    svg("line", {class: "mark", x1: warning, x2: warning, y1: 0, y2: height}),
  ];
}

export function small(account) {
  return svg("svg", {
    class: "gauge small", viewBox: "0 0 120 10", role: "img", preserveAspectRatio: "none",
    "aria-label": `${share(account)} of the cap used`,
  }, bar(account, 120, 10));
}

// The whole gauge: bar, and what it says in words.
export function gauge(account, what) {
  return el("figure", {class: "gauge-figure"},
    svg("svg", {
      class: "gauge", viewBox: "0 0 600 24", role: "img", preserveAspectRatio: "none",
      "aria-label": `${what}: ${share(account)} of the cap used`,
    }, bar(account, 600, 24)),
    el("figcaption", {},
      el("p", {class: "lead"},
        el("strong", {}, share(account)), ` of the cap used in ${sign(account.unit)}: epsilon `, el("strong", {}, upper(account.epsilonSpent)), " of ",
        el("strong", {}, lower(account.epsilonCap)), " at delta ", delta(account.delta), "; epsilon ",
        el("strong", {}, lower(account.epsilonRemaining)), " can still be spent at once"),
      el("ul", {class: "legend"},
        PARTS.map(([name, field, words]) => el("li", {},
          el("span", {class: `swatch ${name}`, "aria-hidden": "true"}), `${words} `,
          el("span", {class: "figure"}, amount(account, account[field])))),
        el("li", {}, el("span", {class: "swatch left", "aria-hidden": "true"}), "left ",
          el("span", {class: "figure"}, amountLeft(account, leftPico(account)))),
        el("li", {}, "cap ", el("span", {class: "figure"}, amountLeft(account, account.capPico)),
          account.unit === "gdp" ? " in μ²" : "")),
      sideBySide(account) === "" ? null : el("p", {class: "measures"}, sideBySide(account))));
}

// Of PAC privacy: a ledger of its own, in nats. It shows no epsilon and is added to none.
export function pacGauge(account, what) {
  const nats = (pico) => `${upper(pico * 1e-12)} nat`;
  return el("figure", {class: "gauge-figure"},
    svg("svg", {
      class: "gauge", viewBox: "0 0 600 24", role: "img", preserveAspectRatio: "none",
      "aria-label": `${what}, PAC privacy: ${share(account)} of the cap in nats used`,
    }, bar(account, 600, 24)),
    el("figcaption", {},
      el("p", {class: "lead"}, "PAC privacy, never added to the above: ", el("strong", {}, share(account)),
        ` of the cap in nats used; ${account.success}`),
      el("ul", {class: "legend"},
        PARTS.map(([name, field, words]) => el("li", {},
          el("span", {class: `swatch ${name}`, "aria-hidden": "true"}), `${words} `,
          el("span", {class: "figure"}, nats(account[field])))),
        el("li", {}, el("span", {class: "swatch left", "aria-hidden": "true"}), "left ",
          el("span", {class: "figure"}, `${lower(leftPico(account) * 1e-12)} nat`)),
        el("li", {}, "cap ", el("span", {class: "figure"}, `${lower(account.capPico * 1e-12)} nat`)))));
}

const WIDTH = 720;
const HEIGHT = 230;
const PLOT = {left: 58, right: 12, top: 16, bottom: 34};

function ticks(most) {
  if (most <= 0) {
    return [0];
  }
  const raw = most / 4;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((candidate) => candidate >= raw);
  const marks = [];
  for (let value = 0; value <= most * 1.0001; value += step) {
    marks.push(value);
  }
  return marks;
}

// A path that goes up in steps: a balance holds until the next line of the ledger.
function stairs(points, x, y) {
  return points.map((point, place) => place === 0
    ? `M${x(point.t).toFixed(1)} ${y(point.v).toFixed(1)}`
    : `H${x(point.t).toFixed(1)}V${y(point.v).toFixed(1)}`).join("");
}

// Of a moment, as fine as the span that is drawn asks for.
function clock(t, spanned) {
  const date = new Date(t);
  const pad = (number) => String(number).padStart(2, "0");
  const day = `${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const minute = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  if (spanned > 20 * 86_400_000) {
    return `${date.getFullYear()}-${day}`;
  }
  return spanned > 600_000 ? `${day} ${minute}` : `${minute}:${pad(date.getSeconds())}`;
}

// layers: [{name, values}], each on top of the one before; cap: values of the cap's line.
function plot(title, times, layers, cap, unit) {
  const first = times[0];
  const last = Math.max(times.at(-1), first + 1000);
  const most = 1.08 * Math.max(...cap, ...layers.at(-1).values, 1e-12);
  const x = (t) => PLOT.left + (WIDTH - PLOT.left - PLOT.right) * (t - first) / (last - first);
  const y = (v) => HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * v / most;
  const line = (values) => stairs(times.map((t, place) => ({t, v: values[place]})), x, y);
  const base = `V${y(0).toFixed(1)}H${x(first).toFixed(1)}Z`;
  const name = id("chart");
  return svg("svg", {class: "history", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": name},
    svg("title", {id: name}, title),
    ticks(most).map((value) => [
      svg("line", {class: "grid", x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y(value), y2: y(value)}),
      svg("text", {class: "tick", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end"},
        String(Number(value.toPrecision(3)))),
    ]),
    layers.toReversed().map((layer) => svg("path", {class: `area ${layer.name}`, d: line(layer.values) + base})),
    svg("path", {class: "cap", d: line(cap)}),
    svg("text", {class: "tick strong", x: x(last) - 4, y: y(cap.at(-1)) - 5, "text-anchor": "end"}, "cap"),
    [0, 1, 2, 3].map((part) => {
      const t = first + (last - first) * part / 3;
      return svg("text", {
        class: "tick", x: x(t), y: HEIGHT - 12,
        "text-anchor": part === 0 ? "start" : part === 3 ? "end" : "middle",
      }, clock(t, last - first));
    }),
    svg("text", {class: "tick strong", x: PLOT.left, y: 11}, unit));
}

// How a dataset's account came to what it is; unit: "epsilon" or "mu2".
export function history(of, unit) {
  if (of.points.length === 0) {
    return el("p", {class: "empty"}, "The ledger has no line yet.");
  }
  const points = [...of.points, {...of.points.at(-1), at: new Date().toISOString()}];
  const times = points.map((point) => new Date(point.at).getTime());
  const pico = (field) => points.map((point) => point[field] * scale(of.unit));
  const spent = pico("spentPico");
  if (unit === "epsilon") {
    const used = points.map((point) => point.epsilonUsed);
    return plot(`epsilon of dataset ${of.dataset} over time: ${upper(used.at(-1))} of ${lower(of.epsilonCap)} used`,
      times, [{name: "spent", values: used}], points.map(() => of.epsilonCap),
      `epsilon at delta ${delta(of.delta)}: spent, reserved and kept, upper bound`);
  }
  const reserved = pico("reservedPico").map((value, place) => value + spent[place]);
  const kept = pico("keptPico").map((value, place) => value + reserved[place]);
  const what = of.unit === "gdp" ? "mu squared" : sign(of.unit);
  return plot(`${what} of dataset ${of.dataset} over time: ${upper(kept.at(-1))} of ${lower(
    points.at(-1).capPico * scale(of.unit))} used`, times, [
    {name: "spent", values: spent}, {name: "reserved", values: reserved}, {name: "kept", values: kept},
  ], pico("capPico"), `${of.unit === "gdp" ? "μ² of Gaussian differential privacy" : sign(of.unit)}: spent, reserved, kept`);
}

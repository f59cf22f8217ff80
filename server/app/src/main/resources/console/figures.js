// Figures as text. Doubles here are for the eye only; what is spent is rounded up, what is left is rounded down.

import {el} from "/console/dom.js";

const PICO = 1e-12;

function rounded(value, direction) {
  if (value === 0 || !Number.isFinite(value)) {
    return String(value);
  }
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3);
  const steps = value / step;
  const near = Math.round(steps);
  const whole = Math.abs(steps - near) < 1e-9 * Math.abs(steps) ? near : direction(steps);
  return plain(whole * step);
}

function plain(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7)
    ? value.toExponential(3).replace(/\.?0+e/, "e")
    : String(Number(value.toPrecision(4)));
}

export const upper = (value) => rounded(value, Math.ceil);
export const lower = (value) => rounded(value, Math.floor);
export const delta = (value) => value.toExponential().replace("e-", "e−");
export const mu2 = (pico) => upper(pico * PICO);

// The unit that an account's amounts are in: mostly gdp, which is μ². Of several measures that of the one with most left.
const SIGNS = {gdp: "μ²", zcdp: "ρ", pure: "ε", "sums.epsilon": "Σε", "sums.delta": "Σδ"};
export const sign = (unit) => SIGNS[unit] ?? unit.replace("renyi-", "Rényi divergence of order ");
export const scale = (unit) => unit === "sums.delta" ? 1e-18 : PICO;
const named = (account) => account.unit === "gdp" ? "" : ` ${sign(account.unit)}`;
export const amount = (account, pico) => upper(pico * scale(account.unit)) + named(account);
export const amountLeft = (account, pico) => lower(pico * scale(account.unit)) + named(account);

// What a cap that is kept in several measures says of each; nothing for one.
export function sideBySide(account) {
  return account.measures.length < 2 ? "" : `Kept in several measures, any of which may accept a request: ${
    account.measures.map((line) => `${sign(line.unit)} ${line.bounded
      ? `${lower(Math.max(0, line.cap - line.spent - line.reserved - line.kept) * scale(line.unit))} left of ${
        lower(line.cap * scale(line.unit))}`
      : "takes no more"}${line.delta > 0 ? ` at delta ${delta(line.delta)}` : ""}`).join("; ")}.`;
}

export const usedPico = (account) => account.spentPico + account.reservedPico + account.keptPico;
export const leftPico = (account) => Math.max(0, account.capPico - usedPico(account));

export function percent(account) {
  return account.capPico === 0 ? 100 : Math.floor(100 * usedPico(account) / account.capPico);
}

export function share(account) {
  return percent(account) === 0 && usedPico(account) > 0 ? "less than 1 %" : `${percent(account)} %`;
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}

// Local time, to the minute; the exact time in UTC is in the element.
export function time(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  const text = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    + ` ${two(date.getHours())}:${two(date.getMinutes())}`;
  return el("time", {datetime: iso, title: iso}, text);
}

const SPANS = [[86_400, "day"], [3_600, "hour"], [60, "minute"]];

export function span(seconds) {
  for (const [size, name] of SPANS) {
    if (seconds >= size) {
      return count(Math.floor(seconds / size), name);
    }
  }
  return count(Math.max(0, Math.floor(seconds)), "second");
}

export function ago(iso) {
  return `${span((Date.now() - new Date(iso).getTime()) / 1000)} ago`;
}

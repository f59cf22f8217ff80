// The views. Each asks the API and gives back elements; may(NAME) tells whether a permission is there.

import {read, readText, send} from "/console/api.js";
import {badge, card, el, id, table} from "/console/dom.js";
import {ago, amount, amountLeft, count, delta, lower, mu2, span, time, upper, leftPico} from "/console/figures.js";
import {gauge, history, pacGauge, small} from "/console/charts.js";

const number = (name) => ({name, number: true});
const text = (name) => ({name});
const long = (words) => el("span", {class: "long"}, words);

function alertList(alerts) {
  if (alerts.length === 0) {
    return el("p", {class: "empty"}, "Nothing needs attention.");
  }
  return el("ul", {class: "alerts"}, alerts.map((alert) => el("li", {class: alert.severity},
    badge(alert.severity, alert.severity), " ", el("span", {class: "what"}, alert.line),
    alert.project ? el("span", {class: "where"}, ` project ${alert.project}`) : null)));
}

function tile(href, figure, words, kind) {
  return el("li", {class: kind ?? null}, el("a", {href},
    el("span", {class: "tile-figure"}, figure), el("span", {class: "tile-words"}, words)));
}

function verdict(ledger) {
  if (ledger.running) {
    return ["running", "notice"];
  }
  if (ledger.failed) {
    return ["failed", "critical"];
  }
  if (!ledger.last) {
    return ["never", "warning"];
  }
  return ledger.last.findings.length + ledger.last.elsewhere > 0 ? ["damaged", "critical"] : ["holds", "good"];
}

export async function overview({may}) {
  const [alerts, datasets, sessions, approvals, ledger] = await Promise.all([
    read("alerts"), read("datasets"), read("sessions"),
    may("LIST_APPROVALS") ? read("approvals") : null,
    may("READ_LEDGER") ? read("ledger") : null,
  ]);
  const open = sessions.filter((session) => !session.closed).length;
  const waiting = approvals?.filter((proposal) => proposal.status === "pending").length;
  return [
    el("ul", {class: "tiles"},
      tile("#/datasets", datasets.length, datasets.length === 1 ? "dataset" : "datasets"),
      tile("#/sessions", open, open === 1 ? "open session" : "open sessions"),
      approvals ? tile("#/approvals", waiting, waiting === 1 ? "pending approval" : "pending approvals") : null,
      ledger ? tile("#/ledger", verdict(ledger)[0], "ledger", verdict(ledger)[1]) : null,
      tile("#/alerts", alerts.length, alerts.length === 1 ? "alert" : "alerts",
        alerts.some((alert) => alert.severity === "critical") ? "critical" : alerts.length > 0 ? "warning" : "good")),
    card("Alerts", "h2", alertList(alerts.slice(0, 5)),
      alerts.length > 5 ? el("p", {}, el("a", {href: "#/alerts"}, `all ${alerts.length} alerts`)) : null),
    datasets.length === 0
      ? card("Datasets", "h2", noDatasets())
      : datasets.map((dataset) => card(dataset.name, "h2", where(dataset), figureOf(dataset))),
  ];
}

const noDatasets = () => el("p", {class: "empty"},
  "No dataset is registered yet. An owner registers one in a notebook with ", el("code", {}, "%dp_dataset register"), ".");

const where = (dataset) => el("p", {class: "where"},
  `project ${dataset.project}, owner ${dataset.owner}, registered `, time(dataset.registeredAt));

const figureOf = (dataset) => [dataset.account
  ? gauge(dataset.account, `dataset ${dataset.name}`)
  : el("p", {}, `Its ledger counts "${dataset.kind}", which is never added to differential privacy.`),
dataset.pac ? pacGauge(dataset.pac, `dataset ${dataset.name}`) : null,
dataset.pacOverTime ? el("p", {}, `PAC privacy over time, the rows before each renewal included: ${
  upper(dataset.pacOverTime.picoNats * 1e-12)} nat told; ${dataset.pacOverTime.success}`) : null];

const LEVELS = {dataset: 0, project: 1, analyst: 2, session: 3};

function inOrder(nodes) {
  const below = new Map();
  for (const node of nodes) {
    const key = node.parent ?? "";
    below.set(key, [...(below.get(key) ?? []), node]);
  }
  const ordered = [];
  const walk = (key) => (below.get(key) ?? []).forEach((node) => {
    ordered.push(node);
    walk(node.id);
  });
  walk("");
  return ordered;
}

function accounts(dataset) {
  return table(`Accounts of ${dataset.name}: each charge is taken from all levels above it`, [
    text("Account"), text("Level"), text("Use"), number("ε used"), number("ε cap"), number("δ"), number("μ² spent"),
    number("μ² reserved"), number("μ² kept"), number("μ² left"), text("State"),
  ], inOrder(dataset.tree).map((node) => [
    el("span", {class: `long level level-${LEVELS[node.tier] ?? 0}`}, node.name), node.tier, small(node.account),
    upper(node.account.epsilonSpent), lower(node.account.epsilonCap), delta(node.account.delta),
    ...["spentPico", "reservedPico", "keptPico"].map((field) => amount(node.account, node.account[field])),
    amountLeft(node.account, node.closed ? 0 : leftPico(node.account)),
    node.closed ? badge("quiet", "closed") : node.guaranteed ? badge("good", "guaranteed") : "open",
  ]), "You have no account here yet: a session opens one.");
}

function past(dataset) {
  return dataset.past.length === 0 ? null : table(`Spent before ${dataset.name} was renewed`, [
    text("Until"), number("ε spent"), number("δ"), number("μ² spent"),
  ], dataset.past.map(({endedAt, account}) => [
    time(endedAt), upper(account.epsilonSpent), delta(account.delta), amount(account, account.spentPico),
  ]), "");
}

// Drawn when it is opened; the unit is chosen by radio buttons.
function overTime(dataset) {
  const place = el("div", {class: "chart", "aria-busy": "true"}, el("p", {}, "Reading the ledger …"));
  const name = id("unit");
  let answer;
  const draw = (unit) => place.replaceChildren(history(answer, unit));
  const choice = (value, words, checked) => el("label", {},
    el("input", {type: "radio", name, value, checked, onchange: () => answer && draw(value)}), ` ${words}`);
  const load = async () => {
    try {
      answer = await read(`datasets/${encodeURIComponent(dataset.id)}/history`);
      draw("epsilon");
      if (!answer.readable) {
        place.append(el("p", {class: "problem"}, "Not every line of this ledger could be read: verify it."));
      }
    } catch (refused) {
      place.replaceChildren(el("p", {class: "problem"}, refused.message));
    }
    place.removeAttribute("aria-busy");
  };
  load();
  return el("div", {},
    el("fieldset", {class: "units"}, el("legend", {}, "Over time, in"),
      choice("epsilon", "(ε, δ)", true), choice("mu2", "μ²", false)),
    place);
}

export async function datasets() {
  const found = await read("datasets");
  if (found.length === 0) {
    return card("Datasets", "h2", noDatasets());
  }
  return found.map((dataset) => card(dataset.name, "h2", where(dataset), figureOf(dataset),
    dataset.account ? overTime(dataset) : null, dataset.account ? accounts(dataset) : null, past(dataset)));
}

function expiry(session) {
  if (session.closed) {
    return "closed";
  }
  if (!session.expiresAt) {
    return "never";
  }
  const seconds = (new Date(session.expiresAt).getTime() - Date.now()) / 1000;
  return [time(session.expiresAt), seconds > 0 ? ` (in ${span(seconds)})` : " (over)"];
}

export async function sessions() {
  const found = await read("sessions");
  return card("Sessions", "h2", table("Notebooks' own accounts", [
    text("Notebook"), text("User"), text("Dataset"), text("Project"), text("Use"), number("ε used"), number("ε cap"),
    number("δ"), text("Expires"), text("Guaranteed"),
  ], found.map((session) => [
    long(session.notebook), session.user, session.dataset, session.project, small(session.account),
    upper(session.account.epsilonSpent), lower(session.account.epsilonCap), delta(session.account.delta),
    expiry(session), session.guaranteed ? "yes" : "no",
  ]), "No session is open. A notebook opens one with %dp_session."));
}

function decision(proposal, context) {
  if (proposal.status !== "pending") {
    return [proposal.status, proposal.decidedBy ? ` by ${proposal.decidedBy}` : ""];
  }
  if (!context.may("APPROVE_CAP")) {
    return "waits for an officer";
  }
  if (proposal.proposedBy === context.me.user) {
    return "waits for another officer: it is your own proposal";
  }
  const decide = (approve) => async () => {
    try {
      await send(`approvals/${encodeURIComponent(proposal.id)}`, {decision: approve ? "approve" : "reject"});
      await context.again(approve ? "approved" : "rejected");
    } catch (refused) {
      context.say(refused.message, true);
    }
  };
  const about = `cap of ${proposal.dataset} to ${proposal.pac ? pacCap(proposal.pac.picoNatsWanted,
    proposal.pac.successWanted) : `epsilon ${proposal.epsilonWanted}`}`;
  return el("div", {class: "buttons"},
    el("button", {type: "button", class: "primary", "aria-label": `Approve the ${about}`, onclick: decide(true)},
      "Approve"),
    el("button", {type: "button", "aria-label": `Reject the ${about}`, onclick: decide(false)}, "Reject"));
}

function pacCap(pico, success) {
  return `${upper(pico * 1e-12)} nats, 50 % to ${upper(success * 100)} %`;
}

// The cap now, the one wanted, and its delta: of PAC privacy there is neither an epsilon nor a delta.
function caps(proposal) {
  const pac = proposal.pac;
  return pac
    ? [pac.picoNatsNow === 0 ? "none" : pacCap(pac.picoNatsNow, pac.successNow),
      pacCap(pac.picoNatsWanted, pac.successWanted), ""]
    : [`ε ${lower(proposal.epsilonNow)}`, `ε ${upper(proposal.epsilonWanted)}`, delta(proposal.delta)];
}

export async function approvals(context) {
  const found = await read("approvals");
  return card("Approvals", "h2",
    el("p", {}, "A higher cap counts when an officer, who is not its proposer, has approved it. It never goes down again."),
    table("Proposals to raise a cap", [
      text("Dataset"), text("Account"), number("Cap now"), number("Cap wanted"), number("δ"), text("Reason"),
      text("Proposed by"), text("When"), text("Decision"),
    ], found.map((proposal) => [
      proposal.dataset, `${proposal.tier} ${proposal.name}`, ...caps(proposal), proposal.reason,
      proposal.proposedBy, time(proposal.proposedAt),
      decision(proposal, context),
    ]), "No proposal is pending."));
}

async function showCertificate(release, context) {
  try {
    const file = await readText(`releases/${encodeURIComponent(release.id)}/certificate`);
    const name = id("certificate");
    const link = URL.createObjectURL(new Blob([file], {type: "application/json"}));
    const dialog = el("dialog", {"aria-labelledby": name},
      el("h2", {id: name}, `Certificate of release ${release.id}`),
      el("p", {}, "Verify it offline with ", el("code", {}, "./vitrail verify FILE"), "."),
      el("pre", {tabindex: "0"}, JSON.stringify(JSON.parse(file), null, 2)),
      el("div", {class: "buttons"},
        el("a", {class: "button primary", href: link, download: `certificate-${release.id}.json`}, "Save"),
        el("button", {type: "button", onclick: () => dialog.close()}, "Close")));
    dialog.addEventListener("close", () => {
      URL.revokeObjectURL(link);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  } catch (refused) {
    context.say(refused.message, true);
  }
}

// What was done, in short; opened: in full, and with which parameters.
function mechanism(release) {
  const entries = Object.entries(release.parameters);
  const short = release.mechanism.split(/[:;,(]/)[0].trim();
  return el("details", {class: "mechanism"}, el("summary", {}, short || release.mechanism),
    el("p", {}, release.mechanism),
    entries.length === 0 ? null : el("dl", {}, entries.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
}

function certificateCell(release, context) {
  return release.status === "released"
    ? el("button", {type: "button", "aria-label": `Certificate of release ${release.id}`,
      onclick: () => showCertificate(release, context)}, "Certificate")
    : "";
}

export async function releases(context) {
  const answer = await read("releases");
  const rows = answer.releases.map((release) => [
    release.dataset, mechanism(release), release.user, long(release.notebook), release.project,
    [time(release.at), el("span", {class: "where age"}, ago(release.at))],
    ...(release.picoNats === null ? [upper(release.epsilon), delta(release.delta), mu2(release.muSquaredPico)]
      : ["none", "none", `${upper(release.picoNats * 1e-12)} nat`]),
    badge(release.status === "released" ? "good" : release.status.includes("charged") ? "warning" : "quiet",
      release.status),
    certificateCell(release, context),
  ]);
  const list = table("Charges and what became of them, newest first", [
    text("Dataset"), text("Mechanism, parameters"), text("Who"), text("Notebook"), text("Project"), text("When"),
    number("ε"), number("δ"), number("μ², or nat"), text("Status"), text("Certificate"),
  ], rows, "Nothing was released yet.");
  const shown = el("p", {role: "status"}, count(rows.length, "charge"));
  const filter = el("input", {type: "search", id: "filter", autocomplete: "off", spellcheck: "false", oninput: () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of list.querySelectorAll("tbody tr")) {
      const content = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => content.includes(word));
      left += row.hidden ? 0 : 1;
    }
    shown.textContent = words.length === 0 ? count(rows.length, "charge") : `${left} of ${count(rows.length, "charge")}`;
  }});
  return card("Releases", "h2",
    el("p", {}, "What exists already costs nothing to use again: the same request is delivered again at no cost."),
    el("div", {class: "filter"}, el("label", {for: "filter"}, "Filter"), filter, shown),
    list,
    answer.more ? el("p", {}, `Only the ${rows.length} newest charges are shown; the ledger has them all.`) : null);
}

function findings(last) {
  if (last.findings.length + last.elsewhere === 0) {
    return el("p", {}, badge("good", "holds"), ` All ${count(last.lines, "line")} of ${count(last.chains, "ledger")} hold.`);
  }
  return el("div", {class: "problem"},
    el("p", {}, badge("critical", "damaged"), " ", count(last.findings.length + last.elsewhere, "finding"),
      last.elsewhere > 0 ? `, ${last.elsewhere} of them in other projects` : ""),
    el("ul", {}, last.findings.map((finding) => el("li", {}, finding))));
}

function verification(ledger, context) {
  const parts = [];
  if (ledger.running) {
    const {lines, of, by} = ledger.running;
    const name = id("progress");
    parts.push(el("p", {id: name}, `Verifying, asked for by ${by}: ${lines.toLocaleString("en")} of about ${
      of.toLocaleString("en")} lines read`), el("progress", {max: Math.max(of, 1), value: Math.min(lines, of),
      "aria-labelledby": name}));
  } else if (ledger.failed) {
    parts.push(el("p", {class: "problem"}, badge("critical", "failed"), ` ${ledger.failed}`));
  }
  if (ledger.last) {
    parts.push(el("p", {}, "Last verified ", time(ledger.last.at), ` (${ago(ledger.last.at)}), asked for by ${
      ledger.last.by ?? "somebody in a notebook"}${
      ledger.last.millis === null ? "" : `; it took ${(ledger.last.millis / 1000).toFixed(1)} s`}.`), findings(ledger.last));
  } else if (!ledger.running) {
    parts.push(el("p", {}, "Not verified since the server started."));
  }
  if (context.may("VERIFY_LEDGER")) {
    parts.push(el("button", {type: "button", id: "verify", class: "primary", "aria-disabled": ledger.running ? "true" : null,
      onclick: async () => {
        if (!ledger.running) {
          try {
            await send("ledger/verification");
            await context.again("the verification runs");
          } catch (refused) {
            context.say(refused.message, true);
          }
        }
      }}, "Verify now"));
  }
  return parts;
}

function witness(chain) {
  if (chain.witnessedPlace === null) {
    return "not yet";
  }
  return chain.witnessedPlace >= chain.signedPlace
    ? badge("good", `line ${chain.witnessedPlace}`) : badge("notice", `line ${chain.witnessedPlace}`);
}

export async function ledger(context) {
  const found = await read("ledger");
  const state = el("div", {}, verification(found, context));
  const follow = async () => {
    if (state.isConnected) {
      const now = await read("ledger");
      const focused = document.activeElement?.id;
      state.replaceChildren(...verification(now, context).flat());
      if (focused) {
        document.getElementById(focused)?.focus();
      }
      if (now.running) {
        setTimeout(follow, 1000);
      } else {
        context.say("the verification ended");
      }
    }
  };
  if (found.running) {
    setTimeout(follow, 500);
  }
  return [
    card("Verification", "h2", state),
    card("Ledgers", "h2",
      found.witnessReadable ? null : el("p", {class: "problem"}, "The witness file is not there or cannot be read."),
      table("One hash chain for each dataset", [
        text("Dataset"), text("Project"), text("Kind"), number("Lines"), text("Head (SHA-256)"), text("Signed"),
        text("Witnessed"),
      ], found.chains.map((chain) => [
        chain.dataset || "(unknown)", chain.project, chain.kind, chain.lines.toLocaleString("en"),
        el("code", {class: "hash", title: chain.head}, chain.head.slice(0, 16), "…"),
        chain.signedAt ? [`line ${chain.signedPlace}, `, time(chain.signedAt)] : "not yet", witness(chain),
      ]), "There is no ledger yet: registering a dataset begins one.")),
  ];
}

export async function alerts() {
  return card("Alerts", "h2", alertList(await read("alerts")));
}

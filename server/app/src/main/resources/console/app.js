// Signs in, moves between the views, keeps the theme.

import {Refused, forget, keep, read, token} from "/console/api.js";
import {card, el} from "/console/dom.js";
import * as views from "/console/views.js";

const VIEWS = [
  ["overview", "Overview", "READ_CONSOLE"],
  ["datasets", "Datasets", "READ_CONSOLE"],
  ["sessions", "Sessions", "READ_CONSOLE"],
  ["approvals", "Approvals", "LIST_APPROVALS"],
  ["releases", "Releases", "READ_CONSOLE"],
  ["ledger", "Ledger", "READ_LEDGER"],
  ["alerts", "Alerts", "READ_CONSOLE"],
];

const THEME = "vitrail.theme";
const at = (name) => document.getElementById(name);
let me = null;
let shown = 0;

const may = (permission) => me.may.includes(permission);

function say(line, problem = false) {
  at("status").className = problem ? "problem" : "";
  at("status").textContent = line;
}

function theme(value) {
  if (value === "auto") {
    document.documentElement.removeAttribute("data-theme");
  } else {
    document.documentElement.setAttribute("data-theme", value);
  }
  at("theme").value = value;
}

function current() {
  const name = location.hash.replace(/^#\//, "");
  return VIEWS.find(([view, , permission]) => view === name && may(permission)) ?? VIEWS[0];
}

function navigation(name) {
  at("nav").hidden = false;
  at("nav").replaceChildren(el("ul", {}, VIEWS.filter(([, , permission]) => may(permission)).map(([view, words]) =>
    el("li", {}, el("a", {href: `#/${view}`, "aria-current": view === name ? "page" : null}, words)))));
}

// Shows the view that the address names; only the newest call may write.
async function show(moved) {
  const mine = ++shown;
  const [name, words] = current();
  if (moved || at("nav").hidden) {
    navigation(name);
  }
  document.title = `${words}: Vitrail console`;
  const main = at("main");
  main.setAttribute("aria-busy", "true");
  try {
    const content = await views[name]({me, may, say, again});
    if (mine === shown) {
      main.replaceChildren(el("h1", {}, words), ...[content].flat(Infinity).filter(Boolean));
      if (moved) {
        main.focus({preventScroll: true});
        window.scrollTo(0, 0);
      }
      say(`as of ${new Date().toLocaleTimeString("en", {hour12: false})}`);
    }
  } catch (refused) {
    if (mine === shown) {
      trouble(refused, words);
    }
  } finally {
    if (mine === shown) {
      main.removeAttribute("aria-busy");
    }
  }
}

function trouble(refused, words) {
  if (!(refused instanceof Refused)) {
    throw refused;
  }
  if (refused.status === 401) {
    forget();
    signIn(refused.message);
    return;
  }
  at("main").replaceChildren(el("h1", {}, words), card("This cannot be shown now", "h2",
    el("p", {class: "problem"}, refused.message),
    el("button", {type: "button", class: "primary", onclick: () => again()}, "Try again")));
  say(refused.message, true);
}

async function again(line) {
  const focused = document.activeElement?.id;
  await show(false);
  if (focused) {
    at(focused)?.focus();
  }
  if (line) {
    say(line);
  }
}

function signIn(problem) {
  me = null;
  shown += 1;
  at("nav").hidden = true;
  at("who").replaceChildren();
  at("actions").replaceChildren();
  document.title = "Sign in: Vitrail console";
  const field = el("input", {
    type: "password", id: "token", required: true, autocomplete: "off", spellcheck: "false",
    "aria-describedby": problem ? "token-problem token-hint" : "token-hint", "aria-invalid": problem ? "true" : null,
  });
  const submit = (event) => {
    event.preventDefault();
    keep(field.value.trim());
    enter();
  };
  at("main").replaceChildren(el("h1", {}, "Sign in"), el("form", {class: "card sign-in", onsubmit: submit},
    el("label", {for: "token"}, "Bearer token"), field,
    problem ? el("p", {class: "problem", id: "token-problem", role: "alert"}, problem) : null,
    el("p", {id: "token-hint", class: "hint"}, "The same token as in the notebook. On the server's machine, ",
      el("code", {}, "./vitrail console"), " tells how to get one. It is kept in this tab only, until the tab is closed."),
    el("button", {type: "submit", class: "primary"}, "Sign in")));
  at("main").removeAttribute("aria-busy");
  say("");
  field.focus();
}

async function enter() {
  try {
    me = await read("me");
  } catch (refused) {
    if (!(refused instanceof Refused)) {
      throw refused;
    }
    if (refused.status === 401) {
      forget();
    }
    signIn(refused.message);
    return;
  }
  at("who").replaceChildren(el("span", {class: "user"}, me.user), " ",
    el("span", {class: "where"}, `${me.roles.join(", ")} in project ${me.project}`));
  at("actions").replaceChildren(
    el("button", {type: "button", id: "refresh", onclick: () => again()}, "Refresh"),
    el("button", {type: "button", id: "leave", onclick: () => {
      forget();
      signIn("");
    }}, "Sign out"));
  await show(true);
}

at("theme").addEventListener("change", (event) => {
  localStorage.setItem(THEME, event.target.value);
  theme(event.target.value);
});
window.addEventListener("hashchange", () => {
  if (me !== null && location.hash.startsWith("#/")) {
    show(true);
  }
});

theme(localStorage.getItem(THEME) ?? "auto");
if (token()) {
  enter();
} else {
  signIn("");
}

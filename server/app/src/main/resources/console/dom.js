// Builds elements. Text is always a text node: a name is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
  return node;
}

export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

let numbers = 0;

// A new id, to label one element by another.
export function id(prefix) {
  numbers += 1;
  return `${prefix}-${numbers}`;
}

// columns: [{name, number?}], rows: arrays of cells; a cell is text, a node, or {head, class}.
export function table(caption, columns, rows, empty) {
  if (rows.length === 0) {
    return el("p", {class: "empty"}, empty);
  }
  const name = id("table");
  return el("div", {class: "scroll", role: "region", tabindex: "0", "aria-labelledby": name},
    el("table", {},
      el("caption", {id: name}, caption),
      el("thead", {}, el("tr", {}, columns.map((column) =>
        el("th", {scope: "col", class: column.number ? "number" : null}, column.name)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, place) => {
        const number = columns[place].number ? "number" : null;
        return place === 0
          ? el("th", {scope: "row", class: number}, cell)
          : el("td", {class: number}, cell);
      }))))));
}

export function card(title, level, ...children) {
  const name = id("card");
  return el("section", {class: "card", "aria-labelledby": name}, el(level, {id: name}, title), children);
}

export function badge(kind, text) {
  return el("span", {class: `badge ${kind}`}, text);
}

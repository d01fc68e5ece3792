// Small words for building a page.
export const $ = (id) => document.getElementById(id);

// make("button", {class: "option", onclick}, "Label", node …): strings become text, never markup.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node[name] = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// crypto.randomUUID is missing where a page is not served over https
export function newKey() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// A browser that blocks cookies throws at the mere look at its storage.
export function attempt(action, otherwise) {
  try { return action(); } catch { return otherwise; }
}

let hiding;
export function note(text) {
  clearTimeout(hiding);
  $("note").textContent = text;
  $("note").hidden = !text;
  if (text) hiding = setTimeout(note, 12000, "");
}

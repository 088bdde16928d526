// Nodes of the page. Texts are set as texts: nothing that comes from a cell or a frame is ever markup.

let made = 0;

/** Return an id that no other node of the page has. */
export function freshId(name) {
  made += 1;
  return `seg-${name}-${Date.now().toString(36)}-${made}`;
}

/**
 * Make a node. Attributes are set as given: true without a value, false or null not at all;
 * `text` is its text, and what begins with `on` a listener.
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Set the text of a node, if it is another one. */
export function say(node, text) {
  const wanted = text ?? "";
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Set an attribute, or take it away with null, if that changes anything. */
export function mark(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Show or hide a node without a change to the layout around it. */
export function veil(node, hidden) {
  node.classList.toggle("seg-veiled", hidden);
}

/** Move the focus to a node that is no stop of the Tab key, and will be none. */
export function takeFocus(node) {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.addEventListener("blur", () => node.removeAttribute("tabindex"), { once: true });
}

/** A name from a cell, in its own direction of writing. */
export function named(name) {
  return make("bdi", { class: "seg-name", title: name, text: name });
}

/** The square in the colour of a segment. */
export function swatch(colour) {
  const square = make("span", { class: "seg-swatch", "aria-hidden": "true" });
  if (colour) square.style.background = colour;
  return square;
}

/**
 * A form of one line that acts when it is sent. JupyterLab stops what the Enter key does in a field
 * by itself, so the form hears the key.
 */
export function form(attributes, act, ...children) {
  const node = make("form", attributes, ...children);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    act();
  });
  return node;
}

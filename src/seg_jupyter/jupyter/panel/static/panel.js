// Made by js/build.mjs from js/: change the sources, not this file.
// src/dom.js
var made = 0;
function freshId(name) {
  made += 1;
  return `seg-${name}-${Date.now().toString(36)}-${made}`;
}
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === void 0) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}
function say(node, text) {
  const wanted = text ?? "";
  if (node.textContent !== wanted) node.textContent = wanted;
}
function mark(node, name, value) {
  if (value === null || value === void 0) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
function veil(node, hidden) {
  node.classList.toggle("seg-veiled", hidden);
}
function takeFocus(node) {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.addEventListener("blur", () => node.removeAttribute("tabindex"), { once: true });
}
function named(name) {
  return make("bdi", { class: "seg-name", title: name, text: name });
}
function swatch(colour) {
  const square = make("span", { class: "seg-swatch", "aria-hidden": "true" });
  if (colour) square.style.background = colour;
  return square;
}
function form(attributes, act, ...children) {
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

// src/announcer.js
var REST = 800;
var Announcer = class {
  constructor() {
    this.node = make("div", { class: "seg-offscreen", "aria-live": "polite" });
    this.timer = null;
    this.last = null;
  }
  show(picture) {
    clearTimeout(this.timer);
    if (picture.exact === false) return;
    const sizes = (picture.segments ?? []).map((segment) => `${segment.name} ${segment.now}`);
    const text = [picture.changes, picture.moves?.moved, sizes.join(", ")].filter(Boolean).join(" ");
    if (this.last === null) this.last = text;
    this.timer = setTimeout(() => {
      if (text !== this.last) this.node.textContent = text;
      this.last = text;
    }, REST);
  }
  close() {
    clearTimeout(this.timer);
  }
};

// src/clipboard.js
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
function copyBySelection(text) {
  const focused = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.setAttribute("readonly", "");
  box.className = "seg-offscreen";
  document.body.append(box);
  box.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    box.remove();
    focused?.focus?.({ preventScroll: true });
  }
}

// src/bar.js
var Bar = class {
  constructor(flow, keeper) {
    this.text = "";
    const command = (name) => () => flow.command({ do: name });
    this.keep = button("Keep in the cell", () => this.ask(keeper), "seg-main");
    this.copying = button("Copy text", () => this.copied());
    this.undo = button("Undo", command("undo"));
    this.redo = button("Redo", command("redo"));
    this.reset = button("Reset", () => flow.command({ do: "reset", place: null }));
    this.changes = make("span", { class: "seg-changes seg-muted" });
    this.said = make("p", { class: "seg-said", role: "status" });
    this.box = make("textarea", {
      class: "seg-source",
      readonly: true,
      hidden: true,
      spellcheck: "false",
      "aria-label": "Text of the cell with the numbers of the panel"
    });
    this.node = make(
      "div",
      { class: "seg-bar" },
      this.said,
      this.box,
      make(
        "div",
        { class: "seg-buttons" },
        this.keep,
        this.copying,
        this.changes,
        this.undo,
        this.redo,
        this.reset
      )
    );
  }
  show(picture) {
    this.text = picture.text ?? this.text;
    const changed = picture.changed?.length > 0;
    say(this.changes, picture.changes ? `changed: ${picture.changes}` : "");
    this.changes.title = picture.changes ?? "";
    enable(this.undo, picture.undo);
    enable(this.redo, picture.redo);
    enable(this.reset, changed);
  }
  ask(keeper) {
    this.tell("");
    if (!keeper.ask()) {
      this.offer("The cell cannot be written from here: copy its new text.", this.text);
    }
  }
  /** Say what became of Keep. */
  kept(outcome) {
    if (!outcome) return;
    if (outcome.copy) this.offer(outcome.said, outcome.copy);
    else this.tell(outcome.said);
  }
  offer(said, text) {
    this.tell(said);
    this.text = text ?? this.text;
    this.box.value = this.text;
    this.box.rows = Math.min(12, this.text.split("\n").length + 1);
    this.box.hidden = false;
  }
  tell(text) {
    this.box.hidden = true;
    say(this.said, text);
  }
  async copied() {
    if (await copy(this.text)) this.tell("Copied: paste it over the cell.");
    else {
      this.offer("The browser did not let the panel copy: select the text and press Ctrl+C.");
      this.box.focus();
      this.box.select();
    }
  }
  /** Without a kernel only the copying is left. */
  disable(gone) {
    this.keep.disabled = gone;
    for (const one of [this.undo, this.redo, this.reset]) one.disabled = gone;
  }
};
function enable(node, on) {
  if (on) node.removeAttribute("aria-disabled");
  else node.setAttribute("aria-disabled", "true");
}
function button(text, act, kind = "") {
  const whenEnabled = (event) => {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") act();
  };
  return make("button", {
    type: "button",
    class: `seg-button ${kind}`,
    text,
    onclick: whenEnabled
  });
}

// src/number.js
var KEYS_REST = 350;
function written(value) {
  return String(Number(value.toPrecision(12)));
}
var NumberField = class {
  constructor(control, flow) {
    this.control = control;
    this.flow = flow;
    this.id = freshId("number");
    this.typed = make("input", {
      type: "number",
      class: "seg-typed",
      step: "any",
      autocomplete: "off",
      "aria-label": control.live ? `${control.label}, typed` : control.label
    });
    const saved = written(control.saved);
    this.was = make("button", {
      type: "button",
      class: "seg-was seg-veiled",
      text: `was ${saved}`,
      title: `Back to ${saved}`,
      "aria-label": `was ${saved}: reset ${control.label}`,
      onclick: () => {
        flow.command({ do: "reset", place: control.place });
        this.typed.focus({ preventScroll: true });
      }
    });
  }
  /** Send what was typed, or show the present number again where that is none. */
  apply() {
    const value = this.typed.valueAsNumber;
    if (!Number.isFinite(value)) this.restore();
    else if (value !== this.value) {
      this.value = value;
      this.flow.command({ do: "set", place: this.control.place, value });
    }
  }
  restore() {
    this.typed.value = written(this.value);
  }
  /** Show a number that came from the kernel, unless somebody is just changing it. */
  show(value, changed) {
    this.value = value;
    this.changed = changed;
    veil(this.was, !changed);
    this.node.classList.toggle("seg-changed", changed);
  }
};
var Slider = class extends NumberField {
  constructor(control, flow) {
    super(control, flow);
    this.grabbed = false;
    this.resting = null;
    this.range = make("input", {
      type: "range",
      id: this.id,
      min: control.low,
      max: control.high,
      step: control.step,
      "aria-label": control.label,
      onpointerenter: () => flow.prepare(control.place),
      onfocus: () => flow.prepare(control.place),
      onpointerdown: () => {
        this.grabbed = true;
      },
      onpointercancel: () => this.letGo(),
      oninput: () => this.moved(),
      onchange: () => this.grabbed ? this.letGo() : this.rest(),
      onblur: () => this.resting !== null && this.letGo()
    });
    this.range.addEventListener("pointerup", () => {
      this.grabbed = false;
    });
    this.typed.addEventListener("change", () => this.apply());
    this.typed.addEventListener("keydown", (event) => event.key === "Enter" && this.apply());
    this.typed.addEventListener("blur", () => this.restore());
    this.node = make(
      "div",
      { class: "seg-number" },
      make("label", { class: "seg-words", for: this.id, title: control.words, text: control.words }),
      make(
        "span",
        { class: "seg-slide" },
        make("span", { class: "seg-tick", "aria-hidden": "true" }),
        this.range
      ),
      this.typed,
      this.was
    );
    this.node.style.setProperty("--seg-saved", this.share(control.saved));
  }
  share(value) {
    const { low, high } = this.control;
    return Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  }
  moved() {
    const value = this.range.valueAsNumber;
    this.place(value);
    veil(this.was, value === this.control.saved);
    this.flow.drag(this.control.place, value);
    if (!this.grabbed) this.rest();
  }
  /** By keyboard a slider moves in many steps: it is let go when they end. */
  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.letGo(), KEYS_REST);
  }
  letGo() {
    clearTimeout(this.resting);
    this.resting = null;
    this.grabbed = false;
    this.flow.drop(this.control.place);
  }
  get held() {
    return this.grabbed || this.resting !== null || this.flow.holds(this.control.place);
  }
  show(value, changed) {
    if (this.held) {
      this.value = value;
      return;
    }
    if (value !== this.value) this.typed.value = written(value);
    super.show(value, changed);
    if (this.range.valueAsNumber !== value) this.range.value = value;
    this.place(value);
  }
  place(value) {
    this.node.style.setProperty("--seg-at", this.share(value));
    mark(this.range, "aria-valuetext", `${written(value)} ${this.control.unit}`.trim());
    if (document.activeElement !== this.typed) this.typed.value = written(value);
  }
  close() {
    clearTimeout(this.resting);
  }
};
var Box = class extends NumberField {
  constructor(control, flow) {
    super(control, flow);
    this.typed.id = this.id;
    this.typed.title = control.events ? "Enter applies it, and reads the events" : "Enter applies it";
    this.typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.apply();
      if (event.key === "Escape") this.restore();
    });
    this.unit = make("span", { class: "seg-unit" });
    say(this.unit, control.unit);
    this.node = make(
      "div",
      { class: "seg-box" },
      make("label", { class: "seg-words", for: this.id, title: control.words, text: control.words }),
      make("span", { class: "seg-field" }, this.typed, this.unit),
      this.was
    );
  }
  show(value, changed) {
    const fresh = value !== this.value || document.activeElement !== this.typed;
    super.show(value, changed);
    if (fresh || Number.isNaN(this.typed.valueAsNumber)) this.typed.value = written(value);
  }
  close() {
  }
};

// src/controls.js
var Controls = class {
  constructor(frame, flow) {
    this.numbers = [];
    const groups = (frame.groups ?? []).map((group) => this.group(group, flow));
    this.node = make("div", { class: "seg-controls" }, ...groups, finder(frame, flow));
  }
  group({ heading, controls }, flow) {
    const id = freshId("group");
    const made2 = controls.map(
      (control) => control.live ? new Slider(control, flow) : new Box(control, flow)
    );
    this.numbers.push(...made2);
    const sliders = made2.filter((number) => number.control.live).map((number) => number.node);
    const boxes = made2.filter((number) => !number.control.live).map((number) => number.node);
    return make(
      "div",
      { class: "seg-group", role: "group", "aria-labelledby": id },
      make("div", { class: "seg-heading", id, title: heading, text: heading }),
      ...sliders,
      boxes.length ? make("div", { class: "seg-boxes" }, ...boxes) : null
    );
  }
  show(picture) {
    const changed = new Set(picture.changed ?? []);
    for (const number of this.numbers) {
      const { place, saved } = number.control;
      number.show(picture.numbers?.[place] ?? saved, changed.has(place));
    }
  }
  close() {
    for (const number of this.numbers) number.close();
  }
};
function finder(frame, flow) {
  const id = freshId("find");
  const who = make("input", { id, class: "seg-who", autocomplete: "off", spellcheck: "false" });
  const find = () => {
    if (who.value.trim()) flow.command({ do: "find", who: who.value.trim() });
  };
  return form(
    { class: "seg-group seg-find" },
    find,
    make("label", { class: "seg-heading", for: id, text: frame.find ?? "find a customer" }),
    make(
      "div",
      { class: "seg-line" },
      who,
      make("button", { type: "submit", class: "seg-button", text: "Find" })
    )
  );
}

// src/details.js
var Details = class {
  constructor() {
    this.title = make("h3");
    this.table = make("table", { class: "seg-profile" });
    this.note = make("p", { class: "seg-muted" });
    const close = make("button", { type: "button", class: "seg-button", text: "Close" });
    close.addEventListener("click", () => {
      this.node.hidden = true;
    });
    this.node = make(
      "section",
      { class: "seg-details", hidden: true },
      make("div", { class: "seg-details-head" }, this.title, close),
      make("div", { class: "seg-scroll" }, this.table),
      this.note
    );
  }
  profile({ title, columns, rows, note }) {
    this.fill(title, columns, rows, note);
  }
  found({ who, before, after, note }) {
    const names = [.../* @__PURE__ */ new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    const rows = names.map((name) => [name, before?.[name], after?.[name]]);
    this.fill(`${who}`, ["", "saved cell", "now"], rows, note);
  }
  fill(title, columns, rows, note) {
    say(this.title, title);
    say(this.note, note);
    const cells = (row) => Array.isArray(row) ? row : columns.map((column) => row[column]);
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, ...columns.map(head))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row).map(body))))
    );
    this.node.setAttribute("aria-label", title);
    this.node.hidden = false;
  }
};
function head(text, place) {
  const figure = place > 0 ? "seg-figure" : null;
  return text ? make("th", { scope: "col", class: figure }, make("bdi", { text })) : make("td", { class: figure });
}
function body(value, place) {
  const text = make("bdi", { text: value === null || value === void 0 ? "–" : String(value) });
  return place > 0 ? make("td", { class: "seg-figure" }, text) : make("th", { scope: "row" }, text);
}

// src/axis.js
var FILLED = 0.6;
function reach(held, tallest, settled) {
  if (tallest > held || settled && tallest < held * FILLED) return roundUp(tallest);
  return held;
}
function ticks(height) {
  const step = stepOf(height);
  return Array.from({ length: Math.floor(height / step) + 1 }, (_, place) => place * step);
}
function roundUp(tallest) {
  const half = stepOf(Math.max(tallest, 1)) / 2;
  return Math.ceil(tallest / half) * half;
}
function stepOf(height) {
  let step = 1;
  while (height > 9 * step) step *= 10;
  for (const smaller of [step / 5, step / 2]) {
    if (Number.isInteger(smaller) && height <= 9 * smaller) return smaller;
  }
  return step;
}

// src/host.js
function kernelOf(model) {
  const manager = model.widget_manager;
  return manager?.kernel ?? manager?.context?.sessionContext?.session?.kernel ?? null;
}
function isBusy(model) {
  return ["busy", "starting"].includes(kernelOf(model)?.status);
}
async function watchConnection(model, lost) {
  const held = await libraryOf(model).catch(() => null);
  if (!held) return () => {
  };
  const look = () => {
    if (held.comm_live === false) lost();
  };
  held.on("comm_live_update", look);
  look();
  return () => held.off("comm_live_update", look);
}
function libraryOf(model) {
  const reference = model.get("_library");
  return model.widget_manager.get_model(reference.slice("IPY_MODEL_".length));
}
function outputsOf(model) {
  const cells = model.widget_manager?.context?.model?.cells;
  return [...cells ?? []].flatMap((cell) => cell.outputs ?? []);
}
function cellOf(model, id) {
  if (!id) return null;
  const cells = model.widget_manager?.context?.model?.sharedModel?.cells;
  const cell = cells?.find?.((candidate) => candidate.id === id);
  return typeof cell?.getSource === "function" ? cell : null;
}

// src/library.js
var KEY = /* @__PURE__ */ Symbol.for("seg_jupyter.vega");
function loadVega(model) {
  globalThis[KEY] ??= imported(model).catch((problem) => {
    delete globalThis[KEY];
    throw problem;
  });
  return globalThis[KEY];
}
async function imported(model) {
  const held = await libraryOf(model);
  const url = URL.createObjectURL(new Blob([held.get("source")], { type: "text/javascript" }));
  try {
    return await import(
      /* webpackIgnore: true */
      url
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

// src/thresholds.js
var ROW = 15;
var GAP = 9;
var FONT = "11px system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
var canvas = document.createElement("canvas").getContext("2d");
function widthOf(text) {
  canvas.font = FONT;
  return canvas.measureText(text).width + GAP;
}
function placed(lines, width) {
  const rows = [];
  const known = [...lines].sort((one, other) => one.f0 - other.f0);
  const labelled = known.map((line) => {
    const at = line.f0 / 100 * width;
    const wide = widthOf(line.f1);
    const right = at + wide <= width || at < wide;
    const [start, end] = right ? [at, at + wide] : [at - wide, at];
    let row = rows.findIndex((taken) => taken.every(([a, b]) => end <= a || b <= start));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push([start, end]);
    return { f0: line.f0, f1: line.f1, f3: right ? "right" : "left", f4: 2 + row * ROW };
  });
  return { lines: labelled, height: rows.length * ROW };
}

// src/distribution.js
var WIDEST = 640;
var MARGIN = 70;
var Distribution = class {
  constructor(frame, model) {
    this.view = null;
    this.closed = false;
    this.picture = null;
    this.top = 0;
    this.ticks = "";
    this.box = make("div", { class: "seg-chart" });
    this.words = make("p", { class: "seg-muted seg-nothing", hidden: true });
    this.image = make("div", { role: "img", "aria-label": "Distribution" }, this.box);
    this.subtitle = make("p", { class: "seg-muted" });
    this.legend = new Map(
      (frame.labels ?? []).map(({ name, colour }) => [
        name,
        make("li", {}, swatch(colour), named(name))
      ])
    );
    this.node = make(
      "section",
      { class: "seg-distribution", hidden: !frame.spec },
      make("h3", { text: `Where ${frame.unit ?? "customers"} stand` }),
      this.subtitle,
      make("ul", { class: "seg-legend", "aria-hidden": "true" }, ...this.legend.values()),
      this.words,
      this.image
    );
    this.resized = new ResizeObserver(() => this.fit());
    this.ready = frame.spec ? this.open(frame.spec, model) : Promise.resolve();
  }
  async open(spec, model) {
    try {
      const { View, parse, expressionInterpreter } = await loadVega(model);
      if (this.closed) return;
      const runtime = parse(structuredClone(spec), null, { ast: true });
      this.view = new View(runtime, { expr: expressionInterpreter, renderer: "svg" });
      this.view.initialize(this.box).width(this.width());
      this.resized.observe(this.image);
      await this.view.runAsync();
      if (this.picture) this.show(this.picture);
    } catch (problem) {
      this.words.hidden = false;
      say(this.words, `The chart could not be drawn: ${problem.message}`);
    }
  }
  width() {
    return Math.max(160, Math.min(WIDEST, this.image.clientWidth || WIDEST) - MARGIN);
  }
  fit() {
    if (!this.view || this.width() === this.view.width()) return;
    this.view.width(this.width());
    if (this.picture) this.show(this.picture);
  }
  /** Replace the rows; called at most once for each frame of the page. */
  show(picture) {
    const before = this.picture ?? {};
    this.picture = { ...picture, saved: picture.saved ?? before.saved ?? [] };
    say(this.subtitle, picture.subtitle);
    const { bars = [], saved, lines = [], segments = [], changed = [] } = this.picture;
    const summary = segments.map((segment) => `${segment.name} ${segment.now}`).join("; ");
    this.image.setAttribute("aria-label", `Distribution of the score. ${summary}`);
    this.words.hidden = bars.length > 0;
    if (!bars.length) say(this.words, "Nobody has a score.");
    const shown = new Set(segments.map((segment) => segment.name));
    for (const [name, entry] of this.legend) entry.hidden = !shown.has(name);
    if (!this.view) return;
    const labels = placed(lines, this.view.width());
    const tallest = Math.max(1, ...bars.map((bar) => bar.f4), ...saved.map((bin) => bin.f2));
    this.top = reach(this.top, tallest, picture.exact !== false);
    this.scale(labels.height);
    this.view.data("bars", bars).data("lines", labels.lines);
    this.view.data("saved", changed.length || picture.exact === false ? saved : []);
    this.view.runAsync();
  }
  /** Set the axis, with room above the bars for the rows of labels as far as bars stay to be seen. */
  scale(labels) {
    const room = Math.min((labels + 6) / this.view.height(), 0.6);
    this.view.signal("top", this.top / (1 - room));
    const wanted = ticks(this.top);
    if (this.ticks === wanted.join()) return;
    this.ticks = wanted.join();
    this.view.signal("ticks", wanted);
  }
  close() {
    this.closed = true;
    this.resized.disconnect();
    this.view?.finalize();
  }
};

// src/pulse.js
var PATIENCE = 3e3;
var Pulse = class {
  constructor(ping, busy, changed) {
    this.ping = ping;
    this.busy = busy;
    this.changed = changed;
    this.state = "alive";
    this.pinged = false;
    this.timer = null;
  }
  /** Something was asked that is answered in any case. */
  asked() {
    this.timer ??= setTimeout(() => this.look(), PATIENCE);
  }
  heard() {
    this.stop();
    this.pinged = false;
    this.become("alive");
  }
  /** The connection is closed, and no answer will come. */
  lost() {
    this.stop();
    this.become("gone");
  }
  close() {
    this.stop();
    this.changed = () => {
    };
  }
  look() {
    this.timer = null;
    if (this.busy()) this.become("busy");
    else if (this.pinged) return this.lost();
    this.pinged = !this.busy();
    this.ping();
    this.asked();
  }
  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }
  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed(state);
  }
};

// src/flow.js
var Flow = class {
  /**
   * @param send takes a message to the kernel
   * @param busy tells whether the kernel says that it is at work
   * @param changed told "alive", "busy" or "gone" when that changes
   */
  constructor(send, busy, changed) {
    this.send = send;
    this.number = Date.now() * 1e3;
    this.flying = null;
    this.moves = [];
    this.commands = [];
    this.prepared = null;
    const ping = () => this.send({ do: "ping", seq: this.number });
    this.pulse = new Pulse(ping, busy, changed);
  }
  /** The pointer or the focus is on a slider: the kernel may get ready. */
  prepare(place) {
    if (this.prepared === place) return;
    this.prepared = place;
    this.send({ do: "prepare", place });
  }
  drag(place, value) {
    this.move(place).value = value;
    this.pump();
  }
  /** A number was let go: exact counts are wanted. */
  drop(place) {
    this.move(place).released = true;
    this.pump();
  }
  /** Return what waits last, if it is of that number and still held. */
  move(place) {
    const last = this.moves.at(-1);
    if (last?.place === place && !last.released) return last;
    const fresh = { place, value: null, released: false };
    this.moves.push(fresh);
    return fresh;
  }
  command(message) {
    this.commands.push(message);
    this.pump();
  }
  /** Tell whether what was asked of a number is still to be answered. */
  holds(place) {
    return this.flying?.place === place || this.moves.some((move) => move.place === place);
  }
  /** Something came from the kernel: with the number of a message, that one is answered. */
  heard(seq) {
    this.pulse.heard();
    if (this.flying && (seq === void 0 || seq >= this.flying.seq)) this.flying = null;
    this.pump();
  }
  /** No answer will come to what is on its way: begin anew. */
  release() {
    this.flying = null;
    this.pump();
  }
  /** Forget everything that waits: there is nobody to tell. */
  abandon() {
    this.flying = this.prepared = null;
    this.moves = [];
    this.commands = [];
  }
  close() {
    this.abandon();
    this.pulse.close();
  }
  pump() {
    if (this.flying) return;
    const [move] = this.moves;
    if (move) {
      const { place, value, released } = move;
      move.value = null;
      if (value === null || !released) this.moves.shift();
      this.fly(value === null ? { do: "drop" } : { do: "drag", place, value }, place);
    } else {
      for (const message of this.commands.splice(0)) {
        this.prepared = null;
        this.send(message);
        this.pulse.asked();
      }
    }
  }
  fly(message, place) {
    this.number += 1;
    this.flying = { seq: this.number, place };
    this.send({ ...message, seq: this.number });
    this.pulse.asked();
  }
};

// src/keep.js
var Keeper = class {
  constructor(model, frame, flow) {
    this.cell = () => cellOf(model, frame.cell);
    this.flow = flow;
    this.asked = null;
  }
  /** Ask for the new source; return false where the cell cannot be reached from here. */
  ask() {
    const cell = this.cell();
    if (!cell) return false;
    this.asked = cell.getSource();
    this.flow.command({ do: "keep", source: this.asked });
    return true;
  }
  /** Write the answer into the cell; return what to say, and a text to copy if that failed. */
  write({ text, problem, copy: copy2 }) {
    const asked = this.asked;
    this.asked = null;
    if (asked === null) return null;
    if (problem || text === null) return { said: problem ?? "Nothing was written.", copy: copy2 };
    const cell = this.cell();
    if (!cell) return { said: "The cell is not there any more: copy its new text.", copy: copy2 };
    if (cell.getSource() !== asked) {
      return { said: "The cell was edited in the meantime, and is left as it is.", copy: copy2 };
    }
    if (text === asked) return { said: "The cell has these numbers already.", copy: null };
    replace(cell, asked, text);
    return { said: "Kept in the cell; Ctrl+Z there takes it back. Run it to apply it.", copy: null };
  }
};
function replace(cell, from, to) {
  if (typeof cell.updateSource !== "function") {
    cell.setSource(to);
    return;
  }
  let start = 0;
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start += 1;
  let tail = 0;
  const most = Math.min(from.length, to.length) - start;
  while (tail < most && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  cell.updateSource(start, from.length - tail, to.slice(start, to.length - tail));
}

// src/keys.js
var OURS = "data-lm-suppress-shortcuts";
function keepKeys(node) {
  const look = ({ target, ctrlKey, metaKey }) => {
    if (!node.contains(target)) return;
    if (ctrlKey || metaKey) target.removeAttribute(OURS);
    else target.setAttribute(OURS, "true");
  };
  window.addEventListener("keydown", look, true);
  return () => window.removeEventListener("keydown", look, true);
}

// src/messages.js
var STATES = {
  alive: () => "",
  busy: () => "The kernel is at work: the panel follows when it is free.",
  gone: (name) => `The kernel was restarted or is gone: run the cell again, then %segment panel ${name}`
};
var Messages = class {
  constructor(frame, flow) {
    this.name = frame.name ?? "";
    this.flow = flow;
    this.state = make("p", { class: "seg-note", hidden: true });
    this.passing = make("p", { class: "seg-note", hidden: true });
    this.notice = make("div", { class: "seg-note", hidden: true });
    this.error = make("div", { class: "seg-error", hidden: true });
    this.bar = make("progress", { max: "1", "aria-label": "Progress" });
    this.doing = make("span");
    this.work = make(
      "div",
      { class: "seg-work", hidden: true },
      this.bar,
      this.doing,
      button2("Cancel", () => flow.command({ do: "cancel" }))
    );
    this.node = make(
      "div",
      { class: "seg-messages" },
      make("div", { role: "alert" }, this.state, this.error),
      make("div", { role: "status" }, this.notice, this.passing, this.work)
    );
  }
  live(state) {
    say(this.state, STATES[state](this.name));
    this.state.hidden = state === "alive";
    if (state === "gone") this.progress(null);
  }
  note({ kind, text, action }) {
    const parts = [make("span", { text: text ?? "" })];
    if (action) parts.push(button2(action.label, () => this.flow.command({ do: action.name })));
    this.notice.className = kind === "error" ? "seg-error" : "seg-note";
    if (kind === "error") this.notice.setAttribute("role", "alert");
    else this.notice.removeAttribute("role");
    this.notice.replaceChildren(...parts);
    this.notice.hidden = !kind;
  }
  fail(text) {
    this.error.replaceChildren(
      make("pre", { text }),
      button2("Dismiss", () => this.calm())
    );
    this.error.hidden = false;
  }
  /** Say something that is over with the next thing that is asked for. */
  mention(text) {
    say(this.passing, text);
    this.passing.hidden = false;
  }
  calm() {
    this.passing.hidden = true;
    this.error.hidden = true;
    this.error.replaceChildren();
  }
  progress(work) {
    this.work.hidden = !work;
    if (!work) return;
    say(this.doing, work.text);
    if (typeof work.share === "number") this.bar.value = work.share;
    else this.bar.removeAttribute("value");
  }
};
function button2(text, act) {
  return make("button", { type: "button", class: "seg-button", text, onclick: act });
}

// src/moves.js
var MANY = 6;
var STRONG = 0.5;
var Moves = class {
  constructor(frame, flow) {
    this.flow = flow;
    this.shape = null;
    this.cells = [];
    this.table = make("table", { class: "seg-moves", onkeydown: (event) => this.step(event) });
    this.note = make("p", { class: "seg-muted" });
    this.moved = make("p");
    this.stability = make("p", { class: "seg-stability" });
    this.node = make(
      "section",
      { class: "seg-moves-part" },
      make("h3", { text: "Who moved" }),
      this.note,
      make(
        "div",
        { class: "seg-moves-line" },
        make("div", { class: "seg-scroll" }, this.table),
        make("div", { class: "seg-sentences" }, this.moved, this.stability)
      )
    );
  }
  show(picture) {
    const moves = picture.moves;
    this.node.hidden = !moves;
    if (!moves) return;
    const shape = JSON.stringify([moves.from, moves.to]);
    if (shape !== this.shape) this.build(moves);
    this.shape = shape;
    say(this.note, moves.note ?? "Share of each row; fewer than 10 people hidden");
    say(this.moved, moves.moved);
    if (picture.stability !== void 0) this.tell(picture.stability);
    else if (picture.exact === false) veil(this.stability, true);
    moves.cells.forEach(
      (row, from) => row.forEach((cell, to) => fill(this.cells[from][to], cell, moves.from[from], moves.to[to]))
    );
  }
  tell(text) {
    say(this.stability, text);
    veil(this.stability, false);
  }
  build({ from, to }) {
    this.cells = from.map((before) => to.map((after) => this.cell(before, after)));
    if (this.cells[0]?.[0]) this.cells[0][0].tabIndex = 0;
    const rows = from.map(
      (before, place) => make(
        "tr",
        {},
        make("th", { scope: "row" }, named(before)),
        ...this.cells[place].map((button4) => make("td", {}, button4))
      )
    );
    this.table.classList.toggle("seg-many", to.length > MANY);
    const corner = make("td", { class: "seg-corner" }, make("span", { text: "from ↓ to →" }));
    const heads = to.map((after) => make("th", { scope: "col" }, named(after)));
    this.table.replaceChildren(
      make("caption", { class: "seg-offscreen", text: "Moves from the saved cell to now" }),
      make("thead", {}, make("tr", {}, corner, ...heads)),
      make("tbody", {}, ...rows)
    );
  }
  cell(from, to) {
    return make("button", {
      type: "button",
      tabindex: "-1",
      onclick: () => this.flow.command({ do: "profile", from, to })
    });
  }
  /** Move the focus with the arrow keys: the table is one stop of the Tab key. */
  step(event) {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const move = by[event.key];
    const row = this.cells.findIndex((buttons) => buttons.includes(event.target));
    if (!move || row < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const column = this.cells[row].indexOf(event.target);
    const next = this.cells[row + move[0]]?.[column + move[1]];
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
};
function fill(button4, { text, share, title, hidden }, from, to) {
  const known = hidden ? 0 : share ?? 0;
  say(button4, text);
  mark(button4, "title", title ?? null);
  mark(button4, "aria-label", `${from} to ${to}: ${text}${title ? `, ${title}` : ""}`);
  mark(button4, "aria-disabled", hidden ? "true" : null);
  button4.classList.toggle("seg-strong", known >= STRONG);
  button4.style.setProperty("--seg-share", known);
}

// src/presets.js
var Presets = class {
  constructor(flow) {
    const send = (action, name2) => flow.command({ do: "preset", name: name2, action });
    const id = freshId("preset");
    this.shape = "";
    this.choice = make("select", { "aria-label": "Presets" });
    const act = (action) => () => this.choice.value && send(action, this.choice.value);
    this.known = make(
      "span",
      { class: "seg-line", hidden: true },
      this.choice,
      button3("Use", act("use")),
      button3("Drop", act("drop"))
    );
    const name = make("input", { id, maxlength: "60", autocomplete: "off", placeholder: "name" });
    const keep = form(
      { class: "seg-line" },
      () => {
        if (!name.value.trim()) return;
        send("keep", name.value.trim());
        name.value = "";
      },
      make("label", { class: "seg-muted", for: id, text: "preset" }),
      name,
      make("button", { type: "submit", class: "seg-button", text: "Keep preset" })
    );
    this.node = make("div", { class: "seg-presets" }, keep, this.known);
  }
  show({ presets = [] }) {
    this.known.hidden = presets.length === 0;
    if (this.shape === JSON.stringify(presets)) return;
    this.shape = JSON.stringify(presets);
    const chosen = this.choice.value;
    this.choice.replaceChildren(...presets.map((name) => make("option", { value: name, text: name })));
    this.choice.value = presets.includes(chosen) ? chosen : presets.at(-1);
  }
};
function button3(text, act) {
  return make("button", { type: "button", class: "seg-button", text, onclick: act });
}

// src/sizes.js
var SIGNS = { "-1": "seg-less", 0: "seg-same", 1: "seg-more" };
var Sizes = class {
  constructor(frame, flow) {
    this.colours = new Map((frame.labels ?? []).map((label) => [label.name, label.colour]));
    this.flow = flow;
    this.shape = null;
    this.table = make("table", { class: "seg-sizes" });
    this.kpis = frame.kpi_choices?.length ? new KpiChooser(frame.kpi_choices, flow) : null;
    this.node = make(
      "section",
      { class: "seg-sizes-part", "aria-label": "Sizes" },
      make("div", { class: "seg-scroll", tabindex: "-1" }, this.table),
      this.kpis?.node ?? null
    );
  }
  show(picture) {
    const segments = picture.segments ?? [];
    const shape = JSON.stringify([segments.map((segment) => segment.name), picture.columns?.length]);
    if (shape !== this.shape) this.build(segments, picture.columns ?? []);
    this.shape = shape;
    say(this.head, picture.head);
    this.columns.forEach((column, place) => say(column, picture.columns[place]));
    segments.forEach((segment, place) => this.fill(this.rows[place], segment));
    this.kpis?.show(picture.kpis);
  }
  build(segments, columns) {
    this.head = make("th", { scope: "col" });
    this.columns = columns.map(() => make("th", { scope: "col", class: "seg-figure" }));
    this.rows = segments.map((segment) => this.row(segment, columns.length));
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, this.head, ...this.columns)),
      make("tbody", {}, ...this.rows.map((row) => row.node))
    );
  }
  row(segment, columns) {
    const who = make(
      "button",
      {
        type: "button",
        class: "seg-segment",
        title: `Profile of ${segment.name}`,
        onclick: () => this.flow.command({ do: "profile", from: null, to: segment.name })
      },
      swatch(this.colours.get(segment.name)),
      named(segment.name)
    );
    const cells = Array.from({ length: columns }, () => make("td", { class: "seg-figure" }));
    const bar = make("span");
    bar.style.background = this.colours.get(segment.name) ?? "";
    const now = make("span");
    const share = make("span", { class: "seg-share", "aria-hidden": "true" }, bar);
    cells[0]?.append(make("div", { class: "seg-now" }, share, now));
    const node = make("tr", {}, make("th", { scope: "row" }, who), ...cells);
    return { node, cells, now, bar };
  }
  fill({ node, cells, now, bar }, segment) {
    const [, difference, ...others] = cells;
    say(now, segment.now);
    bar.style.width = `${Math.round(1e3 * (segment.share ?? 0)) / 10}%`;
    say(difference, segment.difference);
    difference.className = `seg-figure ${SIGNS[segment.sign] ?? ""}`;
    [...segment.kpis ?? [], segment.near].forEach((text, place) => {
      if (others[place]) say(others[place], text);
    });
    mark(node, "class", segment.hidden ? "seg-hidden" : null);
  }
};
var KpiChooser = class {
  constructor(choices, flow) {
    this.boxes = choices.map((choice) => {
      const { name, label } = typeof choice === "string" ? { name: choice, label: choice } : choice;
      const id = freshId("kpi");
      const box = make("input", { type: "checkbox", id, value: name });
      box.addEventListener("change", () => {
        const columns = this.boxes.filter((one) => one.box.checked).map((one) => one.box.value);
        flow.command({ do: "kpis", columns });
      });
      const line = make("label", { for: id }, box, make("bdi", { text: label ?? name }));
      return { box, line };
    });
    this.node = make(
      "details",
      {
        class: "seg-kpis",
        onkeydown: (event) => {
          if (event.key !== "Escape") return;
          this.node.open = false;
          this.node.querySelector("summary").focus();
        }
      },
      make("summary", { text: "KPI columns" }),
      make(
        "div",
        { class: "seg-choices", role: "group", "aria-label": "KPI columns" },
        ...this.boxes.map((one) => one.line)
      )
    );
  }
  show(chosen) {
    if (!chosen) return;
    for (const { box } of this.boxes) box.checked = chosen.includes(box.value);
  }
};

// src/still.js
var VEGA = "application/vnd.vegalite.v5+json";
var VIEW = "application/vnd.jupyter.widget-view+json";
function replaceStill(model, { view, data, metadata }) {
  for (const outputs of outputsOf(model)) {
    for (let place = 1; place < outputs.length; place += 1) {
      const [panel, still] = [outputs.get(place - 1).data, outputs.get(place).data];
      const ours = panel[VIEW]?.model_id === view && VEGA in still;
      if (ours && JSON.stringify(still[VEGA]) !== JSON.stringify(data[VEGA])) {
        outputs.set(place, { output_type: "display_data", data, metadata });
      }
    }
  }
}

// src/panel.js
var Panel = class {
  constructor(model) {
    const frame = model.get("frame");
    this.model = model;
    this.waiting = null;
    this.frameAsked = null;
    this.flow = new Flow(
      (message) => this.send(message),
      () => isBusy(model),
      (state) => this.live(state)
    );
    this.keeper = new Keeper(model, frame, this.flow);
    this.messages = new Messages(frame, this.flow);
    this.controls = new Controls(frame, this.flow);
    this.sizes = new Sizes(frame, this.flow);
    this.distribution = new Distribution(frame, model);
    this.moves = new Moves(frame, this.flow);
    this.details = new Details();
    this.presets = new Presets(this.flow);
    this.bar = new Bar(this.flow, this.keeper);
    this.announcer = new Announcer();
    this.parts = [
      this.controls,
      this.sizes,
      this.distribution,
      this.moves,
      this.presets,
      this.bar,
      this.announcer
    ];
    this.node = this.layout(frame);
    this.show(model.get("picture"));
    this.messages.note(model.get("notice"));
  }
  layout(frame) {
    const right = [this.sizes, this.distribution, this.moves, this.details];
    this.columns = make(
      "fieldset",
      { class: "seg-columns" },
      make("div", { class: "seg-left" }, this.controls.node),
      make("div", { class: "seg-right" }, ...right.map((part) => part.node))
    );
    this.below = make("fieldset", {}, this.presets.node);
    return make(
      "section",
      { class: "seg-panel", "aria-label": frame.title ?? `Live panel of ${frame.name}` },
      this.messages.node,
      this.columns,
      this.bar.node,
      this.below,
      this.announcer.node
    );
  }
  async listen() {
    const { model } = this;
    this.heard = (message) => this.receive(message);
    this.settled = () => {
      const picture = model.get("picture");
      this.flow.heard(picture.seq);
      this.ask(picture);
    };
    this.noticed = () => this.messages.note(model.get("notice"));
    model.on("msg:custom", this.heard);
    model.on("change:picture", this.settled);
    model.on("change:notice", this.noticed);
    this.freeKeys = keepKeys(this.node);
    model.send({ do: "opened" });
    this.unwatch = await watchConnection(model, () => this.flow.pulse.lost());
    if (this.closed) this.unwatch();
  }
  /** Send a message; what was said about the one before is over. */
  send(message) {
    if (message.do !== "ping" && message.do !== "prepare") this.messages.calm();
    this.model.send(message);
  }
  receive(message) {
    if ("pong" in message || "error" in message) this.flow.heard();
    else this.flow.heard(message.seq ?? -1);
    if (message.picture) this.ask(message.picture);
    if (message.stability) this.moves.tell(message.stability.text);
    if ("progress" in message) this.messages.progress(message.progress);
    if (message.profile) this.details.profile(message.profile);
    if (message.found) this.details.found(message.found);
    if (message.keep) this.bar.kept(this.keeper.write(message.keep));
    if (message.still) replaceStill(this.model, message.still);
    if (message.note) this.messages.mention(message.note);
    if (message.error) {
      this.messages.fail(message.error);
      this.controls.show(this.shown);
    }
  }
  /** Show a picture with the next frame of the page; of several only the newest. */
  ask(picture) {
    this.waiting = picture;
    this.frameAsked ??= requestAnimationFrame(() => {
      this.frameAsked = null;
      this.show(this.waiting);
    });
  }
  show(picture) {
    this.shown = picture;
    for (const part of this.parts) part.show(picture);
  }
  live(state) {
    this.messages.live(state);
    const gone = state === "gone";
    if (gone) this.flow.abandon();
    this.columns.disabled = this.below.disabled = gone;
    this.bar.disable(gone);
  }
  close() {
    this.closed = true;
    this.model.off("msg:custom", this.heard);
    this.model.off("change:picture", this.settled);
    this.model.off("change:notice", this.noticed);
    this.freeKeys?.();
    this.unwatch?.();
    cancelAnimationFrame(this.frameAsked);
    this.flow.close();
    for (const part of this.parts) part.close?.();
  }
};
var panel_default = {
  render({ model, el }) {
    let panel = null;
    const open = () => {
      const focused = panel?.node.contains(document.activeElement);
      panel?.close();
      panel = new Panel(model);
      el.replaceChildren(panel.node);
      panel.listen();
      if (focused) takeFocus(panel.node);
    };
    el.classList.add("seg-host");
    open();
    model.on("change:frame", open);
    return () => {
      model.off("change:frame", open);
      panel.close();
    };
  }
};
export {
  panel_default as default
};

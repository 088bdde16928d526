// Who moved: a table of buttons, from the segment in the saved cell to the segment now.
import { make, mark, named, say, veil } from "./dom.js";

const MANY = 6;
const STRONG = 0.5;

export class Moves {
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
        make("div", { class: "seg-sentences" }, this.moved, this.stability),
      ),
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
    if (picture.stability !== undefined) this.tell(picture.stability);
    else if (picture.exact === false) veil(this.stability, true);
    moves.cells.forEach((row, from) =>
      row.forEach((cell, to) => fill(this.cells[from][to], cell, moves.from[from], moves.to[to])),
    );
  }

  tell(text) {
    say(this.stability, text);
    veil(this.stability, false);
  }

  build({ from, to }) {
    this.cells = from.map((before) => to.map((after) => this.cell(before, after)));
    if (this.cells[0]?.[0]) this.cells[0][0].tabIndex = 0;
    const rows = from.map((before, place) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, named(before)),
        ...this.cells[place].map((button) => make("td", {}, button)),
      ),
    );
    this.table.classList.toggle("seg-many", to.length > MANY);
    const corner = make("td", { class: "seg-corner" }, make("span", { text: "from ↓ to →" }));
    const heads = to.map((after) => make("th", { scope: "col" }, named(after)));
    this.table.replaceChildren(
      make("caption", { class: "seg-offscreen", text: "Moves from the saved cell to now" }),
      make("thead", {}, make("tr", {}, corner, ...heads)),
      make("tbody", {}, ...rows),
    );
  }

  cell(from, to) {
    return make("button", {
      type: "button",
      tabindex: "-1",
      onclick: () => this.flow.command({ do: "profile", from, to }),
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
}

function fill(button, { text, share, title, hidden }, from, to) {
  const known = hidden ? 0 : (share ?? 0);
  say(button, text);
  mark(button, "title", title ?? null);
  mark(button, "aria-label", `${from} to ${to}: ${text}${title ? `, ${title}` : ""}`);
  mark(button, "aria-disabled", hidden ? "true" : null);
  button.classList.toggle("seg-strong", known >= STRONG);
  button.style.setProperty("--seg-share", known);
}

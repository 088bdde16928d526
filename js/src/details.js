// What was asked for beside the pictures: the profile of a group, or one customer. In the page only.
import { make, say } from "./dom.js";

export class Details {
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
      this.note,
    );
  }

  profile({ title, columns, rows, note }) {
    this.fill(title, columns, rows, note);
  }

  found({ who, before, after, note }) {
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    const rows = names.map((name) => [name, before?.[name], after?.[name]]);
    this.fill(`${who}`, ["", "saved cell", "now"], rows, note);
  }

  fill(title, columns, rows, note) {
    say(this.title, title);
    say(this.note, note);
    const cells = (row) => (Array.isArray(row) ? row : columns.map((column) => row[column]));
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, ...columns.map(head))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row).map(body)))),
    );
    this.node.setAttribute("aria-label", title);
    this.node.hidden = false;
  }
}

function head(text, place) {
  const figure = place > 0 ? "seg-figure" : null;
  // a column without a name is no header
  return text
    ? make("th", { scope: "col", class: figure }, make("bdi", { text }))
    : make("td", { class: figure });
}

function body(value, place) {
  const text = make("bdi", { text: value === null || value === undefined ? "–" : String(value) });
  return place > 0
    ? make("td", { class: "seg-figure" }, text)
    : make("th", { scope: "row" }, text);
}

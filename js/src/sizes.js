// The table of sizes: now, against the cell, the chosen KPIs, and who is near a threshold.
import { freshId, make, mark, named, say, swatch } from "./dom.js";

const SIGNS = { "-1": "seg-less", 0: "seg-same", 1: "seg-more" };

export class Sizes {
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
      this.kpis?.node ?? null,
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
      make("tbody", {}, ...this.rows.map((row) => row.node)),
    );
  }

  row(segment, columns) {
    const who = make(
      "button",
      {
        type: "button",
        class: "seg-segment",
        title: `Profile of ${segment.name}`,
        onclick: () => this.flow.command({ do: "profile", from: null, to: segment.name }),
      },
      swatch(this.colours.get(segment.name)),
      named(segment.name),
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
    bar.style.width = `${Math.round(1000 * (segment.share ?? 0)) / 10}%`;
    say(difference, segment.difference);
    difference.className = `seg-figure ${SIGNS[segment.sign] ?? ""}`;
    [...(segment.kpis ?? []), segment.near].forEach((text, place) => {
      if (others[place]) say(others[place], text);
    });
    mark(node, "class", segment.hidden ? "seg-hidden" : null);
  }
}

/** The choice of columns: a list of boxes behind a button, as the browser has it. */
class KpiChooser {
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
        },
      },
      make("summary", { text: "KPI columns" }),
      make(
        "div",
        { class: "seg-choices", role: "group", "aria-label": "KPI columns" },
        ...this.boxes.map((one) => one.line),
      ),
    );
  }

  show(chosen) {
    if (!chosen) return;
    for (const { box } of this.boxes) box.checked = chosen.includes(box.value);
  }
}

// The left column: the cell's own lines with their numbers, and the box that finds a customer.
import { form, freshId, make } from "./dom.js";
import { Box, Slider } from "./number.js";

export class Controls {
  constructor(frame, flow) {
    this.numbers = [];
    const groups = (frame.groups ?? []).map((group) => this.group(group, flow));
    this.node = make("div", { class: "seg-controls" }, ...groups, finder(frame, flow));
  }

  group({ heading, controls }, flow) {
    const id = freshId("group");
    const made = controls.map((control) =>
      control.live ? new Slider(control, flow) : new Box(control, flow),
    );
    this.numbers.push(...made);
    const sliders = made.filter((number) => number.control.live).map((number) => number.node);
    const boxes = made.filter((number) => !number.control.live).map((number) => number.node);
    return make(
      "div",
      { class: "seg-group", role: "group", "aria-labelledby": id },
      make("div", { class: "seg-heading", id, title: heading, text: heading }),
      ...sliders,
      boxes.length ? make("div", { class: "seg-boxes" }, ...boxes) : null,
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
}

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
      make("button", { type: "submit", class: "seg-button", text: "Find" }),
    ),
  );
}

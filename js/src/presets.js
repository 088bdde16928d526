// Presets: sets of numbers with a name, to go back to.
import { form, freshId, make } from "./dom.js";

export class Presets {
  constructor(flow) {
    const send = (action, name) => flow.command({ do: "preset", name, action });
    const id = freshId("preset");
    this.shape = "";
    this.choice = make("select", { "aria-label": "Presets" });
    const act = (action) => () => this.choice.value && send(action, this.choice.value);
    this.known = make(
      "span",
      { class: "seg-line", hidden: true },
      this.choice,
      button("Use", act("use")),
      button("Drop", act("drop")),
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
      make("button", { type: "submit", class: "seg-button", text: "Keep preset" }),
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
}

function button(text, act) {
  return make("button", { type: "button", class: "seg-button", text, onclick: act });
}

// The quiet bar below: Keep, Copy, what changed, Undo, Redo, Reset.
import { copy } from "./clipboard.js";
import { make, say } from "./dom.js";

export class Bar {
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
      "aria-label": "Text of the cell with the numbers of the panel",
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
        this.reset,
      ),
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
}

/** A disabled button would lose the focus: it stays reachable, and does nothing. */
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
    onclick: whenEnabled,
  });
}

// One number of the cell: a slider with its value, or a box.
import { freshId, make, mark, say, veil } from "./dom.js";

const KEYS_REST = 350;

/** Write a number as short as it is. */
export function written(value) {
  return String(Number(value.toPrecision(12)));
}

/** What a slider and a box have in common: a field for typing, and the saved number beside it. */
class NumberField {
  constructor(control, flow) {
    this.control = control;
    this.flow = flow;
    this.id = freshId("number");
    this.typed = make("input", {
      type: "number",
      class: "seg-typed",
      step: "any",
      autocomplete: "off",
      "aria-label": control.live ? `${control.label}, typed` : control.label,
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
      },
    });
  }

  /** Send what was typed, or show the present number again where that is none. */
  apply() {
    const value = this.typed.valueAsNumber;
    if (!Number.isFinite(value)) this.restore();
    else if (value !== this.value) {
      this.value = value; // Enter is followed by the field's own notice of a change
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
}

/** A slider: counts follow while it is moved. */
export class Slider extends NumberField {
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
      onchange: () => (this.grabbed ? this.letGo() : this.rest()),
      onblur: () => this.resting !== null && this.letGo(),
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
        this.range,
      ),
      this.typed,
      this.was,
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
    // the field has the focus after "was 3" was pressed
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
}

/** A box: what is typed counts on Enter, and takes its time. */
export class Box extends NumberField {
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
      this.was,
    );
  }

  show(value, changed) {
    const fresh = value !== this.value || document.activeElement !== this.typed;
    super.show(value, changed);
    if (fresh || Number.isNaN(this.typed.valueAsNumber)) this.typed.value = written(value);
  }

  close() {}
}

// For those who hear the panel: one sentence when the numbers have come to rest.
import { make } from "./dom.js";

const REST = 800;

export class Announcer {
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
    // what is there when the panel opens was not caused by anybody
    if (this.last === null) this.last = text;
    this.timer = setTimeout(() => {
      if (text !== this.last) this.node.textContent = text;
      this.last = text;
    }, REST);
  }

  close() {
    clearTimeout(this.timer);
  }
}

// What is told above the pictures: a lasting notice, an error, how far a recomputation is, and
// whether there is still a kernel.
import { make, say } from "./dom.js";

const STATES = {
  alive: () => "",
  busy: () => "The kernel is at work: the panel follows when it is free.",
  gone: (name) =>
    `The kernel was restarted or is gone: run the cell again, then %segment panel ${name}`,
};

export class Messages {
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
      button("Cancel", () => flow.command({ do: "cancel" })),
    );
    this.node = make(
      "div",
      { class: "seg-messages" },
      make("div", { role: "alert" }, this.state, this.error),
      make("div", { role: "status" }, this.notice, this.passing, this.work),
    );
  }

  live(state) {
    say(this.state, STATES[state](this.name));
    this.state.hidden = state === "alive";
    if (state === "gone") this.progress(null);
  }

  note({ kind, text, action }) {
    const parts = [make("span", { text: text ?? "" })];
    if (action) parts.push(button(action.label, () => this.flow.command({ do: action.name })));
    this.notice.className = kind === "error" ? "seg-error" : "seg-note";
    if (kind === "error") this.notice.setAttribute("role", "alert");
    else this.notice.removeAttribute("role");
    this.notice.replaceChildren(...parts);
    this.notice.hidden = !kind;
  }

  fail(text) {
    this.error.replaceChildren(
      make("pre", { text }),
      button("Dismiss", () => this.calm()),
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
}

function button(text, act) {
  return make("button", { type: "button", class: "seg-button", text, onclick: act });
}

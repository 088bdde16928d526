// The live panel: puts its parts together, and passes on what comes from the kernel.
import { Announcer } from "./announcer.js";
import { Bar } from "./bar.js";
import { Controls } from "./controls.js";
import { Details } from "./details.js";
import { Distribution } from "./distribution.js";
import { make, takeFocus } from "./dom.js";
import { Flow } from "./flow.js";
import { isBusy, watchConnection } from "./host.js";
import { Keeper } from "./keep.js";
import { keepKeys } from "./keys.js";
import { Messages } from "./messages.js";
import { Moves } from "./moves.js";
import { Presets } from "./presets.js";
import { Sizes } from "./sizes.js";
import { replaceStill } from "./still.js";

class Panel {
  constructor(model) {
    const frame = model.get("frame");
    this.model = model;
    this.waiting = null;
    this.frameAsked = null;
    this.flow = new Flow(
      (message) => this.send(message),
      () => isBusy(model),
      (state) => this.live(state),
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
      this.announcer,
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
      make("div", { class: "seg-right" }, ...right.map((part) => part.node)),
    );
    this.below = make("fieldset", {}, this.presets.node);
    return make(
      "section",
      { class: "seg-panel", "aria-label": frame.title ?? `Live panel of ${frame.name}` },
      this.messages.node,
      this.columns,
      this.bar.node,
      this.below,
      this.announcer.node,
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
    // what takes longer is computed once somebody hears it
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
}

export default {
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
    // another run of the cell has other numbers
    model.on("change:frame", open);
    return () => {
      model.off("change:frame", open);
      panel.close();
    };
  },
};

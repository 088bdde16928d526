// The distribution: drawn by Vega once, afterwards its rows are replaced.
import { reach, ticks } from "./axis.js";
import { make, named, say, swatch } from "./dom.js";
import { loadVega } from "./library.js";
import { placed } from "./thresholds.js";

const WIDEST = 640;
const MARGIN = 70;

export class Distribution {
  constructor(frame, model) {
    this.view = null;
    this.closed = false;
    this.picture = null;
    this.top = 0;
    this.ticks = "";
    this.box = make("div", { class: "seg-chart" });
    this.words = make("p", { class: "seg-muted seg-nothing", hidden: true });
    this.image = make("div", { role: "img", "aria-label": "Distribution" }, this.box);
    this.subtitle = make("p", { class: "seg-muted" });
    this.legend = new Map(
      (frame.labels ?? []).map(({ name, colour }) => [
        name,
        make("li", {}, swatch(colour), named(name)),
      ]),
    );
    this.node = make(
      "section",
      { class: "seg-distribution", hidden: !frame.spec },
      make("h3", { text: `Where ${frame.unit ?? "customers"} stand` }),
      this.subtitle,
      make("ul", { class: "seg-legend", "aria-hidden": "true" }, ...this.legend.values()),
      this.words,
      this.image,
    );
    this.resized = new ResizeObserver(() => this.fit());
    this.ready = frame.spec ? this.open(frame.spec, model) : Promise.resolve();
  }

  async open(spec, model) {
    try {
      const { View, parse, expressionInterpreter } = await loadVega(model);
      if (this.closed) return;
      const runtime = parse(structuredClone(spec), null, { ast: true });
      this.view = new View(runtime, { expr: expressionInterpreter, renderer: "svg" });
      this.view.initialize(this.box).width(this.width());
      this.resized.observe(this.image);
      await this.view.runAsync();
      if (this.picture) this.show(this.picture);
    } catch (problem) {
      this.words.hidden = false;
      say(this.words, `The chart could not be drawn: ${problem.message}`);
    }
  }

  width() {
    return Math.max(160, Math.min(WIDEST, this.image.clientWidth || WIDEST) - MARGIN);
  }

  fit() {
    if (!this.view || this.width() === this.view.width()) return;
    this.view.width(this.width());
    if (this.picture) this.show(this.picture);
  }

  /** Replace the rows; called at most once for each frame of the page. */
  show(picture) {
    const before = this.picture ?? {};
    this.picture = { ...picture, saved: picture.saved ?? before.saved ?? [] };
    say(this.subtitle, picture.subtitle);
    const { bars = [], saved, lines = [], segments = [], changed = [] } = this.picture;
    const summary = segments.map((segment) => `${segment.name} ${segment.now}`).join("; ");
    this.image.setAttribute("aria-label", `Distribution of the score. ${summary}`);
    this.words.hidden = bars.length > 0;
    if (!bars.length) say(this.words, "Nobody has a score.");
    const shown = new Set(segments.map((segment) => segment.name));
    for (const [name, entry] of this.legend) entry.hidden = !shown.has(name);
    if (!this.view) return;
    const labels = placed(lines, this.view.width());
    const tallest = Math.max(1, ...bars.map((bar) => bar.f4), ...saved.map((bin) => bin.f2));
    this.top = reach(this.top, tallest, picture.exact !== false);
    this.scale(labels.height);
    this.view.data("bars", bars).data("lines", labels.lines);
    this.view.data("saved", changed.length || picture.exact === false ? saved : []);
    this.view.runAsync();
  }

  /** Set the axis, with room above the bars for the rows of labels as far as bars stay to be seen. */
  scale(labels) {
    const room = Math.min((labels + 6) / this.view.height(), 0.6);
    this.view.signal("top", this.top / (1 - room));
    const wanted = ticks(this.top);
    if (this.ticks === wanted.join()) return;
    this.ticks = wanted.join();
    this.view.signal("ticks", wanted);
  }

  close() {
    this.closed = true;
    this.resized.disconnect();
    this.view?.finalize();
  }
}

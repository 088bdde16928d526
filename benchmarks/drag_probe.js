// Runs in the page before anything else: notes, frame by frame, what a chart shows while a slider
// is dragged. `dragProbe.start(kind)` begins, `dragProbe.stop()` returns what was noted.
//
// Times are milliseconds of performance.now(). Looked at is what a frame will paint: an observer of
// sizes runs after all that was asked for the frame, and before it is painted.
window.dragProbe = (() => {
  let noted = null;

  // How each kind of page tells the slider's step, and what its chart shows.
  const kinds = {
    chart: {
      slider: ".noUi-handle",
      step: (slider) => Math.round(Number(slider.getAttribute("aria-valuenow"))),
      steps: (slider) => Math.round(Number(slider.getAttribute("aria-valuemax"))),
      drawing: ".jp-OutputArea-output .vega-embed svg.marks",
      shown: (drawing) => {
        for (const text of drawing.getElementsByTagName("text")) {
          if (text.textContent.startsWith("step ")) return text.textContent;
        }
        return null;
      },
    },
    panel: {
      slider: "input[type=range]:is(:focus, :hover)",
      step: (slider) => Math.round((slider.valueAsNumber - slider.min) / slider.step),
      steps: (slider) => Math.round((slider.max - slider.min) / slider.step),
      drawing: ".seg-distribution svg.marks",
      shown: (drawing) => drawing.closest("[role=img]").getAttribute("aria-label"),
    },
  };

  /** The step that the slider has now, with the time of the event that brought it there. */
  function noteMove(event) {
    if (!noted) return;
    const slider = document.querySelector(noted.kind.slider);
    if (!slider) return;
    const step = noted.kind.step(slider);
    if (step === noted.steps.at(-1)?.[0]) return;
    noted.steps.push([step, event.timeStamp]);
  }

  // A slider of the browser itself moves after the pointer's event, and tells so by one of its own.
  let pointer = null;
  const later = (event) => {
    pointer = event;
    queueMicrotask(() => noteMove(event));
  };
  addEventListener("pointermove", later);
  addEventListener("pointerdown", later);
  addEventListener("pointerup", later);
  addEventListener("input", () => pointer && noteMove(pointer), true);

  const numbers = new WeakMap();
  let nodes = 0;
  function numberOf(node) {
    if (!numbers.has(node)) numbers.set(node, ++nodes);
    return numbers.get(node);
  }

  // A panel's words may be a moment before its drawing: both have to be there.
  let changed = 0;
  const watcher = new MutationObserver(() => {
    changed += 1;
  });
  let watched = null;

  const pixel = document.createElement("div");
  pixel.style.cssText = "position: fixed; visibility: hidden; contain: strict; height: 1px";
  const frames = new ResizeObserver(noteFrame);
  function askForFrame() {
    if (!noted) return;
    pixel.style.width = pixel.style.width === "1px" ? "2px" : "1px";
    requestAnimationFrame(askForFrame);
  }

  function noteFrame() {
    if (!noted) return;
    const now = performance.now();
    const drawing = document.querySelector(noted.kind.drawing);
    const box = drawing?.getBoundingClientRect();
    if (drawing && drawing !== watched) {
      watcher.disconnect();
      const what = { attributes: true, characterData: true, childList: true, subtree: true };
      watcher.observe(drawing, what);
      watched = drawing;
      changed += 1;
    }
    const below = noted.below?.getBoundingClientRect().top;
    noted.frames.push([now, drawing ? numberOf(drawing) : 0, box?.height ?? 0, below]);
    const text = drawing ? noted.kind.shown(drawing) : null;
    if (text === null || text === noted.last || changed === noted.changed) return;
    noted.last = text;
    noted.changed = changed;
    noted.shown.push([text, now]);
  }

  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) noted?.shifts.push([shift.startTime, shift.value]);
  }).observe({ type: "layout-shift" });

  return {
    drawing: (kind) => kinds[kind].drawing,
    /** Begin; returns how many steps the slider has. */
    start(kind) {
      const below = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].at(-1);
      noted = { kind: kinds[kind], below, steps: [], shown: [], frames: [], shifts: [] };
      const drawing = document.querySelector(noted.kind.drawing);
      noted.last = noted.kind.shown(drawing); // before anything moved
      document.body.append(pixel);
      frames.observe(pixel);
      askForFrame();
      return noted.kind.steps(document.querySelector(noted.kind.slider));
    },
    stop() {
      const { steps, shown, frames, shifts } = noted;
      noted = null;
      pixel.remove();
      return { steps, shown, frames, shifts };
    },
    /** How much has been shown, to see when it comes to rest. */
    size: () => noted.shown.length,
  };
})();

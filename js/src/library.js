// Vega, imported once for each page from the widget that holds its source, however many panels
// there are.
import { libraryOf } from "./host.js";

const KEY = Symbol.for("seg_jupyter.vega");

/** Return Vega's `parse`, `View` and `expressionInterpreter`. */
export function loadVega(model) {
  globalThis[KEY] ??= imported(model).catch((problem) => {
    delete globalThis[KEY];
    throw problem;
  });
  return globalThis[KEY];
}

async function imported(model) {
  const held = await libraryOf(model);
  const url = URL.createObjectURL(new Blob([held.get("source")], { type: "text/javascript" }));
  try {
    return await import(/* webpackIgnore: true */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

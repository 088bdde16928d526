// The picture that the saved notebook keeps behind a panel. The kernel replaces it by itself, unless
// the page was loaded anew since: then the page no longer knows where it stands.
import { outputsOf } from "./host.js";

const VEGA = "application/vnd.vegalite.v5+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

/** Put a picture behind the panel of an id, where another one stands there. */
export function replaceStill(model, { view, data, metadata }) {
  for (const outputs of outputsOf(model)) {
    for (let place = 1; place < outputs.length; place += 1) {
      const [panel, still] = [outputs.get(place - 1).data, outputs.get(place).data];
      const ours = panel[VIEW]?.model_id === view && VEGA in still;
      if (ours && JSON.stringify(still[VEGA]) !== JSON.stringify(data[VEGA])) {
        outputs.set(place, { output_type: "display_data", data, metadata });
      }
    }
  }
}

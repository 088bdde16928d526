// The part of Vega that draws a compiled specification of bars, lines and texts: no maps, no force
// layouts, no loading of data. Expressions are interpreted as trees, so nothing is evaluated.
import { transforms } from "vega-dataflow";
import * as encoding from "vega-encode";
import * as rows from "vega-transforms";
import * as drawing from "vega-view-transforms";

Object.assign(transforms, encoding, rows, drawing);

export { expressionInterpreter } from "vega-interpreter";
export { parse } from "vega-parser";
export { View } from "vega-view";

// Where the labels of thresholds stand: in rows, so that they never meet.

const ROW = 15;
const GAP = 9;
const FONT = "11px system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const canvas = document.createElement("canvas").getContext("2d");

function widthOf(text) {
  canvas.font = FONT;
  return canvas.measureText(text).width + GAP;
}

/** Return the rows of the lines for a chart of a width in pixels, and how many rows of labels. */
export function placed(lines, width) {
  const rows = [];
  const known = [...lines].sort((one, other) => one.f0 - other.f0);
  const labelled = known.map((line) => {
    const at = (line.f0 / 100) * width;
    const wide = widthOf(line.f1);
    const right = at + wide <= width || at < wide;
    const [start, end] = right ? [at, at + wide] : [at - wide, at];
    let row = rows.findIndex((taken) => taken.every(([a, b]) => end <= a || b <= start));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push([start, end]);
    return { f0: line.f0, f1: line.f1, f3: right ? "right" : "left", f4: 2 + row * ROW };
  });
  return { lines: labelled, height: rows.length * ROW };
}

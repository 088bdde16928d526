// Keep: the numbers of the panel written into the cell that it belongs to. The kernel makes the new
// source from the present one; it is written only if the cell still has that.
import { cellOf } from "./host.js";

export class Keeper {
  constructor(model, frame, flow) {
    this.cell = () => cellOf(model, frame.cell);
    this.flow = flow;
    this.asked = null;
  }

  /** Ask for the new source; return false where the cell cannot be reached from here. */
  ask() {
    const cell = this.cell();
    if (!cell) return false;
    this.asked = cell.getSource();
    this.flow.command({ do: "keep", source: this.asked });
    return true;
  }

  /** Write the answer into the cell; return what to say, and a text to copy if that failed. */
  write({ text, problem, copy }) {
    const asked = this.asked;
    this.asked = null;
    if (asked === null) return null; // another view of this panel has asked
    if (problem || text === null) return { said: problem ?? "Nothing was written.", copy };
    const cell = this.cell();
    if (!cell) return { said: "The cell is not there any more: copy its new text.", copy };
    if (cell.getSource() !== asked) {
      return { said: "The cell was edited in the meantime, and is left as it is.", copy };
    }
    if (text === asked) return { said: "The cell has these numbers already.", copy: null };
    replace(cell, asked, text);
    return { said: "Kept in the cell; Ctrl+Z there takes it back. Run it to apply it.", copy: null };
  }
}

/** Write only what differs, so that the cursor and the other lines stay, in one step to undo. */
function replace(cell, from, to) {
  if (typeof cell.updateSource !== "function") {
    cell.setSource(to);
    return;
  }
  let start = 0;
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start += 1;
  let tail = 0;
  const most = Math.min(from.length, to.length) - start;
  while (tail < most && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  cell.updateSource(start, from.length - tail, to.slice(start, to.length - tail));
}

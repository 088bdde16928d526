// Keys that are pressed in the panel belong to it: JupyterLab takes letters and arrows for the
// notebook wherever nothing is typed, and "d d" on a slider would delete the cell. What is pressed
// together with Ctrl or Cmd, such as saving, stays with the notebook.

// JupyterLab looks for it on the node that has the focus, and no further up once that has a match.
const OURS = "data-lm-suppress-shortcuts";

/** Keep plain keys in a node; return a function that ends it. */
export function keepKeys(node) {
  const look = ({ target, ctrlKey, metaKey }) => {
    if (!node.contains(target)) return;
    if (ctrlKey || metaKey) target.removeAttribute(OURS);
    else target.setAttribute(OURS, "true");
  };
  // the window hears a key before the document, where JupyterLab listens
  window.addEventListener("keydown", look, true);
  return () => window.removeEventListener("keydown", look, true);
}

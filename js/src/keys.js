// Keys that are pressed in the panel belong to it: JupyterLab takes letters and arrows for the
// notebook wherever nothing is typed, and "d d" on a slider would delete the cell. What is pressed
// together with Ctrl or Cmd, such as saving, stays with the notebook.

const OURS = "data-lm-suppress-shortcuts";

/** Keep plain keys in a node; return a function that ends it. */
export function keepKeys(node) {
  node.setAttribute(OURS, "true");
  const look = (event) => {
    if (!node.contains(event.target)) return;
    if (event.ctrlKey || event.metaKey) node.removeAttribute(OURS);
    else node.setAttribute(OURS, "true");
  };
  // the window hears a key before the document, where JupyterLab listens
  window.addEventListener("keydown", look, true);
  return () => window.removeEventListener("keydown", look, true);
}

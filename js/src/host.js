// What the notebook around the panel lets a widget reach. Only JupyterLab and Notebook 7 have all of
// it, and none of it is promised: whatever is not there is told as null.

/** Return the kernel as the notebook sees it. */
function kernelOf(model) {
  const manager = model.widget_manager;
  return manager?.kernel ?? manager?.context?.sessionContext?.session?.kernel ?? null;
}

/** Tell whether the kernel says that it is at work. */
export function isBusy(model) {
  return ["busy", "starting"].includes(kernelOf(model)?.status);
}

/** Call back when the connection to the kernel's widgets is lost, as by a restart. */
export async function watchConnection(model, lost) {
  const held = await libraryOf(model).catch(() => null);
  if (!held) return () => {};
  const look = () => {
    if (held.comm_live === false) lost();
  };
  held.on("comm_live_update", look);
  look();
  return () => held.off("comm_live_update", look);
}

/** Return the widget that holds the drawing library. */
export function libraryOf(model) {
  const reference = model.get("_library");
  return model.widget_manager.get_model(reference.slice("IPY_MODEL_".length));
}

/** Return the outputs of every cell, as models of the notebook. */
export function outputsOf(model) {
  const cells = model.widget_manager?.context?.model?.cells;
  return [...(cells ?? [])].flatMap((cell) => cell.outputs ?? []);
}

/** Return the shared source of the cell that the panel belongs to, or null. */
export function cellOf(model, id) {
  if (!id) return null;
  const cells = model.widget_manager?.context?.model?.sharedModel?.cells;
  const cell = cells?.find?.((candidate) => candidate.id === id);
  return typeof cell?.getSource === "function" ? cell : null;
}

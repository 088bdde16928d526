// Writes the panel into the Python package: our own code and styles in a readable form, the part of
// Vega that it needs as a library, the licences of what is bundled, and a manifest by which a test
// in Python sees that the built files belong to the sources.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, "..", "src", "seg_jupyter", "jupyter", "panel", "static");
const MADE = "Made by js/build.mjs from js/: change the sources, not this file.";

const COMMON = {
  absWorkingDir: HERE,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  write: false,
};

/** Bundle one entry; return its text and the files that went into it. */
async function bundle(entry, options) {
  const made = await build({ ...COMMON, entryPoints: [entry], ...options });
  return { text: made.outputFiles[0].text, inputs: Object.keys(made.metafile.inputs) };
}

/** Return every file that decides what is built, in a fixed order. */
function sources() {
  const folders = ["src", "styles", "vega"];
  const below = folders.flatMap((folder) =>
    readdirSync(join(HERE, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(HERE, join(entry.parentPath, entry.name)).split(sep).join("/")),
  );
  return [...below, "build.mjs", "package.json", "package-lock.json"].sort();
}

/** Return the names of the npm packages that files of a bundle are from. */
function packagesOf(inputs) {
  const found = inputs.flatMap((path) => {
    const inside = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/);
    return inside ? [inside[1]] : [];
  });
  return [...new Set(found)].sort();
}

/** Return the texts of the licences of packages, each with its name and version. */
function licences(names) {
  return names.map((name) => {
    const folder = join(HERE, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence text`);
    const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
}

const hash = (content) => createHash("sha256").update(content).digest("hex");

const panel = await bundle("src/panel.js", { format: "esm", target: "es2022" });
const styles = await bundle("styles/panel.css", { target: "es2022" });
const vega = await bundle("vega/vega.js", { format: "esm", minify: true, target: "es2022" });

const packages = packagesOf([...panel.inputs, ...vega.inputs]);
const rule = `\n${"-".repeat(80)}\n\n`;
const outputs = {
  "panel.js": `// ${MADE}\n${panel.text}`,
  "panel.css": `/* ${MADE} */\n${styles.text}`,
  "vega.js": `// ${MADE} Licences: LICENSES.txt\n${vega.text}`,
  "LICENSES.txt": ["vega.js is made of these packages.\n", ...licences(packages)].join(rule),
};
const manifest = {
  sources: Object.fromEntries(sources().map((name) => [name, hash(readFileSync(join(HERE, name)))])),
  outputs: Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, hash(text)])),
};

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
for (const [name, text] of Object.entries(outputs)) writeFileSync(join(TARGET, name), text);
writeFileSync(join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const [name, text] of Object.entries(outputs)) console.log(name, text.length);

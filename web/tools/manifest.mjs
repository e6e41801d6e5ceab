import { readFileSync } from "node:fs";

const dist = new URL("../dist/", import.meta.url);

/** The built files of an entry: script first, then what it imports at once, and its styles. */
export function filesOf(entry) {
  const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
  const chunks = new Set();
  const visit = (name) => {
    if (chunks.has(name)) return;
    chunks.add(name);
    (manifest[name].imports ?? []).forEach(visit);
  };
  visit(entry);
  const found = [...chunks].map((name) => manifest[name]);
  return { scripts: found.map((chunk) => chunk.file), styles: found.flatMap((chunk) => chunk.css ?? []) };
}

/** The bytes of a built file. */
export function read(file) {
  return readFileSync(new URL(file, dist));
}

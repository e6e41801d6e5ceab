// Fails when a page's script outgrows its budget (bytes after gzip -9, what loads at once).
import { gzipSync } from "node:zlib";
import { filesOf, read } from "./manifest.mjs";

const BUDGETS = [
  ["every page", ["src/main.ts"], 2 * 1024],
  ["pump page", ["src/main.ts", "src/pump.ts"], 25 * 1024],
  ["driver's page", ["src/main.ts", "src/driver.ts"], 2 * 1024],
];

for (const [page, entries, budget] of BUDGETS) {
  const files = new Set(entries.flatMap((entry) => filesOf(entry).scripts));
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);
  console.log(`${page}: ${bytes} of ${budget} bytes`);
  if (bytes > budget) process.exitCode = 1;
}

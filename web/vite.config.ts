import { defineConfig, type Plugin } from "vite";

/** Our on-demand modules have no styles or preloads of their own: `import()` alone is enough. */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
};

/** Every entry is an ES module; the server finds the hashed names in `.vite/manifest.json`. */
export default defineConfig({
  publicDir: false,
  plugins: [plainImports],
  build: {
    outDir: "dist",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: ["chrome87", "safari14"],
    rolldownOptions: { input: ["src/main.ts", "src/pump.ts", "src/driver.ts"] },
  },
});

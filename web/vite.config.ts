import { defineConfig } from "vite";

/** Every entry is an ES module; the server finds the hashed names in `.vite/manifest.json`. */
export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: ".",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: ["chrome87", "safari14"],
    rolldownOptions: { input: ["src/main.ts", "src/pump.ts", "src/driver.ts"] },
  },
});

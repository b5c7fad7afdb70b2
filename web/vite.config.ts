/** How the web app is built and tested: static files with hashed names, nothing inline. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// antd writes its styles into <style> elements, and measures with a style attribute: a strict
// Content-Security-Policy refuses both. The build swaps those two functions for ours.
const strictStyles = [
  {
    find: /^(@rc-component\/util\/(es|lib)\/Dom\/dynamicCSS|\.{1,2}\/(Dom\/)?dynamicCSS(\.js)?)$/,
    replacement: path("./src/shared/theme/constructed-styles.ts"),
  },
  {
    find: /^\.\/calculateNodeHeight(\.js)?$/,
    replacement: path("./src/shared/theme/field-height.ts"),
  },
];

// Where a module is swapped or loaded anew, or time is, nothing that another test used will do.
const tests = globSync(["src/**/*.test.{ts,tsx}", "tests/**/*.test.ts"], { cwd: path(".") });
const alone = tests.filter((file) =>
  /vi\.(mock|resetModules|useFakeTimers)\(/.test(readFileSync(path(file), "utf8")),
);

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${path("./src")}/` },
      { find: /^@tests\//, replacement: `${path("./tests")}/` },
      { find: "@openapi", replacement: path("./openapi.json") },
      ...(mode === "test" ? [] : strictStyles),
    ],
  },
  build: {
    outDir: process.env["ANTIPHON_WEB_OUT"] ?? path("./dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    target: "es2023",
    rolldownOptions: {
      // The app, the frame of call buttons, where one is tried, and what other sites load.
      input: {
        index: path("./index.html"),
        call: path("./call.html"),
        "try-call-button": path("./try-call-button.html"),
        "call-button": path("./src/apps/call-button/embed.ts"),
      },
      // Other sites name it in their pages: it is never called anything else.
      output: {
        entryFileNames: ({ name }) => (name === "call-button" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    proxy: {
      "/v1": { target: process.env["ANTIPHON_SERVER"] ?? "http://127.0.0.1:8080", ws: true },
      "/sip": { target: process.env["ANTIPHON_SERVER"] ?? "http://127.0.0.1:8080", ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    // Nothing here ends a transition, and a button whose spinner never leaves has another name.
    environmentOptions: { happyDOM: { settings: { device: { prefersReducedMotion: "reduce" } } } },
    setupFiles: ["./tests/prepare.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 60_000,
    // Loading what a page is made of takes several times as long as its tests: once per worker will do.
    projects: [
      { extends: true, test: { name: "together", include: tests, exclude: alone, isolate: false } },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
}));

// Bundles traces.js the way plotly.js bundles itself; make charts runs it.
const esbuild = require("esbuild");
const { environmentPlugin } = require("esbuild-plugin-environment");
const { glsl } = require("esbuild-plugin-glsl");
const inlineCss = require("esbuild-plugin-inline-css");

const { version } = require("plotly.js/package.json");

esbuild
  .build({
    entryPoints: ["traces.js"],
    outfile: "plotly.min.js",
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "Plotly",
    target: "es2018",
    legalComments: "eof",
    banner: {
      js: `/* plotly.js v${version} (some traces). Copyright 2012-2026, Plotly, Inc. Licensed under the MIT license. */`,
    },
    plugins: [inlineCss(), glsl({ minify: true }), environmentPlugin({ NODE_DEBUG: false })],
    alias: { regl: "@plotly/regl", stream: "stream-browserify" },
    define: { global: "window", "define.amd": "false" },
  })
  .catch(() => process.exit(1));

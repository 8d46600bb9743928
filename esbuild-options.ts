import type { BuildOptions } from 'esbuild';

/** How everything that Node runs is bundled: ES modules in parts, so that what is loaded later is read later. */
export const nodeBundle = {
  absWorkingDir: import.meta.dirname,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  // Packages written for CommonJS ask for Node's modules by `require`, which ES modules do not have.
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

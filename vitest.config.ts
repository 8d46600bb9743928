import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/aws/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is waited for comes within milliseconds, but on a machine that has other things to do too.
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'functions/**/*.ts', 'local/**/*.ts'],
      // The adapters of AWS and the entries of its functions are held to their contracts by the suites against stand-ins.
      exclude: ['functions/aws/**', 'functions/lambdas/**'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: { statements: 90, lines: 90, functions: 90 },
    },
  },
});

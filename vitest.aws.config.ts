import { defineConfig } from 'vitest/config';

/** The suites against stand-ins for AWS, which want Docker, Java and Python packages that `npm test` does without. */
export default defineConfig({
  test: {
    include: ['tests/aws/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    // The first start installs what the stand-in is.
    hookTimeout: 600_000,
  },
});

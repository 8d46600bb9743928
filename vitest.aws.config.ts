import { defineConfig } from 'vitest/config';
import { LongWaitsFirst } from './tests/aws/harness/long-waits-first.ts';

/** What stands before the tests of both kinds: starts may install what is started, and sandboxes are as slow as on Fargate. */
const patience = { testTimeout: 240_000, hookTimeout: 600_000 };
/** An emulator on two busy processors answers late, or before it waits, now and then, as AWS would not; a fault of ours fails twice. */
const again = { retry: 1 };

/** The suites against stand-ins for AWS, which want Docker, Java and Python packages that `npm test` does without. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongWaitsFirst },
    projects: [
      // One adapter each, against the strictest stand-in that there is for it.
      {
        test: {
          name: 'stand-ins',
          include: ['tests/aws/{table,bucket,secrets,ports,state-machine,lambda-runtime,stand-ins,image}/**/*.test.ts'],
          ...patience,
          ...again,
        },
      },
      // The commands of a deployer, each in a process of its own, from an empty account to one that is wound down.
      { test: { name: 'commands', include: ['tests/aws/deploy/**/*.test.ts'], ...patience, ...again } },
      // What the suites of `deployed` asked of AWS, held against the template; runs after them, on what they left.
      { test: { name: 'permissions', include: ['tests/aws/permissions/**/*.test.ts'] } },
      // So many at once that everybody else would wait behind them, and therefore on an installation of their own.
      {
        test: {
          name: 'crowd',
          include: ['tests/aws/crowd/**/*.test.ts'],
          globalSetup: ['tests/aws/harness/global-setup.ts'],
          ...patience,
          ...again,
        },
      },
      // The whole installation: the real template, deployed once for all of these.
      {
        test: {
          name: 'deployed',
          include: ['tests/scenarios/**/*.test.ts', 'tests/aws/{deployed,faults}/**/*.test.ts'],
          globalSetup: ['tests/aws/harness/global-setup.ts'],
          // More than processors: three files do nothing but wait.
          maxWorkers: 5,
          ...patience,
          ...again,
        },
      },
    ],
  },
});

import { array, assert, asyncProperty, constant, constantFrom, nat, oneof, record } from 'fast-check';
import { expect, test } from 'vitest';
import { catchUpPolicies, overlapPolicies } from '../../../core/schemas/schedule.ts';
import { deedNames, deeds, rareNames } from './ledger-deeds.ts';
import { LedgerScene } from './ledger-scene.ts';

const act = record({
  what: oneof({ weight: 3, arbitrary: constantFrom(...deedNames) }, { weight: 2, arbitrary: constantFrom(...rareNames) }),
  which: nat(1000),
  /** Most processes live on. */
  cut: oneof({ weight: 3, arbitrary: constant(0) }, { weight: 1, arbitrary: nat({ max: 6 }) }),
});

const acts = array(act, { minLength: 5, maxLength: 40 });

test.each(overlapPolicies)(
  'by `%s`, whatever comes late, twice, at once, or dies, each due time has one row and at most one run',
  { timeout: 240_000 },
  async (overlap) => {
    let slots = 0;
    await assert(
      asyncProperty(constantFrom(...catchUpPolicies), acts, async (catchUp, happenings) => {
        const scene = await LedgerScene.begin(overlap, catchUp);
        for (const { what, which, cut } of happenings) await scene.do(() => deeds[what](scene, which), cut);
        await scene.settle();
        slots += (await scene.given.slots(scene.id)).length;
      }),
      { numRuns: 20 },
    );
    expect(slots).toBeGreaterThan(20);
  },
);

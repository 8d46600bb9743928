import { expect, test } from 'vitest';
import { readRecord } from '../harness/record.ts';
import { covers, rightsOf } from './policies.ts';
import type { Right } from './policies.ts';
import { unseen } from './unseen.ts';

const record = readRecord();
const rights = rightsOf(record);
const functions = Object.entries(record.names).filter(([id]) => record.template.Resources[id]?.Type === 'AWS::Lambda::Function');
const logicalIds = new Map(functions.map(([id, name]) => [name, id]));

/** What each function did: its logical id, an action, and on what. */
const done = record.calls.flatMap(({ by, uses }) =>
  by === null ? [] : uses.map((use) => ({ function: logicalIds.get(by) ?? by, ...use })),
);

function nameOf({ action, pattern }: Right): string {
  return `${action} ${pattern}`;
}

function wasUsed(right: Right): boolean {
  return done.some((one) => one.function === right.function && covers(right, one.action, one.resource));
}

test('functions were seen at work', () => {
  expect(new Set(done.map((one) => one.function)).size).toBeGreaterThan(8);
});

test('every call that was seen is allowed to the function that made it', () => {
  const denied = done.filter((one) => !rights.some((right) => right.function === one.function && covers(right, one.action, one.resource)));
  expect([
    ...new Set(denied.map((one) => `${one.function} ${one.action} ${one.resource.replaceAll(/[a-z]{3}_[0-9A-Z]{26}/g, '<id>')}`)),
  ]).toEqual([]);
});

/** The function's entry, without hyphens, as the stack's resources spell it. */
function entryOf({ function: logicalId }: Right): string {
  return logicalId.replace(/^Functions|^Scanner/, '').replace(/Function[0-9A-F]{8}$/, '');
}

function isExcused(right: Right): boolean {
  return unseen.some(
    ({ of, actions, on }) =>
      (of === undefined || of.includes(entryOf(right))) && actions.test(right.action) && (on === undefined || on.test(right.pattern)),
  );
}

test('every right of every function was used by that function, but those that no suite can provoke', () => {
  const idle = rights.filter((right) => !wasUsed(right) && !isExcused(right));
  expect([...new Set(idle.map((right) => `${entryOf(right)} ${nameOf(right)}`))].toSorted()).toEqual([]);
});

test('there is no excuse for a right that nobody has, or that all who have it have used', () => {
  const needless = unseen.filter(
    ({ of, actions, on }) =>
      !rights.some(
        (right) =>
          (of === undefined || of.includes(entryOf(right))) &&
          actions.test(right.action) &&
          (on === undefined || on.test(right.pattern)) &&
          !wasUsed(right),
      ),
  );
  expect(needless.map(({ why }) => why)).toEqual([]);
});

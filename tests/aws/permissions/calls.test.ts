import { expect, test } from 'vitest';
import { readRecord } from '../harness/record.ts';
import { covers, rightsOf } from './policies.ts';
import type { Right } from './policies.ts';

const record = readRecord();
const rights = rightsOf(record);
const functions = Object.entries(record.names).filter(([id]) => record.template.Resources[id]?.Type === 'AWS::Lambda::Function');
const logicalIds = new Map(functions.map(([id, name]) => [name, id]));

/** Rights that no call shows, each with the reason why it is needed. */
const unseen: { action: string; why: string }[] = [
  { action: 'logs:CreateLogStream', why: "asked for by Lambda itself, which writes what the function's process prints" },
  { action: 'logs:PutLogEvents', why: "asked for by Lambda itself, which writes what the function's process prints" },
  { action: 'iam:PassRole', why: 'asked for by RunTask, which names the role; it is no call of its own' },
  { action: 'ecs:TagResource', why: 'asked for by RunTask, which lets tasks take over tags; it is no call of its own' },
  { action: 'sns:Publish', why: 'asked for when a run is ended by another than its workflow' },
  { action: 's3:AbortMultipartUpload', why: 'asked for when a large upload fails on the way' },
  { action: 's3:ListBucket', why: 'lets S3 say of an object that it is not there; mostly it is no call of its own' },
  { action: 'sqs:SendMessage', why: 'asked for by Lambda itself, which keeps events that a function could not take' },
  { action: 'sqs:GetQueueAttributes', why: 'comes with sqs:SendMessage' },
  { action: 'sqs:GetQueueUrl', why: 'comes with sqs:SendMessage' },
];

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

/** What removes what should not be: jobs of sandboxes that waited until a knob was turned back, and objects of a run that its report does not name. */
const leftovers = /s3:DeleteObject .*\/(pool|runs)\/\*$/;

test('every right that is given was used by a function that has it', () => {
  const used = new Set(rights.filter(wasUsed).map(nameOf));
  const idle = rights.filter((right) => !unseen.some(({ action }) => action === right.action) && !used.has(nameOf(right))).map(nameOf);
  expect([...new Set(idle)].filter((name) => !leftovers.test(name))).toEqual([]);
});

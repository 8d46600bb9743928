import { expect, test } from 'vitest';
import { everyKnob, resources, template } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

/** What outlives the stack, by its type, and why. `npm run destroy` names those that hold data. */
const kept: Record<string, string> = {
  'AWS::DynamoDB::Table': 'the records',
  'AWS::S3::Bucket': 'code, logs and files',
  'AWS::Cognito::UserPool': 'people who can sign in',
  'AWS::IAM::Role': "the role by which API Gateway writes logs, which is the account's",
  'AWS::ApiGateway::Account': 'the setting that names that role',
};

function outliving(wanted: Wanted): string[] {
  const retained = resources(template(wanted)).filter(
    ({ DeletionPolicy, UpdateReplacePolicy }) => DeletionPolicy === 'Retain' || UpdateReplacePolicy === 'Retain',
  );
  return retained.map(({ Type, id }) => `${Type} ${id.replace(/[0-9A-F]{8}$/, '')}`).toSorted();
}

const named = [
  'AWS::ApiGateway::Account ApiRestAccount',
  'AWS::Cognito::UserPool IdentityPool',
  'AWS::DynamoDB::Table StorageTable',
  'AWS::IAM::Role ApiRestCloudWatchRole',
  'AWS::S3::Bucket StorageRuns',
  'AWS::S3::Bucket StorageScripts',
];

test('data outlives the stack, and nothing else does that costs money', () => {
  expect(outliving({})).toEqual(named);
  expect(new Set(named.map((name) => name.split(' ')[0]))).toEqual(new Set(Object.keys(kept)));
});

test('nor does anything more when every knob is turned', () => {
  expect(outliving(everyKnob)).toEqual(named);
});

test('what is destroyed is said to be, where the default would be to keep it', () => {
  for (const { id, DeletionPolicy } of resources(template(), 'AWS::Logs::LogGroup')) expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
});

import { expect, test } from 'vitest';
import { whyNoAnswer } from '../../../scripts/aws/installation.ts';

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test.each([
  [
    'no credentials',
    failure('CredentialsProviderError', 'Could not load credentials from any providers'),
    /No AWS credentials were found; sign in/,
  ],
  ['no Region', failure('Error', 'Region is missing'), /No AWS Region is set; set AWS_REGION/],
  [
    'credentials that are over',
    failure('ExpiredToken', 'The security token included in the request is expired'),
    /have expired; sign in again/,
  ],
  ['credentials that nobody knows', failure('InvalidClientTokenId', 'The security token is invalid'), /does not know these credentials/],
  ['a right that lacks', failure('AccessDenied', 'User: x is not authorized to perform: y'), /may not look at the stack: User: x/],
  ['anything else', failure('TimeoutError', 'socket hang up'), /did not answer as expected: TimeoutError: socket hang up/],
])('what stands between us and the account is said in a sentence: %s', (_, error, sentence) => {
  expect(whyNoAnswer(error)).toMatch(sentence);
});

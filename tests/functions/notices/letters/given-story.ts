import type { Json } from '../../../../core/schemas/json.ts';
import { outcome } from '../../../../core/run.ts';
import { endLetter } from '../../../../functions/notices/letters/end-letter.ts';
import { asHtml } from '../../../../functions/notices/letters/html.ts';
import type { Letter } from '../../../../functions/notices/letters/letter.ts';
import { asText } from '../../../../functions/notices/letters/text.ts';
import { storyOf } from '../../../../functions/notices/story.ts';
import type { Story } from '../../../../functions/notices/story.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { newRun } from '../../stores/runs/given-runs.ts';

export const links = { message: 'https://runlet.example.com/messages/x', unsubscribe: 'https://runlet.example.com/unsubscribe/y' };

/** What is told of a run of this input that left this log and failed by an exception. */
export function givenStory(given: { input?: Json; log?: string[]; exception?: string; changes?: Partial<RunRecord> } = {}): Story {
  const { input = null, log = [], exception = 'boom', changes = {} } = given;
  const facts = {
    exitCode: 1,
    signal: null,
    hasException: true,
    exceptionText: `ValueError: ${exception}`,
    result: 'none',
    detail: null,
  } as const;
  const record = newRun({
    ...outcome({ kind: 'ended', ...facts }),
    script: 'nightly',
    scriptId: 'scr_1',
    version: 3,
    exitCode: 1,
    exception: { type: 'ValueError', message: exception, line: 42, traceback: '' },
    hasInput: input !== null,
    startedAt: '2026-11-21T03:00:00.000Z',
    endedAt: '2026-11-21T03:00:09.000Z',
    ...changes,
  });
  return storyOf(record, input, log);
}

export const verdicts = {
  first: { failure: 'first', recovered: null, nearLimit: false },
  none: { failure: null, recovered: null, nearLimit: false },
} as const;

export function firstFailure(story: Story): Letter {
  return endLetter(story, { kind: 'first-failure', verdict: verdicts.first });
}

/** All that the reader of a mail can see of it, in each of its forms. */
export function formsOf(letter: Letter): { subject: string; text: string; html: string } {
  return { subject: letter.subject, text: asText(letter, links), html: asHtml(letter, links) };
}

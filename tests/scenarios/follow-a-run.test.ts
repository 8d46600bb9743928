import { expect } from 'vitest';
import type { Client } from '../../client/index.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { RunEvent } from '../../core/schemas/log.ts';
import type { Edition } from './scenario.ts';
import { scenario } from './scenario.ts';
import { givenRun, givenRunning } from './stories.ts';

const speaks =
  'import runlet, sys\nprint("one")\nrunlet.progress(0.5, "half")\nprint("two")\nsys.stdout.flush()\nprint("three", end="")\nrunlet.result([1])\n';

/** The events as they were heard, in words. */
async function heard(runlet: Client, run: string): Promise<string[]> {
  const words: string[] = [];
  for await (const event of runlet.followRun({ params: { run } })) words.push(wordOf(event));
  return words;
}

function wordOf(event: RunEvent): string {
  switch (event.type) {
    case 'log':
      return `log ${event.data.seq} ${event.data.text}`;
    case 'status':
      return `status ${event.data.status}`;
    case 'progress':
      return `progress ${event.data.fraction}`;
    case 'result':
      return `result ${JSON.stringify(event.data)}`;
    case 'end':
      return `end ${event.data.status}`;
    default:
      return unreachable(event);
  }
}

/** The stream of events as text, from behind an event on. */
async function streamOf({ ask }: Edition, run: string, lastEventId: string): Promise<string> {
  return (await ask(`/v1/runs/${run}/events`, { headers: { 'last-event-id': lastEventId } })).text();
}

async function problemOf(response: Promise<Response>): Promise<unknown> {
  const answer = await response;
  return { status: answer.status, body: await answer.json() };
}

const refusal = (field: string) => ({ status: 400, body: { code: 'bad-request', errors: [{ field }] } });

scenario('whoever follows a run hears its status, its log, its progress, its result and its end', async ({ runlet }) => {
  const run = await runlet.previewRun({ body: { source: speaks } });
  const words = await heard(runlet, run.id);
  expect(words.filter((word) => word.startsWith('log'))).toEqual(['log 0 one', 'log 1 two', 'log 2 three']);
  expect(words[0]).toMatch(/^status /);
  expect(words).toContain('status SUCCEEDED');
  expect(words.slice(-2)).toEqual(['result [1]', 'end SUCCEEDED']);
});

scenario('a run that has ended is told whole to whoever follows it later', async ({ runlet }) => {
  const run = await givenRun(runlet, speaks);
  expect(await heard(runlet, run.id)).toEqual([
    'status SUCCEEDED',
    'log 0 one',
    'log 1 two',
    'log 2 three',
    'progress 0.5',
    'result [1]',
    'end SUCCEEDED',
  ]);
});

scenario('a line is heard while the script still runs', async ({ runlet }) => {
  const run = await givenRunning(runlet, 'import time\nprint("ready")\ntime.sleep(60)\n');
  expect(run.status).toBe('RUNNING');
  await runlet.cancelRun({ params: { run: run.id } });
  expect((await heard(runlet, run.id)).at(-1)).toBe('end CANCELED');
});

scenario('a stream is resumed behind the last event that was heard', async (edition) => {
  const run = await givenRun(edition.runlet, speaks);
  const text = await streamOf(edition, run.id, '0');
  expect(Array.from(text.matchAll(/^id: (\d+)$/gm), (found) => found[1])).toEqual(['1', '2']);
  expect(text).toMatch(/^event: status\n/);
});

scenario('an event id that no stream gave is refused', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'print(1)\n');
  expect(await problemOf(ask(`/v1/runs/${run.id}/events`, { headers: { 'last-event-id': 'x' } }))).toMatchObject(refusal('Last-Event-ID'));
});

scenario('a log is read by pages, behind a line, and from its end', async ({ runlet }) => {
  const { id: run } = await givenRun(runlet, 'for n in range(25): print(n)\n');
  const page = async (query: { limit?: number; after?: number; tail?: number; cursor?: string }) =>
    runlet.listLogs({ params: { run }, query });
  const seqs = async (query: Parameters<typeof page>[0]) => (await page(query)).items.map((line) => line.seq);
  const { nextCursor } = await page({ limit: 10 });
  expect(await seqs({ cursor: nextCursor ?? '', limit: 3 })).toEqual([10, 11, 12]);
  expect([await seqs({ after: 21 }), await seqs({ tail: 2 }), await seqs({ after: 99 })]).toEqual([[22, 23, 24], [23, 24], []]);
  expect((await page({ tail: 2 })).nextCursor).toBeNull();
});

scenario('two ways to begin a page of a log, or a cursor of another log, are refused', async ({ runlet, ask }) => {
  const [run, other] = [await givenRun(runlet, 'print(1)\nprint(2)\n'), await givenRun(runlet, 'print(1)\nprint(2)\n')];
  const { nextCursor } = await runlet.listLogs({ params: { run: other.id }, query: { limit: 1 } });
  expect(await problemOf(ask(`/v1/runs/${run.id}/logs?after=1&tail=1`))).toMatchObject(refusal('tail'));
  expect(await problemOf(ask(`/v1/runs/${run.id}/logs?cursor=${nextCursor}`))).toMatchObject(refusal('cursor'));
});

scenario('a log is fetched as the bytes that were written, whole or one stream of it', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'import os\nos.write(1, b"\\xff\\r\\n")\nos.write(2, b"err")\n');
  const bytesOf = async (query: string) =>
    Buffer.from(await (await ask(`/v1/runs/${run.id}/log${query}`)).arrayBuffer()).toString('latin1');
  expect([await bytesOf('?stream=stdout'), await bytesOf('?stream=stderr'), (await bytesOf('')).length]).toEqual(['\xff\r\n', 'err', 6]);
});

scenario('a result too large for the record is fetched alone', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'def main():\n    return "x" * 6_000_000\n', { resultBytes: 8_000_000 });
  expect([run.status, run.result]).toEqual(['SUCCEEDED', null]);
  expect(await (await ask(run.resultUrl ?? '')).json()).toHaveLength(6_000_000);
});

scenario('a run without a result says so', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'print("no")\n');
  expect(await problemOf(ask(`/v1/runs/${run.id}/result`))).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

scenario('artifacts are listed by pages, and a page of a script cannot act in the name of the server', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'import runlet\nfor n in range(3): runlet.artifact(f"{n}.html", "<script>1</script>")\n');
  const first = await runlet.listArtifacts({ params: { run: run.id }, query: { limit: 2 } });
  const second = await runlet.listArtifacts({ params: { run: run.id }, query: { limit: 2, cursor: first.nextCursor ?? '' } });
  expect([...first.items, ...second.items].map((one) => one.name).toSorted((a, b) => a.localeCompare(b))).toEqual([
    '0.html',
    '1.html',
    '2.html',
  ]);
  const { headers } = await ask(`/v1/runs/${run.id}/artifacts/0.html`);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^sandbox;/),
    'content-disposition': expect.stringMatching(/^attachment/),
  });
});

scenario('an artifact, a log and events of what is not there are not found', async ({ runlet, ask }) => {
  const run = await givenRun(runlet, 'print(1)\n');
  for (const path of [
    `${run.id}/artifacts/..%2f..%2fx`,
    `${run.id}/artifacts/none`,
    'run_none/logs',
    'run_none/log',
    'run_none/events',
    'run_none/result',
    'run_none/artifacts',
  ]) {
    expect(await problemOf(ask(`/v1/runs/${path}`))).toMatchObject({ status: 404 });
  }
});

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../core/schemas/log.ts';
import { createLogs } from '../../../../functions/stores/logs.ts';
import type { LogQuery, Logs } from '../../../../functions/stores/logs.ts';
import { createDirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { expectedLines } from './expected-lines.ts';
import { LogWriter } from './log-writer.ts';
import type { Read } from './log-writer.ts';

const text = fc.constantFrom('\n', 'a', 'line\n', '\r\n', 'é', '\u{1F600}', '\uFEFF', 'x\ny\n\n');
const piece = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(text, fc.constant(1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('é', 'xyz'), fc.constantFrom(8191, 10_000, 35_000)) },
);
const stream = fc.constantFrom(1 as const, 1 as const, 2 as const, 2 as const, 3 as const);

/** What was written to the streams, in small words, so that a failure can be read: pieces repeated, behind them any bytes, and where a read ends in between. */
const writes = fc.array(
  fc.record({
    stream,
    pieces: fc.array(piece, { maxLength: 4 }),
    more: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 })),
    cut: fc.nat(),
  }),
  { maxLength: 25 },
);
type Writes = typeof writes extends fc.Arbitrary<infer W> ? W : never;

function readsOf(all: Writes): Read[] {
  return all.flatMap(({ stream: to, pieces, more, cut }) => {
    const bytes = Buffer.concat([Buffer.from(pieces.map(([one, times]) => one.repeat(times)).join('')), Buffer.from(more)]);
    const at = bytes.length === 0 ? 0 : cut % bytes.length;
    return [bytes.subarray(0, at), bytes.subarray(at)].filter((part) => part.length > 0).map((part): Read => ({ stream: to, bytes: part }));
  });
}

/** Long texts by their length and hash: a failure is to be read. */
const short = (lines: readonly LogLine[]) =>
  lines.map((line) =>
    line.text.length < 80 ? line : { ...line, text: `${line.text.slice(-40)} ${createHash('sha1').update(line.text).digest('hex')}` },
  );

const rollBytes = fc.constantFrom(1, 40, 1_000_000);

describe('the log of any script', () => {
  let dataDir: string;
  let runs = 0;
  let bucket: ReturnType<typeof createDirectoryBucket>;
  let logs: Logs;
  beforeAll(() => {
    dataDir = temporaryFolder('logs');
    bucket = createDirectoryBucket({ root: dataDir, dataDir, origin: () => '' });
    logs = createLogs({ bucket });
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  function givenWriter(roll: number) {
    const runId = `run_${runs++}`;
    return { runId, writer: new LogWriter(bucket.pathOf(`runs/${runId}/log`), roll) };
  }
  function givenLog(all: readonly Read[], roll: number): string {
    const { runId, writer } = givenWriter(roll);
    for (const read of all) writer.write(read);
    return runId;
  }
  async function pagesFrom(runId: string, query: LogQuery): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await logs.page({ id: runId, attempt: 1 }, { ...query, cursor }, true);
      expect(page.items.length).toBeLessThanOrEqual(query.limit);
      lines.push(...page.items);
      if (page.nextCursor === null) return lines;
      cursor = page.nextCursor;
    }
  }

  it('gives the same lines in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(writes, rollBytes, fc.integer({ min: 1, max: 6 }), async (written, roll, limit) => {
        const all = readsOf(written);
        expect(short(await pagesFrom(givenLog(all, roll), { limit }))).toEqual(short(expectedLines(all)));
      }),
      { numRuns: 150 },
    );
  });

  it('begins behind any line, and with any number of last lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        writes,
        rollBytes,
        fc.integer({ min: -1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        async (written, roll, after, tail) => {
          const all = readsOf(written);
          const runId = givenLog(all, roll);
          const lines = short(expectedLines(all));
          expect(short(await pagesFrom(runId, { after, limit: 4 }))).toEqual(lines.slice(after + 1));
          expect(short(await pagesFrom(runId, { tail, limit: 4 }))).toEqual(lines.slice(-tail));
          expect(short((await logs.page({ id: runId, attempt: 1 }, { tail, limit: 1000 }, false)).items)).toEqual(
            short(expectedLines(all, false)).slice(-tail),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives a follower every line once, in the middle of writes too', async () => {
    await fc.assert(
      fc.asyncProperty(writes, rollBytes, fc.integer({ min: 1, max: 6 }), fc.nat(3), async (written, roll, limit, every) => {
        const all = readsOf(written);
        const { runId, writer } = givenWriter(roll);
        const seen: LogLine[] = [];
        let cursor: string | undefined;
        const look = async (finished: boolean) => {
          const page = await logs.page({ id: runId, attempt: 1 }, { limit, cursor }, finished);
          seen.push(...page.items);
          cursor = page.nextCursor ?? cursor;
          return page.nextCursor;
        };
        for (const [number, read] of all.entries()) {
          const finish = writer.begin(read);
          if (number % (every + 1) === 0) await look(false);
          finish();
          if (number % (every + 2) === 0) await look(false);
        }
        while ((await look(true)) !== null);
        expect(short(seen)).toEqual(short(expectedLines(all)));
      }),
      { numRuns: 100 },
    );
  });

  it('gives the bytes of each stream as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(writes, rollBytes, async (written, roll) => {
        const all = readsOf(written);
        const runId = givenLog(all, roll);
        const bytesOf = (number: number | null) =>
          Buffer.concat(all.filter((read) => number === null || read.stream === number).map((read) => read.bytes));
        for (const [name, number] of [
          [undefined, null],
          ['stdout', 1],
          ['stderr', 2],
        ] as const) {
          expect(Buffer.from(await new Response(logs.raw({ id: runId, attempt: 1 }, name)).arrayBuffer()).equals(bytesOf(number))).toBe(
            true,
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});

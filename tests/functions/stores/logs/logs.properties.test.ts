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

const piece = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('\n', 'a', 'line\n', '\r\n', 'é', '\u{1F600}', '\uFEFF', 'x\ny\n\n') }, { weight: 1, arbitrary: fc.integer({ min: 16_380, max: 40_000 }).map((length) => 'é'.repeat(length >> 1)) });
const bytes = fc.oneof({ weight: 9, arbitrary: fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => Buffer.from(pieces.join(''))) }, { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }) });

/** What two streams wrote, cut into reads anywhere, also within characters. */
const reads = fc.array(fc.record({ stream: fc.constantFrom(1 as const, 1 as const, 2 as const, 2 as const, 3 as const), bytes, cut: fc.nat() }), { maxLength: 25 })
  .map((all): Read[] => all.flatMap(({ stream, bytes: whole, cut }) => [whole.subarray(0, cut % whole.length), whole.subarray(cut % whole.length)].filter((part) => part.length > 0).map((part) => ({ stream, bytes: part }))));
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
      const page = await logs.page(runId, { ...query, cursor }, true);
      expect(page.items.length).toBeLessThanOrEqual(query.limit);
      lines.push(...page.items);
      if (page.nextCursor === null) return lines;
      cursor = page.nextCursor;
    }
  }

  it('gives the same lines in pages of any size', async () => {
    await fc.assert(fc.asyncProperty(reads, rollBytes, fc.integer({ min: 1, max: 6 }), async (all, roll, limit) => {
      expect(await pagesFrom(givenLog(all, roll), { limit })).toEqual(expectedLines(all));
    }), { numRuns: 150 });
  });

  it('begins behind any line, and with any number of last lines', async () => {
    await fc.assert(fc.asyncProperty(reads, rollBytes, fc.integer({ min: -1, max: 60 }), fc.integer({ min: 1, max: 60 }), async (all, roll, after, tail) => {
      const runId = givenLog(all, roll);
      const lines = expectedLines(all);
      expect(await pagesFrom(runId, { after, limit: 4 })).toEqual(lines.slice(after + 1));
      expect(await pagesFrom(runId, { tail, limit: 4 })).toEqual(lines.slice(-tail));
      expect((await logs.page(runId, { tail, limit: 1000 }, false)).items).toEqual(expectedLines(all, false).slice(-tail));
    }), { numRuns: 100 });
  });

  it('gives a follower every line once, in the middle of writes too', async () => {
    await fc.assert(fc.asyncProperty(reads, rollBytes, fc.integer({ min: 1, max: 6 }), fc.nat(3), async (all, roll, limit, every) => {
      const { runId, writer } = givenWriter(roll);
      const seen: LogLine[] = [];
      let cursor: string | undefined;
      const look = async (finished: boolean) => {
        const page = await logs.page(runId, { limit, cursor }, finished);
        seen.push(...page.items);
        cursor = page.nextCursor ?? cursor;
        return page.nextCursor;
      };
      for (const [number, read] of all.entries()) {
        const looks: Promise<unknown>[] = [];
        writer.write(read);
        if (number % (every + 1) === 0) looks.push(look(false));
        await Promise.all(looks);
      }
      while (await look(true) !== null);
      expect(seen).toEqual(expectedLines(all));
    }), { numRuns: 100 });
  });

  it('gives the bytes of each stream as they were written', async () => {
    await fc.assert(fc.asyncProperty(reads, rollBytes, async (all, roll) => {
      const runId = givenLog(all, roll);
      const written = (stream: number | null) => Buffer.concat(all.filter((read) => stream === null || read.stream === stream).map((read) => read.bytes));
      for (const [name, stream] of [[undefined, null], ['stdout', 1], ['stderr', 2]] as const) {
        expect(Buffer.from(await new Response(logs.raw(runId, name)).arrayBuffer()).equals(written(stream))).toBe(true);
      }
    }), { numRuns: 50 });
  });
});

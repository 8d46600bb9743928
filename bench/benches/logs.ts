import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { bounded, compared, plain } from '../figures.ts';
import { alternate, seriesOf } from '../measure.ts';
import type { Bench, Report } from '../bench.ts';
import type { Connection } from '../connection.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';
import { spawned } from '../spawned.ts';

const million = 1_000_000;
const source = (lines: number) => `for n in range(${lines}):\n    print("line", n, "of a log that is longer than anybody reads")\n`;
const ended = z.object({ id: z.string(), status: z.literal('SUCCEEDED'), log: z.object({ lines: z.int(), droppedBytes: z.literal(0) }) });
const page = z.object({ items: z.array(z.object({ seq: z.int(), text: z.string() })).min(10) });
const names = {
  bare: 'python3 script.py > file',
  captured: '1,000,000 lines captured',
  short: 'first page of 10 lines',
  long: 'first page of 1,000,000 lines',
} as const;

/** One run that writes a million lines: what capturing them costs, what the server's memory does, what reading the first page costs. */
export async function logs(bench: Bench): Promise<Report> {
  const script = `${bench.folder}/script.py`;
  await writeFile(script, source(million));
  await using server = await startServer(bench, `${bench.folder}/data`);
  const { connection } = server;
  await save(connection, 'long', million);
  await save(connection, 'short', 10);
  const short = await run(connection, 'short', 10);
  const memory = watchMemory(server);
  const captured = await alternate(
    [
      { name: names.bare, once: () => spawned(bench.python.path, [script], { stdoutFile: `${bench.folder}/log.txt` }) },
      { name: names.captured, once: () => run(connection, 'long', million) },
    ],
    bench.rounds ?? 7,
    1,
  );
  const grownMiB = await memory.stop();
  const long = await run(connection, 'long', million);
  const pages = await alternate([firstPage(connection, names.short, short), firstPage(connection, names.long, long)], 100, 5);
  return {
    figures: [
      plain(seriesOf(captured, names.bare)),
      compared(seriesOf(captured, names.captured), seriesOf(captured, names.bare), 4),
      bounded('server memory grew by', grownMiB, 'MiB', 64),
      plain(seriesOf(pages, names.short)),
      compared(seriesOf(pages, names.long), seriesOf(pages, names.short), 3),
    ],
    notes: [],
  };
}

async function save(connection: Connection, name: string, lines: number): Promise<void> {
  await connection.post('/v1/scripts', { name, source: source(lines) }, z.unknown());
}

/** Runs the script and makes sure that every line was kept; gives the run's id. */
async function run(connection: Connection, script: string, lines: number): Promise<string> {
  const { id, log } = await connection.post(`/v1/scripts/${script}/runs?wait=25`, {}, ended);
  if (log.lines !== lines) throw new Error(`${log.lines} of ${lines} lines were kept`);
  return id;
}

function firstPage(connection: Connection, name: string, id: string) {
  return { name, once: () => connection.get(`/v1/runs/${id}/logs`, page) };
}

/** Reads the server's memory every 20 ms; `stop` tells by how many MiB the greatest reading lies above the first. */
function watchMemory(server: Server): { stop(): Promise<number> } {
  const stopped = new AbortController();
  const readings: number[] = [];
  const watch = (async () => {
    while (!stopped.signal.aborted) {
      readings.push(await server.residentMiB());
      await setTimeout(20);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await watch;
      return Math.max(...readings) - (readings[0] ?? 0);
    },
  };
}

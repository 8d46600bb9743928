import * as z from 'zod';
import { bounded, compared, plain } from '../figures.ts';
import { alternate, median, seriesOf } from '../measure.ts';
import type { Bench, Report } from '../bench.ts';
import { medianPhases, phases } from '../phases.ts';
import type { Phases } from '../phases.ts';
import type { Connection } from '../connection.ts';
import { startServer } from '../server.ts';
import { spawned } from '../spawned.ts';

const succeeded = z.object({ status: z.literal('SUCCEEDED'), phases });
const names = { bare: 'python3 hello.py', submit: 'POST …/runs?wait=10' } as const;
const clients = 8;
const windowMs = 3000;
const windows = 4;

/** A warm server: from the request to the ended run in the answer, against spawning the interpreter from the same client. */
export async function submit(bench: Bench): Promise<Report> {
  await using server = await startServer(bench, `${bench.folder}/data`);
  const { connection } = server;
  await connection.post('/v1/scripts', { name: 'hello', source: 'print("hello")\n' }, z.unknown());
  const bare = () => spawned(bench.python.path, [bench.hello]);
  const seen: Phases[] = [];
  const run = async () => seen.push((await runHello(connection)).phases);
  const series = await alternate(
    [
      { name: names.bare, once: bare },
      { name: names.submit, once: run },
    ],
    bench.rounds ?? 100,
    5,
  );
  const baseline = seriesOf(series, names.bare);
  const alone = medianPhases(seen);
  const rates = await throughput(bare, run);
  return {
    figures: [
      plain(baseline),
      compared(seriesOf(series, names.submit), baseline, 2.5),
      bounded(`${clients} clients: python3 hello.py`, rates.bare, 'runs/s', null),
      bounded(`${clients} clients: POST …/runs?wait=10`, rates.run, 'runs/s', null),
      bounded(`${clients} clients: time of a run`, rates.bare / rates.run, '×', null),
    ],
    notes: [`Phases in the records of single runs, medians: ${alone}.`],
  };
}

function runHello(connection: Connection): Promise<z.infer<typeof succeeded>> {
  return connection.post('/v1/scripts/hello/runs?wait=10', {}, succeeded);
}

/** Runs per second with all clients busy, medians of windows that alternate. */
async function throughput(bare: () => Promise<unknown>, run: () => Promise<unknown>): Promise<{ bare: number; run: number }> {
  const rates: { bare: number[]; run: number[] } = { bare: [], run: [] };
  for (let window = 0; window < windows; window++) {
    rates.bare.push(await rate(bare));
    rates.run.push(await rate(run));
  }
  return { bare: median(rates.bare), run: median(rates.run) };
}

async function rate(once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() - began < windowMs) {
      await once();
      done++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / ((performance.now() - began) / 1000);
}

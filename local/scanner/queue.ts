import { AppError } from '../../core/errors.ts';
import { startScanner } from './process.ts';
import type { ScannerCommand, ScannerProcess } from './process.ts';

/** Questions to one process that answers in order; it is started when needed and replaced when it dies or hangs. */
export interface Queue {
  /** The answer as parsed JSON. @throws AppError `scan-failed` when the process died of this question twice, or took too long. */
  ask(question: Record<string, unknown>): Promise<unknown>;
  start(): void;
  close(): Promise<void>;
  pid(): number | undefined;
}

interface Waiting {
  id: number;
  line: string;
  deaths: number;
  resolve: (answer: unknown) => void;
  reject: (error: AppError) => void;
}

/** A process killed from outside is no fault of the question it had, so that one is asked once more. */
const deathsAllowed = 1;

interface State {
  command: ScannerCommand;
  timeoutMs: number;
  waiting: Waiting[];
  running: ScannerProcess | null;
  timer: NodeJS.Timeout | undefined;
  hungId: number | null;
  nextId: number;
}

export function createQueue(command: ScannerCommand, timeoutMs: number): Queue {
  const state: State = { command, timeoutMs, waiting: [], running: null, timer: undefined, hungId: null, nextId: 1 };
  return {
    ask: async (question) => await ask(state, question),
    start: () => {
      ensure(state);
    },
    close: async () => {
      for (const { reject } of state.waiting.splice(0)) reject(failed('it was closed'));
      clearTimeout(state.timer);
      state.running?.kill();
      await state.running?.end();
    },
    pid: () => state.running?.pid,
  };
}

async function ask(state: State, question: Record<string, unknown>): Promise<unknown> {
  const id = state.nextId;
  state.nextId += 1;
  const line = JSON.stringify({ id, ...question });
  return await new Promise((resolve, reject) => {
    state.waiting.push({ id, line, deaths: 0, resolve, reject });
    ensure(state).send(line);
    if (state.waiting.length === 1) watch(state);
  });
}

function ensure(state: State): ScannerProcess {
  state.running ??= startScanner(
    state.command,
    (line) => answered(state, line),
    (why) => died(state, why),
  );
  return state.running;
}

/** The clock of a question runs from when the one before it was answered. */
function watch(state: State): void {
  clearTimeout(state.timer);
  const [head] = state.waiting;
  if (!head) return;
  state.timer = setTimeout(() => {
    state.hungId = head.id;
    state.running?.kill();
  }, state.timeoutMs);
}

function answered(state: State, line: string): void {
  const answer = idAndAnswer(line);
  const [head] = state.waiting;
  // An answer to something else means that the two sides no longer agree, which only a fresh process mends.
  if (!answer || !head || answer.id !== head.id) {
    state.running?.kill();
    return;
  }
  state.waiting.shift();
  watch(state);
  head.resolve(answer);
}

function died(state: State, why: string): void {
  const [head] = state.waiting;
  const hung = head?.id === state.hungId;
  state.running = null;
  state.hungId = null;
  if (head) {
    head.deaths += 1;
    if (hung || head.deaths > deathsAllowed) {
      state.waiting.shift();
      head.reject(failed(hung ? 'it took too long to read this script' : `it ended (${why})`));
    }
  }
  resume(state);
}

function resume(state: State): void {
  clearTimeout(state.timer);
  if (state.waiting.length === 0) return;
  const fresh = ensure(state);
  for (const { line } of state.waiting) fresh.send(line);
  watch(state);
}

function idAndAnswer(line: string): { id: unknown } | null {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === 'object' && answer !== null && 'id' in answer ? answer : null;
  } catch {
    return null;
  }
}

function failed(why: string): AppError {
  return new AppError('scan-failed', `The scanner did not answer: ${why}. Try again, and see \`runlet doctor\` if it stays so.`);
}

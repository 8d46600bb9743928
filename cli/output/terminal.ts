import { styleText } from 'node:util';

type Stream = 'stdout' | 'stderr';
type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const closed = new Set<Stream>();
const whenClosed: (() => void)[] = [];

/** Makes a reader that goes away (`| head`) an ordinary event: what follows on that stream is dropped. */
export function tolerateClosedStreams(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      closed.add(name);
      if (name === 'stdout') for (const listener of whenClosed.splice(0)) listener();
    });
  }
}

/** Calls the listener once nobody reads stdout any more. */
export function onStdoutClosed(listener: () => void): void {
  if (closed.has('stdout')) listener();
  else whenClosed.push(listener);
}

/** Writes text; resolves when the stream takes more, so that a slow reader slows us instead of filling memory. */
export async function write(name: Stream, text: string | Uint8Array): Promise<void> {
  const stream = process[name];
  if (closed.has(name) || stream.writableEnded || stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stream.once(event, done);
  });
}

/** The text in a style where the stream is a terminal that wants colours (NO_COLOR and FORCE_COLOR are heeded), else as it is. */
export function styled(style: Style, text: string, name: Stream = 'stdout'): string {
  return styleText(style, text, { stream: process[name], validateStream: true });
}

/** The one JSON document of `--json`. */
export async function writeJson(document: unknown): Promise<void> {
  await write('stdout', `${JSON.stringify(document, null, 2)}\n`);
}

/** Resolves when all that was written has left this process, as far as anybody still reads it. */
export async function flushed(): Promise<void> {
  for (const name of ['stdout', 'stderr'] as const) {
    if (!closed.has(name))
      await new Promise<void>((resolve) => {
        process[name].write('', () => {
          resolve();
        });
      });
  }
}

import { createConnection, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import * as z from 'zod';
import { frontFor } from './mail-front.ts';

/** What a mail server does with one connection. */
export const faults = [
  'refuse',
  'silent',
  'greeting-421',
  'greeting-554',
  'no-mail-server',
  'hang-mail',
  'rcpt-450',
  'rcpt-550',
  'hang-rcpt',
  'data-451',
  'data-554',
  'hang-data',
  'cut-in-data',
  'cut-before-answer',
  'slow',
  'drip',
] as const;
export type Fault = (typeof faults)[number];

export interface Mail {
  messageId: string;
  to: string[];
  raw: string;
  parsed: Awaited<ReturnType<typeof PostalMime.parse>>;
}

export interface MailServer {
  url: string;
  /** Mails that it took and said so. */
  taken: Mail[];
  /** Mails that it read whole without its answer reaching the sender. */
  unanswered: Mail[];
  /** What happens to the next connections, in order; after them all is well. */
  faults: Fault[];
  /** Connections that were made. */
  connections: () => number;
  /** The most that were open at once. */
  busiest: () => number;
  close(): Promise<void>;
}

const bound = z.object({ port: z.number() });

/** A real SMTP server behind a front that can hang, lie and cut. Closed by the test. @param user asks for a name and a password. */
export async function startMailServer({ user }: { user?: string } = {}): Promise<MailServer> {
  const taken: Mail[] = [];
  const unanswered: Mail[] = [];
  const planned: Fault[] = [];
  const plans = new Map<number, Fault>();
  const planOf = (session: SMTPServerSession) => plans.get(session.remotePort);
  const inner = new SMTPServer({
    authOptional: user === undefined,
    allowInsecureAuth: true,
    disabledCommands: user === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    closeTimeout: 50,
    onAuth: (auth, _session, callback) =>
      auth.username === user && auth.password === 'right' ? callback(null, { user }) : callback(new Error('535 wrong')),
    onMailFrom: (_address, session, callback) => answer(planOf(session), 'mail', callback),
    onRcptTo: (_address, session, callback) => answer(planOf(session), 'rcpt', callback),
    onData: (stream, session, callback) => {
      const read = callbackify(async () => {
        const raw = await buffer(stream);
        const parsed = await PostalMime.parse(raw);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        return { messageId: parsed.messageId ?? '', to, raw: raw.toString(), parsed };
      });
      read((cut, mail) => {
        const plan = planOf(session);
        if (cut) return callback(cut);
        if (plan === 'cut-before-answer' || plan === 'hang-data') unanswered.push(mail);
        else if (plan !== 'data-451' && plan !== 'data-554') taken.push(mail);
        return answer(plan, 'data', callback);
      });
    },
  });
  // A connection that is cut is what these tests are about.
  inner.on('error', () => {});
  const innerPort = await listening(
    (done) => inner.listen(0, '127.0.0.1', done),
    () => inner.server.address(),
  );
  let connections = 0;
  let busiest = 0;
  const senders = new Set<Socket>();
  const open = new Set<Socket>();
  const front = createServer((socket) => {
    connections += 1;
    senders.add(socket.on('close', () => senders.delete(socket)));
    busiest = Math.max(busiest, senders.size);
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => {}));
    const plan = planned.shift();
    frontFor(plan)(socket, () => {
      const upstream = createConnection(innerPort, '127.0.0.1').on('error', () => {});
      open.add(upstream.on('close', () => open.delete(upstream)));
      upstream.once('connect', () => plan && plans.set(upstream.localPort ?? 0, plan));
      return upstream;
    });
  });
  const port = await listening(
    (done) => front.listen(0, '127.0.0.1', done),
    () => front.address(),
  );
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    unanswered,
    faults: planned,
    connections: () => connections,
    busiest: () => busiest,
    close: async () => {
      for (const socket of open) socket.destroy();
      await Promise.all([new Promise<void>((done) => inner.close(() => done())), new Promise((done) => front.close(done))]);
    },
  };
}

type Stage = 'mail' | 'rcpt' | 'data';

/** Lets a stage pass, refuses it with the fault's code, lets it wait a while, or for ever. */
function answer(plan: Fault | undefined, stage: Stage, callback: (error?: Error | null) => void): void {
  if (plan === `hang-${stage}`) return;
  const [, code] = plan?.startsWith(`${stage}-`) ? plan.split('-') : [];
  if (plan === 'slow') setTimeout(callback, 20);
  else callback(code === undefined ? null : Object.assign(new Error(`${code} as planned`), { responseCode: Number(code) }));
}

async function listening(listen: (done: () => void) => void, address: () => unknown): Promise<number> {
  await new Promise<void>((done) => listen(done));
  return bound.parse(address()).port;
}

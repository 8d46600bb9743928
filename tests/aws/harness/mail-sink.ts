import { appendFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../stand-ins/server.ts';

export interface Mail {
  to: string[];
  subject: string;
  text: string;
}

/** A mail server that keeps what it gets, one JSON document a line, in this file. */
export async function openMailSink(file: string): Promise<{ address: string; close(): Promise<void> }> {
  writeFileSync(file, '');
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void keep(stream, to).finally(done);
    },
  });
  const keep = async (stream: Readable, to: string[]) => {
    const { subject = '', text = '' } = await PostalMime.parse(await buffer(stream));
    const mail: Mail = { to, subject, text };
    appendFileSync(file, `${JSON.stringify(mail)}\n`);
  };
  const port = await freePort();
  await new Promise<void>((opened) => server.listen(port, '127.0.0.1', opened));
  const close = () => new Promise<void>((closed) => server.close(closed));
  return { address: `127.0.0.1:${port}`, close };
}

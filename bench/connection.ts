import { Agent, request } from 'node:http';
import type * as z from 'zod';

/** A client as thin as can be, with its connections kept open: what is timed is the server. */
export interface Connection {
  get<S extends z.ZodType>(path: string, answer: S): Promise<z.output<S>>;
  post<S extends z.ZodType>(path: string, body: unknown, answer: S): Promise<z.output<S>>;
  close(): void;
}

export function connect(url: string, token: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = (method: string, path: string, body: unknown) => send(new URL(path, url), { agent, method, token }, body);
  return {
    get: async (path, answer) => answer.parse(await call('GET', path, undefined)),
    post: async (path, body, answer) => answer.parse(await call('POST', path, body)),
    close: () => agent.destroy(),
  };
}

interface Options {
  agent: Agent;
  method: string;
  token: string;
}

function send(url: URL, { agent, method, token }: Options, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const sent = request(url, { agent, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const got = Buffer.concat(chunks).toString();
        if ((answer.statusCode ?? 500) < 300) resolve(got === '' ? null : JSON.parse(got));
        else reject(new Error(`${method} ${url.pathname} answered ${answer.statusCode}: ${got.slice(0, 500)}`));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

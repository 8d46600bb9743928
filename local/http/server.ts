import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { App } from '../../functions/doors/app.ts';
import { newRequestId, problem } from '../../functions/doors/problem.ts';
import type { Settings } from '../../functions/services.ts';
import { addressOf, checkHost } from './host-check.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface ServerOptions {
  app: App;
  /** Address or name to listen on; `127.0.0.1` keeps it to this machine. */
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Address under which a proxy in front of it passes requests on, if there is one. */
  publicUrl?: string;
  log: Settings['log'];
}

export interface RunningServer {
  /** Under which it is reached from this machine, `http://127.0.0.1:4400`. */
  url: string;
  port: number;
  /** Takes no more requests, gives those under way `graceMs` milliseconds, and then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/** Serves the app over HTTP/1.1, to those who address it by its own name only. Resolves once it listens.
 *  @throws Error in a sentence when the port is taken or may not be used. */
export async function startServer({ app, host, port, publicUrl, log }: ServerOptions): Promise<RunningServer> {
  const listening = { host, port, publicUrl };
  const guarded: App = async (request) => {
    try {
      checkHost(request, listening);
    } catch (error) {
      return problem(error, { requestId: newRequestId(), where: request.method, log });
    }
    return app(request);
  };
  const server = nodeServer(guarded, log);
  listening.port = await listen(server, host, port);
  return { url: `http://${addressOf(listening)}`, port: listening.port, close: (graceMs = 3000) => close(server, graceMs) };
}

function nodeServer(app: App, log: Settings['log']): Server {
  const server = createServer({ noDelay: true, keepAlive: true }, getRequestListener(app, { overrideGlobalObjects: false }));
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 15 * 60_000;
  server.on('clientError', (error, socket) => void refuseUnreadable(error, socket, log));
  return server;
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The server cannot listen on ${host}:${port} (${why}); choose another with --port, or 0 for any that is free.`, {
      cause: error,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(timer);
}

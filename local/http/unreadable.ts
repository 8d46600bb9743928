import { maxHeaderSize } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from '../../core/errors.ts';
import { newRequestId, problem } from '../../functions/doors/problem.ts';
import type { Settings } from '../../functions/services.ts';

/** Answers what is not HTTP, or has a head that is too long, as every other refusal is answered, and ends the connection. */
export async function refuseUnreadable(error: Error, socket: Duplex, log: Settings['log']): Promise<void> {
  const code = 'code' in error ? error.code : '';
  if (!socket.writable || code === 'ECONNRESET' || code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    socket.destroy();
    return;
  }
  const sentence =
    code === 'HPE_HEADER_OVERFLOW'
      ? `The address and the headers of the request are longer than ${maxHeaderSize} bytes together; send long values in the body.`
      : 'What was sent is not an HTTP request.';
  const response = problem(new AppError('bad-request', sentence), { requestId: newRequestId(), where: 'unreadable', log });
  const body = await response.text();
  const headers = [...response.headers, ['content-length', String(Buffer.byteLength(body))], ['connection', 'close']];
  socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}

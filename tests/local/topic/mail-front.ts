import type { Socket } from 'node:net';
import type { Fault } from './mail-server.ts';

type Front = (socket: Socket, upstream: () => Socket) => void;

/** What stands before the mail server, for one connection. */
export function frontFor(fault: Fault | undefined): Front {
  return (fault && fronts[fault]) ?? ((socket, upstream) => void socket.pipe(upstream()).pipe(socket));
}

const fronts: Partial<Record<Fault, Front>> = {
  refuse: (socket) => void socket.destroy(),
  silent: () => {},
  'greeting-421': (socket) => void socket.end('421 too busy\r\n'),
  'greeting-554': (socket) => void socket.end('554 no mail here\r\n'),
  'no-mail-server': (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  drip,
  'cut-in-data': cutAfter('\r\nSubject:'),
  'cut-before-answer': holdAfter('\r\n.\r\n'),
};

/** Says something again and again, and never what it is asked for. */
function drip(socket: Socket): void {
  const beats = setInterval(() => socket.write('220-wait\r\n'), 50);
  socket.on('close', () => clearInterval(beats));
}

/** Cuts the line while the mail is being sent: the server never sees its end. */
function cutAfter(mark: string): Front {
  return (socket, upstream) => {
    const server = upstream();
    server.pipe(socket);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (!text.includes(mark)) server.write(chunk);
      else for (const end of [server, socket]) end.destroy();
    });
  };
}

/** Lets the whole mail through and cuts the line in place of the answer. */
function holdAfter(mark: string): Front {
  return (socket, upstream) => {
    const server = upstream();
    let text = '';
    socket.on('data', (chunk) => {
      text = `${text}${chunk.toString()}`;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!text.includes(mark)) socket.write(chunk);
      else for (const end of [socket, server]) end.destroy();
    });
  };
}

import { AppError } from '../../core/errors.ts';
import { checkAddress, checkMessage } from '../../functions/ports/message.ts';
import type { Message, Subscribed, Taken, Topic } from '../../functions/ports/topic.ts';

/** A carrier in memory that asks owners first, as SNS does, and takes what it is told to take. */
export interface PlayedTopic extends Topic {
  /** What it took. */
  taken: Message[];
  /** Addresses that owners were asked for, each time. */
  asked: string[];
  /** The owner agrees. */
  agree(address: string): void;
  /** The owner has been asked and has not answered yet. */
  waver(address: string): void;
  /** The owner ends it at the carrier, or lets the question pass. */
  lose(address: string): void;
  /** What it does with the next messages, in order; then it takes them. */
  next: (() => Promise<Taken>)[];
}

export function createPlayedTopic(): PlayedTopic {
  const kept = new Map<string, Subscribed['status']>();
  const played: PlayedTopic = {
    taken: [],
    asked: [],
    next: [],
    agree: (address) => void kept.set(address, 'confirmed'),
    waver: (address) => void kept.set(address, 'pending'),
    lose: (address) => void kept.delete(address),
    subscribe: async (address) => {
      checkAddress(address);
      const status = kept.get(address) ?? 'pending';
      if (status === 'pending') played.asked.push(address);
      kept.set(address, status);
      return { ref: `ref:${address}`, address, status };
    },
    look: async (ref) => kept.get(ref.slice('ref:'.length)) ?? 'gone',
    unsubscribe: async (ref) => void kept.delete(ref.slice('ref:'.length)),
    publish: async (message) => {
      checkMessage(message);
      const how = await (played.next.shift() ?? takes)();
      played.taken.push(message);
      return how;
    },
  };
  return played;
}

/** It does not take the message now. */
export async function busy(): Promise<never> {
  throw new AppError('no-capacity', 'The carrier is busy.');
}

/** It will never take the message. */
export async function refusing(): Promise<never> {
  throw new AppError('bad-request', 'The carrier knows no such mailbox.');
}

async function takes(): Promise<Taken> {
  return 'sent';
}

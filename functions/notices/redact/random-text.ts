import type { Take } from './take.ts';

const longRun = /[A-Za-z0-9]{20,}/g;
const longBase64 = /[A-Za-z0-9+/]{40,}={0,2}/g;
const ownId = /(?:run|scr|sch|sub|msg|tok|upl|slt)_[0-9A-HJKMNP-TV-Z]{26}/y;

/** Takes out long runs of signs without a word in them, such as keys. */
export function randomText(text: string, take: Take): string {
  return text
    .replaceAll(longBase64, (run: string) => (isRandomBase64(run) ? take(run) : run))
    .replaceAll(longRun, (run: string, at: number, all: string) => (isRandom(run) && !isOwnId(all, run, at) ? take(run) : run));
}

/** Whether the run of letters and digits is the end of an id of ours, which people need to find what a mail is about. */
function isOwnId(text: string, run: string, at: number): boolean {
  ownId.lastIndex = Math.max(0, at - 4);
  const found = ownId.exec(text);
  return found !== null && at + run.length <= ownId.lastIndex;
}

/** Bits a character below which text is words rather than chance. */
const leastEntropy = { run: 3, base64: 4.2 } as const;

/** Letters and digits without a word in them, such as hexadecimal keys. */
function isRandom(run: string): boolean {
  return /[0-9][^0-9]*[0-9]/.test(run) && /[^0-9]/.test(run) && entropy(run) >= leastEntropy.run;
}

/** The form of AWS's secret keys, among others; a path has fewer kinds of characters. */
function isRandomBase64(run: string): boolean {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /[0-9]/.test(run) && entropy(run) >= leastEntropy.base64;
}

/** So much of a text tells of all of it. */
const sampleLength = 1000;

/** Bits a character, by how often each occurs. */
function entropy(run: string): number {
  const text = run.slice(0, sampleLength);
  const shares = [...Map.groupBy(text, (char) => char).values()].map(({ length }) => length / text.length);
  return shares.reduce((bits, share) => bits - share * Math.log2(share), 0);
}

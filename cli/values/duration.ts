import { InvalidArgumentError } from 'commander';

const seconds = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
type Unit = keyof typeof seconds;

/** Reads `90`, `90s`, `10m`, `1h30m`, `500ms` as seconds.
 *  @throws InvalidArgumentError when the text is none of these. */
export function durationSec(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    throw new InvalidArgumentError('Give seconds (90) or a duration such as 500ms, 90s, 10m, 1h30m.');
  }
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (isUnit(unit) ? seconds[unit] : 0), 0);
}

function isUnit(text: string | undefined): text is Unit {
  return text !== undefined && Object.hasOwn(seconds, text);
}

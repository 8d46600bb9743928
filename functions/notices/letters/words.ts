/** The text, with its middle left out when it is longer. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = Math.floor((length - 2) / 3);
  return `${text.slice(0, length - 2 - end).toWellFormed()}..${text.slice(-end).toWellFormed()}`;
}

/** The beginning of the text, with a mark when there is more. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const nameLength = 20;
const subjectLength = 100;

/** A subject as every carrier takes it, ASCII and one line. A long name loses its middle, so that a phone's 40 characters also say what happened. */
export function subjectOf(script: string, what: string): string {
  const ascii = `${shortened(script, nameLength)} ${what}`
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('…', '..')
    .replaceAll(/[^\x20-\x7e]/gu, '?')
    .replaceAll(/ +/g, ' ')
    .trim();
  return ascii.length <= subjectLength ? ascii : `${ascii.slice(0, subjectLength - 2)}..`;
}

/** `0.9 s`, `2 min 5 s`, `3 h 12 min`. */
export function duration(ms: number): string {
  const sec = ms / 1000;
  if (sec < 60) return `${sec < 10 ? sec.toFixed(1) : Math.round(sec)} s`;
  const whole = Math.round(sec);
  if (whole < 3600) return both(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return both(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function both(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** `3 failures`, `1 failure`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** `2026-11-21 19:45:24 UTC`. */
export function utc(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same by the clocks of a time zone: `2026-11-21 20:45 Europe/Berlin`. */
export function local(instant: string, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(instant));
  return `${parts.replace(',', '')} ${timezone}`;
}

/** `1.5 GiB`, of bytes. */
export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const number = bytes / 1024 ** step;
  return `${Number.isInteger(number) ? number : number.toFixed(1)} ${units[step] ?? ''}`;
}

/** Milliseconds for people: `21 ms`, `1.5 s`, `2 m 05 s`, `3 h 07 m`. */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} m`;
}

/** Bytes for people: `812 B`, `10.5 MiB`, `182 KiB`. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let amount = bytes;
  while (amount >= 1023.95 && units.length > 1) {
    amount /= 1024;
    units.shift();
  }
  return `${Number(amount.toFixed(amount < 100 ? 1 : 0))} ${units[0]}`;
}

/** MiB for people, with one digit below 100. */
export function mebibytes(amount: number): string {
  return `${Number(amount.toFixed(amount < 100 ? 1 : 0))} MiB`;
}

/** An instant as local date and time, to the second. */
export function moment(instant: string | null): string {
  if (instant === null) return '-';
  const at = new Date(instant);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

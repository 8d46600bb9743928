const minuteSec = 60;
const units = { m: minuteSec, h: 60 * minuteSec, d: 24 * 60 * minuteSec } as const;
const text = /^(\d{1,7})\s*(m|min|mins|minute|minutes|h|hr|hour|hours|d|day|days)$/i;

/** The seconds of a rate as people write it (`15 minutes`, `2h`, `1 day`, also within `rate(…)`); null for what is none. */
export function rateSec(rate: string): number | null {
  const [, count, unit = ''] =
    text.exec(
      rate
        .trim()
        .replace(/^rate\((.*)\)$/i, '$1')
        .trim(),
    ) ?? [];
  const sec = Object.entries(units).find(([first]) => unit.toLowerCase().startsWith(first))?.[1];
  return count === undefined || sec === undefined ? null : Number(count) * sec;
}

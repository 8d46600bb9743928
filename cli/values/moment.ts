import { InvalidArgumentError } from 'commander';

/** Reads a date, or a date and a time, as the API takes it: `2026-11-22`, `2026-11-22 09:00`, `2026-11-22T09:00Z`. Without an offset it stays without
 *  one, because the time zone of the schedule decides what it means.
 *  @throws InvalidArgumentError when the text is none of these. */
export function momentText(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/i.exec(text.trim());
  const [, day = '', clock = '00:00', seconds = ':00', offset = ''] = parts ?? [];
  if (parts === null || Number.isNaN(Date.parse(`${day}T${clock}${seconds}${offset || 'Z'}`)))
    throw new InvalidArgumentError(
      'Give a date or a time, 2026-11-22 or "2026-11-22 09:00"; add Z or +01:00 to mean no time zone but that.',
    );
  return `${day}T${clock}${seconds}${offset.toUpperCase()}`;
}

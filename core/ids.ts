import * as z from 'zod';

/** Prefixes of the ids people see; each is followed by a ULID, so ids sort by the time they were made. */
export const idPrefixes = {
  script: 'scr',
  run: 'run',
  token: 'tok',
  upload: 'upl',
} as const;

export type IdKind = keyof typeof idPrefixes;

const ulid = '[0-9A-HJKMNP-TV-Z]{26}';

/** The pattern of an id: its prefix, an underscore and a 26-character ULID in Crockford's base 32. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${idPrefixes[kind]}_${ulid}$`);
}

/** A schema that takes ids of one kind only, so that a script's id is never taken for a run's. */
export function id(kind: IdKind) {
  return z.string().regex(idPattern(kind), `an id like ${idPrefixes[kind]}_01JH7Q3V9ZK4M2N8P6R5S1T0WX`);
}

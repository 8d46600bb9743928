/** Prefixes of the ids people see; each is followed by a ULID, so ids sort by the time they were made. */
export const idPrefixes = {
  script: 'scr',
  run: 'run',
  token: 'tok',
  upload: 'upl',
  message: 'msg',
  slot: 'slt',
  schedule: 'sch',
  subscription: 'sub',
} as const;

export type IdKind = keyof typeof idPrefixes;

const ulid = '[0-9A-HJKMNP-TV-Z]{26}';

/** The pattern of an id: its prefix, an underscore and a 26-character ULID in Crockford's base 32. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${idPrefixes[kind]}_${ulid}$`);
}

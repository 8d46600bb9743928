/** Values kept in memory until newer or more used ones need the room. */
export interface Recent<V> {
  get(key: string): V | undefined;
  /** @param weight what the value counts against the room, in whatever unit the room was given. */
  set(key: string, value: V, weight?: number): void;
  delete(key: string): void;
}

/** @param room the sum of weights that is kept; what was not used for longest goes first. A value above the room is not kept. */
export function createRecent<V>(room: number): Recent<V> {
  const kept = new Map<string, { value: V; weight: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  const trim = (): void => {
    for (const key of kept.keys()) {
      if (total <= room) return;
      drop(key);
    }
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, weight = 1) => {
      drop(key);
      kept.set(key, { value, weight });
      total += weight;
      trim();
    },
    delete: drop,
  };
}

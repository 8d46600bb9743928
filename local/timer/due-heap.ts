/** Something and the instant at which it is due, in Unix milliseconds. */
export interface Due<T> {
  readonly what: T;
  readonly at: number;
}

/** What is due, the soonest first: a binary heap, so that ten thousand cost no more to keep than one timer. */
export interface DueHeap<T> {
  put(due: Due<T>): void;
  first(): Due<T> | undefined;
  /** Takes out the soonest. */
  take(): Due<T> | undefined;
  size(): number;
  /** Leaves only what is wanted still. */
  keepOnly(wanted: (due: Due<T>) => boolean): void;
}

export function createDueHeap<T>(): DueHeap<T> {
  let entries: Due<T>[] = [];
  return {
    put: (due) => {
      entries.push(due);
      rise(entries, entries.length - 1);
    },
    first: () => entries[0],
    take: () => {
      const [first] = entries;
      const last = entries.pop();
      if (last !== undefined && entries.length > 0) {
        entries[0] = last;
        sink(entries);
      }
      return first;
    },
    size: () => entries.length,
    keepOnly: (wanted) => {
      // What is in order is a heap.
      entries = entries.filter(wanted).toSorted((a, b) => a.at - b.at);
    },
  };
}

function rise<T>(entries: Due<T>[], from: number): void {
  for (let place = from; place > 0;) {
    const parent = (place - 1) >> 1;
    if (!swapped(entries, parent, place)) return;
    place = parent;
  }
}

function sink<T>(entries: Due<T>[]): void {
  for (let place = 0; ;) {
    const left = 2 * place + 1;
    const [one, other] = [entries[left], entries[left + 1]];
    const child = one && other && other.at < one.at ? left + 1 : left;
    if (!swapped(entries, place, child)) return;
    place = child;
  }
}

/** Puts the two in order; false when they were, or there is no second one. */
function swapped<T>(entries: Due<T>[], upper: number, lower: number): boolean {
  const [above, below] = [entries[upper], entries[lower]];
  if (!above || !below || above.at <= below.at) return false;
  entries[upper] = below;
  entries[lower] = above;
  return true;
}

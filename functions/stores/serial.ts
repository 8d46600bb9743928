/** Runs tasks one after the other within this process; across processes the rows' revisions decide. */
export function createSerial(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => null);
    return next;
  };
}

/** Does a task for each item, so many at once; an item is asked for when there is room for it.
 *  @throws what the items or a task throw first; what was begun goes on. */
export async function eachOf<T>(items: AsyncIterable<T>, width: number, task: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const work = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: width }, work));
}

/** How sending a body ended: all was taken, it broke off at its source, or the reader went away. */
type Ending = 'whole' | 'broken' | 'gone';

interface Watch {
  /** Whether a body that broke off may simply end, because its reader can tell and comes back for the rest. AWS's runtime ends itself when a stream breaks. */
  resumes: boolean;
  /** The reader went away. */
  gone: () => void;
  /** Nothing more will be sent; told once. */
  done: (how: Ending) => Promise<void>;
}

/** The same body, one chunk at a time as it is taken, with word of how it ended. */
export function watched(body: ReadableStream<Uint8Array> | null, { resumes, gone, done }: Watch): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  let over = false;
  const end = async (how: Ending) => {
    if (over) return;
    over = true;
    await done(how);
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const next = await reader?.read();
        if (over) return;
        if (next && !next.done) return controller.enqueue(next.value);
        await end('whole');
        controller.close();
      } catch (error) {
        await end('broken');
        if (resumes) controller.close();
        else controller.error(error);
      }
    },
    async cancel(reason) {
      gone();
      await Promise.all([end('gone'), reader?.cancel(reason)]);
    },
  });
}

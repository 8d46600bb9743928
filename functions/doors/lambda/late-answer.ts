/** A space every so often until the answer is there, and then its body. JSON may begin with any number of spaces, and a gateway or a proxy that
 *  hears something keeps the connection. The status has been told by then, so a refusal that comes late stands in the body alone. */
export function lateBody(answer: Promise<Response>, everyMs: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const space = new TextEncoder().encode(' ');
  let beats: NodeJS.Timeout | undefined;
  let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(space);
      beats = setInterval(() => controller.enqueue(space), everyMs);
    },
    async pull(controller) {
      const response = await answer;
      clearInterval(beats);
      reader ??= response.body?.getReader();
      const next = await reader?.read();
      if (!next || next.done) return controller.close();
      controller.enqueue(next.value);
    },
    cancel() {
      clearInterval(beats);
    },
  });
}

/** The answer when it comes within so many milliseconds, else null. */
export async function within(answer: Promise<Response>, ms: number): Promise<Response | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const endOfDirectory = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const firstEntry = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Whether the bytes begin as a zip does, an empty one included. */
export function looksLikeZip(content: Uint8Array): boolean {
  const head = Buffer.from(content.subarray(0, 4));
  return head.equals(firstEntry) || head.equals(endOfDirectory);
}

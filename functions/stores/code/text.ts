const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The content as text with its byte order mark, or null for what is not UTF-8 or contains a null byte, as binary files do. */
export function textOf(content: Uint8Array): string | null {
  if (content.includes(0)) return null;
  try {
    return utf8.decode(content);
  } catch {
    return null;
  }
}

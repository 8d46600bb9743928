import { AppError } from '../../core/errors.ts';

/** The text fields that came before the file, and the file's content as it arrives. */
export interface Form {
  fields: Map<string, string>;
  file: AsyncIterable<Uint8Array>;
}

const maxHeaderBytes = 16 * 1024;
const maxFieldBytes = 64 * 1024;
const maxFields = 20;

/** Reads multipart/form-data whose last part is called `file`, without holding that part in memory.
 *  @throws AppError `bad-request`, also while the file is read, when the body breaks off. */
export async function readForm(request: Request): Promise<Form> {
  const parts = new Parts(request);
  const fields = new Map<string, string>();
  await parts.next();
  for (let count = 0; count <= maxFields; count++) {
    const name = nameOf(await parts.header());
    if (name === 'file') return { fields, file: parts.content() };
    fields.set(name, await text(parts.content()));
    if (!(await parts.next())) break;
  }
  throw broken('has no part called `file` behind its fields');
}

async function text(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > maxFieldBytes) throw broken(`has a field of more than ${maxFieldBytes} bytes`);
  }
  return Buffer.concat(chunks).toString();
}

/** Walks through the parts of a body (RFC 2046): a delimiter line, a header, an empty line, the content. */
class Parts {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #delimiter: Buffer;
  /** Read but not yet given on. It begins with the line break that the first delimiter may lack. */
  #rest: Buffer = Buffer.from('\r\n');

  constructor(request: Request) {
    const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
      request.headers.get('content-type') ?? '',
    );
    if (boundary === null || request.body === null) throw broken('is not multipart/form-data with a boundary');
    this.#delimiter = Buffer.from(`\r\n--${boundary[1] ?? boundary[2] ?? ''}`);
    this.#source = request.body[Symbol.asyncIterator]();
  }

  /** Goes behind the next delimiter; false when it was the last. */
  async next(): Promise<boolean> {
    await this.#until(this.#delimiter);
    while (this.#rest.length < 2) await this.#more();
    return this.#rest.subarray(0, 2).toString('latin1') !== '--';
  }

  /** The lines of the part's header. */
  async header(): Promise<string> {
    return (await this.#until(Buffer.from('\r\n\r\n'))).toString();
  }

  /** The part's content, up to its delimiter, which is left for `next`. */
  async *content(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = this.#rest.indexOf(this.#delimiter);
      // What could be the beginning of a delimiter waits for the bytes behind it.
      const sure = end >= 0 ? end : Math.max(0, this.#rest.length - this.#delimiter.length + 1);
      const part = this.#rest.subarray(0, sure);
      this.#rest = this.#rest.subarray(sure);
      if (part.length > 0) yield part;
      if (end >= 0) return;
      await this.#more();
    }
  }

  /** The bytes before the mark, which is passed. */
  async #until(mark: Buffer): Promise<Buffer> {
    let end = this.#rest.indexOf(mark);
    while (end < 0) {
      if (this.#rest.length > maxHeaderBytes) throw broken(`has a header of more than ${maxHeaderBytes} bytes`);
      await this.#more();
      end = this.#rest.indexOf(mark);
    }
    const before = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end + mark.length);
    return before;
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) throw broken('ends in the middle');
    this.#rest = Buffer.concat([this.#rest, next.value]);
  }
}

function nameOf(header: string): string {
  const name = /^content-disposition:\s*form-data\s*;(?:.*;)?\s*name="([^"]*)"/im.exec(header)?.[1];
  if (name === undefined) throw broken('has a part without a name');
  return name;
}

function broken(what: string): AppError {
  return new AppError(
    'bad-request',
    `The body ${what}; send multipart/form-data with the fields of the grant first and the content last, as \`file\`.`,
  );
}

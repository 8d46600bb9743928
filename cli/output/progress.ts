import { styled } from './terminal.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Work that is done sooner is shown without a flicker. */
const quietMs = 300;

/** One line on a terminal's stderr that says what is being waited for; nothing at all where stderr is no terminal. */
export class Progress {
  #text: string;
  #timer: NodeJS.Timeout | null = null;
  #frame = 0;
  #shown = false;

  constructor(text: string) {
    this.#text = text;
    if (process.stderr.isTTY)
      this.#timer = setTimeout(() => {
        this.#spin();
      }, quietMs);
  }

  /** Says something else from now on. */
  say(text: string): void {
    this.#text = text;
    if (this.#shown) this.#draw();
  }

  /** Takes the line away for what is printed now; it comes back when nothing happens for a while. */
  hide(): void {
    this.#clear();
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#spin();
    }, quietMs);
  }

  /** Takes the line away for good. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #spin(): void {
    this.#draw();
    this.#timer = setTimeout(() => {
      this.#spin();
    }, 80);
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % frames.length;
    process.stderr.write(
      `\r\u001B[K${styled('cyan', frames[this.#frame] ?? '', 'stderr')} ${this.#text.slice(0, process.stderr.columns - 3)}`,
    );
    this.#shown = true;
  }

  #clear(): void {
    if (this.#shown) process.stderr.write('\r\u001B[K');
    this.#shown = false;
  }
}

/** A fraction from 0 to 1 as a bar of twenty places. */
export function bar(fraction: number): string {
  const full = Math.round(Math.min(Math.max(fraction, 0), 1) * 20);
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}] ${Math.round(fraction * 100)} %`;
}

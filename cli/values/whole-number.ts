import { InvalidArgumentError } from 'commander';

/** Makes a reader of whole numbers from `least` to `most`, for options.
 *  @throws InvalidArgumentError (the reader) when the text is none. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

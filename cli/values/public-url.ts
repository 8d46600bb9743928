import { InvalidArgumentError } from 'commander';

/** Reads the address under which people reach a server, without a slash at its end.
 *  @throws InvalidArgumentError when it is none. */
export function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('Give an address like https://runlet.example.com, without user, query or fragment.');
  return url.href.replace(/\/+$/, '');
}

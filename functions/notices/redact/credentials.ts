import { isSecretName } from './secret-names.ts';

/** What stands in place of a secret. */
export const mark = '[redacted]';

/** Forms by which credentials of well-known issuers are recognised. */
const known = [
  // AWS access key ids.
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g,
  // JSON web tokens; their signature may be missing.
  /\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g,
  // GitHub, GitLab, Slack, Stripe and OpenAI, Google, npm, PyPI, SendGrid, Hugging Face.
  /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[sr]k[-_][\w-]{16,}|AIza[\w-]{30,}|npm_\w{30,}|pypi-[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_\w{20,})/g,
];

const pem = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;
const address = /\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,256}):([^\s/]{1,1024})@/gi;
const header = /\b((?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?)([^\n"']{1,4096})/gi;
const scheme = /\b(bearer|basic|token)(\s{1,3})([\w.~+/=-]{8,4096})/gi;
const named = /([A-Za-z_][\w.-]{0,60})(["']?\s{0,3}(?:=>|[:=])\s{0,3})("[^"\n]{1,4096}"|'[^'\n]{1,4096}'|[^\s"'&;,<>]{1,4096})/g;
const longRun = /[A-Za-z0-9]{20,}/g;
const longBase64 = /[A-Za-z0-9+/]{40,}={0,2}/g;
const ownId = /(?:run|scr|sch|sub|msg|tok|upl|slt)_[0-9A-HJKMNP-TV-Z]{26}/y;

/** The text with all that looks like a credential taken out, whoever wrote it. */
export function withoutCredentials(text: string): string {
  return withoutRandom(
    known
      .reduce((left, form) => left.replaceAll(form, mark), text.replaceAll(pem, mark))
      .replaceAll(address, `$1:${mark}@`)
      .replaceAll(header, `$1${mark}`)
      .replaceAll(scheme, (whole: string, name: string, blank: string, value: string) =>
        /[0-9=]/.test(value) || value.length >= 20 ? `${name}${blank}${mark}` : whole,
      )
      .replaceAll(named, (whole: string, name: string, sign: string, value: string) =>
        isSecretName(name) && !value.replace(/^["']/, '').startsWith(mark) ? `${name}${sign}${mark}` : whole,
      ),
  );
}

/** The parts of a text that look like credentials. */
export function credentialsIn(text: string): string[] {
  if (withoutCredentials(text) === text) return [];
  const found: string[] = [];
  const take = (form: RegExp, group: number) => {
    for (const match of text.matchAll(form)) found.push(match[group] ?? '');
  };
  for (const form of [...known, pem]) take(form, 0);
  take(address, 2);
  take(header, 2);
  take(scheme, 3);
  for (const match of text.matchAll(named)) if (isSecretName(match[1] ?? '')) found.push((match[3] ?? '').replaceAll(/^["']|["']$/g, ''));
  for (const [run] of text.matchAll(longBase64)) if (isRandomBase64(run)) found.push(run);
  for (const [run] of text.matchAll(longRun)) if (isRandom(run)) found.push(run);
  return found;
}

function withoutRandom(text: string): string {
  return text
    .replaceAll(longBase64, (run: string) => (isRandomBase64(run) ? mark : run))
    .replaceAll(longRun, (run: string, at: number, all: string) => (isRandom(run) && !isOwnId(all, run, at) ? mark : run));
}

/** Whether the run of letters and digits is the end of an id of ours, which people need to find what a mail is about. */
function isOwnId(text: string, run: string, at: number): boolean {
  ownId.lastIndex = Math.max(0, at - 4);
  const found = ownId.exec(text);
  return found !== null && at + run.length <= ownId.lastIndex;
}

/** Bits a character below which text is words rather than chance. */
const leastEntropy = { run: 3, base64: 4.2 } as const;

/** Letters and digits without a word in them, such as hexadecimal keys. */
function isRandom(run: string): boolean {
  return /[0-9][^0-9]*[0-9]/.test(run) && /[^0-9]/.test(run) && entropy(run) >= leastEntropy.run;
}

/** The form of AWS's secret keys, among others; a path has fewer kinds of characters. */
function isRandomBase64(run: string): boolean {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /[0-9]/.test(run) && entropy(run) >= leastEntropy.base64;
}

/** So much of a text tells of all of it. */
const sampleLength = 1000;

/** Bits a character, by how often each occurs. */
function entropy(run: string): number {
  const text = run.slice(0, sampleLength);
  const shares = [...Map.groupBy(text, (char) => char).values()].map(({ length }) => length / text.length);
  return shares.reduce((bits, share) => bits - share * Math.log2(share), 0);
}

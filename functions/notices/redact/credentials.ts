import { addressSecrets } from './address-secrets.ts';
import { namedSecrets } from './named-secrets.ts';
import { randomText } from './random-text.ts';
import { mark } from './take.ts';
import type { Take } from './take.ts';

/** Forms by which credentials of well-known issuers are recognised. Each begins where a word does, so that none is tried twice within a run of signs. */
const known = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
  // AWS access key ids.
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g,
  // JSON web tokens; their signature may be missing.
  /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g,
  // GitHub, GitLab, Slack, Stripe and OpenAI, Google, npm, PyPI, SendGrid, Hugging Face.
  /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[sr]k[-_][\w-]{16,}|AIza[\w-]{30,}|npm_\w{30,}|pypi-[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_\w{20,})/g,
];

/** A digest's parts are told apart by commas, quoted or not (RFC 7616). */
const digest = /\b(digest\s{1,3})((?=[\w-]{1,30}\s?=)[^\n]+)/gi;
const scheme = /\b((?:bearer|basic|token)\s{1,3})([\w.~+/=-]{8,4096})/gi;

/** Texts so short and plain hold no form of a credential; most parts of an input are. */
const plain = /^\w{0,17}$/;

/** The text with all that looks like a credential taken out, whoever wrote it. The work grows with its length alone. */
export function withoutCredentials(text: string): string {
  return taken(text, () => mark);
}

/** The parts of a text that look like credentials. */
export function credentialsIn(text: string): string[] {
  const found: string[] = [];
  taken(text, (secret) => {
    found.push(secret);
    return secret;
  });
  return found;
}

/** Whether a text can hold a credential at all. */
export function mayHoldCredentials(text: string): boolean {
  return !plain.test(text);
}

function taken(text: string, take: Take): string {
  if (!mayHoldCredentials(text)) return text;
  const unknown = (secret: string) => (secret.startsWith(mark) ? secret : take(secret));
  const left = known.reduce((before, form) => before.replaceAll(form, unknown), text);
  const unaddressed = addressSecrets(left, unknown)
    .replaceAll(digest, (_, name: string, value: string) => `${name}${unknown(value)}`)
    .replaceAll(scheme, (whole: string, name: string, value: string) =>
      /[0-9=]/.test(value) || value.length >= 20 ? `${name}${unknown(value)}` : whole,
    );
  return randomText(namedSecrets(unaddressed, unknown), unknown);
}

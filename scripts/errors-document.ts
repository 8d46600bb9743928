import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errors } from '../core/errors.ts';
import { reasons } from '../core/reasons.ts';

/** Writes docs/errors.md from the error table and the table of reasons; with --check only says whether the document is theirs. */

const path = resolve(import.meta.dirname, '..', 'docs', 'errors.md');

const refusals = Object.entries(errors).map(
  ([code, { status, title, sentence }]) => `| \`${code}\` | ${status} | ${title} | ${sentence} |`,
);
const endings = Object.entries(reasons).map(
  ([reason, text]) => `| \`${reason}\` | ${text.replace(/\.\{\}$/, '.').replaceAll('{}', '…')} |`,
);

const document = `# Errors and reasons

Generated from \`core/errors.ts\` and \`core/reasons.ts\` by \`npm run docs\`; a test holds them equal.

## Refusals of the API

Answered as problem details (RFC 9457, \`application/problem+json\`): \`{type, title, status, code, detail, errors, requestId}\`.
\`code\` is stable; \`errors\` names each wrong field with what is expected and what was given.

| code | status | title | what to do |
|---|---|---|---|
${refusals.join('\n')}

## Why a run ended

A run that did not succeed carries one of these as \`reason\`, and the sentence as \`message\`. FAILED and TIMED_OUT are the script's, CRASHED is Runlet's own fault.

| reason | what it says |
|---|---|
${endings.join('\n')}
`;

if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== document) {
    console.error('docs/errors.md is not what the tables say; run `npm run docs`.');
    process.exitCode = 1;
  }
} else writeFileSync(path, document);

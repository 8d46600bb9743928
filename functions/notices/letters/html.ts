import { escapeHtml } from '../../../core/html.ts';
import type { Block, Letter, Links } from './letter.ts';

/** Lines at the side by which one sees from afar how bad it is; they stand out on light and on dark. */
const tones = { bad: '#d23f3f', warn: '#c98a1b', good: '#2f9e5f', plain: '#7a8694' } as const;

/**
 * Styles stand at their elements, because some readers of mail take away all others. No colour is set for text or ground, so that the
 * reader's own hold, light or dark; what is shaded is so by a grey that lets the ground through.
 */
const style = {
  body: 'margin:0;padding:16px;font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;overflow-wrap:anywhere',
  page: 'max-width:720px;margin:0 auto',
  heading: 'margin:0 0 8px;font-size:20px;line-height:1.3;font-weight:600',
  paragraph: 'margin:0 0 12px',
  table: 'width:100%;border-collapse:collapse;margin:16px 0;font-size:14px',
  name: 'padding:4px 12px 4px 0;vertical-align:top;text-align:left;font-weight:400;opacity:0.7;width:1%;white-space:nowrap',
  value: 'padding:4px 0;vertical-align:top;overflow-wrap:anywhere',
  title: 'margin:20px 0 6px;font-size:14px;font-weight:600',
  block:
    'margin:0;padding:10px 12px;background:rgba(128,128,128,0.14);border-radius:6px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12.5px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext',
  button:
    'display:inline-block;margin:20px 0 4px;padding:9px 16px;border:1px solid #3b78d8;border-radius:6px;color:#3b78d8;text-decoration:none;font-weight:600;font-size:14px',
  foot: 'margin-top:24px;padding-top:12px;border-top:1px solid rgba(128,128,128,0.35);font-size:13px;opacity:0.75',
  link: 'color:inherit',
} as const;

/** The letter as a whole page: no script, nothing that is loaded from elsewhere, every text escaped. */
export function asHtml(letter: Letter, links: Links): string {
  const { heading, sentences, advice, facts, blocks, see, because, tone } = letter;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escapeHtml(letter.subject)}</title></head>`,
    `<body style="${style.body}"><div style="${style.page}">`,
    `<div style="border-left:4px solid ${tones[tone]};padding-left:14px">`,
    `<h1 style="${style.heading}" dir="auto">${escapeHtml(heading)}</h1>`,
    ...sentences.map(paragraph),
    ...(advice === null ? [] : [`<p style="${style.paragraph}"><strong>What to do:</strong> ${escapeHtml(advice)}</p>`]),
    '</div>',
    `<table role="presentation" style="${style.table}">${facts.map(row).join('')}</table>`,
    ...blocks.map(block),
    `<a href="${escapeHtml(links.message)}" style="${style.button}">${escapeHtml(see)}</a>`,
    `<div style="${style.foot}">You get this because ${escapeHtml(because)}. <a href="${escapeHtml(links.unsubscribe)}" style="${style.link}">Stop these mails</a></div>`,
    '</div></body></html>\n',
  ].join('\n');
}

function paragraph(text: string): string {
  return `<p style="${style.paragraph}" dir="auto">${escapeHtml(text)}</p>`;
}

function row([name, value]: readonly [string, string]): string {
  return `<tr><th scope="row" style="${style.name}">${escapeHtml(name)}</th><td style="${style.value}" dir="auto">${escapeHtml(value)}</td></tr>`;
}

function block({ title, lines, otherwise = '' }: Block): string {
  if (lines.length === 0) return otherwise === '' ? '' : paragraph(otherwise);
  return `<h2 style="${style.title}">${escapeHtml(title)}</h2>\n<pre style="${style.block}">${escapeHtml(lines.join('\n'))}</pre>`;
}

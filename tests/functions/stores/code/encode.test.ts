import { describe, expect, it } from 'vitest';
import { encodeSource } from '../../../../functions/stores/code/encode.ts';

function hex(text: string): string {
  return Buffer.from(encodeSource('script.py', text)).toString('hex');
}

describe('Python source that came as text', () => {
  it.each([
    ['é = 1', 'c3a9'],
    ['# coding: utf-8\né', 'c3a9'],
    ['# -*- coding: latin-1 -*-\né', 'e9'],
    ['#!/usr/bin/env python3\n# vim: set fileencoding=ISO_8859_1 :\né', 'e9'],
    ['\r\n# coding=latin1\r\né', 'e9'],
    ['x = 1\n# coding: latin-1\né', 'c3a9'],
    ['"""\n# coding: latin-1\n"""\né', 'c3a9'],
    ['# one\n# two\n# coding: latin-1\né', 'c3a9'],
  ])('%j is written as its coding line says', (text, bytes) => {
    expect(hex(text)).toContain(bytes);
  });

  it('plain ASCII is the same under every coding line, so it is taken as it is', () => {
    expect(hex('# coding: cp1252\nx = 1')).toBe(Buffer.from('# coding: cp1252\nx = 1').toString('hex'));
  });

  it('a byte order mark stays, and makes it UTF-8', () => {
    expect(hex('\uFEFFé')).toBe('efbbbfc3a9');
  });

  it.each([
    ['# coding: latin-1\nx = 1\ny = "€"', /latin-1.*"€" in line 3/],
    ['# coding: ascii\né', /ascii.*"é" in line 2/],
    ['# coding: cp1252\n€', /cp1252.*as an upload/],
    ['x = "\ud800"', /surrogate/],
  ])('%j is refused with what to do', (text, sentence) => {
    expect(() => encodeSource('script.py', text)).toThrow(
      expect.objectContaining({ code: 'bad-source', message: expect.stringMatching(sentence) }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { harmless, harmlessJsonLine, harmlessValues, isHarmless, printableJson } from './harmless.js';

/** Of any code units: fast-check's own takes seconds to be made. */
const anyText = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points));

const HARMFUL = [
  ['a control', '\u001b'],
  ['a line feed', '\n'],
  ['a delete', '\u007f'],
  ['a C1 control', '\u009b'],
  ['a soft hyphen', '\u00ad'],
  ['an override of direction', '\u202e'],
  ['an isolate of direction', '\u2066'],
  ['an Arabic letter mark', '\u061c'],
  ['a space without width', '\u200b'],
  ['a joiner without width', '\u200d'],
  ['a byte order mark', '\ufeff'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a tag', '\u{e0041}'],
  ['a Hangul filler', '\u3164'],
  ['a grapheme joiner', '\u034f'],
  ['a variation selector', '\u{e0100}'],
  ['a lone surrogate', '\ud800'],
  ['a noncharacter', '\uffff'],
  ['a private character', '\ue000'],
] as const;

describe('harmless', () => {
  it.each(HARMFUL)('takes out %s', (_, character) => {
    expect(isHarmless(character)).toBe(false);
    expect(harmless(`a${character}b`)).toBe('a\uFFFDb');
    expect(harmless(`a${character}b`, { as: 'escaped' })).toBe(
      `a\\u{${character.codePointAt(0)!.toString(16)}}b`,
    );
    expect(harmless(`a${character}${character}b`, { as: 'blank' })).toBe('a b');
  });

  it('leaves what people write', () => {
    const text = 'Grüße, 您好, שלום, ❤️ 😀 “x” – y\u00a0z';
    expect(harmless(text)).toBe(text);
  });

  it('keeps what it is asked to keep', () => {
    expect(harmless('a\n\tb\r', { as: 'escaped', keep: '\n\t' })).toBe('a\n\tb\\u{d}');
  });

  it('keeps to the length and cuts no character in two', () => {
    expect(harmless('ab😀', { maxLength: 3 })).toBe('ab');
    expect(harmless('ab😀', { maxLength: 4 })).toBe('ab😀');
    expect(harmless('\n\n\n', { as: 'escaped', maxLength: 7 })).toHaveLength(7);
  });

  it('is harmless itself, for every text', () => {
    const modes = fc.constantFrom('replaced' as const, 'escaped' as const, 'blank' as const);
    fc.assert(
      fc.property(anyText, modes, fc.nat(50), (text, as, maxLength) => {
        const clean = harmless(text, { as, maxLength });
        expect(isHarmless(clean)).toBe(true);
        expect(clean.length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});

describe('harmlessValues', () => {
  it('reaches every text, and leaves everything else', () => {
    const bytes = new Uint8Array(2);
    const value = { a: ['\u202e', { b: 'c\u001b\n' }], n: 1, t: true, z: null, u: undefined, bytes };
    expect(harmlessValues(value, { keep: '\n' })).toEqual({
      ...{ a: ['\uFFFD', { b: 'c\uFFFD\n' }], n: 1, t: true, z: null, u: undefined, bytes },
    });
  });
});

describe('printableJson', () => {
  it('is harmless and means the same, for every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = printableJson({ [text]: [text] });
        expect(isHarmless(json.replaceAll('\n', ''))).toBe(true);
        expect(JSON.parse(json)).toEqual({ [text]: [text] });
      }),
    );
  });
});

describe('harmlessJsonLine', () => {
  it('makes every text of the record harmless, names of fields included', () => {
    for (const [, character] of HARMFUL) {
      const line = harmlessJsonLine(`${JSON.stringify({ [`k${character}`]: [`v${character}`] })}\n`);
      const shown = character === '\n' ? '\n' : `\\u{${character.codePointAt(0)!.toString(16)}}`;
      expect(JSON.parse(line)).toEqual({ [`k${shown}`]: [`v${shown}`] });
      expect(isHarmless(line.slice(0, -1))).toBe(true);
    }
  });

  it('is not misled by backslashes of the text', () => {
    const record = { path: 'C:\\u001b\\\\', quoted: '"\\"', lines: 'a\n\tb' };
    expect(JSON.parse(harmlessJsonLine(JSON.stringify(record)))).toEqual(record);
  });

  it('stays JSON with the same meaning, for every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = harmlessJsonLine(JSON.stringify({ text }));
        const read = JSON.parse(line) as { text: string };
        expect(read.text).toBe(harmless(text, { as: 'escaped', keep: '\n\t' }));
      }),
    );
  });
});

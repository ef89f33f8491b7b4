import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readTlsRptRecord } from '#tlsrpt';

import { because, detail } from '#text';

import { expectLinearTime } from '../../../../test/support/bounded.js';
import { coversHost, readMtaStsPolicy, readMtaStsRecord } from './mta-sts.js';

const POLICY =
  'version: STSv1\r\nmode: enforce\r\nmx: mx.example.test\r\nmx: *.mail.test\r\nmax_age: 604800\r\n';

describe('readMtaStsRecord', () => {
  it.each([
    ['v=STSv1; id=20160831085700Z;', '20160831085700Z'],
    ['v=STSv1;id=1', '1'],
    ['v=STSv1 ; id=a1 ; other=x', 'a1'],
  ])('reads %s', (text, id) => {
    expect(readMtaStsRecord([text])).toEqual({ kind: 'found', text, id, repeated: [] });
  });

  it('takes the first of a key that is there twice', () => {
    expect(readMtaStsRecord(['v=STSv1; id=a1; x=1; id=b2; id=c3'])).toMatchObject({
      ...{ id: 'a1', repeated: ['id'] },
    });
  });

  it('passes over what is no MTA-STS record', () => {
    expect(readMtaStsRecord(['v=spf1 -all', 'v=STSv10; id=1'])).toEqual({ kind: 'none' });
    expect(readMtaStsRecord(['v=spf1 -all', 'v=STSv1; id=1'])).toMatchObject({ kind: 'found', id: '1' });
  });

  it.each([
    [['v=STSv1; id=1', 'v=STSv1; id=2'], 'there are 2'],
    [['V=STSv1; id=1'], 'begin with “v=STSv1;”'],
    [[' v=STSv1; id=1'], 'begin with “v=STSv1;”'],
    [['"v=STSv1; id=1"'], 'begin with “v=STSv1;”'],
    [['v=STSv1 id=1'], 'begin with “v=STSv1;”'],
    [['v=STSv1;'], 'no id'],
    [['v=STSv1; ID=1'], 'no id'],
    [['v=STSv1; id=1;;'], 'key=value'],
    [['v=STSv1; id = 1'], 'key=value'],
    [['v=STSv1;id=1', 'v=STSv1'], 'there are 2'],
    [['v=STSv1; id=a-b'], 'letters and digits'],
    [[`v=STSv1; id=${'a'.repeat(33)}`], '1 to 32'],
    [['v=STSv1; id'], 'key=value'],
    [['v=STSv1; id=1; other=x y'], 'key=value'],
    [['v=STSv1; id=1; other=x=y'], 'key=value'],
    [['v=STSv1; id=1 '], 'ends with a blank'],
    [[`v=STSv1; id=1;${' '.repeat(2_048)}`], 'more than 2048 bytes'],
    [[`v=STSv1;${'a=b;'.repeat(32)}`], 'more than 32 fields'],
  ])('says what is wrong with %s', (texts, detail) => {
    expect(readMtaStsRecord(texts)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining(detail),
    });
  });
});

describe('readMtaStsPolicy', () => {
  it('reads a policy, with any line end, and passes over what it does not know', () => {
    const policy = { mode: 'enforce', mx: ['mx.example.test', '*.mail.test'], maxAge: 604_800 };
    expect(readMtaStsPolicy(POLICY)).toEqual({
      ...{ kind: 'policy', policy, repeated: [], unknown: [], blank: [] },
    });
    expect(readMtaStsPolicy(POLICY.replaceAll('\r', '') + 'new_key: x\n')).toMatchObject({
      policy,
      unknown: ['new_key'],
    });
  });

  it('takes the first of a key that is there twice', () => {
    expect(readMtaStsPolicy(`${POLICY}mode: none\r\n`)).toMatchObject({
      policy: { mode: 'enforce' },
      repeated: ['mode'],
    });
  });

  it.each([
    [POLICY.trimEnd(), []],
    [`\r\n${POLICY}`, [1]],
    [`${POLICY}\r\n`, [6]],
    [POLICY.replace('mx: mx', '\n \t\nmx: mx') + '\n'.repeat(9), [3, 4, 8, 9, 10]],
  ])('reads over blank lines, and says which: %j', (text, blank) => {
    expect(readMtaStsPolicy(text)).toMatchObject({ kind: 'policy', blank });
  });

  it('names a byte order mark, which nobody sees', () => {
    expect(readMtaStsPolicy(`\ufeff${POLICY}`)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining('byte order mark'),
    });
  });

  it('takes any max_age that a sender has to take, and names in any case', () => {
    for (const [maxAge, seconds] of [
      ['0', 0],
      ['31557600', 31_557_600],
    ] as const) {
      const text = POLICY.replace('604800', maxAge).replace('mx.example', 'MX.Example');
      expect(readMtaStsPolicy(text)).toMatchObject({
        policy: { maxAge: seconds, mx: ['MX.Example.test', '*.mail.test'] },
      });
    }
  });

  it('needs no mx in mode none', () => {
    expect(readMtaStsPolicy('version: STSv1\nmode: none\nmax_age: 1\n').kind).toBe('policy');
  });

  it.each([
    ['<html>', 'key: value'],
    [POLICY.replaceAll('\r\n', '\r'), 'key: value'],
    [`${POLICY}note: a\0b\r\n`, 'key: value'],
    ...[
      'mx.mail.test.',
      'mx.bücher.test',
      'mx.*.mail.test',
      '*',
      '*mail.test',
      'mx..test',
      '[192.0.2.1]',
      '',
    ].map((name) => [POLICY.replace('*.mail.test', name), `“${name}” is not the name of a host`]),
    [POLICY.replace(/max_age.*\r\n/, ''), 'max_age'],
    [POLICY.replace('604800', '-1'), 'max_age'],
    [POLICY.replace('enforce', 'Enforce'), 'mode'],
    [POLICY.replace('version', 'Version'), 'version'],
    [POLICY.replace('STSv1', 'STSv2'), 'version'],
    [POLICY.replace('enforce', 'enforced'), 'mode'],
    [POLICY.replace('604800', '31557601'), 'max_age'],
    [POLICY.replace('604800', '1w'), 'max_age'],
    [POLICY.replace('*.mail.test', 'm*.mail.test'), 'm*.mail.test'],
    [POLICY.replace(/mx:.*\r\n/g, ''), 'no mx'],
    [`${POLICY}note: ${'x'.repeat(1_024)}`, 'a line of more than 1024'],
    [POLICY.replace('*.mail.test', `${'a.'.repeat(127)}test`), 'is not the name of a host'],
    ['', 'version'],
  ])('says what is wrong with %j', (text, detail) => {
    expect(readMtaStsPolicy(text)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining(detail),
    });
  });
});

describe('coversHost', () => {
  it.each([
    ['mx.example.test', true],
    ['MX.Example.test', true],
    ['a.mail.test', true],
    ['mail.test', false],
    ['a.b.mail.test', false],
    ['mx2.example.test', false],
  ])('%s: %s', (host, expected) => {
    expect(coversHost({ mx: ['mx.example.test', '*.mail.test'] }, host)).toBe(expected);
  });
});

describe('a policy of many lines', () => {
  it('is not read beyond a thousand', () => {
    const head = 'version: STSv1\nmode: enforce\nmax_age: 604800\n';
    const mx = (count: number) => Array.from({ length: count }, () => 'mx: mx.test').join('\n');
    expect(readMtaStsPolicy(head + mx(997))).toMatchObject({ kind: 'policy' });
    expect(readMtaStsPolicy(head + mx(998))).toEqual({
      kind: 'invalid',
      ...because(detail('policy-many-lines', 1000)),
    });
  });
});

describe('what domains publish', () => {
  const RECORDS = [
    ['MTA-STS record', 'STSv1', readMtaStsRecord],
    ['TLSRPT record', 'TLSRPTv1', readTlsRptRecord],
  ] as const;
  /** Each is what some expression has to look at again and again. */
  const FILLINGS = [
    ' ',
    '\t',
    ';',
    '; ',
    ' ;',
    'a',
    'a=b;',
    'mailto:a@b,',
    ',',
    '@',
    '-',
    '.',
    'a.',
    '\r',
    '\u00a0',
    ':',
  ];

  it.each(RECORDS)('is no more of a %s than its bounds allow, whatever it is', (_what, version, read) => {
    const part = fc.oneof(
      fc.constantFrom(...FILLINGS, 'id=1', 'rua=mailto:a@b', 'rua='),
      fc.string({ maxLength: 20 }),
      fc.tuple(fc.constantFrom(...FILLINGS), fc.nat(3_000)).map(([filling, count]) => filling.repeat(count)),
    );
    const text = fc.array(part, { maxLength: 6 }).map((parts) => `v=${version};${parts.join('')}`);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const record = read(texts);
        if (record.kind === 'none') return;
        expect(record.text.length).toBeLessThanOrEqual(2_048);
        if (record.kind === 'invalid') expect(record.detail.length).toBeLessThan(600);
      }),
    );
  });

  it.each(RECORDS)('takes no more time than it is long: %s', async (_what, version, read) => {
    for (const filling of FILLINGS) {
      await expectLinearTime(
        (size) => [`v=${version}; id=1; rua=mailto:a@b${filling.repeat(size / filling.length)}x`],
        read,
      );
      await expectLinearTime(
        (size) => Array.from({ length: size / 16 }, () => `v=${version}${filling}`),
        read,
        16_384,
      );
    }
  });

  it('takes no more time than it is long: an MTA-STS policy', async () => {
    for (const filling of FILLINGS) {
      for (const [before, after] of [
        ['mx: a', 'b'],
        ['', 'x'],
        ['mx: ', '!'],
      ] as const) {
        await expectLinearTime(
          (size) => POLICY + before + filling.repeat(size / filling.length) + after,
          readMtaStsPolicy,
        );
        // As many lines of the largest length as there may be.
        const line = before + filling.repeat(1_000 / filling.length) + after;
        await expectLinearTime((size) => `${POLICY}${line}\n`.repeat(size / 1_024), readMtaStsPolicy);
      }
    }
  });

  it('is a policy, or says why it is none in a line', () => {
    const line = fc.oneof(
      fc.constantFrom(...POLICY.split('\r\n'), 'mode: none', 'mx: *', 'mx:', 'max_age: 99999999999'),
      // As the fetcher makes text of octets. Strings of every character take fast-check seconds.
      fc.uint8Array({ maxLength: 30 }).map((octets) => Buffer.from(octets).toString('utf8')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const read = readMtaStsPolicy(lines.join('\n'));
        if (read.kind === 'policy') expect(read.policy.mx.every((name) => name.length <= 255)).toBe(true);
        else expect(read.detail).toMatch(/^[^\n]{1,200}$/);
      }),
    );
  });
});

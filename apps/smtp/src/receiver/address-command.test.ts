import { describe, expect, it } from 'vitest';

import {
  MAIL_PARAMETERS,
  RCPT_PARAMETERS,
  readQuotedLocalPart,
  unknownParameter,
} from './lenient-connection.js';

describe('readQuotedLocalPart', () => {
  it.each([
    ['RCPT TO:<"test"@a.test>', 'RCPT TO:<test@a.test>', null],
    ['rcpt to: <"te\\st"@a.test> NOTIFY=NEVER', 'rcpt to: <test@a.test> NOTIFY=NEVER', null],
    ['MAIL FROM:<"front desk"@a.test>', 'MAIL FROM:<quoted@a.test>', '"front desk"'],
    ['MAIL FROM:<"a@b"@a.test> SIZE=1', 'MAIL FROM:<quoted@a.test> SIZE=1', '"a@b"'],
    ['MAIL FROM:<"a\\"<> b"@a.test>', 'MAIL FROM:<quoted@a.test>', '"a\\"<> b"'],
    ['MAIL FROM:<""@a.test>', 'MAIL FROM:<quoted@a.test>', '""'],
    ['RCPT TO:<@relay.test,@b.test:"a b"@a.test>', 'RCPT TO:<@relay.test,@b.test:quoted@a.test>', '"a b"'],
  ])('%s', (line, read, localPart) => {
    expect(readQuotedLocalPart(line)).toEqual({ line: read, localPart });
  });

  it.each([
    'MAIL FROM:<a@a.test>',
    'MAIL FROM:<>',
    'RCPT TO:<"open@a.test>',
    'RCPT TO:<"a"b@a.test>',
    'RCPT TO:<"a\u0001b"@a.test>',
    'RCPT TO:<"a b">',
    'RCPT TO:"a b"@a.test',
    '',
  ])('leaves alone what is none: %j', (line) => {
    expect(readQuotedLocalPart(line)).toEqual({ line, localPart: null });
  });
});

describe('unknownParameter', () => {
  it('is null where there are none', () => {
    expect(unknownParameter(false, MAIL_PARAMETERS)).toBeNull();
  });

  it.each([
    [{ SIZE: '1', BODY: '8BITMIME', RET: 'HDRS' }, MAIL_PARAMETERS, null],
    [{ SIZE: '1', FOO: 'bar' }, MAIL_PARAMETERS, 'FOO'],
    [{ NOTIFY: 'NEVER' }, MAIL_PARAMETERS, 'NOTIFY'],
    [{ ORCPT: 'rfc822;a@b', SIZE: '1' }, RCPT_PARAMETERS, 'SIZE'],
    [{ ['X'.repeat(100)]: true }, RCPT_PARAMETERS, 'X'.repeat(40)],
  ])('of %j', (args, known, name) => {
    expect(unknownParameter(args, known)).toBe(name);
  });
});

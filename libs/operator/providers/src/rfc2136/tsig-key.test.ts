import { describe, expect, it } from 'vitest';

import { parseTsigKey } from './tsig-key.js';

const SECRET = 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IQ==';
const KEY = { algorithm: 'hmac-sha256', name: 'push.example', secret: SECRET };

describe('parseTsigKey', () => {
  it.each([
    ['tsig-keygen', `key "push.example" {\n\talgorithm hmac-sha256;\n\tsecret "${SECRET}";\n};\n`],
    ['BIND, on one line', `key push.example { secret "${SECRET}"; algorithm HMAC-SHA256; };`],
    [
      'keymgr -t',
      `# hmac-sha256:push.example:${SECRET}\nkey:\n  - id: push.example\n    algorithm: hmac-sha256\n    secret: ${SECRET}\n`,
    ],
    ['knsupdate -k', `hmac-sha256:push.example:${SECRET}\n`],
    ['knsupdate -k without an algorithm', `push.example:${SECRET}`],
  ])('reads the format of %s', (_, text) => {
    expect(parseTsigKey(text)).toEqual({ ok: true, key: KEY });
  });

  it.each([
    ['', 'no TSIG key'],
    [SECRET, 'no TSIG key'],
    ['-----BEGIN PRIVATE KEY-----', 'no TSIG key'],
    [`key "push" { algorithm hmac-md5; secret "${SECRET}"; };`, 'algorithm'],
    [`key "push" { algorithm hmac-sha256; secret "${SECRET.slice(1)}"; };`, 'base64'],
    [`key "pu;sh" { algorithm hmac-sha256; secret "${SECRET}"; };`, 'name'],
  ])('says what is wrong with %j, and shows nothing of it', (text, reason) => {
    const parsed = parseTsigKey(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
    expect(JSON.stringify(parsed)).not.toContain(SECRET.slice(1));
  });
});

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
    [
      'BIND, with old keys in comments',
      `// key "old" { algorithm hmac-sha256; secret "b2xk"; };\n# key "old" { secret "b2xk"; };\n` +
        `/* key "old" {\n algorithm hmac-sha256; secret "b2xk"; }; */\n` +
        `key "push.example" { // secret "b2xk";\n algorithm hmac-sha256; /* secret "b2xk"; */ secret "${SECRET}"; # "\n};`,
    ],
    ['BIND, without quotation marks', `key push.example{algorithm hmac-sha256;secret ${SECRET};};`],
    [
      'keymgr -t, with an old key in a comment and another behind it',
      `# hmac-sha256:old:b2xk\nkey:\n  - id: push.example # new\n    algorithm: hmac-sha256\n    secret: "${SECRET}"\n  - id: x\n    secret: b2xk\n`,
    ],
    [
      'knsupdate -k, with an old key in a comment',
      `#hmac-sha256:old:b2xk\nhmac-sha256:push.example:${SECRET}\n`,
    ],
    ['Knot, as a flow', `key: [ { id: push.example, algorithm: hmac-sha256, secret: ${SECRET} } ]`],
    ['Knot, as one mapping', `key: { id: push.example, algorithm: hmac-sha256, secret: '${SECRET}' }`],
    [
      'Knot, in another order and with what else a configuration has',
      `server:\n    listen: [ 127.0.0.1@53 ]\nkey:\n  - secret: ${SECRET}\n    id: "push.example"\n    algorithm: hmac-sha256\nacl:\n  - id: x\n    key: push.example\n`,
    ],
    [
      'Knot, with the secret on lines of its own',
      `key:\n  - id: push.example\n    algorithm: hmac-sha256\n    secret: >-\n      ${SECRET}\n`,
    ],
  ])('reads the format of %s', (_, text) => {
    expect(parseTsigKey(text)).toEqual({ ok: true, key: KEY });
  });

  it.each([
    ['', 'no TSIG key'],
    [`# hmac-sha256:push:${SECRET}`, 'no TSIG key'],
    [`/* key "push" { algorithm hmac-sha256; secret "${SECRET}"; };`, 'no TSIG key'],
    [SECRET, 'no TSIG key'],
    [`acl:\n  - id: push\n    secret: ${SECRET}\n`, 'no TSIG key'],
    [`key:\n  - id: push\n   secret: ${SECRET}\n`, 'no TSIG key'],
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

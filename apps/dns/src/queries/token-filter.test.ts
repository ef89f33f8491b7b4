import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { TOKEN_ALPHABET, TOKEN_LENGTH } from '#checks';
import { SCENARIO_IDS } from '#scenarios';

import { tokenFilter } from './token-filter.js';

const TOKEN = '0123456789ab';
const findToken = tokenFilter('havedane.test');

function frame(name: string): Buffer {
  const query = dnsPacket.encode({ type: 'query', questions: [{ type: 'A', name }] });
  return Buffer.concat([Buffer.from('before'), query, Buffer.from('behind')]);
}

describe('tokenFilter', () => {
  it.each([
    [`${TOKEN}.do.havedane.test`, TOKEN],
    [`_25._tcp.${TOKEN}.wrong.havedane.test`, TOKEN],
    [`_tcp.${TOKEN}.dont.havedane.test`, TOKEN],
    ['0123456789AB.Do.HaveDane.TEST', TOKEN],
    [`kkkkkkkkkkkk.${TOKEN}.do.havedane.test`, TOKEN],
    ['do.havedane.test', null],
    ['_25._tcp.do.havedane.test', null],
    [`${TOKEN}.havedane.test`, null],
    [`${TOKEN}.other.havedane.test`, null],
    [`${TOKEN}.do.havedane.test.example`, null],
    [`${TOKEN}.do.havedane-test`, null],
    [`x${TOKEN}.do.havedane.test`, null],
    ['0123456789al.do.havedane.test', null],
    ['0123456789a.do.havedane.test', null],
  ])('%s: %s', (name, token) => {
    expect(findToken(frame(name))).toBe(token);
  });

  it('finds every token at every scenario, in any case', () => {
    const character = fc.constantFrom(...TOKEN_ALPHABET.split(''));
    fc.assert(
      fc.property(
        fc.string({ unit: character, minLength: TOKEN_LENGTH, maxLength: TOKEN_LENGTH }),
        fc.constantFrom(...SCENARIO_IDS),
        fc.boolean(),
        (token, scenario, isUpper) => {
          const name = `${token}.${scenario}.havedane.test`;
          expect(findToken(frame(isUpper ? name.toUpperCase() : name))).toBe(token);
        },
      ),
    );
  });

  it('takes any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(findToken(Buffer.from(octets))).toBeNull();
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { aCheck } from '../state/test-check.js';
import {
  addressesOf,
  mailPath,
  mailtoUri,
  readLabel,
  sendCommand,
  takesLabel,
  webmailLinks,
} from './ways.js';

const check = aCheck();

describe('addressesOf', () => {
  it('puts the label in front, where there is a place for it', () => {
    expect(addressesOf(check, 'mx1')[0]).toBe('mx1@k3v9x0m2c7qa.do.havedane.test');
    expect(addressesOf(check, null)[0]).toBe('test@k3v9x0m2c7qa.do.havedane.test');
    const classic = aCheck({
      scenarios: check.scenarios.map((each) => ({ ...each, address: each.classicAddress })),
    });
    expect(takesLabel(classic)).toBe(false);
    expect(addressesOf(classic, 'mx1')).toEqual(classic.scenarios.map(({ address }) => address));
  });

  it('leaves the address of a scenario alone that has none but the classic one, whatever its token ends in', () => {
    const address = '0123456ztest@sts-good.havedane.test';
    const mixed = aCheck({ scenarios: [...check.scenarios, { ...check.scenarios[0]!, address }] });
    expect(takesLabel(mixed)).toBe(true);
    const [first, ...others] = addressesOf(mixed, 'mx1');
    expect([first, others.at(-1)]).toEqual(['mx1@k3v9x0m2c7qa.do.havedane.test', address]);
  });
});

describe('readLabel', () => {
  it.each([
    ['MX1', 'mx1'],
    [' relay-dr ', 'relay-dr'],
    ['a b', null],
    ['-a', null],
    ['', null],
  ])('%j is %j', (text, label) => {
    expect(readLabel(text)).toBe(label);
  });
});

describe('mailtoUri', () => {
  it('names every address, and is a URI whose subject and body can be read back', () => {
    const uri = new URL(mailtoUri(addressesOf(check, null), check.url));
    expect(uri.protocol).toBe('mailto:');
    expect(uri.pathname.split(',')).toEqual(check.scenarios.map(({ address }) => address));
    expect(uri.searchParams.get('subject')).toBe('DANE check');
    expect(uri.searchParams.get('body')).toBe(`Result: ${check.url}`);
  });
});

describe('the other ways', () => {
  it('name the same addresses', () => {
    const addresses = addressesOf(check, null);
    for (const { href } of webmailLinks(addresses))
      expect(new URL(href).searchParams.get('to')?.split(',')).toEqual(addresses);
    expect(sendCommand(check.url, { label: 'mx1', level: 'full' })).toBe(
      `curl -s '${check.url}/mail?level=full&label=mx1' | sendmail -t`,
    );
    expect(mailPath(check.url, { label: null, level: 'quick', format: 'draft' })).toBe(
      `${check.url}/mail?format=draft`,
    );
  });
});

import { describe, expect, it } from 'vitest';

import '../in-english.js';

import { breakPoints } from './break-points.js';
import { clockTime, dayAndMinute, timeOfDay } from './time.js';
import { tlsVersionNumber } from './tls-version.js';

describe('clockTime', () => {
  it('shows milliseconds in the time zone of the visitor', () => {
    expect(clockTime('2025-03-12T23:03:22.007Z', 'Europe/Berlin')).toBe('00:03:22.007');
  });
});

describe('timeOfDay', () => {
  it('shows seconds in the time zone of the visitor', () => {
    expect(timeOfDay('2025-03-12T23:03:22.007Z', 'Europe/Berlin')).toBe('00:03:22');
  });
});

describe('dayAndMinute', () => {
  it('names day, month, year and time', () => {
    expect(dayAndMinute('2025-03-12T23:03:22.007Z', 'Europe/Berlin')).toBe('13 March 2025 at 00:03');
  });
});

describe('breakPoints', () => {
  it('breaks after the @ and before dots, and loses nothing', () => {
    expect(breakPoints('test@token.do.havedane.test')).toEqual([
      'test@',
      'token',
      '.do',
      '.havedane',
      '.test',
    ]);
  });
});

describe('tlsVersionNumber', () => {
  it.each([
    ['TLSv1.3', '1.3'],
    ['TLSv1', '1.0'],
  ])('writes %s as %s', (version, words) => {
    expect(tlsVersionNumber(version)).toBe(words);
  });
});

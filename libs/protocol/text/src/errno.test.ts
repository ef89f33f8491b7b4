import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';

import { errnoCode, errnoText, isDiskFault } from './errno.js';

const failed = (code: unknown): Error => Object.assign(new Error('it failed'), { code });

describe('errnoText', () => {
  it.each([
    ['ENOSPC', 'the disk is full: free some space (ENOSPC)'],
    ['EACCES', 'this user may not (EACCES)'],
    ['EWHATEVER', 'EWHATEVER'],
  ])('puts %s in words', (code, text) => {
    expect(errnoText(failed(code))).toBe(text);
  });

  it.each([
    [failed(undefined), 'it failed'],
    [failed(5), 'it failed'],
    [new Error(''), 'unknown error'],
    ['text', 'unknown error'],
    [null, 'unknown error'],
  ])('has words for what has no code: %s', (error, text) => {
    expect(errnoText(error)).toBe(text);
  });

  it('has words for every code of a file system', () => {
    const codes = Object.keys(constants.errno).filter((code) =>
      /^E(ACCES|PERM|NOENT|NOTDIR|ISDIR|EXIST|NOTEMPTY|LOOP|NAMETOOLONG|NOSPC|DQUOT|ROFS|IO|FBIG|MFILE|NFILE|BUSY|STALE)$/.test(
        code,
      ),
    );
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => errnoText(failed(code)) === code)).toEqual([]);
  });
});

describe('errnoCode', () => {
  it('is undefined where there is none', () => {
    expect([errnoCode(undefined), errnoCode({ code: '' }), errnoCode('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('isDiskFault', () => {
  it('tells a disk that takes nothing from other faults', () => {
    const codes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENOENT', 'EACCES'];
    expect(codes.map((code) => isDiskFault(failed(code)))).toEqual([true, true, true, true, false, false]);
  });
});

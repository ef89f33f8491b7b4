import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';

import { errnoCode, errnoText, fileErrorSentence, fileFault } from './errno.js';

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

describe('fileFault', () => {
  it('says what to do, for every code that a folder may fail with', () => {
    const codes = [
      'ENOSPC',
      'EROFS',
      'EACCES',
      'EPERM',
      'ENOTDIR',
      'EMFILE',
      'ENFILE',
      'EDQUOT',
      'EIO',
      'ELOOP',
    ];
    for (const code of codes) {
      expect(fileFault(failed(code))).toMatch(
        new RegExp(`^[a-z][^(]+ \\(${code}\\): \\w|: [^(]+ \\(${code}\\)$`),
      );
    }
  });
});

describe('fileErrorSentence', () => {
  it.each([
    [
      { code: 'EROFS', syscall: 'mkdir', path: '/srv/certs' },
      '/srv/certs cannot be made: the file system is mounted read-only (EROFS): mount it for writing, or choose another folder',
    ],
    [
      { code: 'ENOSPC', syscall: 'write' },
      'A file cannot be written: the disk is full: free some space (ENOSPC)',
    ],
    [
      { code: 'EDQUOT', syscall: 'rename', path: '/a', dest: '/b' },
      '/b cannot be put in its place: this user has used up the disk quota: free some space, or raise the quota (EDQUOT)',
    ],
  ])('puts %j in words', (facts, sentence) => {
    expect(fileErrorSentence(Object.assign(new Error('it failed'), facts))).toBe(sentence);
  });

  it.each([
    new Error('no error of the system'),
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    Object.assign(new Error('of a library'), { code: 'ERR_INVALID_ARG_TYPE' }),
    'text',
  ])('leaves what is none of the file system: %s', (error) => {
    expect(fileErrorSentence(error)).toBeUndefined();
  });
});

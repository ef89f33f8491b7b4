/** Why something cannot be written, in words, and what to do; follows `FILE cannot be written: `. */
export function writeFault(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return WORDS[code] ?? code;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full (ENOSPC), so make room',
  EDQUOT: 'the quota of this user is used up (EDQUOT), so make room',
  EROFS: 'the file system is read-only (EROFS)',
  EACCES: 'this user may not write there (EACCES): run it as the owner',
  EPERM: 'this user may not write there (EPERM): run it as the owner',
  ENOTDIR: 'a part of the path is no directory (ENOTDIR)',
  EIO: 'the disk fails (EIO)',
};

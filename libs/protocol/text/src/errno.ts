/** What the codes of the operating system mean, as the end of a sentence: "the file cannot be read: …". */

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'not permitted',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'the directory is not empty',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'this user has used up the disk quota: free some space, or raise the quota',
  EROFS: 'the file system is mounted read-only',
  EIO: 'the disk reports an error: look at the log of the kernel',
  EFBIG: 'the file has become too large',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is being run',
  EXDEV: 'it is on another file system',
  ESTALE: 'the network file system has lost it: mount it again',
  ENODEV: 'there is no such device',
  ENXIO: 'there is no such device',
  ENOMEM: 'there is not enough memory',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ECONNABORTED: 'connection aborted',
  EPIPE: 'the other side has closed the connection',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EHOSTDOWN: 'the host is down',
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name could not be looked up',
};

/** What to do where it is a file or folder that failed; the words of the others say it already. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'it and its folders must be open to the user that runs this',
  EPERM: 'it must belong to the user that runs this',
  ENOENT: 'make it, or correct the path',
  ENOTDIR: 'correct the path',
  EISDIR: 'a file belongs there',
  EEXIST: 'move it away',
  ELOOP: 'correct the link',
  ENAMETOOLONG: 'choose a shorter path',
  EROFS: 'mount it for writing, or choose another folder',
  EFBIG: 'raise the limit of the size of files (ulimit -f)',
  EMFILE: 'raise its limit (ulimit -n)',
  ENFILE: 'raise fs.file-max with sysctl',
  EBUSY: 'end what uses it; of what is mounted into a container, mount the folder',
  ENOMEM: 'give this process more',
};

/** The code of an error of the operating system (or of a library that does as Node does); undefined when it has none. */
export function errnoCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code !== '' ? error.code : undefined;
}

/** In words, with the code to search for: `the disk is full: free some space (ENOSPC)`. */
export function errnoText(error: unknown): string {
  const code = errnoCode(error);
  if (code !== undefined) {
    const words = WORDS[code];
    return words === undefined ? code : `${words} (${code})`;
  }
  return error instanceof Error && error.message !== '' ? error.message : 'unknown error';
}

/**
 * As `errnoText`, of a file or folder, with what to do about it: `the file system is mounted read-only (EROFS): mount it for
 * writing, or choose another folder`.
 */
export function fileFault(error: unknown): string {
  const remedy = REMEDIES[errnoCode(error) ?? ''];
  return remedy === undefined ? errnoText(error) : `${errnoText(error)}: ${remedy}`;
}

/**
 * An error of the file system that nobody has put in words, as a sentence without a full stop: `/srv/certs cannot be made: the
 * disk is full: free some space (ENOSPC)`; undefined for any other error.
 */
export function fileErrorSentence(error: unknown): string | undefined {
  if (!(error instanceof Error) || errnoCode(error) === undefined) return undefined;
  const { syscall, path, dest } = error as NodeError;
  const verb = VERBS[syscall ?? ''];
  if (verb === undefined) return undefined;
  // Of a link or a new name, what is to be made is the second.
  const name = dest ?? path;
  return `${name ?? 'A file'} cannot be ${verb}: ${fileFault(error)}`;
}

interface NodeError {
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
}

/** By the name that Node gives the call. */
const VERBS: Readonly<Record<string, string>> = {
  ...words('opened', 'open', 'opendir', 'access'),
  ...words('read', 'read', 'scandir', 'readlink', 'realpath', 'stat', 'lstat', 'fstat', 'statfs'),
  ...words('written', 'write', 'fsync', 'fdatasync', 'ftruncate', 'close', 'copyfile'),
  ...words('made', 'mkdir', 'mkdtemp', 'symlink', 'link'),
  ...words('put in its place', 'rename'),
  ...words('removed', 'unlink', 'rmdir', 'rm'),
  ...words('given its owner and mode', 'chmod', 'fchmod', 'chown', 'fchown', 'utime', 'futime'),
};

function words(verb: string, ...calls: readonly string[]): Record<string, string> {
  return Object.fromEntries(calls.map((call) => [call, verb]));
}

/** Programs that write to fixed places find folders of their own there, in a mount namespace. */
const BIND = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" && shift 2; done; shift; exec "$@"';

/** @param directories pairs of an existing folder or file, and the place where the program looks for it */
export function withOwn(
  directories: readonly (readonly [own: string, place: string])[],
  command: readonly string[],
): string[] {
  return ['unshare', '--mount', 'sh', '-ec', BIND, 'sh', ...directories.flat(), '--', ...command];
}

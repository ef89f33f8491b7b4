/** Keeps this process from everything else for so many milliseconds, as a busy machine does. */
export function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

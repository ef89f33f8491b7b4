/** What came is no Frame Stream, or not one that we can use. What follows it cannot be understood either. */
export class FrameStreamError extends Error {
  override readonly name = 'FrameStreamError';
}

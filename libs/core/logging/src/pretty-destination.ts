import type { DestinationStream } from 'pino';

import { formatLine } from './format-line.js';

/** Writes readable lines to the stream, coloured when it is a terminal. */
export function prettyDestination(stream: NodeJS.WriteStream): DestinationStream {
  return {
    write: (record) => {
      stream.write(formatLine(record, stream.isTTY));
    },
  };
}

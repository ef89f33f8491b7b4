/** Control frames: a type and, for some types, the names of the content types. All numbers are big-endian. */
import { FrameStreamError } from './frame-stream-error.js';

export const CONTROL = { accept: 1, start: 2, stop: 3, ready: 4, finish: 5 } as const;

export interface ControlFrame {
  readonly type: number;
  readonly contentTypes: readonly string[];
}

const CONTENT_TYPE_FIELD = 1;

/**
 * Reads the content of a control frame, without the escape and the length in front of it.
 *
 * @throws FrameStreamError when it is cut short or has a field that there is not
 */
export function parseControlFrame(content: Buffer): ControlFrame {
  if (content.length < 4) throw new FrameStreamError('a control frame is cut short');
  const contentTypes: string[] = [];
  let offset = 4;
  while (offset < content.length) {
    if (content.length < offset + 8) throw new FrameStreamError('a field of a control frame is cut short');
    const field = content.readUInt32BE(offset);
    const end = offset + 8 + content.readUInt32BE(offset + 4);
    if (field !== CONTENT_TYPE_FIELD || end > content.length)
      throw new FrameStreamError('a control frame has a field that cannot be read');
    contentTypes.push(content.toString('latin1', offset + 8, end));
    offset = end;
  }
  return { type: content.readUInt32BE(0), contentTypes };
}

/** A control frame as it is sent, with the escape in front of it. */
export function formatControlFrame({ type, contentTypes }: ControlFrame): Buffer {
  const content = [
    number(type),
    ...contentTypes.flatMap((name) => [number(CONTENT_TYPE_FIELD), number(name.length), Buffer.from(name)]),
  ];
  return Buffer.concat([number(0), number(Buffer.concat(content).length), ...content]);
}

function number(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}

/** A resolver for tests: answers on loopback from a table, and says of its answers what the test wants. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { type Answer, decode, encode, type Question } from 'dns-packet';

export interface StubAnswer {
  /** Empty: NODATA. */
  readonly answers?: readonly Answer[];
  /** Whether the AD bit is set; it is unless told otherwise. */
  readonly secure?: boolean;
  /** SERVFAIL, whatever is asked for. */
  readonly fails?: boolean;
}

export interface StubResolver {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  close(): void;
}

const SERVFAIL = 2;
const RECURSION = 0x0100 | 0x0080;
const AUTHENTIC_DATA = 0x0020;

/** `answer` is asked with the name in lower case; undefined is an empty, secure answer. */
export async function startStubResolver(
  answer: (name: string, type: Question['type']) => StubAnswer | undefined,
): Promise<StubResolver> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { address, port }) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    if (id === undefined || question === undefined) return;
    const {
      answers = [],
      secure = true,
      fails = false,
    } = answer(question.name.toLowerCase(), question.type) ?? {};
    const flags = RECURSION | (secure && !fails ? AUTHENTIC_DATA : 0) | (fails ? SERVFAIL : 0);
    socket.send(encode({ type: 'response', id, flags, questions, answers: [...answers] }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => void socket.close() };
}

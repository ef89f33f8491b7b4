import { describe, expect, it } from 'vitest';

import { CONTROL, formatControlFrame, parseControlFrame } from './control-frame.js';
import { FrameStreamError } from './frame-stream-error.js';
import { FrameStreamReceiver } from './frame-stream-receiver.js';

const TYPE = 'protobuf:dnstap.Dnstap';
const ready = formatControlFrame({ type: CONTROL.ready, contentTypes: ['text:other', TYPE] });
const start = formatControlFrame({ type: CONTROL.start, contentTypes: [TYPE] });
const bareStart = formatControlFrame({ type: CONTROL.start, contentTypes: [] });
const stop = formatControlFrame({ type: CONTROL.stop, contentTypes: [] });
const data = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);

function receive(...parts: Buffer[]): string[] {
  const receiver = new FrameStreamReceiver(TYPE);
  return [...receiver.receive(Buffer.concat(parts))].map((event) => {
    switch (event.kind) {
      case 'data':
        return event.payload.toString();
      case 'reply':
        return event.octets.toString('hex');
      case 'stopped':
        return 'stopped';
    }
  });
}

const ACCEPT = `0000000000000022000000010000000100000016${Buffer.from(TYPE).toString('hex')}`;
const FINISH = '000000000000000400000005';

describe('FrameStreamReceiver', () => {
  it('accepts the content type, takes data and finishes', () => {
    expect(receive(ready, start, data('one'), data('two'), stop)).toEqual([
      ACCEPT,
      'one',
      'two',
      FINISH,
      'stopped',
    ]);
  });

  it('answers nothing to a sender that does not ask', () => {
    expect(receive(start, data('one'), stop)).toEqual(['one', 'stopped']);
    expect(receive(bareStart, data('one'))).toEqual(['one']);
  });

  it('looks at nothing behind STOP', () => {
    expect(receive(start, stop, data('more'), Buffer.alloc(4), Buffer.alloc(4, 0xff))).toEqual(['stopped']);
  });

  it.each([
    ['data before START', data('one')],
    ['data before START, after READY', Buffer.concat([ready, data('one')])],
    ['STOP before START', stop],
    ['READY twice', Buffer.concat([ready, ready])],
    ['START twice', Buffer.concat([start, start])],
    ['READY after START', Buffer.concat([start, ready])],
    ['a control frame of the receiver', formatControlFrame({ type: CONTROL.accept, contentTypes: [TYPE] })],
    ['an unknown control frame', formatControlFrame({ type: 99, contentTypes: [] })],
    ['another content type', formatControlFrame({ type: CONTROL.ready, contentTypes: ['text:other'] })],
    ['no content type', formatControlFrame({ type: CONTROL.ready, contentTypes: [] })],
    ['a line of text', Buffer.from('GET / HTTP/1.1\r\n')],
  ])('takes no more after %s', (_name, octets) => {
    expect(() => receive(octets)).toThrow(FrameStreamError);
  });
});

describe('parseControlFrame', () => {
  it.each(['', '000000', '0000000400000001', '000000040000000100000005ab', '00000004000000020000000161'])(
    'takes no %j',
    (hex) => {
      expect(() => parseControlFrame(Buffer.from(hex, 'hex'))).toThrow(FrameStreamError);
    },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { MessageReader } from './message-reader.js';

it('puts a message together, however it is cut, and copies it once', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (message, sizes) => {
        const whole = Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
        const reader = new MessageReader();
        let at = 0;
        for (let turn = 0; at < whole.length; turn += 1) {
          const chunk = whole.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
          at += chunk.length;
          const read = reader.read(chunk);
          expect(read === undefined).toBe(at < whole.length);
          if (read !== undefined) expect(read).toEqual(Buffer.from(message));
        }
      },
    ),
  );
});

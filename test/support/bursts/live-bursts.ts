/** The limits of what waits for live connections. */
import { EventEmitter } from 'node:events';

import { UnreadBytes } from '../../../apps/api/src/http/unread-bytes.js';
import { UnreadUpdates } from '../../../apps/api/src/live/unread-updates.js';
import { type Burst, type BurstResult, BURST, strangerAddress } from './burst.js';

const UNREAD = 'apps/api/src/live/unread-updates.ts';
const MEBIBYTE = 1024 * 1024;
const PACKET = 'x'.repeat(MEBIBYTE);

/** A connection whose transport takes what it gets and never sends it. */
class StuckConnection extends EventEmitter {
  isOpen = true;
  readonly transport = new EventEmitter();

  /** As Engine.IO does it. */
  send(options: object): void {
    this.emit('packetCreate', { type: 'message', data: PACKET, options });
    if (this.isOpen) this.emit('flush');
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.emit('close');
  }
}

/** How many keep their packet; then all of them are gone, and as many come again. */
async function packets(
  from: (index: number) => string,
  options: (index: number) => object = () => ({}),
): Promise<BurstResult> {
  const unread = new UnreadUpdates(new UnreadBytes({ warn: () => undefined }, 256 * MEBIBYTE));
  const round = (): number => {
    const connections = Array.from({ length: BURST }, (_, index) => {
      const connection = new StuckConnection();
      unread.bound(connection as never, from(index));
      connection.send(options(index));
      return connection;
    });
    const taken = connections.filter(({ isOpen }) => isOpen);
    for (const connection of connections) connection.close();
    return taken.length;
  };
  return { taken: round(), held: round() };
}

const shared = { wsPreEncodedFrame: [] };

export const LIVE_BURSTS: readonly Burst[] = [
  {
    limit: 'MiB that wait for one client',
    where: UNREAD,
    taken: 16,
    held: 16,
    fire: () => packets(() => '192.0.2.1'),
  },
  {
    limit: 'MiB that wait for one network',
    where: UNREAD,
    taken: 32,
    held: 32,
    fire: () => packets((index) => `192.0.2.${index % 250}`),
  },
  {
    limit: 'MiB that wait in all',
    where: UNREAD,
    taken: 64,
    held: 64,
    fire: () => packets(strangerAddress),
  },
  {
    limit: 'connections that wait for one update, which they share',
    where: UNREAD,
    taken: BURST,
    held: BURST,
    fire: () => packets(strangerAddress, () => shared),
  },
];

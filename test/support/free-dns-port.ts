import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { freePort } from './free-port.js';

/** A port that is free for TCP and for UDP, for servers that cannot be asked which port they got. */
export async function freeDnsPort(address: string): Promise<number> {
  const port = await freePort(address);
  const socket = createSocket('udp4').bind(port, address);
  const isFree = await once(socket, 'listening').then(
    () => true,
    () => false,
  );
  socket.close();
  await once(socket, 'close');
  return isFree ? port : freeDnsPort(address);
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { freePort } from './free-port.js';

/** A port that is free for UDP and for TCP, for servers that cannot be asked which port they got. */
export async function freeDnsPort(address: string): Promise<number> {
  const socket = createSocket('udp4').bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  const free = await freePort(address, port).catch(() => undefined);
  socket.close();
  await once(socket, 'close');
  return free ?? freeDnsPort(address);
}

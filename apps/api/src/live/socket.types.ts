import type { Server, Socket } from 'socket.io';

import type { ClientToServerEvents, ServerToClientEvents } from '#contracts';

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';

import { LiveWebSocketServer } from './live-web-socket-server.js';
import { refuseHandshake } from './refuse-handshake.js';
import { SocketAdmission } from './socket-admission.js';

/** A client sends tokens, nothing longer. */
const MAX_MESSAGE_BYTES = 4_096;

/** The options of the socket.io that Nest brings, which may be another copy than ours. */
type Options = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

export class LiveAdapter extends IoAdapter {
  private readonly admission: SocketAdmission;

  constructor(app: INestApplication) {
    super(app);
    this.admission = app.get(SocketAdmission);
  }

  override createIOServer(port: number, options?: Options): ReturnType<IoAdapter['createIOServer']> {
    const limits: Partial<Options> = {
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: 10_000,
      // What is being compressed for a client that does not read would be counted nowhere.
      httpCompression: false,
      wsEngine: LiveWebSocketServer,
      allowRequest: (request, decide) => {
        const refusal = this.admission.admit(request);
        if (refusal === null) decide(null, true);
        else refuseHandshake(request, refusal, () => decide(refusal.detail, false));
      },
    };
    return super.createIOServer(port, { ...options, ...limits } as Options);
  }
}

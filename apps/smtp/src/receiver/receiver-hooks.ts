/** The edge between smtp-server and the services: a hook reads its input, calls one service and answers. */
import type { SMTPServerOptions } from 'smtp-server';
import type { TLSSocket } from 'node:tls';

import type { MessagesService } from '../messages/messages.service.js';
import type { RecipientsService } from '../recipients/recipients.service.js';
import type { SessionRecorder } from '../session/session-recorder.js';
import type { Session } from '../session/session.js';
import { handshakeFacts } from '../tls/handshake-facts.js';
import type { CheckLinks } from './check-links.js';
import { messageReply, recipientReply, ReplyError, type Reply } from './replies.js';

export interface HookServices {
  readonly recipients: RecipientsService;
  readonly messages: MessagesService;
  readonly recorder: SessionRecorder;
  readonly links: CheckLinks;
  /** What we know of the session with that id. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Ends a session in the middle of a message. */
  readonly cutOff: (id: string, reply: Reply) => void;
}

type Hooks = Required<Pick<SMTPServerOptions, 'onSecure' | 'onMailFrom' | 'onRcptTo' | 'onData'>>;

export function receiverHooks(services: HookServices): Hooks {
  const { recipients, messages, recorder, links, sessions, cutOff } = services;
  const sessionOf = (id: string): Session => {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`session ${id} is not open`);
    return session;
  };
  const tokensOf = (addresses: readonly string[]): string[] =>
    addresses.flatMap((address) => {
      const recipient = recipients.parse(address);
      return recipient.kind === 'check' ? [recipient.token] : [];
    });
  return {
    onSecure(socket, { id }, done) {
      const session = sessionOf(id);
      recorder.handshakeEnded(session, handshakeFacts(socket as TLSSocket, session.serverName));
      done();
    },
    onMailFrom({ address }, { id }, done) {
      sessionOf(id).mailFrom = address;
      done();
    },
    onRcptTo({ address }, { id }, done) {
      void recipients.decide(address, sessionOf(id)).then((decision) => {
        const reply = recipientReply(decision);
        done(reply.code < 400 ? null : new ReplyError(reply));
      });
    },
    onData(stream, { id, envelope }, done) {
      const addresses = envelope.rcptTo.map(({ address }) => address);
      void messages.receive(stream, addresses, sessionOf(id)).then((outcome) => {
        const reply = messageReply(outcome, id, links.ofTokens(tokensOf(addresses)));
        if (outcome === 'broken-off') return;
        if (outcome === 'endless') return cutOff(id, reply);
        if (reply.code < 400) done(null, reply.text);
        else done(new ReplyError(reply));
      });
    },
  };
}

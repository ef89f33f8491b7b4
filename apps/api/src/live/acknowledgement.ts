import type { CheckBody, ProbeBody, ProblemBody } from '#contracts';

export type Reply = (answer: CheckBody | ProbeBody | ProblemBody) => void;

/** Functions cannot be sent: one that arrives is the acknowledgement, made by socket.io itself. */
export function replyOf(acknowledge: unknown): Reply {
  return typeof acknowledge === 'function' ? (acknowledge as Reply) : () => undefined;
}

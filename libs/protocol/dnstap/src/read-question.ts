/** What a DNS message asks. */
import dnsPacket from 'dns-packet';

import { beyondMessageBounds, receivedName } from '#dns';

export interface Question {
  /** In lower case and without the final dot; octets that do not print are replaced. */
  readonly name: string;
  /** As in a zone file; `TYPE65280` where the type has no name (RFC 3597 §5). */
  readonly type: string;
  /** The DO bit of EDNS (RFC 3225 §3). */
  readonly dnssecOk: boolean;
}

/** One question, EDNS and a signature of the transaction; the name server passes on what anybody asks it. */
const MAX_RECORDS = 16;

/** Null for a message that cannot be read, is no query, or does not ask one question about the Internet. */
export function readQuestion(message: Buffer): Question | null {
  if (beyondMessageBounds(message, MAX_RECORDS) !== null) return null;
  const packet = decode(message);
  const [question] = packet?.questions ?? [];
  if (packet?.type !== 'query' || packet.questions?.length !== 1) return null;
  if (question === undefined || question.class !== 'IN') return null;
  return {
    // DNS is blind to case, and some resolvers vary it at random to be harder to deceive.
    name: receivedName(question.name),
    type: question.type.replace(/^UNKNOWN_/, 'TYPE'),
    dnssecOk: (packet.additionals ?? []).some((record) => record.type === 'OPT' && record.flag_do),
  };
}

function decode(message: Buffer): dnsPacket.DecodedPacket | null {
  try {
    return dnsPacket.decode(message);
  } catch {
    return null;
  }
}

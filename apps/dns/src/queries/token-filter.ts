import { TOKEN_ALPHABET, TOKEN_LENGTH } from '#checks';
import { SCENARIO_IDS } from '#scenarios';

/** The token in the name that is asked for, or null: most of what the world asks a name server holds none. */
export type TokenFilter = (payload: Buffer) => string | null;

/**
 * Finds a token by its place in a name as it is on the wire (RFC 1035 §3.1), in the octets of the frame, before
 * anything is decoded: one pass over some two hundred octets, so that a flood of other names costs next to nothing.
 */
export function tokenFilter(domain: string): TokenFilter {
  const scenarios = SCENARIO_IDS.map((id) => wireLabel(id)).join('|');
  const parent = domain.split('.').map(wireLabel).join('');
  const pattern = new RegExp(
    `${octet(TOKEN_LENGTH)}([${TOKEN_ALPHABET}]{${TOKEN_LENGTH}})(?:${scenarios})${parent}${octet(0)}`,
  );
  // One character for each octet. The lengths of labels are below 64, where there are no letters.
  return (payload) => pattern.exec(payload.toString('latin1').toLowerCase())?.[1] ?? null;
}

function wireLabel(label: string): string {
  return [label.length, ...Buffer.from(label)].map(octet).join('');
}

function octet(value: number): string {
  return `\\x${value.toString(16).padStart(2, '0')}`;
}

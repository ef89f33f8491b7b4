/**
 * Whether the resolvers validate. One that does not gives answers that look the same, only never with AD; taken for
 * "insecure" they would hide that nothing was checked.
 */
import { type Endpoint, formatEndpoint } from '../endpoint.js';
import type { ServerAnswer } from './ask-server.js';

export interface ValidationCheck {
  /** `unknown`: no server could be asked. */
  readonly validates: 'yes' | 'no' | 'unknown';
  /** One sentence without a full stop, which names the server. */
  readonly detail: string;
}

type Ask = (server: Endpoint, name: string) => Promise<ServerAnswer>;

/** The root is signed. One server that does not validate is enough for `no`: it may be the next one asked. */
export async function checkValidation(
  servers: readonly Endpoint[],
  signedNames: readonly string[],
  ask: Ask,
): Promise<ValidationCheck> {
  const checks = await Promise.all(servers.map((server) => checkServer(server, signedNames, ask)));
  const having = (kind: ValidationCheck['validates']): ValidationCheck[] =>
    checks.filter(({ validates }) => validates === kind);
  const bad = having('no');
  const told = bad.length > 0 ? bad : [...having('yes'), ...having('unknown')];
  return {
    validates: told[0]?.validates ?? 'unknown',
    detail: told.map(({ detail }) => detail).join(', '),
  };
}

async function checkServer(
  server: Endpoint,
  signedNames: readonly string[],
  ask: Ask,
): Promise<ValidationCheck> {
  const where = formatEndpoint(server);
  const answers = await Promise.all(signedNames.map((name) => ask(server, name)));
  // Only who validates finds something bogus.
  if (answers.some((answer) => answer.kind === 'bogus' || isAuthentic(answer))) {
    return { validates: 'yes', detail: `${where} validates` };
  }
  const faults = answers.flatMap((answer) => (answer.kind === 'answered' ? [] : [answer.detail]));
  if (faults.length === answers.length) return { validates: 'unknown', detail: faults[0] ?? where };
  return {
    validates: 'no',
    detail: `${where} does not validate: its answers about signed zones lack the AD bit`,
  };
}

function isAuthentic(answer: ServerAnswer): boolean {
  return answer.kind === 'answered' && answer.response.authenticData;
}

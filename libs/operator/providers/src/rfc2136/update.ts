/** One DNS UPDATE message (RFC 2136), signed with TSIG, sent with Knot's knsupdate. */
import { ProviderError, type ProviderFailure } from '../provider-error.js';
import { formatServer, type ServerAddress } from '../tools/kdig.js';
import { runTool } from '../tools/run-tool.js';
import type { ZoneRecord } from '../zone-record.js';
import type { TsigKey } from './tsig-key.js';

export interface UpdateTarget {
  readonly server: ServerAddress;
  readonly key: TsigKey;
  readonly timeoutSeconds: number;
}

/** `no-such-set`: the prerequisite is not met, and nothing was changed. */
export type UpdateOutcome = 'done' | 'no-such-set';

export function addition({ name, ttl, type, data }: ZoneRecord): string {
  return `update add ${name} ${ttl} ${type} ${data}`;
}

export function deletion({ name, type, data }: ZoneRecord): string {
  return `update delete ${name} ${type} ${data}`;
}

/** The message is taken as a whole or not at all (RFC 2136 §3.4.2.7). */
export async function sendUpdate(
  target: UpdateTarget,
  zone: string,
  commands: readonly string[],
): Promise<UpdateOutcome> {
  const { server, key, timeoutSeconds } = target;
  if (commands.some((command) => /[\r\n]/.test(command))) throw new Error('A record of several lines');
  const script = [
    `server ${server.host} ${server.port}`,
    `zone ${zone}`,
    `key ${key.algorithm}:${key.name} ${key.secret}`,
    ...commands,
    'send',
    '',
  ].join('\n');
  const times = ['-v', '-t', String(timeoutSeconds), '-r', '1'];
  const { ok, stdout, stderr } = await runTool('knsupdate', times, script);
  if (ok) return 'done';
  const status = /status: (\w+);/.exec(stdout)?.[1];
  if (status === 'NXRRSET') return 'no-such-set';
  const isCheck = commands.every((command) => command.startsWith('prereq '));
  throw updateError(target, { zone, isCheck }, status, stderr);
}

function updateError(
  target: UpdateTarget,
  update: FailedUpdate,
  status: string | undefined,
  stderr: string,
): ProviderError {
  const { failure, advice } = meaning(status, target.key, stderr, update);
  const answer = status === undefined ? '' : ` (${status})`;
  return new ProviderError(failure, `${failedAt(target, update, failure)}${answer}: ${advice}`);
}

interface FailedUpdate {
  readonly zone: string;
  /** It had nothing but prerequisites: nothing was to be changed. */
  readonly isCheck: boolean;
}

function failedAt(
  { server }: UpdateTarget,
  { zone, isCheck }: FailedUpdate,
  failure: ProviderFailure,
): string {
  const where = `${formatServer(server)}, zone ${zone}`;
  if (!isCheck) return `The update was not made at ${where}`;
  return failure === 'not-authenticated'
    ? `${formatServer(server)} refuses the key`
    : `The records cannot be checked at ${where}`;
}

function meaning(
  status: string | undefined,
  key: TsigKey,
  stderr: string,
  { isCheck }: FailedUpdate,
): { readonly failure: ProviderFailure; readonly advice: string } {
  const advice = tsigAdvice(status, key);
  if (advice !== undefined) return { failure: 'not-authenticated', advice };
  switch (status) {
    case undefined:
      return /timeout|timed out/i.test(stderr)
        ? { failure: 'timeout', advice: noAnswerInTime(isCheck) }
        : {
            failure: 'unavailable',
            advice: 'no answer by TCP; does the server run, and is DNS_UPDATE_SERVER right?',
          };
    case 'REFUSED':
    case 'NOTAUTH':
      return {
        failure: 'not-allowed',
        advice: `the key ${key.name} may not change these records here, the server is not the primary of the zone, or a rule of its own excludes the record; its log says which`,
      };
    case 'NOTZONE':
      return { failure: 'unknown-zone', advice: 'the name is not in the zone' };
    case 'SERVFAIL':
      return { failure: 'unavailable', advice: 'the server failed; its log says why. Try again later' };
    default:
      return { failure: 'refused', advice: 'the server does not take it; its log says why' };
  }
}

/** What to do about an error of TSIG (RFC 8945 §5.2); undefined for any other. */
export function tsigAdvice(error: string | undefined, { name, algorithm }: TsigKey): string | undefined {
  switch (error) {
    case 'BADKEY':
      return `the server does not know the key ${name} with ${algorithm}, or does not let it change these records; compare DNS_UPDATE_KEY_FILE with its configuration`;
    case 'BADSIG':
      return `the server has another secret for the key ${name}; correct DNS_UPDATE_KEY_FILE`;
    case 'BADTIME':
      return 'the clocks of this machine and of the server differ by minutes';
    case undefined:
    default:
      return undefined;
  }
}

function noAnswerInTime(isCheck: boolean): string {
  return isCheck
    ? 'no answer in time. Try again'
    : 'no answer in time; it may have been made all the same. Try again';
}

import { parseArgs } from 'node:util';

import type { AddressStyle } from '#checks';

import { POLICY_DAEMON } from '../support/policy-resolver.js';

import { LabError } from './lab-error.js';
import { findProgram } from './programs.js';
import { SENDER_NAMES, isSenderName, type SenderName } from './sender-profiles.js';

export const USAGE = `npm run lab -- [options]

Runs the built product, a signed zone in Knot DNS, a validating Unbound and real senders on
loopback, mails a check from each sender and prints what came of it. Needs root on Linux.

  --sender NAME   only this sender; may be repeated (${SENDER_NAMES.join(', ')})
  --oversized     mail a message that is larger than the receiver takes
  --classic       mail TOKEN@SCENARIO.DOMAIN instead of test@TOKEN.SCENARIO.DOMAIN
  --matrix        mail all scenarios from every mail server that is installed, and write docs/senders.md
  --keep          leave everything running until Ctrl-C, and say how to send more
  --help          print this
`;

export interface Options {
  readonly senders: readonly SenderName[];
  readonly style: AddressStyle;
  readonly oversized: boolean;
  readonly matrix: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

/** The senders that tell most apart, when none is named. */
const DEFAULT_SENDERS: readonly SenderName[] = ['dane', 'tls', 'plain', 'exim-dane'];
/** Likewise, where postfix-mta-sts-resolver is installed. */
const WITH_POLICIES: readonly SenderName[] = ['mta-sts', 'mta-sts-over-dane', 'dane-then-mta-sts'];

function defaultSenders(): readonly SenderName[] {
  return [...DEFAULT_SENDERS, ...(findProgram(POLICY_DAEMON) === undefined ? [] : WITH_POLICIES)];
}

/** The options cannot be used; the message says why. */
export class OptionsError extends LabError {
  override readonly name = 'OptionsError';
}

/** @throws OptionsError */
export function readOptions(args: readonly string[]): Options {
  const { sender, classic, oversized, matrix, keep, help } = parse(args);
  const unknown = sender.find((name) => !isSenderName(name));
  if (unknown !== undefined) {
    throw new OptionsError(`There is no sender "${unknown}"; there are ${SENDER_NAMES.join(', ')}.`);
  }
  const named = sender.filter(isSenderName);
  return {
    senders: named.length > 0 ? named : defaultSenders(),
    style: classic ? 'classic' : 'host',
    oversized,
    matrix,
    keep,
    help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        sender: { type: 'string', multiple: true, default: [] },
        classic: { type: 'boolean', default: false },
        oversized: { type: 'boolean', default: false },
        matrix: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error));
  }
}

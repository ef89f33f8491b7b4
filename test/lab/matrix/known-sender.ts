/** The senders of the lab, Postfix and Exim, as the table knows them. */
import { existsSync } from 'node:fs';

import { POLICY_DAEMON } from '../../support/policy-resolver.js';
import type { Lab } from '../lab.js';
import { EXIM, findProgram } from '../programs.js';
import { runCommand } from '../run-command.js';
import { SENDER_PROFILES, type SenderName, type SenderProfile, usesPolicies } from '../sender-profiles.js';
import type { Message } from '../sender.js';
import type { MatrixSender } from './matrix-sender.js';

const POLICIES: Readonly<Record<NonNullable<SenderProfile['policies']>, string>> = {
  overriding: 'postfix-mta-sts-resolver',
  'after-dane':
    'postfix-mta-sts-resolver, asked only about domains without TLSA records (as postfix-tlspol does)',
};

export class KnownSender implements MatrixSender {
  constructor(
    private readonly lab: Lab,
    private readonly name: SenderName,
    readonly title: string,
  ) {}

  get settings(): string {
    const { parameters, policies }: SenderProfile = SENDER_PROFILES[this.name];
    const own = Object.entries(parameters).map(([key, value]) => `\`${key} = ${value}\``);
    return [...own, ...(policies === undefined ? [] : [POLICIES[policies]])].join(', ');
  }

  missing(): string | undefined {
    if (usesPolicies(this.name) && findProgram(POLICY_DAEMON) === undefined) return POLICY_DAEMON;
    if (this.isExim) return existsSync(EXIM) ? undefined : EXIM;
    return findProgram('postfix') === undefined ? 'postfix' : undefined;
  }

  async version(): Promise<string> {
    if (!this.isExim) return `Postfix ${(await runCommand('postconf', ['-dh', 'mail_version'])).trim()}`;
    return `Exim ${/Exim version (\S+)/.exec(await runCommand(EXIM, ['-bV', '-C', '/dev/null']))?.[1] ?? ''}`;
  }

  start(): Promise<unknown> {
    return this.lab.sender(this.name);
  }

  async send(message: Message): Promise<unknown> {
    const sender = await this.lab.sender(this.name);
    return sender.attempts(await sender.send(message));
  }

  async retry(): Promise<unknown> {
    return (await this.lab.sender(this.name)).flush();
  }

  async stop(): Promise<unknown> {
    return (await this.lab.sender(this.name)).stop();
  }

  private get isExim(): boolean {
    return SENDER_PROFILES[this.name].program === 'exim';
  }
}

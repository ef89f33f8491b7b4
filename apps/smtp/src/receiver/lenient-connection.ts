import { domainToASCII } from 'node:url';

import { SMTPConnection } from './smtp-server.js';

type ParsedAddress = ReturnType<SMTPConnection['_parseAddressCommand']>;

/** smtp-server's connection, that takes every address which RFC 5321 allows and refuses parameters that nobody offered. */
export class LenientConnection extends SMTPConnection {
  /** Of the command that is being answered: it is asked for three times. */
  private parsed: { readonly command: Buffer; readonly result: ParsedAddress } | undefined;

  override _parseAddressCommand(name: string, command: Buffer | string): ParsedAddress {
    if (typeof command === 'string') return this.parseAddress(name, command);
    // A verb has one name here, so the same command asks for the same.
    if (this.parsed?.command !== command)
      this.parsed = { command, result: this.parseAddress(name, command.toString()) };
    return this.parsed.result;
  }

  private parseAddress(name: string, command: string): ParsedAddress {
    const { line, localPart } = readQuotedLocalPart(command);
    const parsed = super._parseAddressCommand(name, line);
    const at = parsed === false ? -1 : parsed.address.lastIndexOf('@');
    if (parsed === false || at < 0) return parsed;
    const local = localPart ?? parsed.address.slice(0, at);
    parsed.address = `${local}@${inAscii(parsed.address.slice(at + 1))}`;
    return parsed;
  }

  override handler_MAIL(command: Buffer, callback: () => void): void {
    if (this.refusesParameter('mail from', command, MAIL_PARAMETERS)) return callback();
    super.handler_MAIL(command, callback);
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    if (this.refusesParameter('rcpt to', command, RCPT_PARAMETERS)) return callback();
    super.handler_RCPT(command, callback);
  }

  /** smtp-server ignores what it does not know; a client must learn that it was not understood (RFC 5321 §4.1.1.11). */
  private refusesParameter(name: string, command: Buffer, known: ReadonlySet<string>): boolean {
    const parsed = this._parseAddressCommand(name, command);
    const unknown = parsed === false ? null : unknownParameter(parsed.args, known);
    if (unknown !== null) this.send(555, `5.5.4 The parameter ${unknown} is not offered here`);
    return unknown !== null;
  }
}

/** A domain as DNS and TLS have it: smtp-server makes it Unicode (RFC 5891), and a client may send it so (RFC 6531). */
export function inAscii(domain: string): string {
  if (!/[^\0-\x7f]/.test(domain)) return domain;
  const ascii = domainToASCII(domain);
  return ascii === '' ? domain : ascii;
}

// What smtp-server does not read of MAIL and RCPT: quoted local parts, and parameters that nobody offered.

export interface AddressCommand {
  /** As smtp-server can read it. */
  readonly line: string;
  /** The quoted local part that stands for the one in `line`; null where that is the address itself. */
  readonly localPart: string | null;
}

/** The path of a command whose local part is a Quoted-string (RFC 5321 §4.1.2), after a source route if there is one. */
const QUOTED =
  /^([^:<"]*:\s*<(?:@[^\s,:@<>"]+(?:,@[^\s,:@<>"]+)*:)?)"((?:[^"\\]|\\.)*)"(@[^\s<>@"]*>(?:\s.*)?)$/s;

/** What stands in its place: smtp-server splits a path at blanks and at each @. */
const STAND_IN = 'quoted';

/**
 * A local part that needs no quotes means the same without them, so they go; around any other they stay. What holds control
 * characters is left for smtp-server to refuse.
 */
export function readQuotedLocalPart(line: string): AddressCommand {
  const [, before, quoted, after] = QUOTED.exec(line) ?? [];
  if (before === undefined || quoted === undefined || after === undefined || /\p{Cc}/u.test(quoted))
    return { line, localPart: null };
  const text = quoted.replace(/\\(.)/gs, '$1');
  return /^[^\s"(),:;<>@[\\\]]+$/.test(text)
    ? { line: `${before}${text}${after}`, localPart: null }
    : { line: `${before}${STAND_IN}${after}`, localPart: `"${quoted}"` };
}

/** Those of the extensions that we offer: SIZE, 8BITMIME, SMTPUTF8, DSN (RFC 3461 §4) and REQUIRETLS (RFC 8689 §3). */
export const MAIL_PARAMETERS: ReadonlySet<string> = new Set([
  'SIZE',
  'BODY',
  'SMTPUTF8',
  'RET',
  'ENVID',
  'REQUIRETLS',
]);
export const RCPT_PARAMETERS: ReadonlySet<string> = new Set(['NOTIFY', 'ORCPT']);

const MAX_NAME = 40;

/** The first parameter that we do not know (RFC 5321 §4.1.1.11), fit for a reply; null where there is none. */
export function unknownParameter(args: object | false, known: ReadonlySet<string>): string | null {
  const name = Object.keys(args || {}).find((one) => !known.has(one));
  return name === undefined ? null : name.slice(0, MAX_NAME);
}

import {
  MAIL_PARAMETERS,
  RCPT_PARAMETERS,
  readQuotedLocalPart,
  unknownParameter,
} from './address-command.js';
import { SMTPConnection } from './smtp-server.js';

/** smtp-server's connection, that takes every address which RFC 5321 allows and refuses parameters that nobody offered. */
export class LenientConnection extends SMTPConnection {
  override _parseAddressCommand(
    name: string,
    command: Buffer | string,
  ): ReturnType<SMTPConnection['_parseAddressCommand']> {
    const { line, localPart } = readQuotedLocalPart(command.toString());
    const parsed = super._parseAddressCommand(name, line);
    if (parsed !== false && localPart !== null) {
      parsed.address = `${localPart}${parsed.address.slice(parsed.address.lastIndexOf('@'))}`;
    }
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

/** Mail for whoever runs the instance: what the variables about it come to, and which of them do not go together. */
import type { BadVariable } from './config.js';
import type { Constants } from './constants.js';
import type { Relay } from './relay-url.js';
import type { Values } from './variables.js';

export interface OperatorConfig {
  /** Where mail to the operator is forwarded; null: it is kept in the store. */
  readonly forward: {
    readonly to: string;
    /** The relay itself, or the path of the file that holds its URL. */
    readonly relay: Relay | string;
    /** The address in From, and the envelope sender; undefined: postmaster@DOMAIN and the null sender. */
    readonly from: string | undefined;
  } | null;
  readonly maxMessages: number;
  readonly maxBytes: number;
  readonly maxTlsReports: number;
  readonly tlsReportRetentionMs: number;
}

export function operatorOf(values: Values, constants: Constants): OperatorConfig {
  const relay = values.OPERATOR_RELAY ?? values.OPERATOR_RELAY_FILE;
  const to = values.OPERATOR_EMAIL;
  return {
    forward: relay === undefined || to === undefined ? null : { to, relay, from: values.OPERATOR_FROM },
    maxMessages: constants.MAX_OPERATOR_MESSAGES,
    maxBytes: constants.MAX_OPERATOR_MAIL_BYTES,
    maxTlsReports: constants.MAX_TLS_REPORTS,
    tlsReportRetentionMs: constants.TLS_REPORT_RETENTION_DAYS * 86_400_000,
  };
}

/** Called with those values that could be read: each is fine by itself. */
export function operatorProblems(values: Partial<Values>): BadVariable[] {
  const { DOMAIN, OPERATOR_EMAIL, OPERATOR_RELAY, OPERATOR_RELAY_FILE } = values;
  const problems: BadVariable[] = [];
  if (OPERATOR_RELAY !== undefined && OPERATOR_RELAY_FILE !== undefined) {
    problems.push({ name: 'OPERATOR_RELAY_FILE', reason: 'and OPERATOR_RELAY cannot both be set' });
  }
  if (OPERATOR_EMAIL === undefined) {
    const name = OPERATOR_RELAY !== undefined ? 'OPERATOR_RELAY' : 'OPERATOR_RELAY_FILE';
    const reason = 'needs OPERATOR_EMAIL: nobody to forward to';
    return values[name] === undefined ? problems : [...problems, { name, reason }];
  }
  const host = OPERATOR_EMAIL.slice(OPERATOR_EMAIL.lastIndexOf('@') + 1).toLowerCase();
  if (DOMAIN !== undefined && (host === DOMAIN || host.endsWith(`.${DOMAIN}`))) {
    const reason = 'must not be below DOMAIN: this server would forward to itself';
    problems.push({ name: 'OPERATOR_EMAIL', reason });
  }
  return problems;
}

/**
 * SMTP TLS reports (RFC 8460): once a day a sending system tells the operator of a domain how many of its sessions with
 * the domain's mail servers had the TLS that the domain's policy (DANE or MTA-STS) asks for, and why the others had not.
 *
 * What is here was written by strangers: texts are bounded and free of control characters, numbers are counts.
 */
export interface TlsReport {
  readonly organization: string;
  /** A mail address. Null where the reporter left it out, against §4.4. */
  readonly contact: string | null;
  /** Unique for the organisation. */
  readonly reportId: string;
  /** The period, in milliseconds since the epoch. */
  readonly startAt: number;
  readonly endAt: number;
  readonly policies: readonly ReportedPolicy[];
}

/** What one policy of one domain came to. */
export interface ReportedPolicy {
  /** `tlsa`, `sts` or `no-policy-found` (§4.4); others are kept as they are. */
  readonly type: string;
  readonly domain: string;
  readonly mxHosts: readonly string[];
  /** The policy as it was applied: TLSA records, or the lines of an MTA-STS policy (§4.5). */
  readonly policy: readonly string[];
  /** Sessions that complied with the policy. */
  readonly successes: number;
  /** Sessions that did not. One may have failed for several reasons, so the reasons may add up to more. */
  readonly failures: number;
  /** All failure details of the report, added up. */
  readonly failuresByType: readonly { readonly resultType: string; readonly sessions: number }[];
  /** The first of the failure details, as many as are worth keeping. */
  readonly details: readonly FailureDetail[];
  /** How many further ones there were. */
  readonly detailsDropped: number;
  /** What was missing or could not be read, each as `FIELD must be …`; reports of earlier versions have none. */
  readonly problems?: readonly string[];
}

/** Sessions that failed in one way (§4.4). Null: not reported. */
export interface FailureDetail {
  /** One of RESULT_TYPES, or what the reporter made up. */
  readonly resultType: string;
  readonly sessions: number;
  readonly sendingMtaIp: string | null;
  readonly receivingMxHostname: string | null;
  readonly receivingMxHelo: string | null;
  readonly receivingIp: string | null;
  readonly additionalInformation: string | null;
  readonly failureReasonCode: string | null;
}

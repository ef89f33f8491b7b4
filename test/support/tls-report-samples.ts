/** TLS reports as JSON (RFC 8460 §4.4), each with the peculiarities of a reporter. */
export type Json = Record<string, unknown>;

/** In the shape that Google sends: no details when nothing failed, strings of the policy in a list. */
export const google = (changes: Json = {}): Json => ({
  'organization-name': 'Google Inc.',
  'date-range': { 'start-datetime': '2026-01-08T00:00:00Z', 'end-datetime': '2026-01-08T23:59:59Z' },
  'contact-info': 'smtp-tls-reporting@google.com',
  'report-id': '2026-01-08T00:00:00Z_do.dane.example',
  policies: [
    {
      policy: {
        'policy-type': 'sts',
        'policy-string': ['version: STSv1', 'mode: enforce', 'mx: do.dane.example', 'max_age: 604800'],
        'policy-domain': 'do.dane.example',
        'mx-host': ['do.dane.example'],
      },
      summary: { 'total-successful-session-count': 12, 'total-failure-session-count': 0 },
    },
  ],
  ...changes,
});

/** As Microsoft sends: TLSA records, an offset instead of Z, details. */
export const microsoft = (): Json => ({
  'organization-name': 'Microsoft Corporation',
  'date-range': {
    'start-datetime': '2026-01-08T00:00:00+00:00',
    'end-datetime': '2026-01-08T23:59:59+00:00',
  },
  'contact-info': 'tlsrpt-noreply@microsoft.com',
  'report-id': '134123456789012345+wrong.dane.example',
  policies: [
    {
      policy: {
        'policy-type': 'tlsa',
        'policy-string': [`3 1 1 ${'AB'.repeat(32)}`],
        'policy-domain': 'wrong.dane.example',
      },
      summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 4 },
      'failure-details': [
        {
          'result-type': 'tlsa-invalid',
          'failed-session-count': 3,
          'receiving-mx-hostname': 'wrong.dane.example',
        },
        { 'result-type': 'Validation-Failure', 'failed-session-count': 1, 'failure-reason-code': '5.7.323' },
      ],
    },
  ],
});

/** As smaller reporters send: single values for lists, numbers as texts, no contact, no zone. */
export const sloppy = (): Json => ({
  'organization-name': 'Mail.Ru',
  'date-range': { 'start-datetime': '2026-01-08 00:00:00', 'end-datetime': '2026-01-09T00:00:00' },
  'report-id': 4711,
  policies: {
    policy: {
      'policy-type': 'no-policy-found',
      'policy-string': '',
      'policy-domain': 'DONT.dane.example.',
      'mx-host': 'dont.dane.example',
    },
    summary: { 'total-successful-session-count': '7', 'total-failure-session-count': null },
    'failure-details': null,
  },
});

import type { FixTexts } from '../../fix-guide.js';
import {
  VALIDATING_RESOLVER,
  MAILED_ALL,
  RELAY,
  NO_MTA_STS,
  STS_RELAY,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  IN_QUEUE,
  IN_QUEUE_AND_LOG,
  POLICIES_ELSEWHERE,
  POLICY_FILE,
} from './common.js';

const BUILT_WITH_DANE = 'Check that it was built with DANE:';

export const unix: Pick<FixTexts, 'postfix' | 'exim' | 'sendmail' | 'opensmtpd'> = {
  postfix: {
    about: 'Postfix enforces DANE with two settings and a validating resolver. DANE is off by default.',
    topics: {
      'turn-on-dane': [
        'Set both: without the second, DANE silently stays off.',
        VALIDATING_RESOLVER,
        'Look for entries that weaken the policy, then try. It must say “Verified”:',
      ],
      'turn-on-tls': [
        'Use TLS, with DANE where it is offered:',
        'Look for an entry that says `none`, and for a firewall that strips STARTTLS:',
      ],
      'turn-on-mta-sts': [
        'Install postfix-tlspol, which according to its documentation prefers DANE where a domain has both (RFC 8461 §2), and let Postfix ask it; since Postfix 3.10 with `QUERYwithTLSRPT` instead of `QUERY`:',
        'Or take postfix-mta-sts-resolver, which Debian and Ubuntu have. Its policies override DANE, which RFC 8461 §2 forbids:',
      ],
      'keep-policies': [
        POLICY_FILE,
        'postfix-tlspol keeps policies in the file `cache-file`, which must be writable:',
        'postfix-mta-sts-resolver looks for a new `id` when a cached policy is older than `cache_grace`, 60 seconds unless set (`sts-id`):',
      ],
      'find-the-fault': [
        'Look in the log for “Server certificate not verified”, “not trusted” or “TLSA lookup error”:',
        'Try by hand. It should say “Verified”:',
        VALIDATING_RESOLVER,
      ],
      'require-less': ['Use `dane` instead of `dane-only`, and look for `dane-only` in the policy maps:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  exim: {
    about:
      'Exim enforces DANE if it was built with DANE support. Without `options trust-ad` in `/etc/resolv.conf`, DANE silently stays off.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'In the smtp transport and in the dnslookup router:',
        'Tell the system library to pass on the AD flag, then restart Exim:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Exim uses STARTTLS when it is offered. Look for `hosts_avoid_tls` in the smtp transport, and for a TLS library:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Look in the main log for “DANE error: tlsa lookup DEFER” or “certificate verification failed”:',
        '`tls_verify_hosts` demands a public certificate and must not cover hosts that use DANE.',
        VALIDATING_RESOLVER,
      ],
      'require-less': ['In the smtp transport, replace `hosts_require_dane`:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  sendmail: {
    about:
      'Sendmail 8.16 and later enforces DANE if it was built with `DANE`. It uses only `3 1 x` records; if there are only others, it sends as if there were none.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'In `sendmail.mc`, then rebuild `sendmail.cf` and restart:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Sendmail uses STARTTLS when it is offered, if it was built with it. Look for `Try_TLS:… NO` in the access map:',
      ],
      'turn-on-mta-sts': [
        'According to its release notes, MTA-STS is experimental since 8.16. Check that it was built in:',
        'It asks postfix-mta-sts-resolver, which must run beside it. In `sendmail.mc`, then rebuild `sendmail.cf` and restart:',
      ],
      'keep-policies': [POLICY_FILE],
      'find-the-fault': ['Look in the log for “DANE” and `verify=`:', VALIDATING_RESOLVER],
      'require-less': [
        'Look in the access map for `TLS_Srv:` or `TLS_Rcpt:` entries that demand VERIFY or DANE for every host:',
      ],
      queue: [SHOW_QUEUE, RETRY, 'Delete the message: remove the files of that queue ID.'],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  opensmtpd: {
    about: 'OpenSMTPD does not support DANE for outgoing mail.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': [
        'OpenSMTPD uses TLS when it is offered. Look for `smtp+notls://` in the relay action, and for a firewall that strips STARTTLS:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': ['Look in the log. `relay tls` demands a public certificate for every host.'],
      'require-less': ['Replace `relay tls` by `relay`:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
};

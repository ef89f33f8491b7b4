import type { FixTexts } from '../../fix-guide.js';
import {
  VALIDATING_RESOLVER,
  MAILED_ALL,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  IN_QUEUE,
  POLICIES_IN_MEMORY,
} from './common.js';

const PRE_DELIVERY = 'In the pre-delivery script:';
const LOG = 'Look in its log for this host:';

export const modern: Pick<FixTexts, 'stalwart' | 'kumomta' | 'maddy' | 'halon'> = {
  stalwart: {
    about: 'Stalwart uses DANE with hosts that publish TLSA records, unless it is turned off.',
    topics: {
      'turn-on-dane': [
        'In the web admin (version 0.16), under Settings › MTA › Outbound › TLS Strategies, set DANE to “optional” for every strategy that a route uses. In version 0.15 that is the setting `queue.tls.ID.dane`.',
        'Its resolver must validate DNSSEC: Settings › Network › DNS › DNS Resolver.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Under Settings › MTA › Outbound › TLS Strategies, set STARTTLS to “optional” or “require”.',
      ],
      'turn-on-mta-sts': [
        'According to its documentation, Stalwart enforces MTA-STS unless it is turned off. In the web admin, under Settings › MTA › Outbound › TLS Strategies, set MTA-STS to “optional” for every strategy that a route uses. In version 0.15 that is the setting `queue.tls.ID.mta-sts`.',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': [
        'Management › Emails › Queued shows the last error for each recipient; the log has DANE and TLSA events.',
        VALIDATING_RESOLVER,
      ],
      'require-less': [
        'Under Settings › MTA › Outbound › TLS Strategies, set DANE to “optional” instead of “require”.',
      ],
      queue: ['Show, retry or cancel the message in the web admin under Management › Emails › Queued.'],
      'nothing-arrives': [
        'Look at Management › Emails › Queued for the message and its last error.',
        MAILED_ALL,
      ],
    },
  },
  kumomta: {
    about: 'KumoMTA enforces DANE on egress paths that turn it on. It is off by default.',
    topics: {
      'turn-on-dane': [
        'In the policy, use a resolver that validates, and turn DANE on for the egress path:',
        'If you use the shaping helper, set `enable_dane = true` under `["default"]` in `shaping.toml`.',
      ],
      'turn-on-tls': [
        'Set `enable_tls` to “OpportunisticInsecure” or stricter for the egress path, and remove “Disabled”.',
      ],
      'turn-on-mta-sts': [
        'According to its documentation, KumoMTA enforces MTA-STS since 2023.11.28, unless it is turned off. Remove `enable_mta_sts = false`:',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': ['Trace the delivery:', VALIDATING_RESOLVER],
      'require-less': [
        'Look for `enable_tls = "Required"` in the egress path or in `shaping.toml`: it demands a public certificate where there is no DANE.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
  maddy: {
    about: 'maddy enforces DANE if its configuration says so and its resolver is on the same machine.',
    topics: {
      'turn-on-dane': [
        'In `maddy.conf`, then restart:',
        'maddy trusts a resolver on loopback only: `/etc/resolv.conf` must name 127.0.0.1 or ::1.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': ['In `local_policy` of `mx_auth`, then restart:'],
      'turn-on-mta-sts': [
        'According to its documentation, maddy enforces MTA-STS with this in `maddy.conf`. Then restart:',
      ],
      'keep-policies': [
        'According to its documentation, `cache fs` keeps policies in files, so that a restart forgets none (`sts-gone`); `cache ram` does not. In `mx_auth`, then restart:',
      ],
      'find-the-fault': [LOG, VALIDATING_RESOLVER],
      'require-less': ['In `local_policy`, lower what every host must have:'],
      queue: ['There is no command. The messages are files; stop maddy before you delete one.'],
      'nothing-arrives': [LOG, MAILED_ALL],
    },
  },
  halon: {
    about: 'Halon enforces DANE if the pre-delivery script turns it on.',
    topics: {
      'turn-on-dane': [PRE_DELIVERY, 'Its resolver must validate DNSSEC.', VALIDATING_RESOLVER],
      'turn-on-tls': [PRE_DELIVERY],
      'turn-on-mta-sts': [
        'Install mta-sts of halon-extras. According to its documentation, this in the pre-delivery script enforces policies:',
      ],
      'keep-policies': [
        'mta-sts of halon-extras decides how long a policy is kept. It must be applied until its `max_age` ends, and fetched again for a new `id` (RFC 8461 §3.3). If it is not, report it there.',
      ],
      'find-the-fault': ['The delivery attempt in the log names the reason.', VALIDATING_RESOLVER],
      'require-less': ['Replace `dane_require` in the pre-delivery script:'],
      queue: ['Show, retry or delete the message in the queue view of the web interface, or with `hqueue`.'],
      'nothing-arrives': ['Look for the message in the queue view of the web interface.', MAILED_ALL],
    },
  },
};

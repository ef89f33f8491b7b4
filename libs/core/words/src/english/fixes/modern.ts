import type { FixGuide } from '../../fix-guide.js';
import { MAILED_ALL, VALIDATING_RESOLVER } from './common.js';

const LOG = { text: 'Look in its log for this host:' } as const;

export const stalwart: FixGuide = {
  name: 'Stalwart',
  about: 'Stalwart uses DANE where it is offered, unless it was turned off.',
  topics: {
    'turn-on-dane': [
      {
        text: 'In the web admin, under Settings › SMTP › Outbound › TLS, set DANE to “optional” for every strategy that a route uses.',
      },
      { text: 'Its resolver must validate DNSSEC: Settings › SMTP › Outbound › Resolver.' },
      VALIDATING_RESOLVER,
    ],
    'turn-on-tls': [
      { text: 'Under Settings › SMTP › Outbound › TLS, set STARTTLS to “optional” or “require”.' },
    ],
    'find-the-fault': [
      {
        text: 'Management › Queue shows the last error for each recipient; the delivery history shows DANE and TLSA events.',
      },
      VALIDATING_RESOLVER,
    ],
    'require-less': [
      { text: 'Under Settings › SMTP › Outbound › TLS, set DANE to “optional” instead of “require”.' },
    ],
    queue: [{ text: 'Show, retry or cancel the message in the web admin under Management › Queue.' }],
    'nothing-arrives': [
      { text: 'Look at Management › Queue for the message and its last error.' },
      MAILED_ALL,
    ],
  },
};

export const kumomta: FixGuide = {
  name: 'KumoMTA',
  about: 'KumoMTA enforces DANE where an egress path turns it on. It is off by default.',
  topics: {
    'turn-on-dane': [
      {
        text: 'In the policy, use a resolver that validates, and turn DANE on for the egress path:',
        code: "kumo.on('init', function()\n  kumo.dns.configure_unbound_resolver {\n    options = { validate = true },\n  }\nend)\n\nkumo.on('get_egress_path_config', function()\n  return kumo.make_egress_path { enable_dane = true }\nend)",
      },
      {
        text: 'If you use the shaping helper, set `enable_dane = true` under `["default"]` in `shaping.toml`.',
      },
    ],
    'turn-on-tls': [
      {
        text: 'Set `enable_tls` to “OpportunisticInsecure” or stricter for the egress path, and remove “Disabled”.',
      },
    ],
    'find-the-fault': [
      { text: 'Trace the delivery:', code: 'kcli trace-smtp-client --domain {valid}' },
      VALIDATING_RESOLVER,
    ],
    'require-less': [
      {
        text: 'Look for `enable_tls = "Required"` in the egress path or in `shaping.toml`: it demands a public certificate where there is no DANE.',
      },
    ],
    queue: [
      { text: 'Show the queue:', code: 'kcli queue-summary --domain {broken}' },
      { text: 'Retry now:', code: "kcli rebind --domain {broken} --data '{}' --reason retry" },
      { text: 'Delete the message:', code: 'kcli bounce --domain {broken} --reason "DANE test"' },
    ],
    'nothing-arrives': [
      { text: 'Is it in the queue?', code: 'kcli queue-summary --domain {valid}' },
      MAILED_ALL,
    ],
  },
};

export const maddy: FixGuide = {
  name: 'maddy',
  about: 'maddy enforces DANE if its configuration says so and its resolver is on the same machine.',
  topics: {
    'turn-on-dane': [
      {
        text: 'In `maddy.conf`, then restart:',
        code: 'target.remote outbound_delivery {\n    mx_auth {\n        dane\n        local_policy {\n            min_tls_level encrypted\n            min_mx_level none\n        }\n    }\n}',
      },
      { text: 'maddy trusts a resolver on loopback only: `/etc/resolv.conf` must name 127.0.0.1 or ::1.' },
      VALIDATING_RESOLVER,
    ],
    'turn-on-tls': [
      { text: 'In `local_policy` of `mx_auth`, then restart:', code: 'min_tls_level encrypted' },
    ],
    'find-the-fault': [{ ...LOG, code: 'journalctl -u maddy | grep {token}' }, VALIDATING_RESOLVER],
    'require-less': [
      {
        text: 'In `local_policy`, lower what every host must have:',
        code: 'min_tls_level encrypted\nmin_mx_level none',
      },
    ],
    queue: [
      {
        text: 'There is no command. The messages are files; stop maddy before you delete one.',
        code: 'grep -l {token} /var/lib/maddy/remote_queue/*',
      },
    ],
    'nothing-arrives': [{ ...LOG, code: 'journalctl -u maddy | grep {token}' }, MAILED_ALL],
  },
};

export const halon: FixGuide = {
  name: 'Halon',
  about: 'Halon enforces DANE where the pre-delivery script asks for it.',
  topics: {
    'turn-on-dane': [
      { text: 'In the pre-delivery script:', code: 'Try(["tls" => "dane"]);' },
      { text: 'Its resolver must validate DNSSEC.' },
      VALIDATING_RESOLVER,
    ],
    'turn-on-tls': [{ text: 'In the pre-delivery script:', code: 'Try(["tls" => "dane"]);' }],
    'find-the-fault': [{ text: 'The delivery attempt in the log names the reason.' }, VALIDATING_RESOLVER],
    'require-less': [
      { text: 'Replace `dane_require` in the pre-delivery script:', code: 'Try(["tls" => "dane"]);' },
    ],
    queue: [
      { text: 'Show, retry or delete the message in the queue view of the web interface, or with `hqueue`.' },
    ],
    'nothing-arrives': [{ text: 'Look for the message in the queue view of the web interface.' }, MAILED_ALL],
  },
};

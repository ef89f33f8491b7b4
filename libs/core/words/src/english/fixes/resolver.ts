import type { FixGuide, FixStep } from '../../fix-guide.js';

const SEE: FixStep = {
  text: 'See that it validates: the first answer has the flag `ad`, the second is SERVFAIL.',
  code: 'dig +dnssec . SOA | grep flags\ndig dnssec-failed.org A | grep status',
};

const UNBOUND: readonly FixStep[] = [
  {
    text: 'Unbound: install it on the mail server itself. Debian and Ubuntu turn validation on.',
    code: 'apt install unbound dns-root-data\nunbound-checkconf',
  },
  {
    text: 'Point `/etc/resolv.conf` at it, with `trust-ad`, so that programs see the AD flag:',
    code: 'nameserver 127.0.0.1\noptions edns0 trust-ad',
  },
  SEE,
  {
    text: 'systemd-resolved: set this in `/etc/systemd/resolved.conf` and restart it; “authenticated: yes” must show. Unbound is the safer choice for a mail server.',
    code: 'DNSSEC=yes\n# then\nsystemctl restart systemd-resolved\nresolvectl query --type=TLSA _25._tcp.{valid}',
  },
];

export const resolver: FixGuide = {
  name: 'Resolver',
  about:
    'DANE works only with a resolver that validates DNSSEC, over a path that nobody else is on: run it on the mail server itself.',
  topics: {
    'turn-on-dane': UNBOUND,
    'turn-on-tls': [SEE],
    'find-the-fault': [
      SEE,
      {
        text: 'If it validates but this lookup fails, a firewall may drop large answers or TCP port 53:',
        code: 'dig +dnssec TLSA _25._tcp.{valid}\ndig +tcp +dnssec TLSA _25._tcp.{valid}',
      },
    ],
    'require-less': [SEE],
    queue: [{ text: 'A resolver has no mail queue. Choose your mail system.' }],
    'nothing-arrives': [
      { text: 'Does it resolve the host at all?', code: 'dig {valid} A\ndig +dnssec TLSA _25._tcp.{valid}' },
    ],
  },
};

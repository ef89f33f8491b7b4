/**
 * The commands of the fix guides, which are the same in every language: lines to type or to put into a file. `{valid}`, `{broken}` and
 * `{token}` stand for those of the check, null for a step without a command. The texts beside them are in english/fixes and in the
 * folders of the other languages.
 */
import type { FixSystem } from './fix-guide.js';
import type { FixTopic } from './language.js';

const VALIDATES = 'dig +dnssec TLSA _25._tcp.{valid} | grep flags';
const PORT_OPEN = 'nc -vz {valid} 25';
const SEE = 'dig +dnssec . SOA | grep flags\ndig dnssec-failed.org A | grep status';
const SEND_CONNECTORS =
  'Get-SendConnector | Format-List Name,Enabled,AddressSpaces,SmartHosts,RequireTLS,TlsAuthLevel,IgnoreSTARTTLS';
const OUTBOUND_CONNECTORS =
  'Get-OutboundConnector | Format-List Name,Enabled,RecipientDomains,SmartHosts,TlsSettings';
const POLICY_FILE = 'cache:\n  type: sqlite\n  options:\n    filename: /var/lib/mta-sts/cache.db';

export const FIX_COMMANDS = {
  postfix: {
    'turn-on-dane': [
      'postconf -e smtp_tls_security_level=dane smtp_dns_support_level=dnssec\npostfix reload',
      VALIDATES,
      'postconf smtp_tls_policy_maps smtp_tls_security_level\nposttls-finger -c -l dane -L summary {valid}',
    ],
    'turn-on-tls': [
      'postconf -e smtp_tls_security_level=dane smtp_dns_support_level=dnssec\npostfix reload',
      'postconf smtp_tls_policy_maps smtp_discard_ehlo_keywords',
    ],
    'turn-on-mta-sts': [
      'postconf -e smtp_tls_policy_maps=socketmap:inet:127.0.0.1:8642:QUERY smtp_tls_CAfile=/etc/ssl/certs/ca-certificates.crt\npostfix reload',
      'apt install postfix-mta-sts-resolver\npostconf -e smtp_tls_policy_maps=socketmap:inet:127.0.0.1:8461:postfix smtp_tls_CAfile=/etc/ssl/certs/ca-certificates.crt\npostfix reload',
    ],
    'keep-policies': [
      POLICY_FILE,
      'grep cache-file /etc/postfix-tlspol/config.yaml',
      'grep cache_grace /etc/mta-sts-daemon.yml',
    ],
    'find-the-fault': [
      'grep {token} /var/log/mail.log || journalctl -t postfix/smtp | grep {token}',
      'posttls-finger -c -l dane -L summary {valid}',
      VALIDATES,
    ],
    'require-less': [
      'postconf -e smtp_tls_security_level=dane\npostconf smtp_tls_policy_maps\npostfix reload',
    ],
    queue: ['postqueue -p', 'postqueue -f', 'postsuper -d QUEUE_ID'],
    'nothing-arrives': ['postqueue -p | grep -B2 -A2 {token}\ngrep {token} /var/log/mail.log', PORT_OPEN],
  },
  exim: {
    'turn-on-dane': [
      'exim -bV | grep -i dane',
      '# transport\nhosts_try_dane = *\n# router\ndnssec_request_domains = *',
      "echo 'options trust-ad' >> /etc/resolv.conf",
      VALIDATES,
    ],
    'turn-on-tls': ['exim -bP transports | grep hosts_avoid_tls\nexim -bV | grep -iE "openssl|gnutls"'],
    'turn-on-mta-sts': [
      null,
      '# router\ndriver = manualroute\nroute_list = * relay.example.com\ntransport = remote_smtp',
    ],
    'keep-policies': [null],
    'find-the-fault': ['exigrep {token} /var/log/exim4/mainlog', null, VALIDATES],
    'require-less': ['hosts_try_dane = *'],
    queue: ['exim -bp', 'exim -qff', 'exim -Mrm MESSAGE_ID'],
    'nothing-arrives': ['exim -bp | grep -B1 {token}\nexigrep {token} /var/log/exim4/mainlog', PORT_OPEN],
  },
  'exchange-online': {
    'turn-on-dane': [OUTBOUND_CONNECTORS],
    'turn-on-tls': [OUTBOUND_CONNECTORS],
    'turn-on-mta-sts': [OUTBOUND_CONNECTORS],
    'keep-policies': [null],
    'find-the-fault': ['Get-MessageTraceV2 -RecipientAddress test@{valid} | Get-MessageTraceDetailV2'],
    'require-less': ['Get-OutboundConnector | Format-List Name,TlsSettings,SmartHosts'],
    queue: [null],
    'nothing-arrives': ['Get-MessageTraceV2 -RecipientAddress test@{valid} | Get-MessageTraceDetailV2'],
  },
  'exchange-server': {
    'turn-on-dane': ['Set-SendConnector "Internet" -DNSRoutingEnabled $false -SmartHosts relay.example.com'],
    'turn-on-tls': [`${SEND_CONNECTORS}\nSet-SendConnector "Internet" -IgnoreSTARTTLS $false`],
    'turn-on-mta-sts': [
      null,
      'Set-SendConnector "Internet" -DNSRoutingEnabled $false -SmartHosts relay.example.com',
    ],
    'keep-policies': [null],
    'find-the-fault': [
      `Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Format-List NextHopDomain,LastError\n${SEND_CONNECTORS}`,
    ],
    'require-less': [SEND_CONNECTORS],
    queue: [
      'Get-Queue | Where-Object NextHopDomain -like "*{token}*"',
      'Retry-Queue -Filter "NextHopDomain -like \'*{token}*\'"',
      'Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Get-Message | Remove-Message -WithNDR $false',
    ],
    'nothing-arrives': [
      'Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Format-List Status,LastError\nTest-NetConnection {valid} -Port 25',
    ],
  },
  sendmail: {
    'turn-on-dane': [
      'sendmail -d0.13 < /dev/null | grep -o DANE',
      "define(`confDANE', `true')dnl",
      VALIDATES,
    ],
    'turn-on-tls': ['sendmail -d0.13 < /dev/null | grep -o STARTTLS\ngrep -i try_tls /etc/mail/access'],
    // Without an argument it asks port 5461.
    'turn-on-mta-sts': [
      'sendmail -d0.13 < /dev/null | grep -o _FFR_MTA_STS',
      "FEATURE(`sts', `socket -d5 -T<TMPF> inet:8461@127.0.0.1')dnl",
    ],
    'keep-policies': [POLICY_FILE],
    'find-the-fault': ['grep {token} /var/log/mail.log', VALIDATES],
    'require-less': ['grep -iE "tls_(srv|rcpt)" /etc/mail/access'],
    queue: ['mailq', 'sendmail -q -v', 'rm /var/spool/mqueue/?fQUEUE_ID'],
    'nothing-arrives': ['mailq\ngrep {token} /var/log/mail.log', PORT_OPEN],
  },
  opensmtpd: {
    'turn-on-dane': ['# smtpd.conf\naction "outbound" relay host smtp+tls://relay.example.com'],
    'turn-on-tls': ['grep -n relay /etc/smtpd.conf /etc/mail/smtpd.conf'],
    'turn-on-mta-sts': [null, '# smtpd.conf\naction "outbound" relay host smtp+tls://relay.example.com'],
    'keep-policies': [null],
    'find-the-fault': ['grep {token} /var/log/maillog /var/log/mail.log'],
    'require-less': ['# smtpd.conf\naction "outbound" relay'],
    queue: ['smtpctl show queue', 'smtpctl schedule all', 'smtpctl remove ENVELOPE_ID'],
    'nothing-arrives': ['smtpctl show queue | grep {token}', PORT_OPEN],
  },
  stalwart: {
    'turn-on-dane': [null, null, VALIDATES],
    'turn-on-tls': [null],
    'turn-on-mta-sts': [null],
    'keep-policies': [null],
    'find-the-fault': [null, VALIDATES],
    'require-less': [null],
    queue: [null],
    'nothing-arrives': [null, PORT_OPEN],
  },
  kumomta: {
    'turn-on-dane': [
      "kumo.on('init', function()\n  kumo.dns.configure_unbound_resolver {\n    options = { validate = true },\n  }\nend)\n\nkumo.on('get_egress_path_config', function()\n  return kumo.make_egress_path { enable_dane = true }\nend)",
      null,
    ],
    'turn-on-tls': [null],
    'turn-on-mta-sts': ['grep -rn enable_mta_sts /opt/kumomta/etc/policy'],
    'keep-policies': [null],
    'find-the-fault': ['kcli trace-smtp-client --domain {valid}', VALIDATES],
    'require-less': [null],
    queue: [
      'kcli queue-summary --domain {broken}',
      "kcli rebind --domain {broken} --data '{}' --reason retry",
      'kcli bounce --domain {broken} --reason "DANE test"',
    ],
    'nothing-arrives': ['kcli queue-summary --domain {valid}', PORT_OPEN],
  },
  maddy: {
    'turn-on-dane': [
      'target.remote outbound_delivery {\n    mx_auth {\n        dane\n        local_policy {\n            min_tls_level encrypted\n            min_mx_level none\n        }\n    }\n}',
      null,
      VALIDATES,
    ],
    'turn-on-tls': ['min_tls_level encrypted'],
    'turn-on-mta-sts': [
      'target.remote outbound_delivery {\n    mx_auth {\n        dane\n        mtasts {\n            cache fs\n            fs_dir mtasts_cache/\n        }\n    }\n}',
    ],
    'keep-policies': ['mtasts {\n    cache fs\n    fs_dir mtasts_cache/\n}'],
    'find-the-fault': ['journalctl -u maddy | grep {token}', VALIDATES],
    'require-less': ['min_tls_level encrypted\nmin_mx_level none'],
    queue: ['grep -l {token} /var/lib/maddy/remote_queue/*'],
    'nothing-arrives': ['journalctl -u maddy | grep {token}', PORT_OPEN],
  },
  halon: {
    'turn-on-dane': ['Try(["tls" => "dane"]);', null, VALIDATES],
    'turn-on-tls': ['Try(["tls" => "dane"]);'],
    'turn-on-mta-sts': [
      'import { mta_sts } from "mta-sts/mta-sts.hsl";\n$sts = mta_sts($message["recipientaddress"]["domain"]);\nif (is_array($sts) and $sts["policy"]["mode"] == "enforce")\n    Try([\n        "mx_include" => $sts["policy"]["mx"],\n        "tls" => "dane_fallback_require_verify",\n        "tls_sni" => true,\n        "tls_verify_host" => true,\n        "tls_default_ca" => true\n    ]);',
    ],
    'keep-policies': [null],
    'find-the-fault': [null, VALIDATES],
    'require-less': ['Try(["tls" => "dane"]);'],
    queue: [null],
    'nothing-arrives': [null, PORT_OPEN],
  },
  'gmail-hosted': {
    'turn-on-dane': [null, null],
    'turn-on-tls': [null],
    'turn-on-mta-sts': [null, null],
    'keep-policies': [null],
    'find-the-fault': [null, null],
    'require-less': [null, null],
    queue: [null],
    'nothing-arrives': [null],
  },
  resolver: {
    'turn-on-dane': [
      'apt install unbound dns-root-data\nunbound-checkconf',
      'nameserver 127.0.0.1\noptions edns0 trust-ad',
      SEE,
      'DNSSEC=yes\n# then\nsystemctl restart systemd-resolved\nresolvectl query --type=TLSA _25._tcp.{valid}',
    ],
    'turn-on-tls': [SEE],
    'turn-on-mta-sts': [null],
    'keep-policies': ['grep -rn cache-min-ttl /etc/unbound'],
    'find-the-fault': [SEE, 'dig +dnssec TLSA _25._tcp.{valid}\ndig +tcp +dnssec TLSA _25._tcp.{valid}'],
    'require-less': [SEE],
    queue: [null],
    'nothing-arrives': ['dig {valid} A\ndig +dnssec TLSA _25._tcp.{valid}'],
  },
} as const satisfies Readonly<Record<FixSystem, Readonly<Record<FixTopic, readonly (string | null)[]>>>>;

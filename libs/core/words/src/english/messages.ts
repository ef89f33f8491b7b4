import type { HostKind, PatternCode, TroubleKind } from '#checks';

import type { MessageTexts } from '../language.js';
import { clock } from '../lists.js';
import { listed } from './lists.js';
import { policyPhases } from './policies.js';

const HOSTS: Readonly<Record<HostKind, string>> = {
  valid: 'valid DANE',
  plain: 'no DANE',
  broken: 'broken DANE',
};

/** `the host with valid DANE`, `the hosts with valid DANE and no DANE`. */
function hostsWith(hosts: readonly HostKind[]): string {
  return `the host${hosts.length > 1 ? 's' : ''} with ${listed(hosts.map((host) => HOSTS[host]))}`;
}

const PROGRESS: Readonly<Record<'delivered' | 'refused' | TroubleKind, (hosts: string) => string>> = {
  delivered: (hosts) => `delivered to ${hosts}`,
  refused: (hosts) => `refused ${hosts}`,
  'broke-off': (hosts) =>
    `closed the connection to ${hosts} during TLS, without an alert (probably a refusal, but not proof)`,
  'tls-failed': (hosts) => `failed in TLS at ${hosts}`,
  lost: (hosts) => `lost the connection to ${hosts}`,
  left: (hosts) => `connected to ${hosts} and left before sending a message`,
  rejected: (hosts) => `connected to ${hosts}, where no message was accepted`,
};

function troubleText(trouble: TroubleKind, reply: string | null): string {
  switch (trouble) {
    case 'broke-off':
      return 'and closed the connection during TLS, without an alert: probably a refusal, but not proof';
    case 'tls-failed':
      return 'but TLS failed: the log below says how';
    case 'lost':
      return 'but the connection was lost';
    case 'left':
      return 'and left before sending a message';
    case 'rejected':
      return reply === null
        ? 'but no message was accepted: the log below says why'
        : `but no message was accepted: our first error reply was “${reply}”`;
  }
}

export const messages: MessageTexts = {
  'send-one-message': () =>
    'Send one message to all the addresses from the mail system that you want to test. Connections show up here as they happen.',
  'seen-so-far': ({ deeds }) =>
    deeds.length === 0
      ? 'So far: a session that ended early.'
      : `So far: ${deeds.map(({ deed, hosts }) => PROGRESS[deed](hostsWith(hosts))).join('; ')}.`,
  'waiting-for-the-rest': () => 'Waiting for the other addresses.',
  'did-all-get-it': () => 'Did the message go to all the addresses?',

  enforced: ({ who, hosts }) =>
    `${listed(who)} delivered to the host whose TLSA records match, and hung up at ${hosts > 1 ? "hosts whose records don't match" : "the host whose records don't match"} after seeing the certificate there. That is what RFC 7672 §2.2 requires.`,
  'also-refused-plain': () => 'It also hung up at the host without DANE.',
  'plain-missing': () => 'Nothing was seen yet at the host without DANE.',
  'seems-to-require-dane': ({ isSure }) =>
    `${isSure ? 'It is set to require DANE' : 'If you mailed that host and this stays so, your server requires DANE'} (RFC 7672 §6), not just to use it where it is offered. That is stricter than the standard and holds back mail to most domains. If that is intended, nothing to do.`,
  'shared-host-refusal': () =>
    'The refused connection named only the host, not your check; we count it as yours because the same address delivered your other messages. The per-check addresses give exact proof, and only there can we release the queued message.',
  'also-refused-valid': ({ who }) =>
    `But ${listed(who)} also hung up at the host with valid DANE: look at that server.`,
  'not-tested-yet': ({ who }) =>
    `Not proven yet where DANE is broken: ${listed(who)}. Mail may leave through any of your servers, so send a few more messages.`,
  'unknown-delivered': ({ who }) =>
    `But ${listed(who)} delivered to the host with broken DANE. If that server is yours, it may not enforce DANE: send from it to all addresses of a new check.`,
  'unknown-delivered-at': ({ scenario, who }) =>
    `${listed(who)} delivered to “${scenario}”, where no message may arrive. If that server is yours, it may fail there.`,
  'policy-not-given': ({ scenario, who }) =>
    `${listed(who)} delivered to “${scenario}”, but our policy host may have been away at the time. Your system may not have had the policy, so the failure isn't certain: send again.`,
  'failed-unmeasured': ({ scenario, who }) =>
    `But ${listed(who)} failed “${scenario}”. That host is not offered at the moment, so it doesn't count; a doubt remains.`,

  'accepted-wrong-certificate': ({ who }) =>
    `${listed(who)} delivered to the host whose TLSA records don't match its certificate. The connection was encrypted, but your server didn't check who was on the other end: an attacker on the path could have read and changed the message.`,
  'refused-only-some': () => 'It refused some of the hosts with broken DANE, but not all.',
  'delivered-at': ({ scenario, who, how }) =>
    `At “${scenario}”, ${listed(who)} delivered ${how === 'clear' ? 'in the clear' : 'over TLS'}.`,
  'one-gap-is-enough': () => 'An attacker needs only one gap.',
  'some-refused-others-delivered': ({ refused, delivered }) =>
    `At the host with broken DANE, ${listed(refused)} hung up after seeing the certificate, but ${listed(delivered)} delivered. Mail may leave through any of them, so you're only as safe as the weakest.`,
  'delivered-then-refused': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `At the host with broken DANE, ${listed(delivered)} delivered at ${clock(deliveredAt)}; ${listed(refused)} hung up only later, at ${clock(refusedAt)}. If you changed something in between, run a new check.`,
  'refused-then-delivered': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `At the host with broken DANE, ${listed(refused)} hung up at ${clock(refusedAt)}, but ${listed(delivered)} delivered the message there at ${clock(deliveredAt)}. A conforming server keeps it queued until it expires.`,
  'clear-at-broken': ({ who }) =>
    `It can do TLS, but ${listed(who)} delivered to the host with broken DANE without any encryption. Published TLSA records forbid that (RFC 7672 §2.2): anyone on the path could read the message.`,
  'clear-at-valid': ({ who }) =>
    `It can do TLS, but ${listed(who)} delivered to the host with valid DANE without any encryption, although its TLSA records forbid that (RFC 7672 §2.2).`,
  'tls-tried-first': ({ detail }) => `It tried TLS first, and sent in the clear when that failed. ${detail}`,
  'all-in-the-clear': () =>
    'All messages arrived unencrypted although our server offers TLS. Anyone on the path could read or change them. DANE needs working TLS first.',
  'refused-valid': ({ who }) =>
    `${listed(who)} hung up at the host whose TLSA records match its certificate, while its other mail arrived. Mail to domains that use DANE is likely to be held back.`,
  'refused-at': ({ scenario, who }) => `${listed(who)} hung up at “${scenario}”, where it must deliver.`,
  'not-required-failed': ({ scenario, who }) =>
    `It doesn't count, but is worth knowing: ${listed(who)} failed “${scenario}”.`,
  'refusal-causes': () =>
    'Likely causes: it demands a certificate from a public CA, it still caches older TLSA records, or its TLS library cannot verify ours.',
  'refused-everywhere': ({ who }) =>
    `${listed(who)} hung up at every host, even without DANE: it seems to demand a certificate from a public CA, or can't use our TLS at all. That hides whether it enforces DANE.`,

  'valid-arrived': () =>
    'That message arrived. Whether your server verifies certificates shows only at the host with broken DANE.',
  'nothing-at-broken-yet': () => 'Nothing was seen there yet.',
  'refused-at-plain': () => 'At the host without DANE it hung up after seeing our certificate.',
  'plain-arrived-valid-not': ({ inClear }) =>
    `Mail to the host without DANE arrived${inClear ? ' (in the clear)' : ''}, mail to the host with valid DANE did not.`,
  'others-arrived': () => 'The other messages arrived, this one did not.',
  'may-be-holding-back': () =>
    'Your server may be holding it back because DANE requires that, but we have not seen a refused connection, and silence is never proof: a slow queue looks the same.',
  'will-be-settled': () => 'A refusal or a delivery will settle it, even hours from now.',
  'another-failure-looks-the-same': () => 'A connection that fails for another reason looks the same.',
  'says-nothing-about-dane': () => 'That says nothing about DANE.',
  'fails-before-connecting': () =>
    'If you mailed both, your server probably fails before it connects: usually because its resolver cannot validate DNSSEC and answers with an error, or because a TLSA lookup fails.',
  'rests-on-silence': () => 'This rests on silence: the message may still be on its way.',
  'retry-may-succeed': () => 'A retry may still succeed.',
  'reason-is-open': () =>
    'That may be DANE, or a server that first tries to verify every certificate and then delivers anyway. A delivery or further refusals will settle it.',
  'no-control-delivery': () =>
    'No message has arrived yet where delivery is allowed, so this may be DANE, or your server rejects our certificate for another reason.',
  'only-broken-delivered': ({ who }) =>
    `${listed(who)} delivered there, which a server that enforces DANE doesn't do. Anyone who knows the address could have done that, so we can't tell yet whether it is one of your servers: that shows when it delivers to the other addresses too.`,
  'left-unsent': ({ who }) =>
    `${listed(who)} connected and left before sending a message. Servers do that when a message is larger than this service takes. Try a short one.`,
  'no-session-got-far': () =>
    'Your server connected, but no session reached the point where DANE shows. The log below says where each one ended.',
  'shows-nothing': ({ who }) =>
    `${listed(who)} delivered there in a way that shows nothing: while the host presented a matching certificate, or over a connection to another host. Run a new check.`,
  trouble: ({ who, trouble, reply, host }) =>
    `At ${hostsWith([host])}, ${listed(who)} connected ${troubleText(trouble, reply)}.`,

  'delivered-over-tls': ({ who, versions }) => `Delivered over ${listed(versions)} by ${listed(who)}.`,
  'delivered-in-the-clear': ({ who }) => `Delivered in the clear, without TLS, by ${listed(who)}.`,
  'refused-as-well': ({ who }) => `Also refused, by ${listed(who)}.`,
  'hung-up': ({ who }) => `${listed(who)} hung up after seeing our certificate, before it sent any mail.`,
  'closed-repeatedly': ({ who }) =>
    `${listed(who)} repeatedly closed the connection during TLS, right after our certificate.`,
  'session-detail': ({ detail }) => detail,
  'no-alert': () => 'It sent no alert that says why: probably a refusal, but not proof.',
  'nothing-seen': ({ isLong }) =>
    isLong
      ? 'Nothing seen yet. Silence proves nothing: the message may still be on its way.'
      : 'Nothing seen yet.',
  'policy-phases': policyPhases,
  'retried-here': ({ who, versions }) =>
    `The message was deferred and retried correctly (RFC 7672 §2.2): ${listed(who)} delivered it over ${listed(versions)} to a certificate that matches.`,
  'delivered-at-fallback': ({ who }) =>
    `${listed(who)} delivered the message to the host or address that it may go to instead: none waits in the queue.`,
  'not-judged-here': ({ who }) =>
    `${listed(who)} delivered a message that shows nothing about this host: it is not judged.`,
  'refused-matching-too': ({ who }) => `${listed(who)} refused the certificate that matches, too.`,

  retried: ({ who, at, refused }) =>
    `The refused message was deferred and retried correctly (RFC 7672 §2.2): ${listed(who)} delivered it at ${clock(at)}, when the host presented a matching certificate.${refused === null ? '' : ` The refusal had come from ${listed(refused)}, which belongs to the same system.`}`,

  'same-pattern': ({ who, pattern, reference }) =>
    `${listed(who)}: same pattern as ${PATTERNS[pattern]}. See ${reference}.`,

  'dns-never-asked': () =>
    "Your server never looked up this host's TLSA records, so it isn't using DANE. Usual causes: DANE not enabled; in Postfix, `smtp_dns_support_level` not `dnssec`; in Exim, `options trust-ad` missing from `/etc/resolv.conf`; a resolver that doesn't validate.",
  'dns-without-dnssec': () =>
    "Your resolver looked up this host without DNSSEC (no DO bit) and never asked for its TLSA records. DANE can't work with a resolver that doesn't do DNSSEC.",
  'dns-tlsa-without-dnssec': () =>
    "Your server looked up this host's TLSA records without DNSSEC (no DO bit). Such a resolver can't tell real records from forged ones, so they don't count (RFC 7672 §2.2).",
  'dns-tlsa-ignored': () =>
    "Your server did look up this host's TLSA records with DNSSEC but ignored them. Check that the resolver validates (in Exim also `options trust-ad` in `/etc/resolv.conf`), and look for a weaker policy (in Postfix `smtp_tls_policy_maps`, and `smtp_dns_support_level`, which must be `dnssec`).",
  'dns-connection-follows': ({ hosts }) =>
    `A resolver looked up ${eachHost(hosts)}: the connection should follow.`,
  'dns-no-connection': ({ hosts, firstAt }) =>
    `A resolver looked up ${eachHost(hosts)} (first at ${clock(firstAt)}), but no connection followed within a minute. That points to DNS or the network: a resolver that can't validate, a TLSA lookup that fails, or a firewall that blocks port 25. Your server's log says which.`,
};

const PATTERNS: Readonly<Record<PatternCode, string>> = {
  'issuer-records-ignored':
    'a sender that verifies DANE-EE (3) records only, such as Sendmail, and delivers to hosts with DANE-TA (2) records alone, whatever those say',
  'issuer-needs-public-ca':
    'a sender that accepts the issuer in a DANE-TA (2) record only if a public CA stands behind it',
  'every-usage-must-match':
    'a sender that wants both a DANE-EE (3) and a DANE-TA (2) record to match, where one is enough',
  'failed-lookup-taken-for-none':
    'a sender that goes on as if there were no TLSA records when their lookup fails',
  'dates-of-matched-certificate':
    'a sender that checks the dates of a certificate that a DANE-EE (3) record matches',
  'implicit-mx-forgotten': 'a sender that uses DANE only for domains with an MX record',
  'alias-not-followed': 'a sender that does not follow a CNAME to TLSA records',
  'pkix-records-taken-for-dane':
    'a sender that verifies a PKIX-EE (1) record as if it were a DANE-EE (3) record',
  'no-server-name':
    'a sender that sends no server name (SNI) in TLS. Its refusals name no host, so we cannot see them; with DANE, RFC 7672 requires the name',
};

const EACH_HOST: Readonly<Record<HostKind, string>> = {
  valid: 'the host with valid DANE',
  plain: 'the host without DANE',
  broken: 'the host with broken DANE',
};

function eachHost(hosts: readonly HostKind[]): string {
  return listed(hosts.map((host) => EACH_HOST[host]));
}

/** One sentence for each finding: who did what, and what that shows or leaves open. */
import type { FindingFacts, ReportFinding, StrangerDeed } from '#checks';

import type { Language } from '../language.js';
import { listed } from './lists.js';

export const findings: Language['findings'] = {
  'not-tested': ({ who }) => `Nothing seen from ${who} here.`,
  'delivered-over-tls': ({ who, versions }) => `${who} delivered over ${listed(versions)}.`,
  'delivered-in-clear': ({ who }) => `${who} delivered in the clear, without TLS.`,
  'accepted-unmatched-certificate': ({ who, versions }) =>
    `${who} delivered over ${listed(versions)}, although the TLSA records rule out the certificate.`,
  'delivered-despite-failed-lookup': ({ who, versions }) =>
    `${who} delivered over ${listed(versions)}, although the lookup of the TLSA records fails here (RFC 7672 §2.1.2).`,
  'refused-unmatched-certificate': ({ who }) =>
    `${who} hung up after seeing our certificate, before it sent any mail.`,
  'refused-matching-certificate': ({ who }) =>
    `${who} refused a certificate that matches the TLSA records, before it sent any mail.`,
  'refused-without-dane': ({ who }) =>
    `${who} hung up after seeing our certificate, before it sent any mail.`,
  'deferred-and-retried': ({ who }) =>
    `${who} refused our certificate, and the same message was deferred and retried correctly (RFC 7672 §2.2).`,
  'refused-by-system': ({ who }) =>
    `${who} hung up after seeing our certificate. It belongs to the same mail system but has not delivered a message of this check: likely a refusal, not yet proof.`,
  'refusal-without-alert': ({ who }) =>
    `${who} closed the connection during TLS, without an alert: likely a refusal. It is proof if that repeats.`,
  'refusal-without-control': ({ who }) =>
    `${who} hung up after seeing our certificate, but has not delivered over TLS where DANE is valid: likely a refusal, not yet proof.`,
  'refusal-not-repeated': ({ who }) =>
    `${who} hung up after seeing our certificate, long before or after its deliveries: likely a refusal. It is proof if that repeats.`,
  'refusal-before-control': ({ who }) =>
    `${who} hung up after seeing our certificate, but its first attempts failed where DANE is valid, too: likely a refusal. It is proof if it goes on for 15 minutes or longer, or in a new check in which those attempts succeed.`,
  'control-after-waiting': ({ who }) =>
    `${who} hung up after seeing our certificate. But we can't tell whether its message reached the valid host in the first attempt: it had waited in a queue, doesn't say since when, or a clock is wrong. Earlier attempts may have failed unseen, so this is likely a refusal, not yet proof. Send a new message to all the addresses. If nothing changes, start a new check and mail it within 30 seconds.`,
  'control-without-server-name': ({ who }) =>
    `${who} hung up after seeing our certificate, but it also delivered to the valid host without naming that host in TLS (SNI), which every sender with DANE or MTA-STS does. Another machine or program without them may share its address and name. Likely a refusal, not proof. Start a new check once all of them are set up alike.`,
  'refusal-under-another-name': ({ who, names }) =>
    `${who} hung up after seeing our certificate, but ${names.length === 0 ? 'gave no name' : `called itself ${listed(names)}`} there: another machine may share the address.`,
  'refusal-from-shared-address': ({ who }) =>
    `${who} hung up after seeing our certificate, at a host that all checks share, and other checks use that address too: likely a refusal, not proof.`,
  'refused-after-failed-lookup': ({ who }) =>
    `${who} hung up after seeing our certificate, but with a failed TLSA lookup it should not have connected (RFC 7672 §2.1.2). Not judged.`,
  'refused-control-too': ({ who }) =>
    `${who} hung up after seeing our certificate, but refused a host with valid DANE too, so there may be another reason. A new check in which that host is not refused settles it.`,
  'accepted-in-another-session': ({ who }) =>
    `${who} hung up after seeing our certificate, but in another session it accepted it and began a message: likely a refusal, not proof. A new check settles it.`,
  'accepts-after-refusing': ({ who }) =>
    `${who} hung up after seeing our certificate, but elsewhere it did so and then delivered anyway. If several machines share its address and name, set them up alike and start a new check.`,
  'withheld-without-tls': ({ who }) =>
    `${who} left without sending mail when it could not get TLS, and it does send in the clear where no TLSA records forbid it.`,
  'withheld-without-control': ({ who }) =>
    `${who} left without sending mail when it could not get TLS, but it was not seen to send in the clear anywhere: it may require TLS for every host.`,
  'withheld-at-control-too': ({ who }) =>
    `${who} left without sending mail when it could not get TLS. That is no proof: it, or another address of its system, may do the same where no TLSA records forbid sending in the clear.`,
  'withheld-once': ({ who }) =>
    `${who} left without sending mail when it could not get TLS: likely a refusal to send in the clear. It is proof if a retry 15 minutes later does the same, close to a delivery to another address of this check.`,
  'withheld-not-always': ({ who }) =>
    `${who} left without sending mail when it could not get TLS, but in another session it began a message in the clear: likely a refusal, not proof.`,
  'withheld-under-another-name': ({ who, names }) =>
    `${who} left without sending mail when it could not get TLS, but ${names.length === 0 ? 'gave no name' : `called itself ${listed(names)}`} there: another machine may share the address.`,
  'withheld-from-shared-address': ({ who }) =>
    `${who} left without sending mail when it could not get TLS, at a host that all checks share, and other checks use that address too: likely a refusal, not proof.`,
  'delivered-during-release': ({ who }) =>
    `${who} delivered while this host presented a certificate that matches. Not judged.`,
  'delivered-at-fallback': ({ who, isOverTls }) =>
    isOverTls
      ? `${who} delivered to the host or address whose certificate is right, and was not seen to refuse the other one. Not judged.`
      : `${who} delivered in the clear, which is right at one of the hosts and wrong at the other, and we can't tell which it was. Not judged.`,
  'connection-reused': ({ who }) =>
    `${who} delivered over a connection that it had opened to another host. Not judged.`,
  'accepted-against-policy': ({ who, versions }) =>
    `${who} delivered over ${listed(versions)}, although the MTA-STS policy forbids it.`,
  'policy-not-given': ({ who }) =>
    `${who} delivered although the MTA-STS policy forbids it, but our policy host may have been away. It may not have had the policy: send again.`,
  'fetched-without-record': ({ who, fetchedBy }) =>
    `${who} delivered, which is right where no policy applies.${needlesslyFetched(fetchedBy)} That is no proof: a fetch doesn't say which program made it.`,
  'refused-despite-policy': ({ who, fetchedBy }) =>
    `${who} hung up after seeing our certificate, although no MTA-STS policy forbids delivery here.${needlesslyFetched(fetchedBy)}`,
  'policy-refusal-open': ({ who }) =>
    `${who} hung up after seeing our certificate. That is proof once it also delivers over TLS where MTA-STS is valid, and to an untrusted certificate where no policy forbids it.`,
  'withheld-under-policy': ({ who }) =>
    `${who} left without sending mail when it could not get TLS. That fits the policy, but is no proof: some servers require TLS for every host.`,
  'refused-before-change': ({ who }) =>
    `${who} refused while the policy forbade delivery, so it has that policy. What it does after the change decides.`,
  'followed-new-policy': ({ who }) =>
    `${who} refused while the policy forbade delivery, and delivered once a new one allowed it, while the old one could still be applied: it looks for new policies (RFC 8461 §5).`,
  'kept-old-policy': ({ who }) =>
    `${who} went on refusing for more than an hour although a new policy allowed delivery: it has not taken that up yet, which delays mail. It must look for a new policy before it returns a message (RFC 8461 §5).`,
  'kept-withdrawn-policy': ({ who }) =>
    `${who} still refused when the policy could not be found any more: it keeps what it fetched (RFC 8461 §3.3).`,
  'forgot-withdrawn-policy': ({ who }) =>
    `${who} refused while the policy was published, and delivered the same message when it could not be found any more, although it should have applied what it had fetched (RFC 8461 §3.3).`,
  'delivered-without-policy': ({ who }) =>
    `${who} delivered. Not judged: it was not seen to refuse here because of the policy, so it may never have had one.`,
  'command-rejected': ({ who, reply }) =>
    reply === null
      ? `No message from ${who} was accepted.`
      : `No message from ${who} was accepted. Our first error reply was “${reply}”.`,
  'left-after-accepting': leftText,
  'left-under-policy': (facts) =>
    facts.reached === 'greeted'
      ? `${facts.who} left after EHLO, before it sent any mail. That may be the policy: some servers, such as chasquid, judge the certificate only then. But servers with a message larger than this service takes and monitoring probes do the same, so it proves nothing.${needlesslyFetched(facts.fetchedBy)}`
      : leftText(facts),
  'connection-lost': ({ who }) => `The connection with ${who} was lost before it sent any mail.`,
  'tls-failed': ({ who, detail }) => `TLS with ${who} failed. ${detail}`.trim(),
};

function needlesslyFetched(by: readonly string[]): string {
  return by.length === 0
    ? ''
    : ` But ${listed(by)} fetched the policy, which no valid record announces: a server has to skip that (RFC 8461 §3.1).`;
}

function leftText({ who, reached, isOverTls }: FindingFacts): string {
  const accepted = isOverTls ? 'accepted our certificate and ' : '';
  switch (reached) {
    case 'mail':
      return `${who} ${accepted}left after MAIL, before it named a recipient.`;
    case 'recipient':
      return `${who} ${accepted}left after RCPT, before it sent the message.`;
    case 'data':
      return `${who} ${accepted}left before the message was complete.`;
    case 'greeted':
    case 'nothing':
    case null:
      return `${who} left after EHLO, before it sent any mail. Servers do that when a message is larger than this service takes, and so do monitoring probes.`;
  }
}

/** After the name of a client; the scenarios follow in brackets. */
export const deeds: Readonly<Record<StrangerDeed, string>> = {
  delivered: 'delivered a message over TLS',
  'delivered-in-clear': 'delivered a message in the clear',
  refused: 'hung up after seeing our certificate',
  rejected: 'connected and got an error reply',
  left: 'connected and left before sending a message',
  lost: 'connected, and the connection was lost',
  'closed-in-tls': 'closed the connection during TLS',
  'tls-failed': 'failed in TLS',
  'opened-tls': 'opened a TLS connection',
};

/** What a TLS report says beside what we saw. */
export const reported: Readonly<Record<ReportFinding, string>> = {
  agrees: 'It reports what we saw.',
  'policy-not-found':
    'It found no policy here, though there is one that can be used: it did not look for it, or did not trust the answer.',
  'policy-not-served':
    'It found no MTA-STS policy here. Ours may have been unreachable for a time in this period, so that says nothing about your server.',
  'policy-unexpected': 'It reports a policy here that is not published.',
  'sessions-unseen':
    'It counts sessions in this period, but we saw none of your servers here then. Another server may have sent it.',
  'not-connected':
    'It counts failures without a connection: a server that looks at the policy first need not connect here.',
  'success-impossible':
    'It counts a session as verified here, but what we presented does not comply with the policy that it names.',
  'failures-missing': 'It counts no failures, but we saw connections end without a delivery.',
  'reason-differs': 'It counts failures as we do, but gives a reason that does not apply here.',
  'failure-reported':
    'Everything was delivered, and it reports the failure: that is what a sender has to do here.',
  'delivered-despite-failure':
    'It counts failures, but we saw only deliveries: it checks and delivers anyway, or failed where we cannot see it.',
  'counts-differ': 'Its numbers differ from ours. Sessions outside its period are not counted here.',
  'not-compared': 'It isn’t clear whether it counts sessions of this check, so it isn’t compared.',
};

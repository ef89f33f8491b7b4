/** Policies of MTA-STS over time: what may be cached, and where they change. */
import type { MessageFacts, PolicyCache } from '#checks';

import { utcMinute } from '../utc-minute.js';

/** Senders keep policies, so a second check differs from the first. */
export function policyCache({ policies, isOlder, hasEnded }: PolicyCache): string {
  const last = policies.at(-1);
  if (hasEnded) {
    return 'The MTA-STS policies that your system fetched for this check have expired: for a new check it has to fetch them again.';
  }
  if (last === undefined) {
    return "We saw your system fetch no MTA-STS policy in the last 24 hours. That proves nothing: it may use an address that DNS doesn't tie to your servers.";
  }
  const count = policies.length === 1 ? 'one MTA-STS policy' : `${policies.length} MTA-STS policies`;
  const seen = `Your system fetched ${count}, the last one (${last.scenario}) at ${utcMinute(last.fetchedAt)}, and may use it until ${utcMinute(last.endsAt)}.`;
  return isOlder
    ? `${seen} Some were fetched before this check: it may have acted on its cache, and need not fetch them again.`
    : `${seen} Until then, a new check may show no fetch.`;
}

/** When to mail a host whose policy changes. */
export function policyPhases({ later, mail, changesAt, from, until }: MessageFacts['policy-phases']): string {
  const [change, back, gone] = [changesAt, from, until].map(utcMinute);
  const what = later === 'none' ? 'a new policy allows delivery' : 'record and policy are gone';
  const retries =
    later === 'none'
      ? ", or wait for your server's retries"
      : '; a retry alone may not do, since a refusal counts only within 15 minutes of a delivery of this check';
  switch (mail) {
    case 'now':
      return `Mail it before ${change}, together with sts-good and sts-none, so that your server has the policy. Then ${what}: retries and new messages between ${back} and ${gone} show what it does.`;
    case 'again':
      return `Now ${what}. Mail it and sts-good again between ${back} and ${gone}${retries}.`;
    case 'later':
      return `Now ${what}. Mail it after ${change}, together with sts-good and sts-none: your server needs the policy first.`;
  }
}

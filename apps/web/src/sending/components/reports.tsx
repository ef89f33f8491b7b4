import type { JSX } from 'preact';

import type { CheckBody, CheckReportBody } from '#contracts';

import { dayOf } from '../../shared/format/time.js';
import { t } from '../../shared/texts.js';

/** What mail systems reported of this check (RFC 8460), a day later, beside what was seen: it changes nothing. */
export function Reports({ check }: { check: CheckBody }): JSX.Element | null {
  const { reports, expiresAt, servers } = check;
  if (reports.length === 0 && servers.length === 0) return null;
  const words = t.result.reports;
  return (
    <details class="fold" open={reports.length > 0}>
      <summary>
        <h2>
          {words.title}{' '}
          <span class="fold__aside">{reports.length === 0 ? words.later : words.count(reports.length)}</span>
        </h2>
      </summary>
      <div class="fold__body">
        <p class="hint">{reports.length === 0 ? words.none(dayOf(expiresAt)) : words.about}</p>
        {reports.map((report, index) => (
          <Report key={index} report={report} check={check} />
        ))}
      </div>
    </details>
  );
}

function Report({ report, check }: { report: CheckReportBody; check: CheckBody }): JSX.Element {
  const { organization, signedBy, matchedBy, startAt, endAt, sessions } = report;
  const words = t.result.reports;
  return (
    <section data-report={organization}>
      <h3>
        {organization} · {words.period(dayOf(startAt), dayOf(endAt))}
      </h3>
      <p class="hint">
        {signedBy === null ? words.unsigned : words.signed(signedBy)}{' '}
        {matchedBy !== 'token' && words.matched[matchedBy]}
      </p>
      <ul class="strangers">
        {sessions.map(
          (
            { scenario, policy, successes, failures, failuresByType, seen, fitting, finding, text },
            index,
          ) => {
            const title = check.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
            const types = failuresByType.map((each) => `${each.resultType}: ${each.sessions}`).join(', ');
            return (
              <li key={index} data-finding={finding}>
                <strong>{title}</strong> <span>{words.reported(policy, successes, failures)}</span>{' '}
                {types !== '' && <code>{types}</code>} <span>{words.seen(seen.delivered, seen.failed)}</span>{' '}
                {text} {finding === 'reason-differs' && words.fitting(fitting.join(', '))}
              </li>
            );
          },
        )}
      </ul>
    </section>
  );
}

import { type Command, InvalidArgumentError } from 'commander';

import type { Config } from '#config';
import { handOver } from '#relay';
import type { Store } from '#store';
import { printableJson } from '#text';

import { parseDuration } from '../probe/duration.js';
import { rowId } from '../row-id.js';
import { withStore } from '../with-store.js';
import { digestMail, digestOf, formatDigest } from './digest.js';
import { formatReport, formatReports } from './format-report.js';
import { reportView } from './report-view.js';

interface Output {
  readonly json?: true;
}

interface DigestFlags extends Output {
  /** Milliseconds. */
  readonly since: number;
  readonly mail?: true;
}

function duration(text: string): number {
  const parsed = parseDuration(text);
  if (parsed !== null && parsed > 0) return parsed;
  throw new InvalidArgumentError('It must be a duration such as 24h or 7d.');
}

export function registerTlsrpt(program: Command): void {
  const tlsrpt = program.command('tlsrpt').description('Read the TLS reports about this server (RFC 8460)');
  tlsrpt
    .command('list')
    .description('List the reports, the newest first')
    .option('--json', 'print JSON')
    .action(({ json }: Output) => withStore((store) => list(store, json === true)));
  tlsrpt
    .command('show')
    .description('Show a report with every failure, or what came instead of one')
    .argument('<id>', 'its number in the list', rowId)
    .option('--json', 'print JSON')
    .action((id: number, { json }: Output) => withStore((store) => show(store, id, json === true)));
  tlsrpt
    .command('digest')
    .description('Sum up the failures of the last day; for cron, with --mail')
    .option('--since <duration>', 'how far back, such as 24h or 7d', duration, 86_400_000)
    .option('--mail', 'send it to OPERATOR_EMAIL, if anything failed or could not be read')
    .option('--json', 'print JSON')
    .action((flags: DigestFlags) => withStore((store, config) => digest(store, config, flags)));
}

async function list(store: Store, asJson: boolean): Promise<void> {
  const reports = (await store.tlsReports.list()).map(reportView);
  console.log(asJson ? printableJson(reports) : formatReports(reports));
}

async function show(store: Store, id: number, asJson: boolean): Promise<void> {
  const report = await store.tlsReports.find(id);
  if (report === null) {
    throw new Error(`There is no TLS report ${id}; \`havedane tlsrpt list\` lists them.`);
  }
  const view = reportView(report);
  console.log(asJson ? printableJson(view) : formatReport(view));
}

async function digest(store: Store, config: Config, { since, mail, json }: DigestFlags): Promise<void> {
  const now = Date.now();
  const reports = (await store.tlsReports.list()).filter(({ receivedAt }) => receivedAt >= now - since);
  const summary = digestOf(reports.map(reportView), now - since, now);
  if (mail !== true) {
    console.log(json === true ? printableJson(summary) : formatDigest(summary));
    return;
  }
  const { forward } = config.operator;
  if (forward === null) throw new Error('--mail needs OPERATOR_RELAY and OPERATOR_EMAIL.');
  const message = digestMail(summary, { ...forward, domain: config.domain });
  if (message === null) return;
  const outcome = await handOver(message, forward.relay, config.domain);
  if (outcome.kind !== 'sent') throw new Error(`The digest was not sent: ${outcome.reason}.`);
}

import type { Command } from 'commander';

import type { Store } from '#store';
import { printableJson } from '#text';

import { rowId } from '../row-id.js';
import { withStore } from '../with-store.js';
import { formatReport, formatReports } from './format-report.js';
import { reportView } from './report-view.js';

interface Output {
  readonly json?: true;
}

export function registerTlsrpt(program: Command): void {
  const tlsrpt = program
    .command('tlsrpt')
    .description('Read what mail systems report on TLS with this server (RFC 8460)');
  tlsrpt
    .command('list')
    .description('List the reports, the newest first')
    .option('--json', 'print JSON')
    .action(({ json }: Output) => withStore((store) => list(store, json === true)));
  tlsrpt
    .command('show')
    .description('Show a report with every failure, or what came in the place of one')
    .argument('<id>', 'its number in the list', rowId)
    .option('--json', 'print JSON')
    .action((id: number, { json }: Output) => withStore((store) => show(store, id, json === true)));
}

async function list(store: Store, asJson: boolean): Promise<void> {
  const reports = (await store.tlsReports.list()).map(reportView);
  console.log(asJson ? printableJson(reports) : formatReports(reports));
}

async function show(store: Store, id: number, asJson: boolean): Promise<void> {
  const report = await store.tlsReports.find(id);
  if (report === null) {
    throw new Error(`There is no TLS report ${id}; \`havedane tlsrpt list\` shows what there is.`);
  }
  const view = reportView(report);
  console.log(asJson ? printableJson(view) : formatReport(view));
}

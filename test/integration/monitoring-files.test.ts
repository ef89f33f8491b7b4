/** The alert rules and the dashboard speak of metrics that there are, and Prometheus' own promtool understands them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { startApi } from '../support/api-fixture.js';
import { runTool } from '../support/system-tool.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const ALERTS = 'docs/monitoring/alerts.yml';

async function metrics(): Promise<string> {
  const api = await startApi();
  onTestFinished(() => api.close());
  return (await fetch(`${api.adminUrl}/metrics`)).text();
}

async function metricNames(): Promise<Set<string>> {
  const text = await metrics();
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
}

const used = (text: string): string[] =>
  [...text.matchAll(/\b(?:havedane|process)_\w+/g)].map(([name]) => name);

async function queriesOfDashboard(): Promise<readonly string[]> {
  const dashboard = JSON.parse(await readFile('docs/monitoring/grafana.json', 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  return dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

it('the alert rules and the dashboard use no metric that the API does not have', async () => {
  const known = await metricNames();
  const alerts = await readFile(ALERTS, 'utf8');
  const expressions = [...alerts.matchAll(/^ +expr: (.+)$/gm)].map(([, expression = '']) => expression);
  expect(expressions.length).toBeGreaterThan(5);
  const queries = await queriesOfDashboard();
  expect(queries.length).toBeGreaterThan(10);
  for (const expression of [...expressions, ...queries]) {
    expect(used(expression).filter((name) => !known.has(name))).toEqual([]);
  }
});

it('promtool reads the metrics, the alert rules and the queries of the dashboard', async () => {
  // Those of the runtime have the names that prom-client gives them.
  const own = (await metrics()).split('\n').filter((line) => !line.includes('nodejs_'));
  const checked = await runTool('promtool', ['check', 'metrics'], own.join('\n'));
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  expect(await runTool('promtool', ['check', 'rules', ALERTS])).toMatchObject({ code: 0, stderr: '' });
  const rules = (await queriesOfDashboard()).map((expr, i) => ({ record: `query:${i}`, expr }));
  const file = join(await tempDirOfTest(), 'queries.yml');
  await writeFile(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  expect(await runTool('promtool', ['check', 'rules', file])).toMatchObject({ code: 0, stderr: '' });
});

/** Each alert, what makes it fire, and after how long; promtool writes series as START+STEPxTIMES, one a minute. */
const FIRING: readonly (readonly [alert: string, series: string, values: string, at: string])[] = [
  ['HavedaneDown', 'up{job="havedane"}', '0x30', '6m'],
  ['HavedaneStoreDown', 'havedane_store_up{job="havedane"}', '0x30', '3m'],
  [
    'HavedaneServerErrors',
    'havedane_http_request_duration_seconds_count{job="havedane",status="500"}',
    '0+60x30',
    '25m',
  ],
  [
    'HavedaneSlow',
    'havedane_http_request_duration_seconds_bucket{job="havedane",route="/api/checks",le="+Inf"}',
    '0+60x30',
    '29m',
  ],
  ['HavedaneProbesWait', 'havedane_probes{job="havedane",state="waiting"}', '21x30', '11m'],
  ['HavedaneProbesFail', 'havedane_probes_finished_total{job="havedane",result="failed"}', '0+1x30', '29m'],
  ['HavedaneUnreadMail', 'havedane_operator_messages{job="havedane",state="unread"}', '101x90', '61m'],
  ['HavedaneMemory', 'process_resident_memory_bytes{job="havedane"}', '500000000x30', '16m'],
];

const FAST = 'havedane_http_request_duration_seconds_bucket{job="havedane",route="/api/checks",le="0.1"}';
const MEMORY = 'process_resident_memory_bytes{job="havedane"}';
const MEMORY_LIMIT = 'havedane_memory_limit_bytes{job="havedane"}';

type Series = readonly [series: string, values: string];

/** What there is besides. */
const BESIDE: Readonly<Record<string, readonly Series[]>> = {
  // Two buckets, of which the slower one has all requests.
  HavedaneSlow: [
    [FAST, '0x30'],
    [FAST.replace('"0.1"', '"2.5"'), '0+60x30'],
  ],
  // The container of docker-compose.yml; that of compose.scale.yml has a test of its own.
  HavedaneMemory: [[MEMORY_LIMIT, '536870912x30']],
};

/** What promtool says of the rules, in each case. */
async function run(
  cases: readonly object[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const file = join(await tempDirOfTest(), 'tests.yml');
  const all = { rule_files: [resolve(ALERTS)], evaluation_interval: '1m', tests: cases };
  await writeFile(file, JSON.stringify(all));
  const { code, stdout, stderr } = await runTool('promtool', ['test', 'rules', file]);
  return { code, said: stdout + stderr };
}

const named = ([series = '', values = '']: readonly string[]) => ({ series, values });

it('every alert fires when it should, and not before, nor in an instance that is well', async () => {
  const names = [...(await readFile(ALERTS, 'utf8')).matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  expect(FIRING.map(([name]) => name)).toEqual(names);
  const tests = FIRING.map(([alertname, series, values, eval_time]) => {
    const firing = { eval_time, alertname };
    const input_series = [[series, values], ...(BESIDE[alertname] ?? [])].map(named);
    return {
      interval: '1m',
      input_series,
      alert_rule_test: [{ ...firing, eval_time: '0m', exp_alerts: [] }],
      firing,
    };
  });
  expect(await run(tests.map(({ firing: _, ...quiet }) => quiet))).toMatchObject({ code: 0 });
  // promtool compares labels and annotations as well, which would repeat the file: that nothing fires has to be wrong.
  const denied = tests.map(({ firing, ...one }) => ({
    ...one,
    alert_rule_test: [{ ...firing, exp_alerts: [] }],
  }));
  const { said } = await run(denied);
  expect([...said.matchAll(/alertname: ?(\w+)/g)].map(([, name]) => name)).toEqual(names);
  const well = [
    ['up{job="havedane"}', '1x90'],
    ['havedane_store_up{job="havedane"}', '1x90'],
    [FAST, '0+60x90'],
    [FAST.replace('"0.1"', '"+Inf"'), '0+60x90'],
    ['havedane_probes{job="havedane",state="waiting"}', '0x90'],
    ['havedane_operator_messages{job="havedane",state="unread"}', '3x90'],
    [MEMORY, '200000000x90'],
    [MEMORY_LIMIT, '536870912x90'],
  ].map(named);
  const quiet = names.map((alertname) => ({ eval_time: '80m', alertname, exp_alerts: [] }));
  expect(await run([{ interval: '1m', input_series: well, alert_rule_test: quiet }])).toMatchObject({
    code: 0,
  });
});

it.each([
  [880_000_000, 0],
  [950_000_000, 1],
])('an API that uses %i octets of 1 GiB, beside one of 512 MiB, raises %i alerts', async (octets, alerts) => {
  const of = (instance: string, series: string) => series.replace('}', `,instance="${instance}"}`);
  const input_series = [
    [of('one', MEMORY), '400000000x30'],
    [of('one', MEMORY_LIMIT), '536870912x30'],
    [of('two', MEMORY), `${octets}x30`],
    [of('two', MEMORY_LIMIT), '1073741824x30'],
  ].map(named);
  const quiet = { eval_time: '16m', alertname: 'HavedaneMemory', exp_alerts: [] };
  const { code, said } = await run([{ interval: '1m', input_series, alert_rule_test: [quiet] }]);
  expect(code === 0).toBe(alerts === 0);
  expect([...said.matchAll(/instance="?(\w+)/g)].map(([, name]) => name)).toEqual(
    Array.from({ length: alerts }, () => 'two'),
  );
});

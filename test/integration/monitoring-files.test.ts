/** The alert rules and the dashboard speak of metrics that there are. */
import { readFile } from 'node:fs/promises';

import { expect, it, onTestFinished } from 'vitest';

import { startApi } from '../support/api-fixture.js';

async function metricNames(): Promise<Set<string>> {
  const api = await startApi();
  onTestFinished(() => api.close());
  const text = await (await fetch(`${api.adminUrl}/metrics`)).text();
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
}

const used = (text: string): string[] =>
  [...text.matchAll(/\b(?:havedane|process)_\w+/g)].map(([name]) => name);

it('the alert rules and the dashboard use no metric that the API does not have', async () => {
  const known = await metricNames();
  const alerts = await readFile('docs/monitoring/alerts.yml', 'utf8');
  const expressions = [...alerts.matchAll(/^ +expr: (.+)$/gm)].map(([, expression = '']) => expression);
  expect(expressions.length).toBeGreaterThan(5);
  const dashboard = JSON.parse(await readFile('docs/monitoring/grafana.json', 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(queries.length).toBeGreaterThan(10);
  for (const expression of [...expressions, ...queries]) {
    expect(used(expression).filter((name) => !known.has(name))).toEqual([]);
  }
});

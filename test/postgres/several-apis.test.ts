/** What several APIs do on one PostgreSQL database is done once, shown by all, and counted as it says (docs/scale.md). */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody, ProbeBody } from '#contracts';

import { type AppProcess, spawnApp } from '../support/app-process.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { PATIENT } from '../support/patience.js';
import { createProbe, probeUntil } from '../support/probe-requests.js';
import {
  copyCertificates,
  DOMAIN,
  type ReceiverFixture,
  startReceiver,
} from '../support/receiver-fixture.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { sampleObservation } from '../support/sample-observation.js';
import { reportMail, tlsReport } from '../support/tls-report-mail.js';

const LIMITS = { maxMessages: 1_000, maxBytes: 10_000_000 };
const MESSAGES = 30;
const REPORTS = 6;

let temp: ContractStore;
let certsDir: string;
let relay: ReceiverFixture;
/** A resolver that keeps every question until `answer` is called, and has failed then: so long a probe goes on. */
let resolver: Socket;
const questions: (() => void)[] = [];
let isAnswering = false;
let apis: readonly AppProcess[];

beforeAll(async () => {
  temp = await openContractStore();
  certsDir = await copyCertificates();
  relay = await startReceiver({ env: { DOMAIN: 'relay.test' } });
  resolver = createSocket('udp4').bind(0, '127.0.0.1');
  await once(resolver, 'listening');
  resolver.on('message', (question, { port }) => {
    const reply = (): void => resolver.send(servfail(question), port, '127.0.0.1');
    if (isAnswering) reply();
    else questions.push(reply);
  });
  const env = {
    ...{ DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: (temp.database as { url: string }).url },
    ...{ HTTP_PORT: '0', ADMIN_PORT: '0', TRUSTED_PROXIES: '127.0.0.1' },
    ...{ OPERATOR_EMAIL: 'postmaster@relay.test', OPERATOR_RELAY: `smtp://127.0.0.1:${relay.port}` },
    DNS_RESOLVER: `127.0.0.1:${resolver.address().port}`,
  };
  apis = await Promise.all([spawnApp('api', env), spawnApp('api', env)]);
});
afterAll(async () => {
  for (const { child } of apis) child.kill('SIGTERM');
  expect(await Promise.all(apis.map(({ exit }) => exit))).toEqual([0, 0]);
  resolver.close();
  await relay.close();
  await rm(certsDir, { recursive: true });
  await temp.close();
});

function answer(): void {
  isAnswering = true;
  for (const reply of questions.splice(0)) reply();
}

function servfail(question: Buffer): Buffer {
  const reply = Buffer.from(question);
  reply.writeUInt16BE((question.readUInt16BE(2) & 0xfff0) | 0x8082, 2);
  return reply;
}

function at(index: number): { readonly url: string } {
  return { url: `http://127.0.0.1:${String(apis[index]?.listening?.['port'])}` };
}

describe('several APIs', () => {
  it('forward each message to the operator once, and evaluate each TLS report once', async () => {
    const subjects = Array.from({ length: MESSAGES }, (_, index) => `message ${index}.`);
    const kept = subjects.map((subject) =>
      sampleMessage({ content: Buffer.from(`From: a@sender.example\r\nSubject: ${subject}\r\n\r\nx\r\n`) }),
    );
    const mails = await Promise.all(
      Array.from({ length: REPORTS }, (_, index) =>
        reportMail({ signer: null, report: tlsReport({ 'report-id': `report ${index}` }) }),
      ),
    );
    const reports = mails.map((content) =>
      sampleMessage({ purpose: 'tls-report', recipients: [`tls-reports@${DOMAIN}`], content }),
    );
    await Promise.all([...kept, ...reports].map((one) => temp.store.operatorMail.keep(one, LIMITS)));
    await expect.poll(() => temp.store.operatorMail.totals(), PATIENT).toMatchObject({ messages: 0 });

    const arrived = await relay.store.operatorMail.list();
    const texts = await Promise.all(
      arrived.map(async ({ id }) =>
        Buffer.from((await relay.store.operatorMail.find(id))?.content ?? '').toString(),
      ),
    );
    const found = texts.map((text) => subjects.find((subject) => text.includes(`Subject: ${subject}`)));
    expect(found.toSorted()).toEqual(subjects.toSorted());
    expect(await temp.store.tlsReports.list()).toHaveLength(REPORTS);
  });

  it('show a probe that another one runs as running, and its end', async () => {
    const created = await createProbe(at(0), 'slow.example');
    const seen = await probeUntil(at(1), created.id, 'running');
    expect(seen).toMatchObject({ id: created.id, domain: 'slow.example' });
    // Who asks the other one for the domain gets this probe.
    expect((await createProbe(at(1), 'slow.example')).id).toBe(created.id);
    answer();
    const end = async (index: number): Promise<ProbeBody['state']> => {
      const response = await fetch(`${at(index).url}/api/probes/${created.id}`);
      return ((await response.json()) as ProbeBody).state;
    };
    await expect.poll(() => end(1), PATIENT).not.toBe('running');
    expect(await end(1)).toBe(await end(0));
  });
});

/** How the figures of several APIs make one. `max`: each counts the whole store; `own`: they speak of one process. */
const RULES = {
  havedane_checks_created_total: 'sum',
  havedane_check_outcomes_total: 'sum',
  havedane_probes_started_total: 'sum',
  havedane_probes_finished_total: 'sum',
  havedane_operator_mail_total: 'sum',
  havedane_tls_reports_total: 'sum',
  havedane_tls_report_sessions_total: 'sum',
  havedane_tls_report_failures_total: 'sum',
  havedane_sessions_total: 'max',
  havedane_operator_messages: 'max',
  havedane_observations_pushed_total: 'own',
  havedane_sockets: 'own',
  havedane_watched_checks: 'own',
  havedane_watches: 'own',
  havedane_probes: 'own',
  havedane_store_up: 'own',
  havedane_memory_limit_bytes: 'own',
  havedane_http_request_duration_seconds: 'own',
  havedane_build_info: 'own',
} as const;

type Figures = ReadonlyMap<string, number>;

async function figuresOf({
  listening,
}: AppProcess): Promise<{ readonly text: string; readonly figures: Figures }> {
  const { port } = listening?.['admin'] as { port: number };
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.matchAll(/^(havedane_\S+) (\S+)$/gm);
  return { text, figures: new Map([...lines].map(([, name = '', value]) => [name, Number(value)])) };
}

/** By their rules, of all APIs together: those that the store has a part in. */
async function together(): Promise<Readonly<Record<string, number>>> {
  const all = await Promise.all(apis.map(figuresOf));
  const series = new Set(all.flatMap(({ figures }) => [...figures.keys()]));
  const counted = Object.entries(RULES).filter(([, rule]) => rule !== 'own');
  return Object.fromEntries(
    [...series].flatMap((name) => {
      const rule = counted.find(([metric]) => name === metric || name.startsWith(`${metric}{`))?.[1];
      if (rule === undefined) return [];
      const values = all.map(({ figures }) => figures.get(name) ?? 0);
      const value = rule === 'max' ? Math.max(...values) : values.reduce((sum, each) => sum + each, 0);
      return value === 0 ? [] : [[name, value] as const];
    }),
  );
}

// The last: it counts what was done before.
describe('metrics of several APIs', () => {
  it('have each a rule by which they make one', async () => {
    const texts = await Promise.all(apis.map(figuresOf));
    const names = texts.flatMap(({ text }) =>
      [...text.matchAll(/^# TYPE (havedane_\S+)/gm)].map(([, name]) => name),
    );
    expect([...new Set(names)].toSorted()).toEqual(Object.keys(RULES).toSorted());
  });

  it('by which nothing is counted twice', async () => {
    for (const index of [0, 1]) {
      const created = await fetch(`${at(index).url}/api/checks`, { method: 'POST' });
      const { token } = (await created.json()) as CheckBody;
      await temp.store.observations.append(sampleObservation(token));
      await temp.store.observations.append(sampleObservation(token, { kind: 'refused', scenario: 'wrong' }));
      // Both read what it came to.
      for (const reader of [0, 1]) await fetch(`${at(reader).url}/api/checks/${token}`);
    }
    // Not due yet.
    const later = sampleMessage({ receivedAt: Date.now() + 3_600_000 });
    await temp.store.operatorMail.keep(later, LIMITS);
    await expect.poll(together, PATIENT).toEqual({
      havedane_checks_created_total: 2,
      'havedane_check_outcomes_total{outcome="enforces"}': 2,
      'havedane_sessions_total{scenario="do",outcome="delivered"}': 2,
      'havedane_sessions_total{scenario="wrong",outcome="refused"}': 2,
      havedane_probes_started_total: 1,
      'havedane_probes_finished_total{result="error"}': 1,
      'havedane_operator_mail_total{outcome="forwarded"}': MESSAGES,
      'havedane_operator_messages{state="unread"}': 1,
      'havedane_operator_mail_total{outcome="evaluated"}': REPORTS,
      'havedane_tls_reports_total{source="mail",verified="no",outcome="stored"}': REPORTS,
      'havedane_tls_report_sessions_total{result="success",verified="no"}': 2 * REPORTS,
      'havedane_tls_report_sessions_total{result="failure",verified="no"}': 5 * REPORTS,
      'havedane_tls_report_failures_total{type="tlsa-invalid",verified="no"}': 5 * REPORTS,
    });
    const first = (await figuresOf(apis[0] as AppProcess)).figures;
    const second = (await figuresOf(apis[1] as AppProcess)).figures;
    const ofTheStore = [
      'havedane_sessions_total{scenario="do",outcome="delivered"}',
      'havedane_operator_messages{state="unread"}',
    ];
    for (const name of ofTheStore) expect(first.get(name)).toBe(second.get(name));
  });
});

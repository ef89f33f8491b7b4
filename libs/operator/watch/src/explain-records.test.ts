import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { recordsUnderWay, runRollover } from '#rollover';

import { keyRecord } from '../../../../test/support/rollover-certificates.js';
import {
  HOST,
  NAME,
  NEXT,
  OLD,
  SERVER_OPTIONS,
  simpleWorld,
} from '../../../../test/support/rollover-scenes.js';
import { sampleHost, sampleTarget } from '../../../../test/support/sample-probe.js';
import { tempDirOfTest } from '../../../../test/support/temp-dir.js';
import { explainRecords } from './explain-records.js';
import { alert } from './watch-state.js';

const SINCE = Date.UTC(2026, 4, 1);
const about = { name: NAME, id: HOST, since: SINCE };
const NEXT_RECORD = { ...about, data: keyRecord(NEXT), role: 'next' } as const;
const LAST_RECORD = { ...about, data: keyRecord(OLD), role: 'last' } as const;

describe('recordsUnderWay', () => {
  it('gives the records of what is under way, until its end', async () => {
    const stateDir = await tempDirOfTest();
    await writeFile(join(stateDir, 'damaged.example.test.json'), '{');
    const world = simpleWorld();
    const run = () => runRollover(HOST, SERVER_OPTIONS, () => Promise.resolve(world.ports()), stateDir);
    await run();
    expect(await recordsUnderWay(stateDir)).toEqual([NEXT_RECORD, LAST_RECORD]);
    for (let minute = 0; minute < 10; minute += 1) {
      world.pass(60_000);
      await run();
    }
    expect(await recordsUnderWay(stateDir)).toEqual([]);
  });

  it('gives none where nothing is remembered', async () => {
    expect(await recordsUnderWay('/nowhere')).toEqual([]);
  });
});

describe('explainRecords', () => {
  const host = sampleHost({ name: HOST, port: 25 });
  const body = sampleTarget({ hosts: [{ ...host, tlsa: { ...host.tlsa, name: NAME.slice(0, -1) } }] });
  const unmatched = (data: string, code = 'tlsa-record-unmatched') =>
    alert({
      code,
      subject: `${HOST}:25`,
      text: `The TLSA record “${data}” matches nothing that is served.`,
    });
  const explain = (...notes: ReturnType<typeof unmatched>[]) =>
    explainRecords({ alerts: [], notes, promised: [], notAfter: null, policy: null }, body, [
      NEXT_RECORD,
      LAST_RECORD,
    ]).notes;

  it('says that a record is for the next key or the last one of a rollover', () => {
    expect(explain(unmatched(NEXT_RECORD.data), unmatched(LAST_RECORD.data)).map(({ text }) => text)).toEqual(
      [
        `The TLSA record “${NEXT_RECORD.data}” is for the next key in the rollover of ${HOST} that is under way since 2026-05-01 00:00:00 UTC: nothing that is served matches it yet.`,
        `The TLSA record “${LAST_RECORD.data}” is for the last key in the rollover of ${HOST} that is under way since 2026-05-01 00:00:00 UTC: it is deleted at its end.`,
      ],
    );
  });

  it('leaves all other notes as they are', () => {
    const notes = [
      unmatched(`3 1 1 ${'ab'.repeat(32)}`),
      unmatched(NEXT_RECORD.data, 'tlsa-record-unusable'),
      { ...unmatched(NEXT_RECORD.data), subject: 'other.example.test:25' },
    ];
    expect(explain(...notes)).toEqual(notes);
  });
});

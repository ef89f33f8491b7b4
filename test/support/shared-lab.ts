/** The lab that the end-to-end tests share; see lab-keeper.ts. */
import { inject } from 'vitest';

import { Lab, type LabDescription } from '../lab/lab.js';
import type { SenderName } from '../lab/sender-profiles.js';

import type {} from './provided.js';

/** The running lab with those senders. It is ended after all tests, which fails when an app does not end cleanly on SIGTERM. */
export async function sharedLab(senders: readonly SenderName[]): Promise<Lab> {
  const lab = Lab.attach(await ask<LabDescription>('lab'), {
    startSender: async (name) => {
      await ask(name);
    },
    startNotValidating: async () => {
      await ask('not-validating');
    },
  });
  await Promise.all(senders.map((name) => lab.sender(name)));
  return lab;
}

/** Ends it, for a file that needs its addresses for itself. */
export async function releaseSharedLab(): Promise<void> {
  await ask('release');
}

async function ask<T>(wish: string): Promise<T> {
  const answer = await fetch(`${inject('labKeeper')}/${wish}`, { method: 'POST' });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text) as T;
}

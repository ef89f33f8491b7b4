/** Posts what is new to a URL, which the operator chose: it may well be in his own network. */
import { setTimeout } from 'node:timers/promises';

import type { WatchNotificationBody } from '#contracts';
import { withDeadline } from '#smtp-client';
import { errnoText } from '#text';

import type { Channel, Delivery } from '../tell.js';
import { changeBody } from '../watch-report.js';
import { notificationText } from '../notification-text.js';
import { type PendingNotification } from '../watch-state.js';

const TIMEOUT_MS = 10_000;
/** Between one try and the next. */
const WAITS_MS = [1_000, 3_000];

const TOO_EARLY = [408, 425, 429];

type Answer = Delivery & { readonly isWorthAnotherTry?: boolean };

export interface WebhookSettings {
  /** Never shown: it often holds a secret. */
  readonly url: string;
  readonly userAgent: string;
}

export function webhookChannel(settings: WebhookSettings, waitsMs: readonly number[] = WAITS_MS): Channel {
  const { url } = settings;
  const where = `the webhook at ${new URL(url).host}`;
  return {
    name: 'webhook',
    deliver: async (notification, signal) => {
      let answer = await post(settings, notification, signal);
      for (const wait of waitsMs) {
        if (answer.kind === 'told' || answer.isWorthAnotherTry !== true || signal.aborted) break;
        await setTimeout(wait, undefined, { signal }).catch(() => undefined);
        answer = await post(settings, notification, signal);
      }
      return answer.kind === 'told' ? answer : { kind: answer.kind, reason: `${where} ${answer.reason}` };
    },
  };
}

async function post(
  { url, userAgent }: WebhookSettings,
  { id, at, changes }: PendingNotification,
  outer: AbortSignal,
): Promise<Answer> {
  const body: WatchNotificationBody = {
    id,
    at: new Date(at).toISOString(),
    text: notificationText(changes),
    changes: changes.map(changeBody),
  };
  const headers = {
    'Content-Type': 'application/json',
    'Idempotency-Key': id,
    'User-Agent': userAgent,
  };
  try {
    return await withDeadline(outer, TIMEOUT_MS, async (signal) => {
      const request = { method: 'POST', headers, body: JSON.stringify(body), signal } as const;
      const response = await fetch(url, { ...request, redirect: 'manual' });
      await response.body?.cancel();
      return outcomeOf(response.status);
    });
  } catch (error) {
    return { kind: 'failed', reason: `cannot be reached: ${faultOf(error)}`, isWorthAnotherTry: true };
  }
}

function outcomeOf(status: number): Answer {
  if (status >= 200 && status < 300) return { kind: 'told' };
  // What follows a redirection would get the notification, and with some of them not even the body.
  if (status >= 300 && status < 400)
    return { kind: 'failed', reason: `answers ${status}: give the URL that it leads to` };
  if (status >= 500 || TOO_EARLY.includes(status)) {
    return { kind: 'failed', reason: `answers ${status}`, isWorthAnotherTry: true };
  }
  return { kind: 'refused', reason: `answers ${status}` };
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'AbortError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return errnoText(error.cause);
}

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { Prose, Whole } from '../../shared/components/prose.js';
import { dayAndMinute } from '../../shared/format/time.js';
import { headlineLook } from '../format/outcome-look.js';
import { seenCount } from '../format/scenario-text.js';
import { explanationOf } from '../format/verdict-text.js';
import { t } from '../../shared/texts.js';

/** The verdict is the headline of the page, and a bar at the bottom until it was on the screen. */
export function VerdictBanner({ check }: { check: CheckBody }): JSX.Element {
  const { outcome, provisional } = check.verdict;
  const { title } = check.headline;
  const look = headlineLook(check);
  const isWaiting = outcome === 'waiting';
  const banner = useRef<HTMLElement>(null);
  const isUnseen = useUnseen(banner, `${outcome} ${String(provisional)} ${title}`);
  return (
    <>
      <section
        ref={banner}
        id="verdict"
        class={`verdict tone-${look.tone}${modifier(isWaiting, provisional)}`}
        aria-labelledby="verdict-title"
        data-outcome={outcome}
        data-headline={check.headline.kind}
      >
        <span class={`badge-icon${isWaiting ? ' badge-icon--alive' : ''}`}>
          <Icon name={look.icon} />
        </span>
        <h1 id="verdict-title">
          <Whole text={title} />
        </h1>
        <div class="verdict__body">
          <p class="verdict__explanation">
            <Prose text={explanationOf(check.verdict)} />
          </p>
          {check.mtaSts !== null && (
            <p class="verdict__explanation">
              <Prose text={policiesText(check.headline, check.mtaSts)} />
            </p>
          )}
          <p class="verdict__meta">
            {eyebrow(isWaiting, provisional)} ·{' '}
            {t.result.verdict.scenariosSeen(seenCount(check.scenarios), check.scenarios.length)} ·{' '}
            {dayAndMinute(check.createdAt)}
          </p>
        </div>
      </section>
      {isUnseen && (
        <a class={`verdict-bar tone-${look.tone}`} href="#verdict">
          <Icon name={look.icon} />
          <span>{title}</span>
        </a>
      )}
    </>
  );
}

/** What the headline does not say of MTA-STS. */
function policiesText(
  { kind, meaning }: CheckBody['headline'],
  { title, doubts, caching }: NonNullable<CheckBody['mtaSts']>,
): string {
  return [kind === 'dane-alone' ? title : meaning, ...doubts, caching]
    .filter((text) => text !== '')
    .join(' ');
}

/** Whether the verdict, as it is now, has not been on the screen yet. */
function useUnseen(banner: { readonly current: HTMLElement | null }, verdict: string): boolean {
  const [seen, setSeen] = useState<string | null>(null);
  const [missed, setMissed] = useState<string | null>(null);
  useEffect(() => {
    const element = banner.current;
    if (element === null || seen === verdict) return undefined;
    const observer = new IntersectionObserver((entries) => {
      const isOnScreen = entries.some(({ isIntersecting }) => isIntersecting);
      (isOnScreen ? setSeen : setMissed)(verdict);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [verdict, seen]);
  return missed === verdict && seen !== verdict;
}

function modifier(isWaiting: boolean, provisional: boolean): string {
  if (isWaiting) return ' verdict--waiting';
  return provisional ? ' verdict--provisional' : '';
}

function eyebrow(isWaiting: boolean, provisional: boolean): string {
  if (isWaiting) return t.result.verdict.watching;
  return provisional ? t.result.verdict.soFar : t.result.verdict.final;
}

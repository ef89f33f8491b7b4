import { useEffect } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { tabIcon } from '../../state/tab-status.js';
import { probeLook } from '../format/probe-look.js';

/** Keeps the title and the icon of the tab in step with the probe. */
export function useProbeTab(probe: ProbeBody): void {
  useEffect(() => {
    const { tone, mark, title } = probeTab(probe);
    document.title = title;
    document
      .querySelector<HTMLLinkElement>('link[rel="icon"]')
      ?.setAttribute('href', tabIcon({ title, tone, mark }));
  }, [probe.state]);
}

function probeTab(probe: ProbeBody): Parameters<typeof tabIcon>[0] {
  const { tone } = probeLook(probe);
  const marks = { ok: '✓', warning: '!', error: '✗' } as const;
  const mark = probe.result === null ? '' : marks[probe.result.result];
  const prefix = mark === '' ? '' : `${mark} `;
  const suffix = probe.state === 'failed' ? ' could not be probed' : '';
  const isOpen = probe.state === 'waiting' || probe.state === 'running';
  return { title: `${isOpen ? 'Probing ' : prefix}${probe.domain}${suffix} – HaveDane`, tone, mark };
}

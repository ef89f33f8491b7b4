import { useEffect } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { tabIcon, tabStatus } from './tab-status.js';

/** Keeps the title and the icon of the tab in step with the check. */
export function useTabStatus(check: CheckBody): void {
  useEffect(() => {
    const status = tabStatus(check);
    document.title = status.title;
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', tabIcon(status));
  }, [check]);
}

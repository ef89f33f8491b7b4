import { useEffect } from 'preact/hooks';

/** Colour is never alone: every tone goes with an icon and with words. */
export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'waiting';

/** What a tab in the background shows. */
export interface TabStatus {
  readonly title: string;
  readonly tone: Tone;
  /** One character drawn into the icon; empty while there is nothing to show. */
  readonly mark: string;
}

/** Keeps the title and the icon of the tab in step with what is shown. */
export function useTab(status: TabStatus): void {
  const { title, tone, mark } = status;
  useEffect(() => {
    document.title = title;
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', tabIcon(status));
  }, [title, tone, mark]);
}

const FILL: Readonly<Record<Tone, string>> = {
  good: '#0a6b3d',
  bad: '#b3202e',
  warn: '#8a5300',
  info: '#0b5394',
  waiting: '#0b5394',
};

/** The icon as a data: URL, which the content security policy allows for images. */
export function tabIcon({ tone, mark }: TabStatus): string {
  const glyph =
    mark === ''
      ? '<path d="M7 10h18v12H7z M7 10.5l9 7 9-7" fill="none" stroke="#fff" stroke-width="2.2" stroke-linejoin="round"/>'
      : `<text x="16" y="24" font-family="sans-serif" font-size="23" font-weight="700" text-anchor="middle" fill="#fff">${mark}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${FILL[tone]}"/>${glyph}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

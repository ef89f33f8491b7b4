import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { Icon } from './icon.js';
import { t } from '../texts.js';

const SHOWN_MS = 2_500;

interface Props {
  readonly text: string;
  /** Null shows the icon alone. */
  readonly label: string | null;
  /** Completes the label for screen readers where several buttons have the same one. */
  readonly about?: string;
  readonly isPrimary?: boolean;
}

type Outcome = 'idle' | 'copied' | 'failed';

export function CopyButton({ text, label, about, isPrimary }: Props): JSX.Element {
  const [outcome, setOutcome] = useState<Outcome>('idle');
  useEffect(() => {
    if (outcome === 'idle') return undefined;
    const timer = window.setTimeout(() => setOutcome('idle'), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => setOutcome((await copyText(text)) ? 'copied' : 'failed');
  // That it failed has to be read.
  const isIcon = label === null && outcome !== 'failed';
  return (
    <>
      <button
        type="button"
        class={`button${isPrimary === true ? ' button--primary' : ''} copy copy--${outcome}${isIcon ? ' copy--icon' : ''}`}
        onClick={() => void copy()}
      >
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
        <span class={isIcon ? 'visually-hidden' : undefined}>{words(outcome, label ?? t.shared.copy)}</span>
        {about !== undefined && <span class="visually-hidden"> {about}</span>}
      </button>
      <span class="visually-hidden" role="status">
        {outcome === 'idle' ? '' : words(outcome, label ?? t.shared.copy)}
      </span>
    </>
  );
}

function words(outcome: Outcome, label: string): string {
  switch (outcome) {
    case 'idle':
      return label;
    case 'copied':
      return t.shared.copied;
    case 'failed':
      return t.shared.copyByHand;
  }
}

/** Copies to the clipboard and says whether that worked. */
async function copyText(text: string): Promise<boolean> {
  // Browsers offer the clipboard API on HTTPS and localhost only; an appliance on a private network may have neither.
  if (!window.isSecureContext) return copyBySelection(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  // Deprecated without a successor for insecure contexts.
  // oxlint-disable-next-line typescript/no-deprecated
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

import type { JSX } from 'preact';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import type { Look } from '../format/probe-look.js';

export function Chip({ look, text }: { look: Look; text: string }): JSX.Element {
  return (
    <span class={`chip tone-${look.tone}`}>
      <Icon name={look.icon} />
      <span>
        <Breakable text={text} />
      </span>
    </span>
  );
}

import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { ReleasePanel } from './release-panel.js';

interface Props {
  readonly check: CheckBody;
  readonly onCheck: (check: CheckBody) => void;
}

/** What the sender's own server does with a message that was rightly refused, and how it gets rid of it. */
export function RetryNote({ check, onCheck }: Props): JSX.Element {
  const { scenarios, release } = check;
  const refusing = scenarios.filter(({ expected }) => expected === 'refused').map(({ title }) => title);
  const isOver = release.state === 'delivered';
  return (
    <section class="panel" aria-labelledby="retry-title">
      <h2 id="retry-title">
        {isOver ? 'The refused message got through' : 'Your server will keep trying – that is normal'}
      </h2>
      {!isOver && (
        <p>
          A message that it refused to hand over ({refusing.join(', ')}) stays in its queue. It tries again
          for hours or days, may send you notices of delay, and in the end returns the message.
        </p>
      )}
      <ReleasePanel check={check} onCheck={onCheck} />
      {!isOver && <DeleteCommands />}
    </section>
  );
}

function DeleteCommands(): JSX.Element {
  return (
    <>
      <p>Or delete it from the queue:</p>
      <dl class="commands">
        <Commands system="Postfix" show="postqueue -p" remove="postsuper -d QUEUE_ID" />
        <Commands system="Exim" show="exim -bp" remove="exim -Mrm MESSAGE_ID" />
      </dl>
      <p>A hosted service does not let you do this; Exchange Online gives up by itself after 24 hours.</p>
    </>
  );
}

interface CommandsProps {
  readonly system: string;
  readonly show: string;
  readonly remove: string;
}

function Commands({ system, show, remove }: CommandsProps): JSX.Element {
  return (
    <div>
      <dt>{system}</dt>
      <dd>
        <code>{show}</code> lists the queue, <code>{remove}</code> deletes the message.
      </dd>
    </div>
  );
}

import type { JSX } from 'preact';

import type { CheckScenarioBody } from '#contracts';

/** What the sender's own server does with a message that was rightly refused. */
export function RetryNote({ scenarios }: { scenarios: readonly CheckScenarioBody[] }): JSX.Element {
  const refusing = scenarios.filter(({ expected }) => expected === 'refused').map(({ title }) => title);
  return (
    <section class="panel" aria-labelledby="retry-title">
      <h2 id="retry-title">Your server will keep trying – that is normal</h2>
      <p>
        A message that it refused to hand over ({refusing.join(', ')}) stays in its queue. It tries again for
        hours or days, may send you notices of delay, and in the end returns the message. To be rid of it
        sooner, delete it from the queue:
      </p>
      <dl class="commands">
        <Commands system="Postfix" show="postqueue -p" remove="postsuper -d QUEUE_ID" />
        <Commands system="Exim" show="exim -bp" remove="exim -Mrm MESSAGE_ID" />
      </dl>
      <p>A hosted service does not let you do this; Exchange Online gives up by itself after 24 hours.</p>
    </section>
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

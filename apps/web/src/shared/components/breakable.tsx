import { Fragment, type JSX } from 'preact';

import { breakPoints } from '../format/break-points.js';

/** A long address or host name that wraps at its dots and not in the middle of a label. */
export function Breakable({ text }: { text: string }): JSX.Element {
  return (
    <>
      {breakPoints(text).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

import type { JSX } from 'preact';

import { rfcLink } from '#words';

/** A section of a standard, as a link where it can be one. */
export function RfcReference({ reference }: { reference: string }): JSX.Element {
  const href = rfcLink(reference);
  if (href === null) return <span>{reference}</span>;
  return (
    <a href={href} rel="noreferrer">
      {reference}
    </a>
  );
}

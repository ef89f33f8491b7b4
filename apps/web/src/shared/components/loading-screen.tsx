import type { JSX } from 'preact';

interface Props {
  /** What the page answers. */
  readonly title: string;
  readonly status: string;
}

export function LoadingScreen({ title, status }: Props): JSX.Element {
  return (
    <div class="screen" aria-busy="true">
      <h1>{title}</h1>
      <p class="loading" role="status">
        <span class="pulse" aria-hidden="true" />
        {status}
      </p>
    </div>
  );
}

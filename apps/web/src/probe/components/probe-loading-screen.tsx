import type { JSX } from 'preact';

export function ProbeLoadingScreen(): JSX.Element {
  return (
    <div class="screen" aria-busy="true">
      <h1>Does your mail server receive securely?</h1>
      <p class="loading" role="status">
        <span class="pulse" aria-hidden="true" />
        Getting the probe…
      </p>
    </div>
  );
}

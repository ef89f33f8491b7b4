import type { JSX } from 'preact';

export function LoadingScreen(): JSX.Element {
  return (
    <div class="screen" aria-busy="true">
      <h1>Does your mail server send securely?</h1>
      <p class="loading" role="status">
        <span class="pulse" aria-hidden="true" />
        Getting your check…
      </p>
    </div>
  );
}

import { useEffect, useState } from 'preact/hooks';

/** What stands after the # of the address: the scenario that is open, or a part of the page. Empty where there is nothing. */
export function useFragment(): [string, (fragment: string) => void] {
  const [fragment, setFragment] = useState(read);
  useEffect(() => {
    const update = (): void => setFragment(read());
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  /** Replaces the address: "back" leads to the page before, not through everything that was opened. */
  const show = (next: string): void => {
    const { pathname, search } = window.location;
    window.history.replaceState(null, '', `${pathname}${search}${next === '' ? '' : `#${next}`}`);
    setFragment(next);
  };
  return [fragment, show];
}

function read(): string {
  return window.location.hash.slice(1);
}

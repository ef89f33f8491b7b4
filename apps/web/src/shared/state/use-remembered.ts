import { useState } from 'preact/hooks';

/** A choice that outlasts the visit: null until there is one. Browsers may deny storage: then it holds for this visit. */
export function useRemembered<Choice extends string>(
  name: string,
  choices: readonly Choice[],
): [Choice | null, (choice: Choice) => void] {
  const [chosen, setChosen] = useState<Choice | null>(() => recall(name, choices));
  const choose = (choice: Choice): void => {
    setChosen(choice);
    remember(name, choice);
  };
  return [chosen, choose];
}

function recall<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
  try {
    const stored = window.localStorage.getItem(name);
    return choices.find((choice) => choice === stored) ?? null;
  } catch {
    return null;
  }
}

function remember(name: string, choice: string): void {
  try {
    window.localStorage.setItem(name, choice);
  } catch {
    // Nothing to do.
  }
}

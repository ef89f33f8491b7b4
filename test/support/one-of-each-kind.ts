const KINDS: ReadonlySet<string> = new Set(['do', 'dont', 'wrong', 'ta', 'exp-ta', 'self']);

export function isOneOfEachKind({ id }: { readonly id: string }): boolean {
  return KINDS.has(id);
}

/** For what takes a process or more for each host. The certificates of the others stay. @param more ids of further scenarios */
export function keepOneOfEachKind(scenarios: { readonly id: string }[], more: readonly string[] = []): void {
  const kept = scenarios.filter((scenario) => isOneOfEachKind(scenario) || more.includes(scenario.id));
  scenarios.splice(0, scenarios.length, ...kept);
}

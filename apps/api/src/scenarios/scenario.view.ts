import { scenarioHost } from '#checks';
import type { ScenarioBody } from '#contracts';
import { type KnownScenario, SCENARIOS } from '#scenarios';

/** The hosts of an instance and what is published for them. */
export function viewScenarios(domain: string): ScenarioBody[] {
  return SCENARIOS.map(({ tlsa, ...scenario }) => ({
    ...described(scenario),
    host: scenarioHost(scenario.id, domain),
    tlsa: tlsa.map(({ usage, selector, matchingType, subject, data }) => ({
      usage,
      selector,
      matchingType,
      subject,
      data,
    })),
  }));
}

function described(scenario: Omit<KnownScenario, 'tlsa'>): Omit<ScenarioBody, 'host' | 'tlsa'> {
  const { id, group, level, title, summary, shows, expected, requirement, rfc, certificate, release } =
    scenario;
  return { id, group, level, title, summary, shows, expected, requirement, rfc, certificate, release };
}

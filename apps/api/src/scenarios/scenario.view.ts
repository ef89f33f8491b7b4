import { scenarioHost } from '#checks';
import type { ScenarioBody } from '#contracts';
import type { KnownScenario } from '#scenarios';

import type { ScenarioStates } from './scenario-states.js';

/** The hosts of an instance and what is published for them. */
export function viewScenarios(domain: string, offered: ScenarioStates['offered']): ScenarioBody[] {
  return offered.map(({ scenario: { tlsa, ...scenario }, missing }) => ({
    ...described(scenario),
    ...{ available: missing === null, missing },
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

function described(
  scenario: Omit<KnownScenario, 'tlsa'>,
): Omit<ScenarioBody, 'host' | 'tlsa' | 'available' | 'missing'> {
  const { id, group, level, title, summary, shows, expected, requirement, rfc, certificate, release } =
    scenario;
  const described = { id, group, level, title, summary, shows, expected, requirement, rfc, certificate };
  const { mechanism = 'dane', fallback = null } = scenario;
  return { ...described, mechanism, release, fallback };
}

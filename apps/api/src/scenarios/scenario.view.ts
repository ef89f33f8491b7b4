import { scenarioHost } from '#checks';
import type { ScenarioBody } from '#contracts';
import { SCENARIOS } from '#scenarios';

/** The hosts of an instance and what is published for them. */
export function viewScenarios(domain: string): ScenarioBody[] {
  return SCENARIOS.map(({ id, title, summary, expected, rfc, certificate, release, tlsa }) => ({
    id,
    title,
    summary,
    host: scenarioHost(id, domain),
    expected,
    rfc,
    certificate,
    release,
    tlsa: tlsa.map(({ usage, selector, matchingType, subject, corrupted }) => ({
      usage,
      selector,
      matchingType,
      subject,
      corrupted,
    })),
  }));
}

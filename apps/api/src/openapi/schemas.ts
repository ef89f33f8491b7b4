/** The schemas of the OpenAPI document, made from the contracts: there is no second description of any body. */
import { z } from 'zod';

import {
  adviceBody,
  checkBody,
  checkScenarioBody,
  evidenceBody,
  fixBody,
  healthBody,
  mtaStsBody,
  observationBody,
  probeAddressBody,
  probeBody,
  probeCertificateBody,
  probeFindingBody,
  probeHandshakeBody,
  probeHostBody,
  probePolicyBody,
  probeRequestBody,
  probeStepBody,
  probeTargetBody,
  problemBody,
  releaseBody,
  scenarioBody,
  tlsBody,
  tlsReportReceiptBody,
  verdictBody,
} from '#contracts';

const NAMED = {
  Advice: adviceBody,
  Check: checkBody,
  CheckScenario: checkScenarioBody,
  Evidence: evidenceBody,
  Fix: fixBody,
  Health: healthBody,
  MtaSts: mtaStsBody,
  Observation: observationBody,
  Probe: probeBody,
  ProbeAddress: probeAddressBody,
  ProbeCertificate: probeCertificateBody,
  ProbeFinding: probeFindingBody,
  ProbeHandshake: probeHandshakeBody,
  ProbeHost: probeHostBody,
  ProbePolicy: probePolicyBody,
  ProbeRequest: probeRequestBody,
  ProbeStep: probeStepBody,
  ProbeTarget: probeTargetBody,
  Problem: problemBody,
  Release: releaseBody,
  Scenario: scenarioBody,
  Scenarios: z.array(scenarioBody),
  Tls: tlsBody,
  TlsReportReceipt: tlsReportReceiptBody,
  Verdict: verdictBody,
} as const;

export type SchemaName = keyof typeof NAMED;

export function schemaRef(name: string): string {
  return `#/components/schemas/${name}`;
}

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export function jsonSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: schemaRef });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

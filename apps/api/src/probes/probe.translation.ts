/** A probe in the language of its reader: codes, names and what servers said stay as they are. */
import type {
  ProbeBody,
  ProbeCertificateBody,
  ProbeFindingBody,
  ProbeHostBody,
  ProbePolicyBody,
  ProbeTargetBody,
} from '#contracts';
import { UNREADABLE_SUBJECT } from '#probe';
import { type LanguageTag, type ProbeSpeaker, probeSpeaker } from '#words';

export function probeIn(probe: ProbeBody, tag: LanguageTag): ProbeBody {
  const speaker = probeSpeaker(tag);
  if (speaker === null) return probe;
  const { steps, result } = probe;
  return {
    ...probe,
    steps: steps.map((step) => ({ ...step, text: stepText(step, speaker) })),
    result: result === null ? null : targetIn(result, speaker),
  };
}

function stepText({ text, finding }: ProbeBody['steps'][number], speaker: ProbeSpeaker): string {
  return finding === undefined
    ? speaker.phrase(text)
    : speaker.finding({ text, advice: null, ...finding }).text;
}

function targetIn(target: ProbeTargetBody, speaker: ProbeSpeaker): ProbeTargetBody {
  const { findings, hosts, mtaSts, tlsRpt } = target;
  return {
    ...target,
    findings: findingsIn(findings, speaker),
    hosts: hosts.map((host) => hostIn(host, speaker)),
    mtaSts: policyIn(mtaSts, speaker),
    tlsRpt: policyIn(tlsRpt, speaker),
  };
}

function findingsIn(findings: readonly ProbeFindingBody[], speaker: ProbeSpeaker): ProbeFindingBody[] {
  return findings.map((finding) => ({ ...finding, ...speaker.finding(finding) }));
}

function policyIn(policy: ProbePolicyBody | null, speaker: ProbeSpeaker): ProbePolicyBody | null {
  return policy && { ...policy, findings: findingsIn(policy.findings, speaker) };
}

function hostIn(host: ProbeHostBody, speaker: ProbeSpeaker): ProbeHostBody {
  const { findings, senders, rollover, tlsa, addresses } = host;
  const { phrase } = speaker;
  return {
    ...host,
    findings: findingsIn(findings, speaker),
    senders: senders.map((sender) => ({ ...sender, text: phrase(sender.text) })),
    rollover: rollover && { ...rollover, text: phrase(rollover.text) },
    tlsa: {
      ...tlsa,
      nameServers:
        tlsa.nameServers?.map((server) => ({ ...server, error: said(server.error, phrase) })) ?? null,
    },
    addresses: addresses.map((address) => ({
      ...address,
      findings: findingsIn(address.findings, speaker),
      handshakes: address.handshakes.map((handshake) => ({
        ...handshake,
        error: said(handshake.error, phrase),
        certificates: handshake.certificates.map((certificate) => certificateIn(certificate, speaker)),
        records: handshake.records.map((record) => ({ ...record, reason: said(record.reason, phrase) })),
        ocsp: handshake.ocsp && { ...handshake.ocsp, text: phrase(handshake.ocsp.text) },
      })),
    })),
  };
}

/** A subject is what its owner says, and stays as it is. */
function certificateIn(certificate: ProbeCertificateBody, { phrase }: ProbeSpeaker): ProbeCertificateBody {
  const { subject } = certificate;
  return subject === UNREADABLE_SUBJECT ? { ...certificate, subject: phrase(subject) } : certificate;
}

function said(text: string | null, phrase: ProbeSpeaker['phrase']): string | null {
  return text === null ? null : phrase(text);
}

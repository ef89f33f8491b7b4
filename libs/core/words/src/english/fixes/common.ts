import type { FixStep } from '../../fix-guide.js';

export const VALIDATING_RESOLVER: FixStep = {
  text: 'Use a validating resolver on the same machine. The flags of this answer must include `ad`:',
  code: 'dig +dnssec TLSA _25._tcp.{valid} | grep flags',
};

export const MAILED_ALL: FixStep = {
  text: 'Did the message go to every address? Is outbound port 25 open on this machine?',
  code: 'nc -vz {valid} 25',
};

/** For systems that cannot do DANE. */
export function relayThrough(code: string): FixStep {
  return {
    text: 'To enforce DANE anyway, send through a relay that does, such as Postfix with DANE on a host of your own:',
    code,
  };
}

/** What DNS answers with now, as everybody sees it. */
import { ProviderError } from '../provider-error.js';
import { kdig, RCODE, recordsIn, type ServerAddress } from '../tools/kdig.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

/**
 * @param server undefined: the resolver of this machine
 * @throws ProviderError when there is no usable answer
 */
export async function lookUpRecords(
  name: string,
  type: RecordType,
  server?: ServerAddress,
): Promise<ZoneRecord[]> {
  const answer = await kdig(server, name, type, ['+timeout=5', '+retry=1']);
  if (answer?.RCODE === RCODE.noError || answer?.RCODE === RCODE.nxDomain)
    return recordsIn(answer, name, type);
  throw new ProviderError(
    'unavailable',
    answer === undefined
      ? `Nobody answers the question for the ${type} records of ${name}: does this machine have a resolver?`
      : `The question for the ${type} records of ${name} is answered with error ${answer.RCODE}; try again later`,
  );
}

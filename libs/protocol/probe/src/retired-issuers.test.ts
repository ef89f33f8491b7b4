import { X509Certificate } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { tlsaRecord } from '#dane';

import { retiredIssuer } from './retired-issuers.js';

/** By ISRG Root X2, as Let's Encrypt publishes it. */
const E5 = `-----BEGIN CERTIFICATE-----
MIICtDCCAjugAwIBAgIQGG511O6woF39Lagghl0eMTAKBggqhkjOPQQDAzBPMQsw
CQYDVQQGEwJVUzEpMCcGA1UEChMgSW50ZXJuZXQgU2VjdXJpdHkgUmVzZWFyY2gg
R3JvdXAxFTATBgNVBAMTDElTUkcgUm9vdCBYMjAeFw0yNDAzMTMwMDAwMDBaFw0y
NzAzMTIyMzU5NTlaMDIxCzAJBgNVBAYTAlVTMRYwFAYDVQQKEw1MZXQncyBFbmNy
eXB0MQswCQYDVQQDEwJFNTB2MBAGByqGSM49AgEGBSuBBAAiA2IABA0LOoprYY62
79xfWOfGQkVUq2P2ZmFICi5ZdbSBAjdQtz8WedyY7KEol3IgHCzP1XxSIE5UeFuE
FGvAkK6F7MBRQTxah38GTdT+YNH6bC3hfZUQiKIIVA+ZGkzm6gqs2KOB+DCB9TAO
BgNVHQ8BAf8EBAMCAYYwHQYDVR0lBBYwFAYIKwYBBQUHAwIGCCsGAQUFBwMBMBIG
A1UdEwEB/wQIMAYBAf8CAQAwHQYDVR0OBBYEFJ8rX888IU+dBLftKyzExnCL0tcN
MB8GA1UdIwQYMBaAFHxClq7eS0g7+pL4nozPbYupcjeVMDIGCCsGAQUFBwEBBCYw
JDAiBggrBgEFBQcwAoYWaHR0cDovL3gyLmkubGVuY3Iub3JnLzATBgNVHSAEDDAK
MAgGBmeBDAECATAnBgNVHR8EIDAeMBygGqAYhhZodHRwOi8veDIuYy5sZW5jci5v
cmcvMAoGCCqGSM49BAMDA2cAMGQCMBttLkVBHEU+2V80GHRnE3m6qym1thBOgydK
i0VOx3vP9EAwHWGl5hxtpJAJkm5GSwIwRikYhDR6vPve2BvYGacE9ct+522E2dqO
6s42MLmigEws5mASS6l2quhtlUfacgkM
-----END CERTIFICATE-----
`;
const der = Uint8Array.from(new X509Certificate(E5).raw);

describe('retiredIssuer', () => {
  it.each([0, 1] as const)('knows a certificate or key by each matching type (selector %d)', (selector) => {
    for (const matchingType of [0, 1, 2] as const)
      expect(retiredIssuer(tlsaRecord(2, selector, matchingType, der))).toBe('E5');
  });

  it('does not take the digest of a key for that of a certificate', () => {
    expect(retiredIssuer({ ...tlsaRecord(2, 1, 1, der), selector: 0 })).toBeNull();
  });

  it('knows nothing else', () => {
    expect(retiredIssuer({ usage: 2, selector: 1, matchingType: 1, data: new Uint8Array(32) })).toBeNull();
  });
});

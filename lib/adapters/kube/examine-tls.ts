// Opens the certificates and the key of a TLS Secret: the core is told what they are, never what they contain.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { TlsExaminer } from '../../core/snapshot/secret-content.ts';

/** As ACM needs them: https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html */
export const examineTls: TlsExaminer = (certificates, key) => {
  const [leaf] = opened(() => certificates.map((pem) => new X509Certificate(pem))) ?? [];
  if (leaf === undefined) return { problem: 'has no X.509 certificate in tls.crt. Correct its data.' };
  const privateKey = opened(() => createPrivateKey(key));
  if (privateKey === undefined) {
    return { problem: 'has no private key in tls.key that opens without a passphrase. Correct its data.' };
  }
  if (!leaf.checkPrivateKey(privateKey)) {
    return { problem: 'has a key in tls.key that is not that of the first certificate in tls.crt. Correct its data.' };
  }
  const keyAlgorithm = keyAlgorithmOf(leaf.publicKey);
  return keyAlgorithm === undefined
    ? { problem: 'has a key that ACM does not take. Use RSA of 2048, 3072 or 4096 bits, or P-256, P-384 or P-521.' }
    : { keyAlgorithm };
};

function opened<Opened>(open: () => Opened): Opened | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'EC_prime256v1',
  secp384r1: 'EC_secp384r1',
  secp521r1: 'EC_secp521r1',
};

function keyAlgorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'ec') return curves[asymmetricKeyDetails?.namedCurve ?? ''];
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return asymmetricKeyType === 'rsa' && [2048, 3072, 4096].includes(bits) ? `RSA_${bits}` : undefined;
}

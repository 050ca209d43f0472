/**
 * A certificate of one's own for a server on the loopback interface: browsers speak HTTP/2 over TLS alone. Node makes keys and signs, but
 * no certificates (RFC 5280); this is the little of one that a browser which is told to trust it reads.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export type Certificate = {
  /** Both as PEM. */
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of its public key in base64: what Chromium's `--ignore-certificate-errors-spki-list` takes, so that this one alone is trusted. */
  readonly fingerprint: string;
};

const TAGS = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17, sequence: 0x30, set: 0x31, version: 0xa0, extensions: 0xa3, dnsName: 0x82, address: 0x87 } as const;
const OIDS = { ecdsaWithSha256: '2a8648ce3d040302', commonName: '550403', subjectAltName: '551d11' } as const;
const DAY_MS = 86_400_000;

/** Valid from yesterday for a week, for 127.0.0.1 and localhost. */
export function selfSigned(name: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = der('sequence', oid(OIDS.ecdsaWithSha256));
  const who = der('sequence', der('set', der('sequence', oid(OIDS.commonName), der('text', Buffer.from(name)))));
  const names = der('sequence', der('address', Buffer.from([127, 0, 0, 1])), der('dnsName', Buffer.from('localhost')));
  const signed = der(
    'sequence',
    der('version', der('integer', Buffer.from([2]))),
    // Positive, and never empty.
    der('integer', Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    who,
    der('sequence', time(Date.now() - DAY_MS), time(Date.now() + 7 * DAY_MS)),
    who,
    spki,
    der('extensions', der('sequence', der('sequence', oid(OIDS.subjectAltName), der('octets', names)))),
  );
  // Whole bytes: no bit at the end is left over.
  const signature = der('bits', Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der('sequence', signed, algorithm, signature)),
    fingerprint: createHash('sha256').update(spki).digest('base64'),
  };
}

function der(tag: keyof typeof TAGS, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([TAGS[tag], ...size]), content]);
}

const oid = (hex: string): Buffer => der('oid', Buffer.from(hex, 'hex'));
/** `YYMMDDhhmmssZ` */
const time = (at: number): Buffer => der('time', Buffer.from(`${new Date(at).toISOString().slice(2, 19).replaceAll(/\D/g, '')}Z`));
const pem = (bytes: Buffer): string => `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

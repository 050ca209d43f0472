import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type TLSSocket, connect } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { selfSigned } from '../../../tools/demo/certificate.ts';

it('is a certificate of this machine, signed by itself, and valid now', () => {
  const made = selfSigned('A name');
  const read = new X509Certificate(made.cert);
  expect(read.subject).toBe('CN=A name');
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.verify(new X509Certificate(selfSigned('A name').cert).publicKey)).toBe(false);
  expect([read.checkIP('127.0.0.1'), read.checkHost('localhost'), read.checkHost('example.test')]).toEqual(['127.0.0.1', 'localhost', undefined]);
  expect([read.validFromDate < new Date(), read.validToDate > new Date()]).toEqual([true, true]);
  expect(made.fingerprint).toBe(createHash('sha256').update(read.publicKey.export({ type: 'spki', format: 'der' })).digest('base64'));
});

it('is accepted by whoever trusts it', async () => {
  const { key, cert } = selfSigned('A name');
  const server = createServer({ key, cert }, (socket) => socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const text = await new Promise<string>((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, ca: cert });
    socket.on('data', (chunk: Buffer) => resolve(chunk.toString()));
    socket.on('error', reject);
  });
  server.close();
  expect(text).toBe('hello');
});

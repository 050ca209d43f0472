import { expect, it } from 'vitest';
import { archiveRequest } from '../../../lib/archive/build-archive.ts';
import { previewRequest } from '../../../lib/archive/redact-preview.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { compress, decompress } from '../../../lib/pipeline/recode-body.ts';
import { prepare } from '../../../lib/pipeline/prepare.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';

const TOOLS = { salt: 'salt', codec: { compress, decompress } };
const { redaction } = DEFAULT_SETTINGS;

it('shows a made-up request without its secrets, and without what was chosen', () => {
  const secrets = previewRequest(null, redaction, TOOLS);
  expect(secrets).toMatchObject({ sample: true });
  for (const secret of ['correct horse', 'c2VjcmV0LXRva2Vu', 'k3y-7f0a91']) {
    expect(secrets.before).toContain(secret);
    expect(secrets.after).not.toContain(secret);
  }
  expect(secrets.after).toContain('203.0.113.7');
  const chosen = previewRequest(null, { user: 'remove', email: 'hash', ip: 'remove', sessionIds: 'hash', fields: ['plan'], patterns: ['invoice \\d+-\\d+'] }, TOOLS);
  for (const gone of ['203.0.113.7', 'ada@example.com', 'ada%40example.com', 'u-4711', '5f2c81d09a3e', 'team', 'invoice 2026-0042']) expect(chosen.after, gone).not.toContain(gone);
  expect(chosen.counts.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['email', 'ip', 'user', 'sessionId', 'field', 'pattern']));
});

it('shows a recorded request, its body decompressed', () => {
  const request = fakeRequest('r1', 0, [{ name: 'a', at: 0, user: 'ada@example.com' }]);
  const prepared = prepare(request, createRegistry([fakeDissector()]));
  if (!prepared) throw new Error('nobody takes it');
  const sample = previewRequest(archiveRequest(prepared.record, prepared.body), { ...redaction, email: 'remove' }, TOOLS);
  expect(sample).toMatchObject({ sample: false, counts: [{ reason: 'email', count: 1 }] });
  expect(sample.before).toContain('POST https://c.test/fake');
  expect(sample.before).toContain('ada@example.com');
  expect(sample.after).not.toContain('ada@example.com');
});

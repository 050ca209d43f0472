import 'fake-indexeddb/auto';
import { openDatabase } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { repositoryContract } from '../../fakes/repository-contract.ts';

let count = 0;

repositoryContract('in IndexedDB', () => {
  const db = openDatabase(`repository-${++count}`);
  return {
    repository: createRepository(db),
    findings: async (key) => (await db.findings.where('sessionKey').equals(key).toArray()).map(({ id: _id, ...finding }) => finding),
    body: async (id) => (await db.bodies.get(id))?.body,
  };
});

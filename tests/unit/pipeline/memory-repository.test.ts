import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { repositoryContract } from '../../fakes/repository-contract.ts';

repositoryContract('in memory', () => {
  const repository = createMemoryRepository();
  return {
    repository,
    findings: async (key) => repository.held.findings.get(key) ?? [],
    body: async (id) => repository.held.bodies.get(id),
  };
});

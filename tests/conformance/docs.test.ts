import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { README, vendorTable, withTable } from '../tools/vendor-table.ts';
import { positives } from './support/subjects.ts';

describe('lib/README.md', () => {
  it('has the table of vendors as the catalogue is: `node tests/tools/vendor-table.ts` writes it', () => {
    const readme = readFileSync(README, 'utf8');
    expect(withTable(readme, vendorTable())).toBe(readme);
  });
});

describe('provenance', () => {
  it.each(positives)('$title is a recording of the real SDK, or says after what it was shaped', ({ recording }) => {
    expect(recording.config['placeholder'], 'a placeholder: record the real SDK').toBeUndefined();
    expect(recording.requests.length).toBeGreaterThan(0);
    if (recording.config['synthetic'] === true) expect([typeof recording.config['source'], recording.truth.notes.length > 0]).toEqual(['string', true]);
  });
});

import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { golden } from './support/golden.ts';
import { dissectorOf, positives } from './support/subjects.ts';

/** A change of these files is a change of what people see: read it line by line. `-u` writes them anew. */
describe('what each recording is read as', () => {
  it.each(positives.filter((s) => dissectorOf(s.vendor)))('$title', async (subject) => {
    await expect(golden(subject)).toMatchFileSnapshot(fileURLToPath(new URL(`../fixtures/${subject.title}.golden.json`, import.meta.url)));
  });
});

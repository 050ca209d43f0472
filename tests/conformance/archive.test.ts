import { describe, expect, it } from 'vitest';
import type { Archive, ArchiveRequest } from '../../lib/archive/archive.ts';
import { archiveBody } from '../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../lib/archive/captured-requests.ts';
import { parseArchive } from '../../lib/archive/parse-archive.ts';
import { archiveToText } from '../../lib/archive/write-archive.ts';
import { dissect, subjects } from './support/subjects.ts';

const NONE = { exporter: { name: 'Footsteps', version: '0.0.0' }, createdAt: 1_795_248_000_000 };

function parsed(text: string): Archive {
  const read = parseArchive(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.problems).toEqual([]);
  return read.value.archive;
}

describe('the archive gives back what was recorded', () => {
  it.each(subjects)('$title', ({ captured }) => {
    const requests: ArchiveRequest[] = captured.map((request) => ({ ...request, body: archiveBody(request.body) }));
    const empty = parsed(JSON.stringify({ format: 'footsteps-archive', version: 1, ...NONE }));
    const text = archiveToText({ ...empty, requests });
    const archive = parsed(text);
    const again = toCapturedRequests(archive.requests);
    expect(again).toEqual(captured.toSorted((a, b) => a.startedAt - b.startedAt));
    expect(again.map((request) => dissect(request))).toEqual(captured.toSorted((a, b) => a.startedAt - b.startedAt).map((request) => dissect(request)));
    expect(archiveToText(archive)).toBe(archiveToText(parsed(archiveToText(archive))));
  });
});

import { expect, test } from 'vitest';
import { messages } from '../../../../lib/view/messages/catalog.ts';
import { localeFile } from '../../../../lib/view/messages/locale-file.ts';

/** What browsers take for the name of a message, and how a text may name what is put in. */
test('every message is one that browsers read', () => {
  for (const [key, text] of Object.entries(messages)) {
    expect(key).toMatch(/^[A-Za-z0-9_@]+$/);
    expect(text.trim(), key).not.toBe('');
    expect(text.replace(/\$\$|\$[1-9]/g, ''), key).not.toContain('$');
  }
});

test('each plural has a form for one and one for others', () => {
  const keys = Object.keys(messages);
  for (const key of keys.filter((name) => /_(one|other)$/.test(name))) expect(keys).toContain(key.endsWith('_one') ? key.replace(/_one$/, '_other') : key.replace(/_other$/, '_one'));
});

test('the file holds every message, as browsers want it', () => {
  const file: unknown = JSON.parse(localeFile());
  expect(file).toMatchObject({ extensionDescription: { message: messages.extensionDescription } });
  expect(Object.keys(file as object)).toEqual(Object.keys(messages));
});

import { controls } from './controls.ts';
import { details } from './details.ts';
import { exporting } from './export.ts';
import { extension } from './extension.ts';
import { filter } from './filter.ts';
import { importing } from './import.ts';
import { footsteps } from './footsteps.ts';
import { options } from './options.ts';
import { popup } from './popup.ts';
import { report } from './report.ts';
import { recording } from './recording.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { panel } from './panel.ts';
import { selfTest } from './self-test.ts';
import { store } from './store.ts';
import { timeline } from './timeline.ts';
import { ui } from './ui.ts';
import { words } from './words.ts';

/**
 * Every text that the interface itself says, in English, by area. `_locales/en/messages.json` is written from it when the extension is
 * built; scripts import its types alone. In a text, `$1`…`$9` stand for what is put in. A key ending in `_one` or `_other` is a form of
 * a plural. What is evidence (ledger sentences, findings, a vendor's rule) is no interface: it goes into archives and stays English.
 */
export const messages = { ...controls, ...details, ...exporting, ...extension, ...filter, ...importing, ...footsteps, ...options, ...popup, ...recording, ...report, ...sessions, ...settings, ...panel, ...selfTest, ...store, ...timeline, ...ui, ...words } as const;

export type MessageKey = keyof typeof messages;

/** Messages that have a form for one and a form for others. */
export type PluralKey = MessageKey extends infer Key ? (Key extends `${infer Base}_other` ? Base : never) : never;

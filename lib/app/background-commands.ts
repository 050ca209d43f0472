import type { Command } from '../browser/commands.ts';
import { openPage } from '../browser/page.ts';
import { restart } from '../browser/restart.ts';
import { assertNever } from '../base/never.ts';
import { asSessionKey } from '../domain/session.ts';
import type { Recorder } from '../pipeline/recorder.ts';
import type { Database } from '../store/db.ts';
import { removeSessions } from '../store/remove-sessions.ts';
import type { Upkeep } from '../store/upkeep.ts';
import type { BackgroundBadges } from './background-badges.ts';
import type { Choice } from './background-choice.ts';
import type { createBackgroundImports } from './background-imports.ts';
import type { BackgroundPrivate } from './background-private.ts';
import type { BackgroundStore } from './background-store.ts';

export type CommandDeps = {
  readonly db: Database;
  readonly upkeep: Pick<Upkeep, 'clear'>;
  readonly store: Pick<BackgroundStore, 'reset'>;
  readonly recorder: Pick<Recorder, 'settled'>;
  readonly choice: Choice;
  readonly badges: Pick<BackgroundBadges, 'showAll'>;
  readonly privateWindows: Pick<BackgroundPrivate, 'forget'>;
  readonly imports: Pick<ReturnType<typeof createBackgroundImports>, 'obey'>;
};

/** Does what pages ask of the background. */
export function createObey({ db, upkeep, store, recorder, choice, badges, privateWindows, imports }: CommandDeps): (command: Command) => Promise<void> {
  return async (command) => {
    switch (command.type) {
      case 'setRecording':
        return choice.change({ recording: command.on });
      case 'recordSite':
        return choice.recordSite(command.host, command.on);
      case 'recordTab':
        return choice.recordTab(command.tabId, command.on);
      case 'changeSettings':
        return choice.change(command.change);
      case 'resetSettings':
        return choice.reset();
      case 'clear':
        await recorder.settled();
        if (command.tabId === null || !privateWindows.forget(command.tabId)) await upkeep.clear({ tabId: command.tabId });
        return badges.showAll();
      case 'deleteSessions':
        await recorder.settled();
        await removeSessions(db, command.keys.map(asSessionKey));
        return badges.showAll();
      case 'import':
        return imports.obey(command.order);
      case 'resetStore':
        await recorder.settled();
        await store.reset();
        return choice.sync();
      case 'restart':
        return restart();
      case 'openPage':
        return openPage(command.path);
      default:
        return assertNever(command);
    }
  };
}

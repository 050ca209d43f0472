import type { EpochMs } from '../base/time.ts';
import type { FeedItem, Tell } from '../domain/feed.ts';
import type { Inbox, Repository } from '../domain/ports.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { createRegistry } from '../protocols/registry.ts';
import { sweepInbox, writeItems, type CaptureDeps } from './capture.ts';
import { createGroupCommit, type Delay } from './group-commit.ts';
import { createRules, type RulesOf, type RulesOverrides } from './rules.ts';
import { redescribe, tick } from './tick.ts';

export type RecorderOptions = {
  readonly repository: Repository;
  readonly inbox: Inbox;
  readonly dissectors: readonly Dissector[];
  /** As they are now; asked before each write. */
  readonly settings: () => Promise<{ readonly recording: boolean; readonly rules: RulesOverrides }>;
  readonly shownTabs: () => ReadonlySet<number> | undefined;
  readonly now: () => EpochMs;
  readonly delay: Delay;
  /** After a write: tabs whose sessions changed, or that show another page. */
  readonly written: (tabs: ReadonlySet<number>) => void;
};

export type Recorder = {
  readonly tell: Tell;
  /** Does what time alone brings: sessions that run out, requests whose headers never came. */
  tick(): Promise<void>;
  /** Describes open sessions by the rules as they are now. */
  rulesChanged(): Promise<void>;
  settled(): Promise<void>;
};

/** Takes what feeds tell, in order, and writes it by group commit. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { repository, inbox, dissectors, settings, now, written } = options;
  const registry = createRegistry(dissectors);
  let rules: { overrides: RulesOverrides; of: RulesOf } | null = null;

  function depsFor(overrides: RulesOverrides): CaptureDeps {
    if (rules?.overrides !== overrides) rules = { overrides, of: createRules(dissectors, overrides) };
    return { repository, inbox, registry, rulesOf: rules.of };
  }

  const commit = createGroupCommit<FeedItem>({
    delay: options.delay,
    async write(batch) {
      const { recording, rules: overrides } = await settings();
      const kept = recording ? batch : batch.filter((item) => item.type !== 'request' && item.type !== 'headers');
      const { tabs } = await writeItems(depsFor(overrides), kept, now(), options.shownTabs());
      written(new Set([...tabs, ...navigated(batch)]));
    },
    // What could not be written is counted; a count that cannot be written either has no other place.
    failed(item) {
      if (item.type === 'request') commit.add({ type: 'count', counters: { candidates: 1, 'dropped.failed': 1 } });
    },
  });

  return {
    tell: commit.add,
    async tick() {
      const deps = depsFor((await settings()).rules);
      const swept = await sweepInbox(deps, now());
      const due = await tick(deps, now());
      written(new Set([...swept.tabs, ...due.tabs]));
    },
    async rulesChanged() {
      written((await redescribe(depsFor((await settings()).rules), now())).tabs);
    },
    settled: commit.settled,
  };
}

const navigated = (batch: readonly FeedItem[]): number[] => batch.flatMap((item) => (item.type === 'environment' && item.change.type === 'navigated' ? [item.change.tabId] : []));

import { array, boolean, check, integer, literal, maxLength, minLength, minValue, nullable, object, pipe, number, regex, safeParse, string, variant, type InferOutput } from 'valibot';
import { browser } from 'wxt/browser';
import { err, ok, type Result } from '../base/result.ts';
import { isHost } from '../domain/sites.ts';
import { answering } from './answer.ts';
import { importOrderSchema } from './import-orders.ts';
import { changeSchema } from './settings-schema.ts';

/** One message of the browser holds as many; whoever has more sends several. */
const MOST_KEYS = 1_000;

const commandSchema = variant('type', [
  object({ type: literal('setRecording'), on: boolean() }),
  object({ type: literal('recordSite'), host: pipe(string(), check(isHost)), on: boolean() }),
  object({ type: literal('recordTab'), tabId: pipe(number(), integer(), minValue(0)), on: boolean() }),
  object({ type: literal('changeSettings'), change: changeSchema }),
  object({ type: literal('resetSettings') }),
  object({ type: literal('clear'), tabId: nullable(pipe(number(), integer())) }),
  object({ type: literal('deleteSessions'), keys: pipe(array(pipe(string(), minLength(1))), maxLength(MOST_KEYS)) }),
  object({ type: literal('import'), order: importOrderSchema }),
  object({ type: literal('resetStore') }),
  object({ type: literal('restart') }),
  object({ type: literal('openPage'), path: pipe(string(), regex(/^\/[a-z-]+\.html$/)) }),
]);

/** What pages ask of the background, the only writer. */
export type Command = InferOutput<typeof commandSchema>;

/** Who sent a message, as the browser fills it in. */
export type CommandSender = { readonly id?: string | undefined; readonly url?: string | undefined };

const isMessage = (message: unknown): message is { readonly command: unknown } => typeof message === 'object' && message !== null && 'command' in message;

/** Whether one of our own pages sent it: scripts of ours in web pages, and other extensions, command nothing. */
export const isOwnPage = ({ id, url }: CommandSender): boolean => id === browser.runtime.id && (url?.startsWith(`${location.origin}/`) ?? false);

/**
 * The listener for `runtime.onMessage`: undefined where the message is no command, else its answer. One of the three places where an
 * exception is caught; it becomes the answer.
 */
export function createCommandListener(run: (command: Command) => Promise<void>): (message: unknown, sender: CommandSender) => Promise<Result<null>> | undefined {
  return (message, sender) => {
    if (!isMessage(message) || !isOwnPage(sender)) return undefined;
    const parsed = safeParse(commandSchema, message.command);
    if (!parsed.success) return Promise.resolve(err(`no such command: ${parsed.issues[0].message}`));
    return run(parsed.output).then(
      () => ok(null),
      (error: unknown) => err(error instanceof Error ? error.message : String(error)),
    );
  };
}

/** Runs the commands of our pages. Call it in the first turn of the worker. */
export function listenToCommands(run: (command: Command) => Promise<void>): void {
  browser.runtime.onMessage.addListener(answering(createCommandListener(run)));
}

import { browser } from 'wxt/browser';
import type { Result } from '../base/result.ts';
import type { Command } from './commands.ts';

/** Sends a command to the background, waking it if need be; throws with its sentence where it failed. Only the background checks what it gets. */
export async function sendCommand(command: Command): Promise<void> {
  const answer: unknown = await browser.runtime.sendMessage({ command });
  const result = answer as Result<null> | undefined;
  if (!result) throw new Error('The background did not answer.');
  if (!result.ok) throw new Error(result.error);
}

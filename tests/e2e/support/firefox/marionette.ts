/**
 * A client of Marionette, the remote protocol that is built into every Firefox. It alone reaches the browser's own windows, so popup,
 * sidebar and toolbox, and it needs no driver program beside the browser.
 *
 * Wire format (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html): `length:json` in both directions; a command is
 * `[0, id, name, parameters]`, an answer `[1, id, error, result]`. The browser speaks first, with an object that names itself.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const COLON = 0x3a;
/** Digits of the largest length that is believed: anything longer is no length, and would be waited for for ever. */
const MAX_LENGTH_DIGITS = 10;

/** Cuts a stream of bytes into the messages that it holds. */
export class MarionetteFrames {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * @returns the messages that are complete with `chunk`, parsed
   * @throws Error when the stream is not one of Marionette
   */
  feed(chunk: Buffer): unknown[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: unknown[] = [];
    for (;;) {
      const colon = this.#rest.indexOf(COLON);
      if (colon < 0 && this.#rest.length <= MAX_LENGTH_DIGITS) return messages;
      const digits = this.#rest.subarray(0, colon < 0 ? MAX_LENGTH_DIGITS + 1 : colon).toString('latin1');
      if (!/^\d{1,10}$/.test(digits)) throw new Error(`not a Marionette message: it begins with ${JSON.stringify(digits)}`);
      const end = colon + 1 + Number(digits);
      if (this.#rest.length < end) return messages;
      messages.push(JSON.parse(this.#rest.subarray(colon + 1, end).toString('utf8')));
      this.#rest = this.#rest.subarray(end);
    }
  }
}

type Waiting = { readonly name: string; resolve(result: unknown): void; reject(error: Error): void };

/** One connection. Commands may overlap; the browser answers each by its number. */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #frames = new MarionetteFrames();
  readonly #greeted = Promise.withResolvers<void>();
  #lastId = 0;
  #ended: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the browser has closed the connection')));
  }

  /** @throws Error when nothing listens on the port, or something that is no Marionette */
  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    const marionette = new Marionette(socket);
    await marionette.#greeted.promise;
    return marionette;
  }

  /**
   * Sends a command.
   *
   * @returns its result; where that is an object with `value` alone, the value
   * @throws Error with the browser's own kind and words of error
   */
  send(name: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const json = Buffer.from(JSON.stringify([0, id, name, parameters]));
    this.#socket.write(Buffer.concat([Buffer.from(`${json.length}:`), json]));
    return new Promise((resolve, reject) => this.#waiting.set(id, { name, resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    try {
      for (const message of this.#frames.feed(chunk)) {
        if (Array.isArray(message)) this.#answer(message);
        else this.#greeted.resolve();
      }
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
      this.close();
    }
  }

  #answer([, id, error, result]: unknown[]): void {
    if (typeof id !== 'number') return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (isRecord(error)) waiting?.reject(new Error(`${waiting.name}: ${String(error['error'])}: ${String(error['message'])}`));
    else waiting?.resolve(isRecord(result) && 'value' in result && Object.keys(result).length === 1 ? result['value'] : result);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#greeted.reject(this.#ended);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Marionette, MarionetteFrames } from '../../../../e2e/support/firefox/marionette.ts';

const framed = (value: unknown): Buffer => {
  const json = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`${json.length}:`), json]);
};

describe('frames', () => {
  const messages = [{ applicationType: 'gecko' }, [1, 1, null, { value: 'ünïcode : 5:' }], [1, 2, null, null]];
  const stream = Buffer.concat(messages.map(framed));

  test('are found wherever the stream is cut', () => {
    for (let size = 1; size <= stream.length; size++) {
      const frames = new MarionetteFrames();
      const found: unknown[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...frames.feed(stream.subarray(at, at + size)));
      expect(found).toEqual(messages);
    }
  });

  test('something else on the port is told at once', () => {
    expect(() => new MarionetteFrames().feed(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow('not a Marionette message: it begins with "HTTP/1.1 40');
    expect(() => new MarionetteFrames().feed(Buffer.from('12345678901'))).toThrow('not a Marionette message');
  });
});

describe('a connection', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });

  /** A server that greets, and answers each command as told. */
  async function browser(answer: (command: readonly unknown[], socket: Socket) => void): Promise<Marionette> {
    server = createServer((socket) => {
      sockets.push(socket);
      const frames = new MarionetteFrames();
      socket.write(framed({ applicationType: 'gecko', marionetteProtocol: 3 }));
      socket.on('data', (chunk: Buffer) => frames.feed(chunk).forEach((command) => answer(command as unknown[], socket)));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return Marionette.connect((server.address() as AddressInfo).port);
  }

  test('gives each command its own answer, whatever the order, and unwraps a lone value', async () => {
    const held: unknown[] = [];
    const marionette = await browser(([, id, name, parameters], socket) => {
      if (name === 'first') held.push(id);
      else for (const one of [id, ...held]) socket.write(framed([1, one, null, one === id ? { value: parameters } : { a: 1, value: 2 }]));
    });
    const first = marionette.send('first');
    expect(await marionette.send('second', { text: 'é' })).toEqual({ text: 'é' });
    expect(await first).toEqual({ a: 1, value: 2 });
    marionette.close();
  });

  test("rejects with the browser's words", async () => {
    const marionette = await browser(([, id], socket) => socket.write(framed([1, id, { error: 'no such window', message: 'It is closed', stacktrace: '' }, null])));
    await expect(marionette.send('WebDriver:Do')).rejects.toThrow('WebDriver:Do: no such window: It is closed');
    marionette.close();
  });

  test('lets nobody wait when the browser is gone', async () => {
    const marionette = await browser((_command, socket) => socket.destroy());
    await expect(marionette.send('any')).rejects.toThrow('the browser has closed the connection');
    await expect(marionette.send('later')).rejects.toThrow('the browser has closed the connection');
  });
});

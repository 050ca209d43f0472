import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { startDemo, type Demo } from '../tools/demo/server.ts';
import { exportArchive, textOf, waitForSelector } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';

/** What Firefox itself asks its maker for, whatever is installed. */
const OF_FIREFOX = /(^|\.)(mozilla\.(org|com|net)|firefox\.com|mozgcp\.net)(:\d+)?$/;

/** Firefox has no net log: a proxy before it, which everything has to pass, is the witness. */
describe('the extension in Firefox', () => {
  let demo: Demo;
  let proxy: Server;
  let extension: FirefoxExtension;
  const asked: string[] = [];

  beforeAll(async () => {
    demo = await startDemo();
    proxy = createServer((incoming, answer) => {
      const { host, hostname, port, pathname, search } = new URL(incoming.url ?? '', 'http://none');
      asked.push(host);
      // To nobody on this machine: it is told, and goes no further.
      if (hostname !== '127.0.0.1') return void answer.writeHead(502).end();
      const onward = request({ hostname, port, method: incoming.method, path: `${pathname}${search}`, headers: incoming.headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      incoming.pipe(onward);
    });
    // What is encrypted; what else a page or a worker could open passes in the same way.
    proxy.on('connect', (wanted, socket) => {
      asked.push(wanted.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY, {
      prefs: {
        'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': port, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': port,
        'network.proxy.allow_hijacking_localhost': true, 'network.proxy.no_proxies_on': '', 'network.proxy.failover_direct': false,
      },
    });
  });
  afterAll(async () => {
    await extension?.close();
    proxy?.close();
    proxy?.closeAllConnections();
    await demo?.close();
  });

  test('asks nobody for anything: not its background, nor its pages, nor its scripts', async () => {
    const page = await extension.openTab(`${demo.siteUrl}/?heartbeat=1`);
    await waitForSelector(page, 'html[data-demo="ready"]', 60_000);
    const popup = await extension.openPopup(page);
    await pollUntil(() => textOf(popup), (text) => /RudderStack|Snowplow|Sentry/.test(text), { what: 'the popup shows a session' });
    const archive = await exportArchive(popup);
    await popup.close();
    const panel = await extension.openTab(extension.url(`panel.html?tabId=${await extension.tabIdOf(page)}`));
    await pollUntil(() => textOf(panel), (text) => /RudderStack|Snowplow|Sentry/.test(text), { what: 'the panel shows a footstep' });
    await panel.close();
    expect(archive.requests.length).toBeGreaterThan(0);
    // What the demo's page sends shows that the proxy sees who is asked.
    const hosts = [new URL(demo.siteUrl).host, new URL(demo.collectorUrl).host];
    for (const host of hosts) expect(asked).toContain(host);
    // All of these are the demo's own: every request that was recorded passed here, and nobody else was asked.
    expect([...new Set(asked)].filter((host) => !hosts.includes(host) && !OF_FIREFOX.test(host))).toEqual([]);
  });
});

// The service worker of the self-test: sends by itself what it is told, and forwards what the pages under its control send. It stands by
// itself, as not every browser lets service workers be modules.
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('message', (event) => {
  const { url, body } = event.data;
  const [port] = event.ports;
  const sent = fetch(url, body === null ? {} : { method: 'POST', body });
  event.waitUntil(
    sent.then(
      (response) => port.postMessage(`answered ${response.status}`),
      (error) => port.postMessage(`failed: ${error.message}`),
    ),
  );
});

self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).searchParams.has('case')) event.respondWith(fetch(event.request));
});

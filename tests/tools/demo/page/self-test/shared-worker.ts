/** Sends from a shared worker, which belongs to no tab. */
import { sendByFetch, type Order } from './by-fetch.ts';

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  port?.addEventListener('message', (message: MessageEvent<Order>) => {
    void sendByFetch(message.data).then((result) => port.postMessage(result));
  });
  port?.start();
});

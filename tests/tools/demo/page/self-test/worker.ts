/** Sends from a dedicated worker. */
import { sendByFetch, type Order } from './by-fetch.ts';

addEventListener('message', (event: MessageEvent<Order>) => {
  void sendByFetch(event.data).then((result) => postMessage(result));
});

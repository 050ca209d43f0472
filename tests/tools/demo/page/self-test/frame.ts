/** Sends what the page around it asks for, one after the other: frames of every kind show this page. */
import type { Order } from './by-fetch.ts';
import { sendFromDocument } from './send.ts';

addEventListener('message', (event: MessageEvent<Order>) => {
  if (event.source !== parent) return;
  void sendFromDocument(event.data).then((result) => parent.postMessage(result, '*'));
});
parent.postMessage('ready', '*');

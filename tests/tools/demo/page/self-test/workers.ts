import { addressOf } from '../../../../../lib/view/self-test/payload.ts';
import { makeBody } from './bodies.ts';
import { answered, CONTROLLED_FRAME, type Sender } from './frames.ts';

export function openWorker(): Sender {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return (order) =>
    answered((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<string>) => resolve(event.data), { once: true });
      worker.addEventListener('error', (event) => resolve(`failed: ${event.message}`), { once: true });
      worker.postMessage(order, []);
    }, 'the worker');
}

export function openSharedWorker(): Sender {
  const worker = new SharedWorker(new URL('./shared-worker.ts', import.meta.url), { type: 'module' });
  worker.port.start();
  return (order) =>
    answered((resolve) => {
      worker.port.addEventListener('message', (event: MessageEvent<string>) => resolve(event.data), { once: true });
      worker.addEventListener('error', () => resolve('failed: the shared worker does not start'), { once: true });
      worker.port.postMessage(order, []);
    }, 'the shared worker');
}

/** The service worker, once it runs; `controlled` frames opened after this are under its control. */
export async function openServiceWorker(): Promise<{ readonly send: Sender; close(): Promise<void> }> {
  const registration = await navigator.serviceWorker.register('/self-test-worker.js', { scope: CONTROLLED_FRAME });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker === null) throw new Error('the service worker was not registered');
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
  return {
    send: async ({ testCase, run, targets }) => {
      const body = await makeBody(testCase, run);
      const { port1, port2 } = new MessageChannel();
      return answered((resolve) => {
        port1.addEventListener('message', (event: MessageEvent<string>) => resolve(event.data), { once: true });
        port1.start();
        worker.postMessage({ url: addressOf(testCase, run, targets), body }, [port2]);
      }, 'the service worker');
    },
    close: async () => void (await registration.unregister()),
  };
}

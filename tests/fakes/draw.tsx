import { cleanup, render } from '@testing-library/preact';
import type { ComponentChild } from 'preact';
import { afterEach, vi } from 'vitest';
import { AppServicesProvider } from '../../components/app-services.ts';
import { fakeServices, type FakeData, type FakeServices } from './app-services.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  localStorage.clear();
});

/** Draws a component over fake services, in the test's document. */
export function draw(view: ComponentChild, data: FakeData = {}): FakeServices & { readonly container: HTMLElement } {
  const services = fakeServices(data);
  const { container } = render(<AppServicesProvider value={services}>{view}</AppServicesProvider>);
  return { ...services, container: container as HTMLElement };
}

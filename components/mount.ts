import { h, render } from 'preact';
import type { ComponentType } from 'preact';
import type { Live } from '../lib/base/observable.ts';
import { AppServicesProvider, type AppServices } from './app-services.ts';
import { applyTheme, type Theme } from './theme/apply-theme.ts';
import { Undrawn } from './Undrawn.tsx';
import './theme/base.css';

/** What our pages offer to automation: the text that "Export" would save. Pages of others cannot reach it. */
type Automation = { readonly exportArchive: () => Promise<string> };

/** Draws a whole page, in the theme of what hosts it. */
export function mount(View: ComponentType, services: AppServices, theme: Live<Theme>): void {
  theme.subscribe((name) => applyTheme(document.documentElement, name));
  const automation: Automation = { exportArchive: async () => (await services.exportArchive({})).text };
  Object.assign(window, { __footsteps: automation });
  render(h(AppServicesProvider, { value: services, children: h(Undrawn, { children: h(View, {}) }) }), document.body);
}

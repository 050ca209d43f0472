import { lazy } from '../ui/Lazy.tsx';

/** Comes as it is first opened: it brings along what writes requests as text. */
export const FootstepMenu = lazy(async () => (await import('./FootstepMenu.tsx')).FootstepMenu);

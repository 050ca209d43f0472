import { buildExtension } from '../../tools/build-extension.ts';
import { buildSite } from '../../tools/demo/site-build.ts';

/** Builds what the tests run against, once. `FOOTSTEPS_BUILT=1` says that it is built already. */
export default async function setup(): Promise<void> {
  if (process.env['FOOTSTEPS_BUILT'] === '1') return;
  await buildExtension();
  await buildSite();
}

/**
 * Pictures of popup and panel over made-up data, in `.output/looks/`, to be looked at by a person; axe-core goes over each.
 * `node tests/tools/looks.ts [part of a name…]` takes some of them. Exit status 1 where axe finds something.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SHOTS } from './looks/shots.ts';
import { LOOKS_OUTPUT, openStage, violationsOf } from './looks/stage.ts';

const wanted = process.argv.slice(2);
const shots = SHOTS.filter((shot) => wanted.length === 0 || wanted.some((part) => shot.name.includes(part)));
await mkdir(LOOKS_OUTPUT, { recursive: true });
const stage = await openStage();
let found = 0;
try {
  for (const shot of shots) {
    const { page, problems } = await stage.open(shot);
    await page.screenshot({ path: path.join(LOOKS_OUTPUT, `${shot.name}.png`) });
    const said = [
      ...problems,
      ...(await violationsOf(page)).map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map((node) => `    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`).join('\n')}`),
    ];
    for (const line of said) console.log(`${shot.name}: ${line}`);
    found += said.length;
    await page.close();
  }
} finally {
  await stage.close();
}
console.log(`${shots.length} pictures in ${path.relative(process.cwd(), LOOKS_OUTPUT)}, ${found} findings`);
process.exitCode = found > 0 ? 1 : 0;

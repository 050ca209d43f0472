import { expect, it } from 'vitest';
import { bodyBytes } from '../../../lib/archive/body-bytes.ts';

it('gives the bytes of each text, whichever was asked for before', () => {
  for (const [base64, bytes] of [['AQI=', [1, 2]], ['AQM=', [1, 3]], ['AQM=', [1, 3]], ['', []], ['AQI=', [1, 2]]] as const) expect([...(bodyBytes(base64) ?? [])]).toEqual(bytes);
  for (const none of ['a', 'ab$d', 'a']) expect(bodyBytes(none)).toBeNull();
});

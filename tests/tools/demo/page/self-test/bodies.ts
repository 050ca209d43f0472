import type { SelfTestCase } from '../../../../../lib/view/self-test/cases.ts';
import { attachmentOf, envelopeOf, fieldsOf } from '../../../../../lib/view/self-test/payload.ts';

/** The object that carries a case's payload; null for none. Made where it is sent from, as each realm has classes of its own. */
export async function makeBody(testCase: SelfTestCase, run: string): Promise<BodyInit | null> {
  const text = envelopeOf(testCase, run);
  const bytes = new TextEncoder().encode(text);
  switch (testCase.body) {
    case 'none':
      return null;
    case 'string':
    case 'largeString':
      return text;
    case 'params':
      return new URLSearchParams(fieldsOf(testCase, run).map(([name, value]): [string, string] => [name, value]));
    case 'formData':
      return formOf(testCase, run);
    case 'formDataBlob': {
      const form = formOf(testCase, run);
      form.append('attachment', new Blob([attachmentOf(testCase, run)], { type: 'text/plain' }), 'attachment.txt');
      return form;
    }
    case 'blob':
      return new Blob([text], { type: 'text/plain' });
    case 'file':
      return new File([text], 'envelope.txt', { type: 'text/plain' });
    case 'arrayBuffer':
      return bytes.buffer;
    case 'uint8Array':
      return bytes;
    case 'gzip':
      return gzipped(bytes);
    case 'gzipBlob':
      return new Blob([await gzipped(bytes)], { type: 'text/plain' });
    case 'stream':
      return new Blob([bytes]).stream();
    case 'gzipStream':
      return new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
    case 'largeBlob':
      return new Blob([text], { type: 'text/plain' });
  }
}

function formOf(testCase: SelfTestCase, run: string): FormData {
  const form = new FormData();
  for (const [name, value] of fieldsOf(testCase, run)) form.append(name, value);
  return form;
}

function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

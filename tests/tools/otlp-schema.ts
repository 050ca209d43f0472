import { createRequire } from 'node:module';

/** The part that is used of what protobuf's own compiler made of OpenTelemetry's official .proto files. */
type MessageType = { fromObject(value: object): object; verify(value: object): string | null; encode(message: object): { finish(): Uint8Array }; decode(bytes: Uint8Array): object; toObject(message: object, options: object): object };
type Root = { readonly opentelemetry: { readonly proto: { readonly collector: { readonly logs: { readonly v1: { readonly ExportLogsServiceRequest: MessageType } } } } } };

// Later versions of the package write protobuf by hand and have no such file: hence the pinned version.
const root = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js') as Root;
const Message = root.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;

/** A line of OTLP/JSON after its way through OpenTelemetry's protobuf messages: what a Collector has in the end. Keys that these do not know are gone. */
export function throughProtobuf(line: object): unknown {
  const message = Message.fromObject(line);
  const fault = Message.verify(message);
  if (fault !== null) throw new Error(fault);
  return JSON.parse(JSON.stringify(Message.toObject(Message.decode(Message.encode(message).finish()), { longs: String, enums: Number })));
}

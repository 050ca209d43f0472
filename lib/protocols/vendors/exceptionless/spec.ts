import type { DiagnosticSpec } from '../../../domain/diagnostic.ts';
import type { FieldSpec } from '../../../domain/field.ts';
import type { SessionRules } from '../../../domain/session-rules.ts';

const MINUTE = 60_000;

export const fields: readonly FieldSpec[] = [
  { name: 'exceptionless.client', label: 'Client', type: 'string', description: 'SDK name and version, where the browser lets the SDK say it (1.x everywhere, later ones in Firefox).' },
  { name: 'exceptionless.projectId', label: 'Project id', type: 'id', description: 'Project in the path, beside the key.' },
  { name: 'exceptionless.heartbeat.id', label: 'Heartbeat id', type: 'id', description: 'Session id or user identity, as the server reads it.' },
  { name: 'exceptionless.heartbeat.close', label: 'Close', type: 'string', description: 'Whether the session is to be closed.' },
  { name: 'exceptionless.config.version', label: 'Settings version', type: 'number', description: 'Version of the project settings that the client has.' },
  { name: 'exceptionless.feedback.reference', label: 'Describes', type: 'id', description: 'Reference id of the event that the user describes.' },
  { name: 'exceptionless.event.type', label: 'Type', type: 'string', description: 'error, usage, log, 404, session, sessionend, heartbeat or one of the application\'s own.', path: 'type' },
  { name: 'exceptionless.event.date', label: 'Date', type: 'time', description: 'When it happened by the client\'s clock.', path: 'date' },
  { name: 'exceptionless.event.source', label: 'Source', type: 'string', description: 'Feature, logger or address.', path: 'source' },
  { name: 'exceptionless.event.message', label: 'Message', type: 'string', description: 'Text of the event.', path: 'message' },
  { name: 'exceptionless.event.value', label: 'Value', type: 'number', description: 'Number of the event; of a session start its seconds.', path: 'value' },
  { name: 'exceptionless.event.count', label: 'Count', type: 'number', description: 'How many equal events were merged into this one.', path: 'count' },
  { name: 'exceptionless.event.tags', label: 'Tags', type: 'json', description: 'Tags.', path: 'tags' },
  { name: 'exceptionless.event.reference', label: 'Reference id', type: 'id', description: 'Id for later reference; of a session start the session id.', path: 'reference_id' },
  { name: 'exceptionless.event.session', label: 'Session', type: 'id', description: 'Session id made by the client.', path: 'data/@ref:session' },
  { name: 'exceptionless.event.user', label: 'User identity', type: 'id', description: 'Identity from which the server makes the session where there is no session id.', path: 'data/@user/identity' },
  { name: 'exceptionless.event.userName', label: 'User name', type: 'string', description: 'Name of the user.', path: 'data/@user/name' },
  { name: 'exceptionless.event.errorType', label: 'Error type', type: 'string', description: 'Class of the error.', path: 'data/@error/type' },
  { name: 'exceptionless.event.errorMessage', label: 'Error message', type: 'string', description: 'Message of the error.', path: 'data/@error/message' },
  { name: 'exceptionless.event.level', label: 'Level', type: 'string', description: 'Log level.', path: 'data/@level' },
  { name: 'exceptionless.event.submission', label: 'Caught by', type: 'string', description: 'The global handler that caught an unhandled error.', path: 'data/@submission_method' },
  { name: 'exceptionless.event.version', label: 'Version', type: 'string', description: 'Version of the application.', path: 'data/@version' },
  { name: 'exceptionless.event.host', label: 'Page host', type: 'string', description: 'Host of the page.', path: 'data/@request/host' },
  { name: 'exceptionless.event.path', label: 'Page path', type: 'string', description: 'Path of the page.', path: 'data/@request/path' },
  { name: 'exceptionless.event.userAgent', label: 'User agent', type: 'string', description: 'Browser.', path: 'data/@request/user_agent' },
];

export const diagnostics: readonly DiagnosticSpec[] = [
  { code: 'exceptionless.event.unreadable', severity: 'warning', losesData: true, description: 'An item of the batch is no event, or was cut off.' },
  { code: 'exceptionless.event.wrongType', severity: 'warning', losesData: true, description: 'A known part of an event has a type that the server does not read.' },
  { code: 'exceptionless.event.tooOld', severity: 'info', losesData: false, description: 'The server discards events older than three days.' },
  { code: 'exceptionless.event.merged', severity: 'info', losesData: false, description: 'An event that stands for several equal ones, which the SDK merged within 30 s.' },
  { code: 'exceptionless.session.idInvalid', severity: 'warning', losesData: false, description: 'A session id or reference that the server does not take: 8 to 100 letters, digits and hyphens.' },
  { code: 'exceptionless.session.noKey', severity: 'warning', losesData: false, description: 'A session start that names neither a user nor a session id: the server opens no session.' },
  { code: 'exceptionless.heartbeat.noId', severity: 'warning', losesData: false, description: 'A heartbeat without an id: the server answers 200 and records nothing.' },
  { code: 'exceptionless.heartbeat.noClose', severity: 'warning', losesData: false, description: 'A heartbeat without close: an id that was not percent-encoded cut it off.' },
];

/** 3.x (`@exceptionless/browser`); 2.x does not say on the wire that it beats every 30 s, which the intervals seen will show. */
export const rules: SessionRules = {
  scope: 'identity',
  idleMs: 15 * MINUTE,
  maxMs: null,
  beatsRenew: false,
  heartbeatMs: MINUTE,
  heartbeatSentence: 'JavaScript SDK 3.x: 60 s by default, never under 30 s. The documents say 30 s, as the SDKs 1.x and 2.x send.',
  beatsAfter: 'signOfLife',
  lateAfterMs: 15_000,
  beatsStopWhenHidden: true,
  idleAfterMs: 5 * MINUTE,
  serverCloses: {
    inactiveMs: 5 * MINUTE,
    jobMs: MINUTE,
    reopenMs: 15 * MINUTE,
    sentence: 'Exceptionless closes a session after 5 min without an event or a heartbeat; its job looks about once a minute.',
  },
  serverSentence: 'Exceptionless counts from the first event to the last event or heartbeat.',
  sources: [
    'Exceptionless 70_SessionPlugin.cs: an identity is remembered for 15 min after its last event; heartbeats by GET do not pass there',
    'Exceptionless CloseInactiveSessionsJob.cs: DefaultInactivePeriod 5 min, throttled to once a minute',
    'Exceptionless.JavaScript HeartbeatPlugin.ts 3.x: 60 000 ms, restarted by every event, cleared on suspend',
    'Exceptionless.JavaScript BrowserLifeCyclePlugin.ts 3.x: a hidden tab suspends the client',
  ],
};

/** 1.x beats every 30 s by default and knows nothing of hidden tabs. */
export const VARIANT_1 = '1.x';
export const variants = [
  {
    when: VARIANT_1,
    rules: { ...rules, heartbeatMs: 30_000, beatsStopWhenHidden: false, sources: [...rules.sources.slice(0, 2), 'Exceptionless.JavaScript HeartbeatPlugin.ts at v1.6.4: 30 000 ms'] },
  },
] as const;

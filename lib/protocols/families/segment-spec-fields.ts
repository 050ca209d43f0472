import type { DiagnosticSpec } from '../../domain/diagnostic.ts';
import type { FieldSpec, FieldType } from '../../domain/field.ts';

type Row = readonly [name: string, label: string, type: FieldType, description: string, path?: string];

const ROWS: readonly Row[] = [
  ['request.sentAt', 'Sent', 'time', 'Sender\'s clock when the request was made.'],
  ['request.writeKey', 'Write key', 'id', 'Key of the project (source, connection); it is public.'],
  ['event.type', 'Type', 'string', 'track, page, screen, identify, group or alias.', 'type'],
  ['event.name', 'Event', 'string', 'Name of a track event.', 'event'],
  ['event.messageId', 'Message id', 'id', 'Unique for each event; the same again is a retry.', 'messageId'],
  ['event.timestamp', 'Timestamp', 'time', 'When it happened.', 'timestamp'],
  ['event.originalTimestamp', 'Original timestamp', 'time', 'When it happened, by the sender\'s clock.', 'originalTimestamp'],
  ['event.sentAt', 'Event sent', 'time', 'Sender\'s clock at the latest try to send the event.', 'sentAt'],
  ['event.channel', 'Channel', 'string', 'web, mobile, server.', 'channel'],
  ['event.properties', 'Properties', 'json', 'Properties of a track, page or screen event.', 'properties'],
  ['event.traits', 'Traits', 'json', 'Traits that identify or group set.', 'traits'],
  ['event.integrations', 'Integrations', 'json', 'Destinations to use or to leave out.', 'integrations'],
  ['page.name', 'Page name', 'string', 'Name of a page or screen.', 'name'],
  ['page.category', 'Page category', 'string', 'Category of a page or screen.', 'category'],
  ['page.url', 'Page URL', 'url', 'URL of the page.', 'context/page/url'],
  ['page.title', 'Page title', 'string', 'Title of the page.', 'context/page/title'],
  ['page.referrer', 'Referrer', 'url', 'URL of the page before.', 'context/page/referrer'],
  ['user.id', 'User id', 'id', 'The business\'s own id of the user.', 'userId'],
  ['user.anonymousId', 'Anonymous id', 'id', 'Id of the browser or installation.', 'anonymousId'],
  ['user.previousId', 'Previous id', 'id', 'The id that an alias event joins to the new one.', 'previousId'],
  ['user.groupId', 'Group id', 'id', 'Group that the user belongs to.', 'groupId'],
  ['user.traits', 'User traits', 'json', 'Traits of the user as the SDK remembers them.', 'context/traits'],
  ['session.id', 'Session id', 'id', 'Session of the event: its start time, or a number given by hand.', 'context/sessionId'],
  ['session.start', 'Session start', 'boolean', 'The session began with this event.', 'context/sessionStart'],
  ['session.nestedId', 'Session id (session.id)', 'id', 'The same in the nested form.', 'context/session/id'],
  ['session.nestedStart', 'Session start (session.start)', 'boolean', 'The same in the nested form.', 'context/session/start'],
  ['library.name', 'Library', 'string', 'SDK.', 'context/library/name'],
  ['library.version', 'Library version', 'string', 'Version of the SDK.', 'context/library/version'],
  ['app.name', 'App', 'string', 'Name of the application.', 'context/app/name'],
  ['app.version', 'App version', 'string', 'Version of the application.', 'context/app/version'],
  ['client.userAgent', 'User agent', 'string', 'User agent of the browser.', 'context/userAgent'],
  ['client.locale', 'Locale', 'string', 'Language of the browser.', 'context/locale'],
  ['client.timezone', 'Time zone', 'string', 'Time zone of the device.', 'context/timezone'],
  ['campaign', 'Campaign', 'json', 'utm parameters of the page.', 'context/campaign'],
];

/** The fields of the format, named after the vendor. */
export const specFields = (prefix: string): readonly FieldSpec[] =>
  ROWS.map(([name, label, type, description, path]) => ({ name: `${prefix}.${name}`, label, type, description, ...(path === undefined ? {} : { path }) }));

/** The diagnostics of the format. `rejects`: what the vendor's collector does with an ill-typed session, as the end of a sentence. */
export const specDiagnostics = (prefix: string, rejects: string): readonly DiagnosticSpec[] => [
  { code: `${prefix}.event.unreadable`, severity: 'warning', losesData: true, description: 'An item of the batch is no event.' },
  { code: `${prefix}.event.unknownType`, severity: 'info', losesData: false, description: 'The event type is none that the format has.' },
  { code: `${prefix}.event.timeInvalid`, severity: 'warning', losesData: false, description: 'A time of the event cannot be read.' },
  { code: `${prefix}.clock.sentAt`, severity: 'info', losesData: false, description: 'The request says that it was sent minutes from when it was: a retry with the old time, or a clock that is off. Servers move the times of its events by as much.' },
  { code: `${prefix}.session.idIsText`, severity: 'warning', losesData: false, description: `The session id is text where a number has to stand: ${rejects}.` },
  { code: `${prefix}.session.idInvalid`, severity: 'warning', losesData: false, description: `The session id is no 64-bit integer: ${rejects}.` },
  { code: `${prefix}.session.startInvalid`, severity: 'warning', losesData: false, description: `The start flag is no boolean: ${rejects}.` },
  { code: `${prefix}.session.startWithoutId`, severity: 'info', losesData: false, description: 'A start flag on an event without a session id.' },
  { code: `${prefix}.session.bothForms`, severity: 'warning', losesData: false, description: 'context.session and context.sessionId (or sessionStart) in one event.' },
];

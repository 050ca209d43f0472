/** Words and counts that more than one screen needs. */
export const words = {
  count_event_one: '$1 event',
  count_event_other: '$1 events',
  count_error_one: '$1 error',
  count_error_other: '$1 errors',
  count_finding_one: '$1 finding',
  count_finding_other: '$1 findings',
  count_session_one: '$1 session',
  count_session_other: '$1 sessions',
  count_footstep_one: '$1 footstep',
  count_footstep_other: '$1 footsteps',
  count_request_one: '$1 request',
  count_request_other: '$1 requests',
} as const;

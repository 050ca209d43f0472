/** Settings: what is wrong with the stored ones, and the names of their parts within such a sentence. */
export const settings = {
  settings_damaged: 'The stored settings cannot be read, so the defaults hold.',
  settings_damagedParts: 'Some stored settings cannot be read ($1), so their defaults hold.',
  settings_newer: 'The stored settings are from a newer version of Footsteps (format $1), so the defaults hold. They are left as they are, and nothing can be changed here.',
  settings_part_recording: 'recording on or off',
  settings_part_sites: 'sites to record',
  settings_part_privateWindows: 'private windows',
  settings_part_rules: 'rules of vendors',
  settings_part_endpoints: 'own endpoints',
  settings_part_pageTap: 'page tap',
  settings_part_bodyCaps: 'body sizes',
  settings_part_retention: 'how much is kept',
  settings_part_redaction: 'redaction',
  settings_part_theme: 'theme',
} as const;

/** The filter's box. What its terms are called is the language itself, the same for everybody. */
export const filter = {
  filter_label: 'Filter',
  filter_placeholder: 'Filter: words, kind:error, state:live, -without',
  filter_empty: 'Empty the filter',
  filter_proposals: 'Proposals for the filter',
  filter_saved: 'Saved filters',
  filter_saved_none: 'No filter is saved yet.',
  filter_saved_save: 'Save this filter',
  filter_saved_remove: 'Remove the saved filter $1',
} as const;

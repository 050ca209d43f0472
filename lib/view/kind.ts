import type { EventKind } from '../domain/event.ts';
import { t } from './messages/translate.ts';

/** The kinds of footsteps as a person reads them. */
export const kindWord = (kind: EventKind): string => t(`kind_${kind}`);

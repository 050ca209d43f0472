import { useCallback } from 'preact/hooks';
import type { FieldSpec } from '../lib/domain/field.ts';
import { useServices } from './app-services.ts';
import { useLive } from './use-live.ts';

const NONE: readonly FieldSpec[] = [];

/** Every vendor's fields; none until they are loaded. */
export function useFields(): readonly FieldSpec[] {
  const services = useServices();
  return useLive(useCallback(() => services.fields(), [services])).value ?? NONE;
}

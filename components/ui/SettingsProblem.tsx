import { useCallback } from 'preact/hooks';
import { settingsProblem } from '../../lib/view/settings-problem.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import { Icon } from './Icon.tsx';
import styles from './StoreProblem.module.css';

/** Where not all stored settings hold: which, and what holds instead. Else nothing. */
export function SettingsProblem() {
  const services = useServices();
  const problem = useLive(useCallback(() => services.settings(), [services])).value?.problem;
  if (!problem) return null;
  return <div class={`${styles['problem']} ${styles['warning']}`} role="alert"><Icon name="warning" /><p>{settingsProblem(problem)}</p></div>;
}

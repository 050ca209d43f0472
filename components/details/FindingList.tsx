import type { Finding } from '../../lib/domain/finding.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { bySeverity } from '../../lib/view/severity.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './FindingList.module.css';

type Shown = Pick<Finding, 'severity' | 'code' | 'message'>;

/** What is wrong, worst first: severity as icon, word and colour. */
export function FindingList({ findings, none }: { readonly findings: readonly Shown[]; readonly none: string }) {
  if (findings.length === 0) return <p class={styles['none']}>{none}</p>;
  return (
    <ul>
      {bySeverity(findings).map((finding, i) => (
        // One rule may speak several times, in the same words.
        <li key={`${finding.code}:${i}`} class={`${styles['finding']} ${styles[finding.severity]}`}>
          <Icon name={finding.severity} />
          <span><b>{t(`severity_${finding.severity}`)}</b> {finding.message} <code class={styles['code']}>{finding.code}</code></span>
        </li>
      ))}
    </ul>
  );
}

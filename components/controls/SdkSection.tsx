import { useId, useState } from 'preact/hooks';
import { argumentProblem, needsArgument, type ControlOrder, type SdkCall, type SdkOnPage, type WireComparison } from '../../lib/domain/page-controls.ts';
import { t } from '../../lib/view/messages/translate.ts';
import type { Tone } from '../../lib/view/tone.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Toned } from '../ui/Toned.tsx';
import styles from './PageControls.module.css';

const VERDICTS: { readonly [verdict in WireComparison['verdict']]: readonly [tone: Tone, icon: IconName] } = {
  same: ['good', 'check'], notSentYet: ['quiet', 'info'], otherSession: ['warn', 'warning'], noSession: ['warn', 'warning'], otherUser: ['warn', 'warning'], unknown: ['quiet', 'info'],
};

type SdkSectionProps = { readonly sdk: SdkOnPage; readonly comparison: WireComparison; readonly onOrder: (order: ControlOrder) => void };

/** One SDK in one frame. */
export function SdkSection({ sdk, comparison: { verdict, session }, onOrder }: SdkSectionProps) {
  const { vendorName } = useServices();
  const [tone, icon] = VERDICTS[verdict];
  const order = (action: SdkCall['action'], argument: string | null): void => onOrder({ protocol: sdk.protocol, frameId: sdk.frameId, action, argument });
  return (
    <Section title={[vendorName(sdk.protocol), sdk.version ?? ''].join(' ').trim()} aside={<Toned tone={tone}><span class={styles['verdict']}><Icon name={icon} />{t(`controls_${verdict}`)}</span></Toned>}>
      <Facts>
        {sdk.problem === null ? <Fact label={t('controls_saysSession')} mono>{sdk.sessionId ? <>{sdk.sessionId} <CopyButton text={sdk.sessionId} what={t('controls_sessionIdField')} /></> : t('controls_saysNone')}</Fact> : <Fact label={t('controls_saysSession')}>{t('controls_problem', sdk.problem)}</Fact>}
        <Fact label={t('controls_onWire')} mono>{session ? (session.sessionId ?? t('controls_wireByUser', session.identity.userId ?? '')) : t('controls_wireNone')}</Fact>
        {sdk.userId === null ? null : <Fact label={t('controls_user')} mono>{sdk.userId}</Fact>}
        {sdk.anonymousId === null ? null : <Fact label={t('controls_anonymous')} mono>{sdk.anonymousId}</Fact>}
        {sdk.status === null ? null : <Fact label={t('controls_status')} mono>{sdk.status}</Fact>}
        {sdk.frameId === 0 ? null : <Fact label={t('controls_frame')} mono>{sdk.frameUrl}</Fact>}
        <Fact label={t('controls_asked')} mono>{sdk.asked}</Fact>
      </Facts>
      {sdk.calls.length === 0 ? <p class={styles['dim']}>{t('controls_noCalls')}</p> : (
        <ul class={styles['calls']}>
          {sdk.calls.map((call) => <CallRow key={call.action} sdk={sdk} call={call} onCall={(argument) => order(call.action, argument)} />)}
        </ul>
      )}
    </Section>
  );
}

type CallRowProps = { readonly sdk: SdkOnPage; readonly call: SdkCall; readonly onCall: (argument: string | null) => void };

function CallRow({ sdk, call: { action, call }, onCall }: CallRowProps) {
  const [argument, setArgument] = useState('');
  const [problem, setProblem] = useState<ReturnType<typeof argumentProblem>>(null);
  const id = useId();
  const asks = needsArgument(action);
  const run = (): void => {
    const wrong = argumentProblem(sdk.protocol, action, argument);
    setProblem(wrong);
    if (wrong === null) onCall(asks ? argument : null);
  };
  return (
    <li class={styles['call']}>
      <Button onClick={run}>{t(`controls_${action}`)}</Button>
      {asks ? (
        <input
          class={styles['argument']} value={argument} aria-label={t(action === 'setUser' ? 'controls_userIdField' : 'controls_sessionIdField')} placeholder={t(action === 'setUser' ? 'controls_userIdField' : 'controls_sessionIdField')}
          aria-invalid={problem !== null} aria-describedby={problem === null ? undefined : id} maxLength={300} spellcheck={false}
          onInput={(event) => setArgument(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && run()}
        />
      ) : null}
      <code class={styles['code']}>{argument === '' ? call : call.replace('…', argument)}</code>
      {problem === null ? null : <p id={id} role="alert" class={styles['problem']}>{t(`controls_argument_${problem}`)}</p>}
    </li>
  );
}

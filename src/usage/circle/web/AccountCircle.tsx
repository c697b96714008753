import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DerivedNumber } from '../../../web/kit/DerivedNumber.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { openInfluence } from '../../../web/shell/log.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { circleContract as api, type InfluenceRecord, type ToAsk } from '../contract.ts';
import { AskDialog } from './AskDialog.tsx';
import { AskRows } from './AskList.tsx';
import { BasisDialog } from './BasisDialog.tsx';
import css from './circle.module.css';
import { hears, readCircleAgain } from './data.ts';
import { Would } from './InfluenceDialog.tsx';
import { t } from './messages.ts';
import { Suggestions } from './SuggestionList.tsx';
import { ThankDialog } from './ThankDialog.tsx';
import { sourceName } from './words.ts';

/** The circle around one account: who brought it, whom it brought at any distance, and whether to ask it now. */
export function AccountCircle({ account }: { account: { id: string; name: string } }) {
  const {
    data: circle,
    error,
    refetch,
  } = useAnswer(api.readAccountCircle, { params: { id: account.id } }, { meta: hears });
  const [at] = useState(() => new Date().toISOString());
  const [asking, setAsking] = useState<ToAsk>();
  const [thanking, setThanking] = useState<InfluenceRecord>();
  const [explaining, setExplaining] = useState(false);
  const mayNote = useMay('touchpoint:write');
  if (error && !circle) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!circle) return <RowsSkeleton rows={4} height={32} />;
  const { worth, basis } = circle;
  const money = (amount: number) => format.moneyShort(amount, basis.currency);
  const known = { id: account.id, name: account.name };
  return (
    <div className={css.account}>
      {circle.suggestions.length > 0 && <Suggestions rows={circle.suggestions} />}
      <section>
        <div className={css.head}>
          <h2>{t('account.brought by')}</h2>
          {mayNote && (
            <Button size="xs" variant="default" onClick={() => openInfluence({ to: known })}>
              {t('account.who brought')}
            </Button>
          )}
        </div>
        {circle.broughtBy.length === 0 && <p className={css.quiet}>{t('account.brought by none')}</p>}
        <ul className={css.rows}>
          {circle.broughtBy.map((edge) => (
            <EdgeLine key={edge.id} edge={edge} side="from" onThank={setThanking} mayNote={mayNote} />
          ))}
        </ul>
      </section>
      <section>
        <div className={css.head}>
          <h2>{t('account.brought')}</h2>
          {mayNote && (
            <Button size="xs" variant="default" onClick={() => openInfluence({ from: known })}>
              {t('account.whom')}
            </Button>
          )}
        </div>
        {worth && circle.brought.length > 0 && (
          <p>
            {t('account.worth')}:{' '}
            <DerivedNumber what={t('account.worth')} onExplain={() => setExplaining(true)}>
              {money(worth.direct)}
            </DerivedNumber>{' '}
            {t('account.direct')}, {money(worth.chain)} {t('account.chain')}; {money(worth.ownValue)} {t('account.own')}
            . <span className={css.quiet}>{t('account.apart')}</span>
          </p>
        )}
        {circle.brought.length === 0 && <p className={css.quiet}>{t('account.brought none')}</p>}
        <ul className={css.rows}>
          {circle.brought
            .toSorted((a, b) => a.distance - b.distance)
            .map(({ influence, distance, revenue }) => (
              <EdgeLine
                key={influence.id}
                edge={influence}
                side="to"
                distance={distance}
                detail={revenue > 0 ? t('account.bought', { money: money(revenue) }) : ''}
                onThank={setThanking}
                mayNote={mayNote}
              />
            ))}
        </ul>
      </section>
      {circle.asking && mayNote && (
        <section>
          <div className={css.head}>
            <h2>{t('ask.label')}</h2>
            <Button size="xs" variant="default" onClick={() => setAsking(circle.asking ?? undefined)}>
              {t('account.ask')}
            </Button>
          </div>
          <p className={css.quiet}>
            {circle.asking.obstacles.length === 0
              ? t('account.may ask')
              : t('ask.against', { what: format.list(circle.asking.obstacles.map((each) => t(`obstacle.${each}`))) })}
          </p>
          <AskRows asks={circle.asks} at={at} />
        </section>
      )}
      {asking && <AskDialog row={asking} onClose={() => setAsking(undefined)} />}
      {thanking && <ThankDialog edge={thanking} onClose={() => setThanking(undefined)} />}
      {explaining && <BasisDialog basis={basis} onClose={() => setExplaining(false)} />}
    </div>
  );
}

interface EdgeLineProps {
  edge: InfluenceRecord;
  /** Which end is told: the one who brought, or the one who came. */
  side: 'from' | 'to';
  distance?: number;
  detail?: string;
  mayNote: boolean;
  onThank: (edge: InfluenceRecord) => void;
}

function EdgeLine({ edge, side, distance = 1, detail = '', mayNote, onThank }: EdgeLineProps) {
  const change = useAct(api.changeInfluence, { touches: [api.readAccountCircle, api.readCircle] });
  const other = side === 'from' ? edge.fromAccount : edge.toAccount;
  const name = side === 'from' ? sourceName(edge) : edge.toAccount.name;
  const remove = async () => {
    try {
      await ask(api.removeInfluence, { params: { id: edge.id } });
      notifyUndo(t('account.removed', { what: name }), () =>
        ask(api.restoreInfluence, { params: { id: edge.id } })
          .then(readCircleAgain)
          .catch((error: unknown) => notifyProblem(problemText(error))),
      );
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readCircleAgain();
  };
  return (
    <li className={css.line} style={{ paddingInlineStart: (distance - 1) * 20 }}>
      <span>
        {other ? (
          <Link to="/accounts/$id" params={{ id: other.id }} search={{ tab: 'circle' }}>
            {name}
          </Link>
        ) : (
          name
        )}
        <span className={css.quiet}>
          {' '}
          {[t(`kind.${edge.kind}`), format.date(edge.happenedOn, 'dayYear'), detail].filter(Boolean).join(' · ')}
        </span>
        <span className={css.evidence}>{edge.evidence}</span>
        {edge.thankedAt && (
          <span className={css.quiet}>
            {t('thank.thanked', { when: format.date(edge.thankedAt, 'dayYear'), how: edge.thanks ?? '' })}
          </span>
        )}
        {side === 'from' && mayNote && (
          <Would
            label={t('account.answer')}
            value={edge.wouldHaveCome}
            onChange={(wouldHaveCome) =>
              change.mutate({
                input: { params: { id: edge.id }, body: { wouldHaveCome } },
                options: { ifMatch: edge.version },
              })
            }
          />
        )}
      </span>
      {mayNote && distance === 1 && (
        <span className={css.buttons}>
          {edge.thankedAt === null && (
            <Button size="xs" variant="default" onClick={() => onThank(edge)}>
              {t('thank.do')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => void remove()}>
            {t('account.remove')}
          </Button>
        </span>
      )}
    </li>
  );
}

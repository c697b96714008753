import { lazy, Suspense, useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import type { SaleDetail } from '../../contract.ts';
import saleCss from '../../web/sale.module.css';
import { messageContract as api } from '../contract.ts';
import { outlineFor, spoken, type MessageGap } from '../message.ts';
import type { Message } from '../shape.ts';
import { EntryWindow } from './EntryWindow.tsx';
import { t } from './messages.ts';
import css from './message.module.css';

const MessageEditor = lazy(() => import('./MessageEditor.tsx').then((module) => ({ default: module.MessageEditor })));

/** What is said to the buyers of a commercial sale: pulled from their facts, or pushed from the standard; gaps are louder than what is done. */
export function MessagePart({ sale }: { sale: SaleDetail }) {
  const { data, error, refetch } = useAnswer(
    api.readMessage,
    { params: { id: sale.id } },
    { meta: { hears: ['opportunity'] } },
  );
  const [editing, setEditing] = useState<Message>();
  const wanted = outlineFor(sale.subType);
  if (error) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={3} />;
  const written = data.version > 0;
  const shown = written ? data.message : wanted;
  const other = written && data.message.shape !== wanted.shape;
  const text = spoken(shown);
  return (
    <section className={css.message}>
      <div className={saleCss.partHead}>
        <h2>{t(`title.${shown.shape}`)}</h2>
        {written && (
          <span data-bad={data.gaps.length > 0}>
            {data.gaps.length === 0 ? t('complete') : t('gaps', { count: data.gaps.length })}
          </span>
        )}
        {sale.mayChange && (
          <button type="button" className={saleCss.link} onClick={() => setEditing(shown)}>
            {t(written ? 'edit' : 'write')}
          </button>
        )}
        {text.length > 0 && (
          <button type="button" className={saleCss.link} onClick={() => void copy(text.join('\n\n'))}>
            {t('copy')}
          </button>
        )}
      </div>
      <EntryWindow sale={sale} />
      {!written && <p className={saleCss.quiet}>{t(`about.${shown.shape}`)}</p>}
      {other && (
        <p className={saleCss.quiet}>
          {t('other shape', { kind: t(sale.subType === 'system' ? 'system' : 'solution') })}{' '}
          {sale.mayChange && (
            <button type="button" className={saleCss.link} onClick={() => setEditing(wanted)}>
              {t('start anew')}
            </button>
          )}
        </p>
      )}
      {written && <Written message={shown} gaps={data.gaps} />}
      {editing && (
        <Suspense fallback={null}>
          <MessageEditor sale={sale} stored={data} start={editing} onClose={() => setEditing(undefined)} />
        </Suspense>
      )}
    </section>
  );
}

function Written({ message, gaps }: { message: Message; gaps: readonly MessageGap[] }) {
  return (
    <>
      {message.shape === 'inductive' ? (
        <div className={css.inductive}>
          <ol>
            {message.facts.map((fact) => (
              <li key={fact.id}>
                {fact.text} <Evidence text={fact.evidence} />
              </li>
            ))}
          </ol>
          <p>
            <b>{t('pattern')}</b> {message.pattern.text}
          </p>
          <p>
            <b>{t('conclusion')}</b> {message.conclusion.text} <Evidence text={message.conclusion.evidence} />
          </p>
        </div>
      ) : (
        <div className={css.scroll} role="region" aria-label={t('title.deductive')} tabIndex={0}>
          <table className={css.deductive}>
            <thead>
              <tr>
                <th scope="col">{t('standard')}</th>
                <th scope="col">{t('requirement')}</th>
                <th scope="col">{t('proof')}</th>
              </tr>
            </thead>
            <tbody>
              {message.lines.map((line) => (
                <tr key={line.id}>
                  <td>{line.standard}</td>
                  <td>{line.requirement}</td>
                  <td>
                    {line.proof} <Evidence text={line.evidence} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {gaps.length > 0 && (
        <ul className={css.gaps}>
          {[...new Set(gaps.map((gap) => gap.gap))].map((gap) => (
            <li key={gap}>{t(`gap.${gap}`)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

const Evidence = ({ text }: { text: string | null }) =>
  text === null ? null : <small className={css.evidence}>{text}</small>;

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(t('copied'));
  } catch {
    notifyProblem(t('copy failed'));
  }
}

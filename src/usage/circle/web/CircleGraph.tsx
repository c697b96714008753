import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useScheme } from '../../../web/shell/scheme.ts';
import { circleContract as api } from '../contract.ts';
import css from './circle.module.css';
import { hears } from './data.ts';
import { openPicture, type Drawn, type Picture } from './picture.ts';
import { t } from './messages.ts';

type DrawnNode = Drawn['nodes'][number];

/** Who brought whom, as a picture; beside it the same as a list, for the keyboard. */
export function CircleGraph({ onTable }: { onTable: () => void }) {
  const { data, error, refetch } = useAnswer(api.drawCircle, { query: { most: 3000 } }, { meta: hears });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <BlockSkeleton height={520} />;
  if (data.nodes.length === 0) return <EmptyState sentence={t('graph.empty')} />;
  return <Known drawn={data} onTable={onTable} />;
}

function Known({ drawn, onTable }: { drawn: Drawn; onTable: () => void }) {
  const [chosen, setChosen] = useState<string>();
  const [scheme] = useScheme();
  return (
    <div className={css.graph}>
      {/* Another scheme is another picture: its colours are read when it is opened. */}
      <Canvas key={scheme} drawn={drawn} chosen={chosen} onChoose={setChosen} onTable={onTable} />
      <Beside drawn={drawn} chosen={chosen} onChoose={setChosen} />
    </div>
  );
}

function Canvas({ drawn, chosen, onChoose, onTable }: BesideProps & { onTable: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture>(null);
  const latest = useRef(chosen);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (box.current === null) return undefined;
    try {
      const opened = openPicture(box.current, drawn, onChoose);
      opened.choose(latest.current);
      picture.current = opened;
      return () => opened.close();
    } catch {
      // No WebGL: the table says the same.
      queueMicrotask(() => setFailed(true));
      return undefined;
    }
  }, [drawn, onChoose]);
  useEffect(() => {
    latest.current = chosen;
    picture.current?.choose(chosen);
  }, [chosen]);
  return (
    <div className={css.drawing}>
      <div className={css.canvas} aria-hidden="true" ref={box} />
      {failed && (
        <div className={css.failed}>
          <p>{t('graph.none')}</p>
          <Button variant="default" onClick={onTable}>
            {t('view.table')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface BesideProps {
  drawn: Drawn;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

const listed = 40;

/** Finds a node, says what it is worth, and leads along its edges: everything the picture shows, in words. */
function Beside({ drawn, chosen, onChoose }: BesideProps) {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const byId = useMemo(() => new Map(drawn.nodes.map((node) => [node.id, node])), [drawn]);
  const node = chosen === undefined ? undefined : byId.get(chosen);
  const found = useMemo(() => {
    const sought = text.trim().toLocaleLowerCase(format.locale);
    return drawn.nodes.filter((each) => each.name.toLocaleLowerCase(format.locale).includes(sought)).slice(0, listed);
  }, [drawn, text]);
  return (
    <aside className={css.beside} aria-label={t('graph.label')}>
      <p className={css.quiet}>{t('graph.hint')}</p>
      {drawn.nodesInAll > drawn.nodes.length && (
        <p className={css.quiet}>
          {t('graph.part', { count: format.number(drawn.nodes.length), all: format.number(drawn.nodesInAll) })}
        </p>
      )}
      <TextInput
        label={t('graph.find')}
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {node && text === '' ? (
        <section aria-live="polite">
          <h2>{node.name}</h2>
          <p>{t('graph.value', { money: format.money(node.value, drawn.currency) })}</p>
          <p className={css.quiet}>{t('graph.brought', { count: node.brought })}</p>
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              void navigate(
                node.kind === 'contact'
                  ? { to: '/contacts/$id', params: { id: node.id } }
                  : { to: '/accounts/$id', params: { id: node.id }, search: { tab: 'circle' } },
              )
            }
          >
            {t('graph.open', { name: node.name })}
          </Button>
          <h3>{t('graph.neighbours')}</h3>
          <ul>
            {drawn.edges
              .filter((edge) => edge.from === node.id || edge.to === node.id)
              .slice(0, 100)
              .map((edge) => {
                const other = byId.get(edge.from === node.id ? edge.to : edge.from);
                if (!other) return null;
                return (
                  <li key={edge.id}>
                    <button type="button" className={css.neighbour} onClick={() => onChoose(other.id)}>
                      <span aria-hidden="true">{edge.from === node.id ? '→ ' : '← '}</span>
                      {other.name}
                      <span className={css.quiet}>
                        {' '}
                        {t(`kind.${edge.kind}`)}, {format.date(edge.on, 'dayYear')}
                      </span>
                    </button>
                  </li>
                );
              })}
          </ul>
        </section>
      ) : (
        <ul>
          {found.map((each) => (
            <li key={each.id}>
              <button
                type="button"
                className={css.neighbour}
                onClick={() => {
                  setText('');
                  onChoose(each.id);
                }}
              >
                {each.name} <span className={css.quiet}>{worthOf(each, drawn.currency)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

const worthOf = (node: DrawnNode, currency: string): string =>
  node.value > 0 ? format.moneyShort(node.value, currency) : '';

import { buyingRoles, stances } from '../buyingTeam.ts';
import type { BuyingTeamMember } from '../records.ts';
import { t } from './messages.ts';
import css from './TeamMap.module.css';
import { placesOf, type TeamPlace } from './teamPlaces.ts';

const width = 360;
const height = 300;
const radius = 13;

/** Stance from left to right, influence upwards; arrows lead to whom they heed. The same as a list for those who cannot see it. */
export function TeamMap({ team, onOpen }: { team: readonly BuyingTeamMember[]; onOpen: (id: string) => void }) {
  const places = placesOf(team, { width, height, radius });
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const memberOf = new Map(team.map((member) => [member.id, member]));
  const roles = buyingRoles.filter((role) => team.some((member) => member.roles.includes(role)));
  return (
    <figure className={css.map}>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('team.map')}>
        <Axes />
        {team.flatMap(({ id, heeds }) =>
          heeds.map((heeded) => <Heeds key={`${id} ${heeded}`} from={placeOf.get(id)} to={placeOf.get(heeded)} />),
        )}
        {places.map((place) => (
          <Person key={place.id} place={place} member={memberOf.get(place.id)!} onOpen={() => onOpen(place.id)} />
        ))}
      </svg>
      <figcaption>
        {roles.map((role) => (
          <span key={role}>
            <b>{t(`letter.${role}`)}</b> {t(`role.${role}`)}
          </span>
        ))}
        {team.some((member) => member.heeds.length > 0) && <span>{t('team.heeds')}</span>}
      </figcaption>
    </figure>
  );
}

/** Against, neutral, champion, as shares of the width. */
const stancesAt = [0.04, 0.5, 0.96] as const;

function Axes() {
  const [first, , last] = stancesAt;
  return (
    <>
      <defs>
        <marker id="heeds" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
          <path d="M0 0 8 4 0 8z" fill="var(--text-4)" />
        </marker>
      </defs>
      {stancesAt.map((x) => (
        <line
          key={x}
          x1={x * width}
          x2={x * width}
          y1="14"
          y2={height - 22}
          stroke="var(--grid)"
          strokeDasharray={x === 0.5 ? '2 3' : undefined}
        />
      ))}
      <line x1={first * width} x2={last * width} y1={height - 22} y2={height - 22} stroke="var(--line-strong)" />
      <text x={first * width + 4} y="12" className={css.axis}>
        {t('team.influence')}
      </text>
      {(['against', 'neutral', 'champion'] as const).map((word, i) => (
        <text
          key={word}
          x={stancesAt[i]! * width}
          y={height - 6}
          textAnchor={(['start', 'middle', 'end'] as const)[i]}
          className={css.axis}
        >
          {t(`team.${word}`)}
        </text>
      ))}
    </>
  );
}

/** An arrow from edge to edge. */
function Heeds({ from, to }: { from: TeamPlace | undefined; to: TeamPlace | undefined }) {
  if (!from || !to) return null;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  return (
    <line
      x1={from.x + dx * radius}
      y1={from.y + dy * radius}
      x2={to.x - dx * (radius + 2)}
      y2={to.y - dy * (radius + 2)}
      stroke="var(--text-4)"
      markerEnd="url(#heeds)"
    />
  );
}

function Person({ place, member, onOpen }: { place: TeamPlace; member: BuyingTeamMember; onOpen: () => void }) {
  const note = noteOf(member);
  const unmet = member.lastContactAt === null;
  return (
    <g
      role="button"
      tabIndex={0}
      className={css.person}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen();
      }}
    >
      <desc>
        {[
          ...member.roles.map((role) => t(`role.${role}`)),
          member.stance ? t(`stance.${member.stance}`) : t('team.stance unknown'),
        ].join(', ')}
      </desc>
      <circle
        cx={place.x}
        cy={place.y}
        r={radius}
        fill={unmet ? 'var(--canvas)' : colourOf(member)}
        stroke={unmet ? 'var(--text-3)' : 'var(--canvas)'}
        strokeDasharray={unmet ? '2 2' : undefined}
      />
      {note.bad && (
        <circle cx={place.x} cy={place.y} r={radius + 3} fill="none" stroke="var(--alarm)" strokeDasharray="2.5 2" />
      )}
      <text x={place.x} y={place.y + 4} textAnchor="middle" className={css.letter} data-hollow={unmet}>
        {member.roles[0] ? t(`letter.${member.roles[0]}`) : '?'}
      </text>
      <text x={place.labelX} y={place.y - 1} textAnchor={place.anchor} className={css.personName}>
        {member.name}
      </text>
      <text x={place.labelX} y={place.y + 11} textAnchor={place.anchor} className={css.personNote} data-bad={note.bad}>
        {note.text}
      </text>
    </g>
  );
}

const silentDays = 21;

function noteOf(member: BuyingTeamMember): { text: string; bad: boolean } {
  if (member.lastContactAt === null) return { text: t('team.not met'), bad: false };
  const days = Math.floor((Date.now() - new Date(member.lastContactAt).getTime()) / 86_400_000);
  if (member.stance === 'champion' && days > silentDays) return { text: t('team.silent', { count: days }), bad: true };
  if (member.releasesMoney) return { text: t('team.money'), bad: false };
  return { text: member.title ?? (member.roles[0] ? t(`role.${member.roles[0]}`) : ''), bad: false };
}

function colourOf(member: BuyingTeamMember): string {
  const at = member.stance === null ? 2 : stances.indexOf(member.stance);
  return at < 2 ? 'var(--accent)' : at > 2 ? 'var(--alarm)' : 'var(--text-3)';
}

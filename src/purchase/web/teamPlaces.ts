import { stances } from '../buyingTeam.ts';
import type { BuyingTeamMember } from '../records.ts';

export interface TeamPlace {
  id: string;
  x: number;
  y: number;
  labelX: number;
  anchor: 'start' | 'end';
}

/**
 * Where each person stands on the map, in its pixels: stance across (champion at the right, unknown in the middle),
 * influence upwards. People of the same stance and influence are pushed apart downwards, so that every name can be read.
 */
export function placesOf(
  team: readonly Pick<BuyingTeamMember, 'id' | 'stance' | 'influence'>[],
  { width, height, radius }: { width: number; height: number; radius: number },
): TeamPlace[] {
  const top = 30;
  const bottom = height - 44;
  const room = 30;
  const placed: TeamPlace[] = [];
  for (const member of team.toSorted((a, b) => b.influence - a.influence)) {
    const across = member.stance === null ? 0.5 : 1 - stances.indexOf(member.stance) / (stances.length - 1);
    const x = width * (0.12 + 0.76 * across);
    let y = bottom - (member.influence / 10) * (bottom - top);
    while (
      placed.some((other) => Math.abs(other.y - y) < room && Math.abs(other.x - x) < width * 0.5) &&
      y < bottom + room
    )
      y += 4;
    const anchor = x > width * 0.55 ? 'end' : 'start';
    placed.push({ id: member.id, x, y, anchor, labelX: anchor === 'start' ? x + radius + 6 : x - radius - 6 });
  }
  return placed;
}

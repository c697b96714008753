import {
  ArrowRight,
  ArrowRightLeft,
  Bookmark,
  CalendarDays,
  ClipboardList,
  FileText,
  Globe,
  Hourglass,
  Mail,
  MapPin,
  Footprints,
  Lightbulb,
  MessageSquare,
  Phone,
  RefreshCw,
  Star,
  Snowflake,
  Sun,
  TriangleAlert,
  Users,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { TodayRecord } from '../contract.ts';
import type { Channel, TouchpointKind } from '../vocabulary.ts';

/** One sign per channel and per reason, the same on every screen. */
const ofChannel: Record<Channel, LucideIcon> = {
  visit: MapPin,
  call: Phone,
  meeting: CalendarDays,
  mail: Mail,
  message: MessageSquare,
  web: Globe,
  event: Users,
  service: Wrench,
  order: ClipboardList,
  survey: MessageSquare,
  note: FileText,
};

const ofKind: Partial<Record<TouchpointKind, LucideIcon>> = {
  'promise made': Bookmark,
  'promise kept': Bookmark,
  'promise broken': Bookmark,
  'first value': Star,
  'value review': Star,
  'case reopened': Wrench,
  handoff: ArrowRightLeft,
  renewal: RefreshCw,
  silence: Hourglass,
};

const ofGroup: Record<TodayRecord['group'], LucideIcon> = {
  alarm: TriangleAlert,
  promise: Bookmark,
  handoff: ArrowRightLeft,
  'next step': ArrowRight,
  'stuck sale': Hourglass,
  'cold sale': Snowflake,
  case: Wrench,
  renewal: RefreshCw,
  'ask now': MessageSquare,
  spotted: Lightbulb,
  'champion moved': Footprints,
  warm: Sun,
};

/** The sign of a touchpoint: what it was where that has a sign of its own, else how it came. */
export function TouchpointIcon({
  kind,
  channel,
  size = 14,
}: {
  kind: TouchpointKind;
  channel: Channel;
  size?: number;
}) {
  const Icon = ofKind[kind] ?? ofChannel[channel];
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
}

/** The sign of a reason on Today. */
export function ReasonIcon({ group }: { group: TodayRecord['group'] }) {
  const Icon = ofGroup[group];
  return <Icon size={15} strokeWidth={1.75} aria-hidden="true" />;
}

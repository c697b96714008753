/** What is asked, and what of the answer is kept beforehand: nothing means that it is read from the records themselves, by an index. */
export interface ReportQuestion {
  what: string;
  /** Several are asked at once, as the parts of a dashboard are. */
  path: string | readonly string[];
  kept?: string;
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const monthsAhead = (months: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
};
const quarterStart = () => monthsAhead(-(new Date().getUTCMonth() % 3));
const monday = () => daysAgo((new Date().getUTCDay() + 6) % 7);
const eightParts = ['forecast', 'flow', 'stages', 'outcomes', 'sources', 'value', 'retention', 'trust-movers'].map(
  (each) => `/insight/${each}`,
);
const behind = (what: string, asked: Record<string, string>): ReportQuestion => ({
  what: `behind a row: ${what}`,
  path: `/insight/evidence?${new URLSearchParams(asked).toString()}`,
});

/** `person` is who is coached, `team` the one that they are in, `programme` what people were trained in, and `goal` one of the team's. */
export const reportQuestions = ({
  person,
  team,
  programme,
  goal,
}: {
  person: string;
  team: string;
  programme: string;
  goal: string;
}): ReportQuestion[] => [
  ...(['kind', 'channel', 'role', 'member'] as const).map((by) => ({
    what: `trust movers by ${by}, 90 days`,
    path: `/insight/trust-movers?by=${by}`,
  })),
  { what: 'trust movers by kind, three years', path: '/insight/trust-movers?by=kind&days=1095' },
  { what: 'trust movers by member, three years', path: '/insight/trust-movers?by=member&days=1095' },
  { what: 'trust movers by kind, all there is', path: '/insight/trust-movers?by=kind&days=all' },
  {
    what: 'trust movers by channel, a quarter of two years ago',
    path: `/insight/trust-movers?by=channel&from=${daysAgo(730)}&to=${daysAgo(640)}`,
  },
  { what: 'flow between positions and phases, 90 days', path: '/insight/flow?days=90' },
  { what: 'flow between positions and phases, three years', path: '/insight/flow?days=1095' },
  { what: 'flow between positions and phases, all there is', path: '/insight/flow?days=all' },
  {
    what: 'flow between positions and phases, a year that is over',
    path: `/insight/flow?from=${daysAgo(730)}&to=${daysAgo(366)}`,
  },
  { what: 'forecast', path: '/insight/forecast' },
  {
    what: 'forecast of a quarter of two years ago',
    path: `/insight/forecast?period=${new Date().getUTCFullYear() - 2}-Q4`,
  },
  { what: 'forecast of one type', path: '/insight/forecast?saleType=commercial' },
  { what: 'forecast of a quarter', path: `/insight/forecast?period=${new Date().getUTCFullYear()}-Q4` },
  { what: 'five stages, 90 days', path: '/insight/stages?days=90' },
  { what: 'five stages, three years', path: '/insight/stages?days=1095' },
  ...(['reason', 'competitor', 'source', 'offering', 'seller'] as const).map((by) => ({
    what: `outcomes by ${by}, three years`,
    path: `/insight/outcomes?by=${by}&days=1095`,
  })),
  { what: 'outcomes by reason, 90 days', path: '/insight/outcomes?days=90' },
  { what: 'outcomes by reason, all there is', path: '/insight/outcomes?days=all' },
  {
    what: 'outcomes by reason, a quarter of two years ago',
    path: `/insight/outcomes?from=${daysAgo(730)}&to=${daysAgo(640)}`,
  },
  {
    what: 'outcomes of a year without any, and when there were some',
    path: '/insight/outcomes?from=2001-01-01&to=2001-12-31',
  },
  { what: 'five stages, all there is', path: '/insight/stages?days=all' },
  {
    what: 'five stages of a year without any, and when there were some',
    path: '/insight/stages?from=2001-01-01&to=2001-12-31',
  },
  {
    what: 'trust movers of a year without any, and when there were some',
    path: '/insight/trust-movers?from=2001-01-01&to=2001-12-31',
  },
  { what: 'retention of revenue, all there is', path: '/insight/retention?days=all' },
  ...(['source', 'channel', 'campaign'] as const).map((by) => ({
    what: `what brings sales, by ${by}, three years`,
    path: `/insight/sources?by=${by}&days=1095`,
    ...(by === 'channel' ? { kept: 'first_contact' } : {}),
  })),
  ...(['segment', 'source', 'saleType'] as const).map((by) => ({
    what: `lifetime value by ${by}`,
    path: `/insight/value?by=${by}`,
  })),
  ...(['revenue', 'contracts'] as const).map((basis) => ({
    what: `retention of ${basis}`,
    path: `/insight/retention?basis=${basis}`,
  })),
  behind('trust lost by channel', { report: 'trust', by: 'channel', key: 'call', days: '90' }),
  behind('flow', { report: 'flow', key: 'peak', other: 'realized', days: '90' }),
  behind('flow of a year that is over', {
    report: 'flow',
    key: 'peak',
    other: 'realized',
    from: daysAgo(730),
    to: daysAgo(366),
  }),
  behind('outcomes by reason', { report: 'outcomes', by: 'reason', key: 'price', days: '1095' }),
  behind('forecast', { report: 'forecast', key: monthsAhead(0), other: monthsAhead(1) }),
  behind('five stages', { report: 'stages', key: 'commercial', other: 'commitment', days: '1095' }),
  behind('sources by channel', { report: 'sources', by: 'channel', key: 'call', days: '1095' }),
  behind('lifetime value', { report: 'value', by: 'saleType', key: 'commercial' }),
  behind('retention', { report: 'retention', by: 'revenue', key: monthsAhead(1) }),
  { what: 'a dashboard of eight parts', path: eightParts },
  ...['outcomes', 'forecast', 'value', 'team-changes', 'coaching-agenda'].map((report) => ({
    what: `${report} as a file or letter`,
    path: `/reports?report=${report}`,
  })),
  { what: 'reasons and competitors of a year', path: `/pipeline/reasons?from=${daysAgo(365)}` },
  { what: 'the chance to win: what it follows from', path: '/win-model' },
  { what: 'whether potential rises with alignment', path: '/alignment-claim' },
  { what: 'the force: mix, capacity, coverage, cost', path: '/force', kept: 'relationship_count, contact_count' },
  { what: 'lifecycle revenue by sale type', path: '/force/lifecycle' },
  { what: 'goals of 220 people and teams', path: '/force/goals' },
  { what: 'sales behind the goal of a team', path: `/force/goals/${goal}/sales` },
  { what: 'territories', path: '/force/territories', kept: 'territory_standing' },
  { what: 'what has no owner', path: '/force/without-owner' },
  { what: 'who was given what', path: '/force/assignments' },
  { what: 'who looks after what', path: '/selling/coverage', kept: 'relationship_count' },
  { what: "the week's changes in the pipeline", path: '/team/review', kept: 'opportunity_past' },
  { what: 'the same of one team', path: `/team/review?team=${team}`, kept: 'opportunity_past' },
  {
    what: "last week's forecast calls, person by person",
    path: `/team/forecast/week?period=${quarterStart()}&week=${monday()}`,
    kept: 'forecast_snapshot',
  },
  { what: 'what needs attention', path: '/team/attention' },
  { what: 'what needs attention, of one team', path: `/team/attention?team=${team}` },
  { what: 'forecast calls', path: '/team/forecast', kept: 'forecast_snapshot' },
  { what: 'people to coach', path: '/coaching/people', kept: 'contact_count, seller_profile' },
  { what: 'one person to coach', path: `/coaching/people/${person}` },
  {
    what: 'sales behind a stage of their conversion',
    path: `/coaching/people/${person}/sales?saleType=commercial&stage=involvement`,
  },
  { what: 'agenda of a one-to-one', path: `/coaching/people/${person}/agenda` },
  { what: 'training programmes', path: '/training/programmes', kept: 'training_report' },
  { what: 'a training with its payback', path: `/training/programmes/${programme}`, kept: 'training_report' },
  ...['monthsSince=3', 'group=trainedAfter', 'group=waiting'].map((which) => ({
    what: `what was counted in a training, ${which}`,
    path: `/training/programmes/${programme}/counted?${which}`,
  })),
  { what: 'what was sold in which type', path: '/offerings' },
  { what: 'segments', path: '/segments', kept: 'segment_member' },
  { what: 'suspects and prospects', path: '/needs', kept: 'segment_member' },
  { what: 'campaigns and what they brought', path: '/campaigns' },
  { what: 'customers in ownership', path: '/ownership' },
  { what: 'handoffs on both sides', path: '/handoff-records' },
  { what: 'whom the alarms watch in the week', path: '/alarm-digest', kept: 'alarm_watch' },
  { what: 'how far alarms can be trusted', path: '/alarm-quality' },
  { what: 'renewals and how much is kept', path: '/renewals' },
  { what: 'what customers said', path: '/voice' },
  { what: 'whom to ask whether they recommend us', path: '/voice/to-ask' },
  { what: 'the circle of influence', path: '/circle' },
  { what: 'the circle as a graph', path: '/circle/graph' },
  { what: 'who brought most', path: '/circle/influencers' },
  { what: 'whom to ask for a referral', path: '/circle/asking' },
  { what: 'people of ours who went elsewhere', path: '/influence-suggestions' },
  { what: 'customers by what they are worth', path: '/customer-values?sort=value', kept: 'customer_value' },
  { what: 'queues of service', path: '/cases/queues' },
  { what: 'route of a day', path: '/route' },
  { what: 'what will be reordered', path: '/reorders' },
  { what: 'openings to sell', path: '/openings' },
  { what: 'spotted business', path: '/spotted/counts' },
  { what: 'who may be the same', path: '/duplicates?kind=account&by=name' },
];

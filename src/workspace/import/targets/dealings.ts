import { channels, directions, initiators, touchpointKinds } from '../../../relationship/vocabulary.ts';
import { accountReference, contactReference, createdAt, note, opportunityReference, owner } from './commonFields.ts';
import { f, meaning, required, to, type Target } from './field.ts';

export const caseStatuses = ['open', 'waiting', 'solved', 'closed'] as const;
export const severities = ['low', 'normal', 'high', 'severe'] as const;

export const touchpoint: Target = {
  name: 'touchpoint',
  aliases: [
    'touchpoints',
    'activities',
    'calls',
    'call',
    'events',
    'event',
    'meetings',
    'emails',
    'visits',
    'calendar',
    'interactions',
    'engagements',
    'aktivitäten',
    'anrufe',
    'termine',
    'besuche',
    'activités',
    'appels',
    'rendez vous',
    'actividades',
    'llamadas',
    'attività',
  ],
  needs: [['at']],
  fields: [
    f(
      'at',
      'datetime',
      'at|date|time|when|start|start time|call start time|start datetime|start date|activity date|event start|due date|timestamp|datum|zeitpunkt|beginn|date et heure|fecha|data',
      required,
    ),
    f('endAt', 'datetime', 'end|end time|end datetime|end date|event end|ende|fin'),
    f(
      'kind',
      'choice',
      'kind|touchpoint|activity type|type|event type|aktivitätstyp|type d activité|tipo de actividad',
      {
        choices: touchpointKinds,
        words: meaning({
          call: 'anruf|phone call|rückruf',
          visit: 'besuch|site visit',
          demonstration: 'demo',
          meeting: 'besprechung|termin|lunch|appointment',
          outreach: 'email|e-mail|mailing',
          note: 'notiz',
          proposal: 'quote|angebot',
          training: 'schulung',
          complaint: 'beschwerde',
        }),
      },
    ),
    f('channel', 'choice', 'channel|medium|kanal|canal', {
      choices: channels,
      words: meaning({
        call: 'phone|telephone|telefon',
        mail: 'email|e-mail',
        visit: 'in person',
        meeting: 'online|video',
        message: 'chat|sms|whatsapp',
        web: 'website',
        event: 'fair|messe',
      }),
    }),
    f('direction', 'choice', 'direction|call type|call direction|inbound outbound|richtung|sens|dirección', {
      choices: directions,
      words: meaning({
        inbound: 'in|incoming|eingehend|received|missed|entrant|entrante',
        outbound: 'out|outgoing|ausgehend|sent|sortant|saliente',
        mutual: 'both',
      }),
    }),
    f('initiator', 'choice', 'initiator|initiated by|started by', {
      choices: initiators,
      words: meaning({ them: 'customer|client|kunde|contact', us: 'me|internal|sales' }),
    }),
    f(
      'subject',
      'text',
      'subject|title|topic|summary|call subject|activity subject|betreff|thema|objet|sujet|asunto|oggetto|onderwerp|ämne',
    ),
    f('purpose', 'text', 'purpose|call purpose|reason|zweck|grund|motif|motivo'),
    f('outcome', 'text', 'outcome|result|call result|call outcome|disposition|ergebnis|résultat|resultado|esito'),
    f(
      'effort',
      'minutes',
      'duration|call duration|effort|minutes|duration minutes|call duration in minutes|call duration in seconds|dauer|durée|duración|durata',
    ),
    accountReference(),
    contactReference('who id|whoid'),
    opportunityReference,
    f('campaign', 'reference', 'campaign|campaign name|campaign id|kampagne', to('campaign')),
    f(
      'owner',
      'reference',
      'owner|host|call owner|event owner|activity owner|assigned to|logged by|created by|user|organizer|call owner id|event owner id|bearbeiter|zuständig|propriétaire|responsable',
      to('member'),
    ),
    f(
      'participants',
      'list',
      'participants|attendees|guests|invitees|teilnehmer|participants du rendez vous|asistentes|partecipanti',
    ),
    f('location', 'text', 'location|place|where|ort|lieu|lugar|luogo'),
    note,
  ],
};

export const serviceCase: Target = {
  name: 'case',
  aliases: [
    'cases',
    'case',
    'tickets',
    'ticket',
    'service requests',
    'support',
    'issues',
    'fälle',
    'vorgänge',
    'demandes',
    'casos',
    'richieste',
  ],
  needs: [['openedAt']],
  fields: [
    f(
      'subject',
      'text',
      'subject|title|ticket name|case subject|summary|problem|betreff|objet|asunto|oggetto|onderwerp',
    ),
    f(
      'openedAt',
      'datetime',
      'opened at|created time|created date|create date|date opened|date time opened|opened|created at|eröffnet am|erstellt am|ouvert le|fecha de creación',
      required,
    ),
    f(
      'solvedAt',
      'datetime',
      'solved at|closed at|close date|closed date|resolved at|date time closed|resolution date|closed time|gelöst am|geschlossen am|résolu le',
    ),
    f('status', 'choice', 'status|case status|ticket status|statut|estado|stato', {
      choices: caseStatuses,
      words: meaning({
        open: 'new|neu|working|in progress|waiting on us|escalated|reopened',
        waiting: 'on hold|pending|waiting on contact',
        solved: 'resolved|gelöst',
        closed: 'geschlossen|done',
      }),
    }),
    f('severity', 'choice', 'severity|priority|urgency|priorität|dringlichkeit|priorité|prioridad', {
      choices: severities,
      words: meaning({
        normal: 'medium|mittel|moderate|p3|none',
        severe: 'critical|urgent|highest|blocker|p1',
        high: 'hoch|p2',
        low: 'niedrig|p4',
      }),
    }),
    f('channel', 'choice', 'channel|case origin|origin|source|ticket source|kanal|herkunft', {
      choices: channels,
      words: meaning({
        call: 'phone|telephone|telefon',
        mail: 'email|e-mail',
        web: 'form|portal|internet',
        message: 'chat|social media|facebook|twitter',
        service: 'other',
        visit: 'in person',
      }),
    }),
    owner('case owner|ticket owner|agent|assignee|case owner id'),
    accountReference(),
    contactReference(),
    note,
  ],
};

export const nextStep: Target = {
  name: 'nextStep',
  aliases: [
    'tasks',
    'task',
    'next steps',
    'to do',
    'todos',
    'follow ups',
    'aufgaben',
    'tâches',
    'tareas',
    'taken',
    'uppgifter',
  ],
  needs: [['what']],
  fields: [
    f(
      'what',
      'text',
      'what|subject|task|title|task name|next step|activity|betreff|aufgabe|titre|tâche|asunto|tarea',
      required,
    ),
    f(
      'due',
      'datetime',
      'due|due date|due on|deadline|fällig|fällig am|fälligkeitsdatum|échéance|vencimiento|scadenza',
    ),
    f('status', 'choice', 'status|task status|done|completed|statut|estado|erledigt', {
      choices: ['open', 'done'],
      words: meaning({
        done: 'completed|complete|closed|true|yes|erledigt|abgeschlossen|terminé',
        open: 'not started|in progress|deferred|waiting on someone else|waiting for input|waiting|false|no|offen|pending',
      }),
    }),
    f('doneAt', 'datetime', 'done at|completed at|completed time|closed time|completed date|erledigt am|modified time'),
    owner('task owner|task owner id|assignee'),
    accountReference(),
    contactReference(),
    opportunityReference,
    note,
    createdAt,
  ],
};

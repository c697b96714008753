import { createdAt, note, owner } from './commonFields.ts';
import { f, required, to, type Target } from './field.ts';

export const member: Target = {
  name: 'member',
  aliases: [
    'users',
    'members',
    'employees',
    'sales teams',
    'sales team',
    'team',
    'owners',
    'benutzer',
    'mitarbeiter',
    'utilisateurs',
    'usuarios',
  ],
  needs: [['name', 'lastName', 'firstName', 'email']],
  fields: [
    f('name', 'text', 'name|full name|user|user name|sales agent|agent|employee|member|benutzername|nom complet'),
    f('firstName', 'text', 'first name|given name|vorname|prénom|nombre|nome|voornaam|förnamn'),
    f(
      'lastName',
      'text',
      'last name|surname|family name|nachname|nom|nom de famille|apellido|apellidos|cognome|achternaam|efternamn|sobrenome',
    ),
    f('email', 'email', 'email|e-mail|mail|email address|work email'),
    f('phone', 'phone', 'phone|telephone|mobile|telefon'),
    f('leader', 'reference', 'manager|leader|team leader|supervisor|reports to|vorgesetzter|responsable', to('member')),
    f('team', 'text', 'team|department|group|team name|abteilung|équipe|equipo'),
    f('office', 'text', 'office|regional office|region|location|standort|niederlassung|bureau|oficina'),
    f('role', 'text', 'role|profile|title|job title|rolle|funktion|rôle|cargo'),
    f('active', 'boolean', 'active|is active|status|aktiv|actif|activo'),
  ],
};

export const offering: Target = {
  name: 'offering',
  aliases: [
    'products',
    'product',
    'offerings',
    'items',
    'services',
    'price list',
    'produkte',
    'artikel',
    'produits',
    'productos',
    'prodotti',
  ],
  needs: [['name']],
  fields: [
    f(
      'name',
      'text',
      'name|product name|product|item|item name|title|produkt|produktname|bezeichnung|artikel|produit|nom du produit|producto|prodotto',
      required,
    ),
    f('code', 'text', 'code|product code|sku|item code|article number|artikelnummer|référence|código|codice'),
    f(
      'line',
      'text',
      'line|product line|series|family|product family|product category|category|kategorie|produktgruppe|catégorie|categoría',
    ),
    f(
      'price',
      'money',
      'price|unit price|list price|sales price|retail price|preis|stückpreis|listenpreis|prix|precio|prezzo',
    ),
    f('cost', 'money', 'cost|unit cost|cost of goods sold|kosten|einkaufspreis|coût|coste|costo'),
    f('currency', 'text', 'currency|currency code|währung|devise|moneda|valuta'),
    f('active', 'boolean', 'active|product active|is active|aktiv|actif|activo'),
    f(
      'manufacturer',
      'text',
      'manufacturer|product manufacturer|vendor|brand|hersteller|marke|fabricant|marque|fabricante',
    ),
    owner('product owner'),
    note,
    createdAt,
  ],
};

export const campaign: Target = {
  name: 'campaign',
  aliases: ['campaigns', 'campaign', 'kampagnen', 'campagnes', 'campañas', 'campagne'],
  needs: [['name']],
  fields: [
    f('name', 'text', 'name|campaign name|campaign|kampagne|kampagnenname|nom de la campagne|campaña', required),
    f('kind', 'text', 'type|campaign type|kind|typ|art|tipo'),
    f('status', 'text', 'status|campaign status|statut|estado|stato'),
    f(
      'startsOn',
      'date',
      'start date|starts on|start|from|beginn|startdatum|date de début|fecha de inicio|data inizio',
    ),
    f('endsOn', 'date', 'end date|ends on|end|until|ende|enddatum|date de fin|fecha de fin|data fine'),
    f('budget', 'money', 'budget|budgeted cost|budgeted cost in campaign|budgetierte kosten|presupuesto'),
    f('cost', 'money', 'cost|actual cost|actual cost in campaign|istkosten|tatsächliche kosten|coût réel|coste real'),
    f('expectedRevenue', 'money', 'expected revenue|erwarteter umsatz|revenu attendu|ingresos esperados'),
    owner('campaign owner'),
    note,
    createdAt,
  ],
};

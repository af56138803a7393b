// The demo's words, in English and French.
export type Language = 'en' | 'fr';

const TEXTS = {
  starting: {
    en: 'Starting Postgres, a HubSpot sandbox, the web server and a worker',
    fr: 'Démarrage de Postgres, d’un HubSpot de bac à sable, du serveur web et d’un worker',
  },
  portalReady: {
    en: 'portal {portal}: {contacts} contacts, {companies} companies, {reps} reps',
    fr: 'portail {portal} : {contacts} contacts, {companies} entreprises, {reps} commerciaux',
  },
  importReady: {
    en: 'imported {contacts} contacts; {problems} lines reported and skipped',
    fr: '{contacts} contacts importés ; {problems} lignes signalées et ignorées',
  },
  moreProblems: { en: '… and {count} more', fr: '… et {count} de plus' },
  ownColumns: {
    en: 'your own columns, by the names that conditions use:',
    fr: 'vos propres colonnes, avec les noms qu’utilisent les conditions :',
  },
  nobodyOver: {
    en: 'Nobody is over the line under this agreement. Most often a mandatory field is empty in the export, or the rules look at other properties: see what keeps the others below, then edit a copy of the template (npm run accord -- agreement new FILE) and run with --agreement FILE.',
    fr: 'Personne n’est au-dessus du seuil avec cet accord. Le plus souvent un champ obligatoire est vide dans l’export, ou les règles regardent d’autres propriétés : voyez ce qui retient les autres, puis modifiez une copie du modèle (npm run accord -- agreement new FICHIER) et relancez avec --agreement FICHIER.',
  },
  totalsOnly: {
    en: 'An export holds totals, not dated behaviour: engagement starts at zero here and grows from the install on. Totals may be used in conditions.',
    fr: 'Un export contient des totaux, pas de comportement daté : l’engagement part ici de zéro et croît après l’installation. Les totaux peuvent servir dans les conditions.',
  },
  installed: {
    en: 'app installed through OAuth; Accord observes and writes nothing',
    fr: 'application installée par OAuth ; Accord observe et n’écrit rien',
  },
  judging: { en: 'judged {judged} of {total} contacts', fr: '{judged} contacts jugés sur {total}' },
  observing: {
    en: 'observing: {time}, {events} events, would hand over {count}',
    fr: 'observation : {time}, {events} événements, {count} transmissions possibles',
  },
  observed: {
    en: 'Observed until {time}: would have handed over {handOvers} leads, {withheld} changes withheld, {writes} record writes in HubSpot',
    fr: 'Observation jusqu’au {time} : {handOvers} leads auraient été transmis, {withheld} changements retenus, {writes} écritures d’enregistrement dans HubSpot',
  },
  switchedOn: {
    en: 'Switched on: scores, stage, owner, tasks. {baseline} leads over the line stay as they are (baseline)',
    fr: 'Activé : scores, étape, propriétaire, tâches. {baseline} leads au-dessus du seuil restent tels quels (référence)',
  },
  acting: {
    en: 'acting: {time}, {events} events, {tasks} tasks',
    fr: 'en action : {time}, {events} événements, {tasks} tâches',
  },
  settling: { en: 'letting the last events arrive', fr: 'arrivée des derniers événements' },
  stageTitle: { en: 'Contacts per lifecycle stage', fr: 'Contacts par étape du cycle de vie' },
  stage: { en: 'lifecycle stage', fr: 'étape' },
  contacts: { en: 'contacts', fr: 'contacts' },
  byAccord: { en: 'set by Accord', fr: 'posée par Accord' },
  noStage: { en: '(none)', fr: '(aucune)' },
  statusTitle: { en: 'Where the leads stand', fr: 'Où en sont les leads' },
  status: { en: 'status', fr: 'statut' },
  leads: { en: 'leads', fr: 'leads' },
  scoreTitle: { en: 'Scores', fr: 'Scores' },
  taskTitle: { en: 'Open tasks by rep', fr: 'Tâches ouvertes par commercial' },
  rep: { en: 'rep', fr: 'commercial' },
  open: { en: 'open', fr: 'ouvertes' },
  accept: { en: 'to accept', fr: 'à accepter' },
  firstTouch: { en: 'to contact', fr: 'à contacter' },
  feedback: { en: 'to explain', fr: 'à expliquer' },
  overdue: { en: 'overdue', fr: 'en retard' },
  nextDue: { en: 'next due', fr: 'prochaine échéance' },
  leadsTitle: { en: 'Three leads explained', fr: 'Trois leads expliqués' },
  why: { en: 'why', fr: 'pourquoi' },
  whyNotYet: { en: 'why not yet', fr: 'pourquoi pas encore' },
  handedOverLead: { en: 'handed over', fr: 'transmis' },
  almostLead: { en: 'not yet', fr: 'pas encore' },
  heldLead: { en: 'held back', fr: 'retenu' },
  ledgerTitle: { en: 'The ledger', fr: 'Le registre' },
  baselineRow: {
    en: 'held back as baseline (over the line before the switch-on)',
    fr: 'retenus comme référence (au-dessus du seuil avant l’activation)',
  },
  eventsRow: {
    en: 'events accepted / duplicates / set aside / own echoes',
    fr: 'événements acceptés / doublons / mis de côté / échos',
  },
  callsRow: { en: 'HubSpot calls used', fr: 'appels HubSpot utilisés' },
  perEventRow: {
    en: 'with one read and one write per event',
    fr: 'avec une lecture et une écriture par événement',
  },
  decisionsRow: { en: 'decisions stored', fr: 'décisions enregistrées' },
  throttledRow: { en: 'calls refused for their rate (429)', fr: 'appels refusés pour leur débit (429)' },
  parkedRow: {
    en: 'changes HubSpot refused (parked, with their reason)',
    fr: 'changements refusés par HubSpot (mis de côté, avec le motif)',
  },
  writesRow: { en: 'record writes in HubSpot', fr: 'écritures d’enregistrement dans HubSpot' },
  agrees: {
    en: 'HubSpot and Accord agree on every contact and task.',
    fr: 'HubSpot et Accord concordent sur chaque contact et chaque tâche.',
  },
  disagrees: { en: 'HubSpot and Accord differ:', fr: 'HubSpot et Accord diffèrent :' },
  planTitle: { en: 'If you switched Accord on today', fr: 'Si vous activiez Accord aujourd’hui' },
  wouldRow: {
    en: 'would hand over (after a new sign of interest, or by your release)',
    fr: 'seraient transmis (après un nouveau signe d’intérêt, ou si vous les libérez)',
  },
  shareRow: { en: 'share of all contacts', fr: 'part de tous les contacts' },
  planRow: {
    en: 'released, best first, {perDay} per rep and working day',
    fr: 'libérés, les meilleurs d’abord, {perDay} par commercial et jour ouvré',
  },
  sourceTitle: { en: 'Over the line by original source', fr: 'Au-dessus du seuil par source d’origine' },
  source: { en: 'original source', fr: 'source d’origine' },
  over: { en: 'over the line', fr: 'au-dessus' },
  share: { en: 'share', fr: 'part' },
  gradeTitle: {
    en: 'Grades (letter: fit, digit: engagement)',
    fr: 'Notes (lettre : adéquation, chiffre : engagement)',
  },
  bestTitle: { en: 'First to be released', fr: 'Premiers à libérer' },
  whyNotTitle: { en: 'What keeps the others below', fr: 'Ce qui retient les autres' },
  reason: { en: 'reason', fr: 'raison' },
  belowLine: { en: 'score below the line', fr: 'score sous le seuil' },
  missing: { en: 'missing field: {name}', fr: 'champ manquant : {name}' },
  gate: { en: 'gate: {name}', fr: 'barrière : {name}' },
  outOfScope: { en: 'out of scope', fr: 'hors périmètre' },
  equipped: {
    en: '{file} names properties that this portal does not have; they were added, empty: {names}',
    fr: '{file} nomme des propriétés que ce portail n’a pas ; elles ont été ajoutées, vides : {names}',
  },
  previewTitle: { en: 'If {file} were in force', fr: 'Si {file} était en vigueur' },
  keptRunning: {
    en: 'Still running: {url} (sandbox {sandbox}). Stop with Ctrl-C. To look around in a browser:',
    fr: 'Toujours en marche : {url} (bac à sable {sandbox}). Arrêt par Ctrl-C. À voir dans un navigateur :',
  },
  lookAtLead: {
    en: 'a lead that waits for an answer, as its owner sees it: the card stands in the sidebar and in the tab Accord',
    fr: 'un lead qui attend une réponse, vu par son propriétaire : la carte est dans la barre latérale et dans l’onglet Accord',
  },
  lookAtContacts: { en: 'all contacts', fr: 'tous les contacts' },
  lookAtSettings: { en: 'the settings page, as the admin', fr: 'les paramètres, vus par l’administrateur' },
  lookFromTerminal: { en: 'in another terminal', fr: 'dans un autre terminal' },
} as const satisfies Record<string, Record<Language, string>>;

export type TextKey = keyof typeof TEXTS;

export function textIn(
  language: Language,
  key: TextKey,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return TEXTS[key][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

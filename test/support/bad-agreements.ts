// Agreement documents with one mistake each, as edits of the shipped template, and where the mistake must be shown.
// One row per document: what ¦ text replaced ¦ by what ¦ path ¦ code ¦ suggestion or - ¦ text on the line shown, by
// default the replacement's first line. ⏎ stands for a line break, ⇥ for a tab, ␣ for a no-break space.

export interface BadDocument {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly code: string;
  readonly suggestion: string | undefined;
  readonly at: string;
}

const SHAPE = String.raw`
a mistyped key ¦ decay: { halfLife: 21 days } ¦ decay: { halfLive: 21 days } ¦ score.engagement.rules[0].decay.halfLive ¦ unknownKey ¦ halfLife
a mistyped part ¦ routing:⏎ ¦ rooting:⏎ ¦ rooting ¦ unknownKey ¦ routing
an unknown key like nothing ¦ moveBack: own ¦ moveBack: own⏎  colour: blue ¦ stages.colour ¦ unknownKey ¦ - ¦ colour: blue
text where a number belongs ¦ cap: 50 ¦ cap: fifty ¦ score.fit.cap ¦ wrongType ¦ -
text where a list belongs ¦ before: [subscriber] ¦ before: subscriber ¦ stages.before ¦ wrongType ¦ [subscriber]
a cap of zero ¦ cap: 50 ¦ cap: 0 ¦ score.fit.cap ¦ notAbove ¦ -
too many points ¦ points: 35 ¦ points: 35000 ¦ score.engagement.rules[0].points ¦ tooBig ¦ -
points finer than a thousandth ¦ points: 35 ¦ points: 0.1234 ¦ score.engagement.rules[0].points ¦ tooFine ¦ -
an id with capitals and spaces ¦ id: title-head ¦ id: Title Head ¦ score.fit.rules[0].id ¦ badId ¦ title-head
a mistyped operator ¦ operator: IN, values: [COMPUTER ¦ operator: NOTIN, values: [COMPUTER ¦ score.fit.rules[9].when[0].operator ¦ badWord ¦ NOT_IN
an operator in small letters ¦ entry: [{ score: total, operator: GTE ¦ entry: [{ score: total, operator: gte ¦ stages.mql.entry[0].operator ¦ badWord ¦ GTE
a mistyped signal ¦ signal: emailReply⏎ ¦ signal: emailReplies⏎ ¦ score.engagement.rules[9].signal ¦ badWord ¦ emailReply
how SQL happens ¦ how: propose ¦ how: proposed ¦ stages.sql.how ¦ badWord ¦ propose
a condition without its subject ¦ { property: hs_email_optout, ¦ { propery: hs_email_optout, ¦ score.gates[2].when[0].propery ¦ unknownKey ¦ property
a condition that is text ¦ [{ property: hs_email_optout, operator: EQ, value: true }] ¦ [unsubscribed] ¦ score.gates[2].when[0] ¦ noCondition ¦ -
a mistyped seniority ¦ { derived: seniority, operator: EQ, value: manager } ¦ { derived: seniority, operator: EQ, value: maneger } ¦ score.fit.rules[2].when[0].value ¦ badWord ¦ manager
a mistyped department in a list ¦ values: [sales, marketing, finance, general_management] ¦ values: [sales, marketting] ¦ score.fit.rules[12].when[0].values[1] ¦ badWord ¦ marketing
a label too few ¦ labels: [hot, warm, cold] ¦ labels: [hot, cold] ¦ score.grade.labels ¦ labelCount ¦ -
marks that can be mixed up ¦ fit: { A: 35, B: 20, C: 0 }⏎    engagement: { 1: 35, 2: 15, 3: 0 } ¦ fit: { A: 35, AB: 20, C: 0 }⏎    engagement: { BX: 35, X: 15, Z: 0 } ¦ score.grade.fit ¦ ambiguousGrade ¦ -
a cap below the points of a fit rule ¦ cap: 4⏎ ¦ cap: 1 # low⏎ ¦ score.fit.rules[13].cap ¦ capBelowPoints ¦ -
an empty list of conditions ¦ [{ property: hs_email_optout, operator: EQ, value: true }] ¦ [] ¦ score.gates[2].when ¦ tooSmallItems ¦ - ¦ when: []
a label as property name ¦ property: hs_email_optout ¦ property: Opted out ¦ score.gates[2].when[0].property ¦ badProperty ¦ opted_out
a language that does not exist ¦ language: en ¦ language: english ¦ language ¦ badWord ¦ -
a kind of objective ¦ kind: absolute ¦ kind: absolut ¦ objectives[1].kind ¦ badChoice ¦ -
`;

const OPERANDS = String.raw`
BETWEEN without its upper end ¦ value: 50, highValue: 249 ¦ value: 50 ¦ segments[1].when[0].highValue ¦ operandMissing ¦ - ¦ operator: BETWEEN, value: 50 }
BETWEEN upside down ¦ value: 50, highValue: 249 ¦ value: 250, highValue: 49 ¦ segments[1].when[0].highValue ¦ reversedRange ¦ -
IN with a single value ¦ property: hs_email_optout, operator: EQ, value: true ¦ property: hs_email_optout, operator: IN, value: true ¦ score.gates[2].when[0].values ¦ operandMissing ¦ -
HAS_PROPERTY with a value ¦ operator: NOT_HAS_PROPERTY }⏎  # Letter ¦ operator: NOT_HAS_PROPERTY, value: x }⏎  # Letter ¦ score.gates[3].when[1].value ¦ operandTooMuch ¦ -
EQ with an empty value ¦ hs_email_optout, operator: EQ, value: true ¦ hs_email_optout, operator: EQ, value: '' ¦ score.gates[2].when[0].value ¦ operandEmpty ¦ -
EQ with a list ¦ hs_email_optout, operator: EQ, value: true ¦ hs_email_optout, operator: EQ, value: [true] ¦ score.gates[2].when[0].value ¦ badOperand ¦ -
a score condition in a fit rule ¦ when: [{ company: numberofemployees, operator: LT, value: 10 }] ¦ when: [{ score: total, operator: LT, value: 10 }] ¦ score.fit.rules[7].when[0].score ¦ scoreNotHere ¦ -
a score condition in the scope ¦ customers: out ¦ exclude: [{ score: fit, operator: LT, value: 5 }] ¦ scope.exclude[0].score ¦ scoreNotHere ¦ -
a list whose operator is HubSpot's own ¦ exit: [{ score: total, operator: LT, value: 40 }] ¦ exit: [{ list: Competitors, operator: IN_LIST }] ¦ stages.mql.exit[0].operator ¦ badWord ¦ -
a list without a name ¦ exit: [{ score: total, operator: LT, value: 40 }] ¦ exit: [{ list: " ", operator: MEMBER }] ¦ stages.mql.exit[0].list ¦ tooSmallLetters ¦ -
a list with a value ¦ exit: [{ score: total, operator: LT, value: 40 }] ¦ exit: [{ list: Competitors, operator: MEMBER, value: 1 }] ¦ stages.mql.exit[0].value ¦ unknownKey ¦ -
a stage age of both kinds ¦ exit: [{ score: total, operator: LT, value: 40 }] ¦ exit: [{ stageAge: { atLeastDays: 1, lessThanDays: 2 } }] ¦ stages.mql.exit[0].stageAge ¦ oneStageAge ¦ -
a window of no days ¦ { signal: form, operator: LT, count: 1, withinDays: 90 } ¦ { signal: form, operator: LT, count: 1, withinDays: 0 } ¦ score.fit.rules[11].when[0].withinDays ¦ tooSmall ¦ -
`;

const TIMES = String.raw`
hours of no kind ¦ firstTouchWithin: 1 working day ¦ firstTouchWithin: 24 h ¦ promises.sales.firstTouchWithin ¦ bareDuration ¦ 24 working hours
a number alone ¦ acceptWithin: 8 working hours ¦ acceptWithin: 8 ¦ promises.sales.acceptWithin ¦ bareDuration ¦ 8 working hours
French days of no kind ¦ feedbackWithin: 2 working days ¦ feedbackWithin: 2 jours ¦ promises.sales.feedbackWithin ¦ bareDuration ¦ 2 jours ouvrés
days that count Saturdays ¦ feedbackWithin: 2 working days ¦ feedbackWithin: 2 jours ouvrables ¦ promises.sales.feedbackWithin ¦ legalDays ¦ 2 jours ouvrés
a mistyped unit ¦ acceptWithin: 8 working hours ¦ acceptWithin: 8 workin hours ¦ promises.sales.acceptWithin ¦ badDuration ¦ 8 working hours
half a working day ¦ firstTouchWithin: 1 working day ¦ firstTouchWithin: 0.5 working days ¦ promises.sales.firstTouchWithin ¦ durationAmount ¦ -
a promise of ten years ¦ acceptWithin: 8 working hours ¦ acceptWithin: 20000 working hours ¦ promises.sales.acceptWithin ¦ durationTooLong ¦ -
a half-life in working time ¦ decay: { halfLife: 21 days } ¦ decay: { halfLife: 21 working days } ¦ score.engagement.rules[0].decay.halfLife ¦ badDuration ¦ -
a decay that is no decay ¦ decay: { halfLife: 21 days } ¦ decay: slow ¦ score.engagement.rules[0].decay ¦ badDecay ¦ -
steps out of order ¦ { after: 30 days, keep: 0 % } ¦ { after: 3 days, keep: 0 % } ¦ score.engagement.rules[7].decay.steps[1].after ¦ stepsOrder ¦ -
steps that grow ¦ { after: 30 days, keep: 0 % } ¦ { after: 30 days, keep: 80 % } ¦ score.engagement.rules[7].decay.steps[1].keep ¦ stepsGrow ¦ -
a share without its sign ¦ completeness: 95 %⏎ ¦ completeness: 95⏎ ¦ data.completeness ¦ badPercent ¦ 95 %
a zone by its city ¦ timeZone: Europe/London ¦ timeZone: Paris ¦ calendar.timeZone ¦ badTimeZone ¦ Europe/Paris
a fixed offset ¦ timeZone: Europe/London ¦ timeZone: '+01:00' ¦ calendar.timeZone ¦ badTimeZone ¦ -
a block upside down ¦ monday: [09:00-12:30, 14:00-18:00] ¦ monday: [12:30-09:00, 14:00-18:00] ¦ calendar.workingHours.monday[0] ¦ reversedBlock ¦ -
overlapping blocks ¦ monday: [09:00-12:30, 14:00-18:00] ¦ monday: [09:00-14:30, 14:00-18:00] ¦ calendar.workingHours.monday[1] ¦ overlappingBlocks ¦ -
a block of words ¦ monday: [09:00-12:30, 14:00-18:00] ¦ monday: [morning] ¦ calendar.workingHours.monday[0] ¦ badBlock ¦ -
a country by its name ¦ country: GB ¦ country: Allemagne ¦ calendar.holidays.country ¦ badCountry ¦ DE
a region of another country ¦ country: GB ¦ country: FR, region: BY ¦ calendar.holidays.region ¦ badRegion ¦ -
a day that does not exist ¦ 2026-12-24..2027-01-01 ¦ 2026-02-30 ¦ calendar.closures[0] ¦ badClosure ¦ -
a closure upside down ¦ 2026-12-24..2027-01-01 ¦ 2027-01-01..2026-12-24 ¦ calendar.closures[0] ¦ reversedClosure ¦ 2026-12-24..2027-01-01
`;

const ACROSS = String.raw`
a rule id used twice ¦ id: title-director ¦ id: title-head ¦ score.fit.rules[1].id ¦ repeatedId ¦ - ¦ - id: title-head⏎        label: Director
a rule id used in both dimensions ¦ id: email-click ¦ id: country ¦ score.engagement.rules[10].id ¦ repeatedId ¦ - ¦ id: country⏎        label: Click
a group that is not defined ¦ group: role ¦ group: roles ¦ score.fit.rules[0].group ¦ unknownReference ¦ role
a fit group in an engagement rule ¦ group: browsing⏎      - id: page-pricing-fr ¦ group: size⏎      - id: page-pricing-fr ¦ score.engagement.rules[12].group ¦ unknownReference ¦ - ¦ group: size⏎      - id: page-pricing-fr
a segment that is not defined ¦ { unit: mql, perMonth: 100 } ¦ { unit: mql, perMonth: 100, segment: midmarket } ¦ promises.marketing.volume[0].segment ¦ unknownReference ¦ mid-market
a clause that is not defined ¦ clause: title-director ¦ clause: title-directer ¦ feedback.reasons[3].clause ¦ unknownReference ¦ title-director
an exit above the entry ¦ operator: LT, value: 40 ¦ operator: LT, value: 70 ¦ stages.mql.exit[0].value ¦ exitAboveEntry ¦ -
an exit at the entry ¦ operator: LT, value: 40 ¦ operator: LT, value: 60 ¦ stages.mql.exit[0].value ¦ exitAboveEntry ¦ -
an entry nobody can reach ¦ entry: [{ score: total, operator: GTE, value: 60 ¦ entry: [{ score: total, operator: GTE, value: 120 ¦ stages.mql.entry[0].value ¦ unreachable ¦ -
bands out of order ¦ fit: { A: 35, B: 20, C: 0 } ¦ fit: { A: 20, B: 35, C: 0 } ¦ score.grade.fit.B ¦ bandsOrder ¦ -
a cap below one signal ¦ cap: 40⏎        decay ¦ cap: 30⏎        decay ¦ score.engagement.rules[0].cap ¦ capBelowPoints ¦ -
one HubSpot stage for two ¦ lifecycle: salesqualifiedlead ¦ lifecycle: marketingqualifiedlead ¦ stages.sql.lifecycle ¦ repeatedStage ¦ - ¦ lifecycle: marketingqualifiedlead⏎    note: An MQL
a stage that is protected ¦ protected: [customer, ¦ protected: [salesqualifiedlead, ¦ stages.protected[0] ¦ protectedStage ¦ -
a first stage that is protected ¦ before: [subscriber] ¦ before: [customer] ¦ stages.before[0] ¦ beforeStage ¦ -
a rep twice in the pool ¦ pool: everyone ¦ pool: [anna.martin@our-company.example, Anna.Martin@our-company.example] ¦ routing.pool[1] ¦ repeatedRep ¦ -
an address that is none ¦ pool: everyone ¦ pool: [anna.martin@our-company.example, ben.cooper] ¦ routing.pool[1] ¦ badEmail ¦ -
a reason with a semicolon ¦ label: No budget ¦ label: No budget; no time ¦ feedback.reasons[2].label ¦ noSemicolon ¦ -
a criterion that no rule carries out ¦ rules: [competitor, student] ¦ rules: [] ¦ criteria[4].rules ¦ orphanCriterion ¦ -
a criterion with a rule that is not there ¦ rules: [competitor, student] ¦ rules: [competitor, students] ¦ criteria[4].rules[1] ¦ unknownReference ¦ student
a note that names a rule that is not there ¦ note: A deal is open. ¦ note: A deal is open, see [[title-hed]]. ¦ stages.opportunity.note ¦ unknownReference ¦ title-head
a domain with its @ ¦ ownDomains: [our-company.example] ¦ ownDomains: ["@our-company.example"] ¦ scope.ownDomains[0] ¦ badDomain ¦ our-company.example
an overlay country by its name ¦ countries: [DE, AT] ¦ countries: [Allemagne, AT] ¦ overlays[0].countries[0] ¦ badCountryCode ¦ DE
an overlay language with its country ¦ countries: [DE, AT] ¦ languages: [de-AT] ¦ overlays[0].languages[0] ¦ badLanguageCode ¦ de
an overlay for nobody in particular ¦ countries: [DE, AT] ¦ # whom? ¦ overlays[0] ¦ overlayForAll ¦ - ¦ - id: germany
an overlay by team and country ¦ countries: [DE, AT] ¦ countries: [DE, AT]⏎    teams: [Berlin] ¦ overlays[0].teams ¦ overlayTeamAlone ¦ - ¦ teams: [Berlin]
an overlay by team that moves a line ¦ countries: [DE, AT] ¦ teams: [Berlin]⏎    points: { country: 9 } ¦ overlays[0].points ¦ overlayTeamLines ¦ - ¦ points: { country
an overlay chosen by a signal ¦ countries: [DE, AT] ¦ when: [{ signal: form, operator: GTE, count: 1, withinDays: 30 }] ¦ overlays[0].when[0] ¦ overlayCondition ¦ -
an overlay that gives points to no rule ¦ countries: [DE, AT] ¦ countries: [DE]⏎    points: { contry: 9 } ¦ overlays[0].points.contry ¦ unknownReference ¦ country ¦ points: {
an overlay whose line nobody can reach ¦ countries: [DE, AT] ¦ countries: [DE]⏎    stages: { mql: { entry: [{ score: fit, operator: GTE, value: 90 }] } } ¦ overlays[0].stages.mql.entry[0].value ¦ unreachable ¦ - ¦ stages: { mql: {
an overlay whose entry is below the exit ¦ countries: [DE, AT] ¦ countries: [DE]⏎    stages: { mql: { entry: [{ score: total, operator: GTE, value: 30 }] } } ¦ overlays[0].stages.mql.entry ¦ exitAboveEntry ¦ - ¦ stages: { mql: {
a calendar with its own overlays ¦ holidays: { country: GB } ¦ overlays: [] ¦ calendar.overlays ¦ unknownKey ¦ -
a pool that is not defined ¦ pool: everyone ¦ pool: paris ¦ routing.pool ¦ unknownReference ¦ -
a pool by its address ¦ pool: everyone ¦ pool: anna@our-company.example ¦ routing.pool ¦ badPool ¦ -
a routing rule without a target ¦ pool: everyone ¦ pool: everyone⏎  rules: [{ id: fr, countries: [FR] }] ¦ routing.rules[0] ¦ ruleTarget ¦ - ¦ rules: [{
a source that HubSpot does not have ¦ pool: everyone ¦ pool: everyone⏎  rules: [{ id: fr, sources: [PAID_SERCH], to: everyone }] ¦ routing.rules[0].sources[0] ¦ badWord ¦ PAID_SEARCH ¦ rules: [{
a grade that does not exist ¦ pool: everyone ¦ pool: everyone⏎  rules: [{ id: best, grades: [A4], to: everyone }] ¦ routing.rules[0].grades[0] ¦ unknownReference ¦ - ¦ rules: [{
a limit on what is forgiven ¦ returnPolicy: forgive ¦ returnPolicy: { policy: forgive, cap: 3 } ¦ routing.returnPolicy.cap ¦ forgiveNothing ¦ -
passing over every rep of a pool ¦ pool: everyone ¦ pool: [a@x.example, b@x.example]⏎  skipPrevious: 2 ¦ routing.skipPrevious ¦ skipsEverybody ¦ - ¦ skipPrevious
an absence that ends before it starts ¦ pool: everyone ¦ pool: [{ email: a@x.example, absences: [{ from: 2026-08-20, until: 2026-08-02 }] }] ¦ routing.pool[0].absences[0].until ¦ reversedAbsence ¦ -
a clause that starts at no stage ¦ acceptWithin: 8 working hours ¦ acceptWithin: { within: 8 working hours, start: stage } ¦ promises.sales.acceptWithin.start ¦ startStage ¦ -
a pause that is not defined ¦ acceptWithin: 8 working hours ¦ acceptWithin: { within: 8 working hours, pauses: [holiday] } ¦ promises.sales.acceptWithin.pauses[0] ¦ unknownReference ¦ -
a clause id used twice ¦ acceptWithin: 8 working hours ¦ acceptWithin: { within: 8 working hours, id: feedback } ¦ promises.sales.feedbackWithin.id ¦ repeatedId ¦ - ¦ feedbackWithin:
a clause id used by both sides ¦ matureAfter: 30 days } ¦ matureAfter: 30 days, id: accept } ¦ promises.marketing.quality.id ¦ repeatedId ¦ -
a month that does not exist ¦ { unit: mql, perMonth: 100 } ¦ { unit: mql, perMonth: 100, months: { 2026-13: 5 } } ¦ promises.marketing.volume[0].months.2026-13 ¦ badMonth ¦ -
a notice to an address that is none ¦ marketing: [{ channel: email }] ¦ marketing: [{ channel: email, to: marketing }] ¦ notify.marketing[0].to ¦ badEmail ¦ -
a webhook's address in the document ¦ sales: [{ channel: task }] ¦ sales: [{ channel: slack, to: "https://hooks.slack.com/services/T0/B0/X" }] ¦ notify.sales[0].to ¦ secretInDocument ¦ -
a quality floor above the promise ¦ matureAfter: 30 days } ¦ matureAfter: 30 days, floor: 40 % } ¦ promises.marketing.quality.floor ¦ floorAboveRate ¦ -
a lead taken from a rep for what marketing owes ¦       - { do: agenda } ¦       - { do: reassign } ¦ promises.marketing.consequences[0].do ¦ ofSalesAlone ¦ agenda
a lead given back to marketing for what marketing owes ¦       - { do: agenda } ¦       - { do: agenda }⏎      - { do: return } ¦ promises.marketing.consequences[1].do ¦ ofSalesAlone ¦ agenda ¦ { do: return }
a limit to how often a clause is a point of the agenda ¦       - { do: agenda } ¦       - { do: agenda, after: 2 working days, maxPerHour: 3 } ¦ promises.marketing.consequences[0].maxPerHour ¦ onceAMonth ¦ -
a rest for a point of the agenda ¦       - { do: agenda } ¦       - { do: warn }⏎      - { do: agenda, coolDown: 24 hours } ¦ promises.marketing.consequences[1].coolDown ¦ onceAMonth ¦ - ¦ { do: agenda, coolDown
a limit to how often marketing is told of a month ¦       - { do: agenda } ¦       - { do: escalate, after: 2 working days, maxPerHour: 3 } ¦ promises.marketing.consequences[0].maxPerHour ¦ onceAMonth ¦ -
a consequence that is a word of the language ¦       - { do: agenda } ¦       - { do: constructor } ¦ promises.marketing.consequences[0].do ¦ badWord ¦ -
two addresses where one person is told ¦       - { do: agenda } ¦       - { do: escalate, to: a@x.example and b@x.example } ¦ promises.marketing.consequences[0].to ¦ badEmail ¦ -
half an address in a step of sales ¦ do: escalate, to: sales lead ¦ do: escalate, to: head@sales ¦ promises.sales.consequences[1].to ¦ badEmail ¦ -
a reader of a point that goes to both sides ¦       - { do: agenda } ¦       - { do: agenda, to: boss@x.example } ¦ promises.marketing.consequences[0].to ¦ toldToBoth ¦ -
quality that runs backwards ¦ { from: mql, to: sql, ¦ { from: sql, to: mql, ¦ promises.marketing.quality.to ¦ qualityBackwards ¦ -
`;

const LIFECYCLE = String.raw`
deals that answer though none is read ¦     deals: true ¦     deals: false ¦ feedback.answers.dealCreated ¦ dealsNotRead ¦ - ¦ dealCreated: true
a custom stage with the value of another ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: sal, label: SAL, lifecycle: salesqualifiedlead, after: mql }] ¦ stages.custom[0].lifecycle ¦ repeatedStage ¦ - ¦ custom: [
a custom stage without its place ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: sal, label: SAL, lifecycle: 1234, moment: accepted }] ¦ stages.custom[0] ¦ stageWithoutPlace ¦ - ¦ custom: [
a yes after the opportunity ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: sal, label: SAL, lifecycle: 1234, after: opportunity, moment: accepted }] ¦ stages.custom[0].after ¦ stageMisplaced ¦ mql ¦ custom: [
an end of cycles with a place ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: back, label: Back, lifecycle: 1234, after: mql, moment: recycled }] ¦ stages.custom[0].after ¦ sideStage ¦ - ¦ custom: [
two stages of one moment ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: a, label: A, lifecycle: 1, moment: recycled }, { id: b, label: B, lifecycle: 2, moment: recycled }] ¦ stages.custom[1].moment ¦ repeatedMoment ¦ - ¦ custom: [
a moment that does not exist ¦ moveBack: own ¦ moveBack: own⏎  custom: [{ id: sal, label: SAL, lifecycle: 1234, after: mql, moment: accept }] ¦ stages.custom[0].moment ¦ badWord ¦ accepted ¦ custom: [
an end of cycles that could never be set ¦ moveBack: own ¦ moveBack: never⏎  custom: [{ id: back, label: Back, lifecycle: 1234, moment: recycled }] ¦ stages.custom[0].moment ¦ sideNeverReached ¦ - ¦ custom: [
a disqualification without its wait ¦     coolDown: 365 days⏎ ¦ ⏎ ¦ disqualify[1].coolDown ¦ missing ¦ - ¦ - id: left-company
a wait of no unit ¦ coolDown: 365 days ¦ coolDown: 365 ¦ disqualify[1].coolDown ¦ badDuration ¦ -
an answer that is none ¦ OPEN_DEAL: accept ¦ OPEN_DEAL: accepted ¦ feedback.answers.leadStatus.OPEN_DEAL ¦ badMappedAnswer ¦ - ¦ leadStatus:
an answer with a reason nobody defined ¦ "reject: off-target" ¦ "reject: off-targets" ¦ feedback.answers.leadStatus.UNQUALIFIED ¦ unknownReference ¦ reject: off-target ¦ leadStatus:
a stage of HubSpot leads that is a word of nobody's ¦ dealCreated: true ¦ dealCreated: true⏎    hubspotLeads: { stages: { conected: accept } } ¦ feedback.answers.hubspotLeads.stages.conected ¦ unknownLeadStage ¦ connected ¦ hubspotLeads:
a stage of HubSpot leads with a reason nobody defined ¦ dealCreated: true ¦ dealCreated: true⏎    hubspotLeads: { stages: { "4711": "reject: off-targets" } } ¦ feedback.answers.hubspotLeads.stages.4711 ¦ unknownReference ¦ reject: off-target ¦ hubspotLeads:
a disqualification that stands for a reason nobody defined ¦ dealCreated: true ¦ dealCreated: true⏎    hubspotLeads: { stages: { disqualified: reject }, reasons: { BUDGET: no-budgets } } ¦ feedback.answers.hubspotLeads.reasons.BUDGET ¦ unknownReference ¦ no-budget ¦ hubspotLeads:
`;

const YAML = String.raw`
a key written twice ¦ moveBack: own ¦ moveBack: own⏎  moveBack: any ¦ - ¦ duplicateKey ¦ - ¦ moveBack: any
an open bracket ¦ before: [subscriber] ¦ before: [subscriber ¦ - ¦ openBracket ¦ -
an alias to nothing ¦ before: [subscriber] ¦ before: *early ¦ - ¦ lostAlias ¦ "*early"
a tag of a programming language ¦ language: en ¦ language: !!js/function en ¦ - ¦ tag ¦ -
a tab before a key ¦   moveBack: own ¦ 	moveBack: own ¦ - ¦ tabs ¦ -
a colon in an unquoted text ¦ note: Everybody we could sell to ¦ note: Everybody: who we could sell to ¦ - ¦ colonInText ¦ note: "Everybody: who we could sell to for the first time."
a colon in a text between braces ¦ label: MQLs a month, ¦ label: MQLs: a month, ¦ - ¦ colonInText ¦ label: "MQLs: a month"
a key one space too deep ¦     how: propose ¦      how: propose ¦ - ¦ indentation ¦ -
a key of a block one level too deep ¦   moveBack: own ¦     moveBack: own ¦ - ¦ indentation ¦ -
a line that begins with a no-break space ¦     how: propose ¦     how: propose ¦ - ¦ oddSpace ¦ -
no space after a colon ¦ cap: 50⏎ ¦ cap:50⏎ ¦ - ¦ colonSpace ¦ cap: 50
no space after a dash ¦   - id: small ¦   -id: small ¦ - ¦ dashSpace ¦ - id: small
an equals sign for a colon ¦ how: propose ¦ how = propose ¦ - ¦ noColon ¦ how: propose
a bracket too many ¦ before: [subscriber] ¦ before: [subscriber]] ¦ - ¦ extraBracket ¦ -
a brace left open ¦ operator: EQ, value: true }] ¦ operator: EQ, value: true ] ¦ - ¦ openBracket ¦ -
a quote left open ¦ value: "student*" ¦ value: "student* ¦ - ¦ openQuote ¦ -
an apostrophe in single quotes ¦ label: Finance decision maker ¦ label: 'Finance's decision maker' ¦ - ¦ quoteInside ¦ label: "Finance's decision maker"
an unquoted text that begins with @ ¦ label: Finance decision maker ¦ label: @finance ¦ - ¦ reservedStart ¦ label: "@finance"
an unquoted text that begins with a percent sign ¦ completeness: 95 %⏎ ¦ completeness: %95⏎ ¦ - ¦ reservedStart ¦ completeness: "%95"
an unquoted word that begins with a star ¦ value: "student*" ¦ value: *student ¦ - ¦ lostAlias ¦ "*student"
a second document in the file ¦ objectives:⏎ ¦ ---⏎objectives:⏎ ¦ - ¦ severalDocuments ¦ - ¦ ---⏎objectives:
a block merged with << ¦   sql:⏎ ¦   sql:⏎    <<: { a: 1 }⏎ ¦ stages.sql.<< ¦ mergeKey ¦ - ¦ <<: {
a part with nothing in it ¦ personas:⏎ ¦ personas:⏎xx:⏎ ¦ personas ¦ emptyValue ¦ - ¦ personas:
yes instead of true ¦ keepContactOwner: true ¦ keepContactOwner: yes ¦ routing.keepContactOwner ¦ wrongType ¦ true
a number in quotes ¦ cap: 50⏎ ¦ cap: "50"⏎ ¦ score.fit.cap ¦ wrongType ¦ 50
a decimal comma ¦ points: 35 ¦ points: 3,5 ¦ score.engagement.rules[0].points ¦ wrongType ¦ 3.5
a share as a fraction ¦ rate: 30 % ¦ rate: 0.3 ¦ promises.marketing.quality.rate ¦ badPercent ¦ 30 %
a key of the wrong case ¦ moveBack: own ¦ moveback: own ¦ stages.moveback ¦ unknownKey ¦ moveBack
one block of hours without brackets ¦ monday: [09:00-12:30, 14:00-18:00] ¦ monday: 09:00-12:30 ¦ calendar.workingHours.monday ¦ wrongType ¦ [09:00-12:30]
`;

export const BAD_DOCUMENTS: readonly BadDocument[] = [
  SHAPE,
  OPERANDS,
  TIMES,
  ACROSS,
  LIFECYCLE,
  YAML,
].flatMap((table) => table.trim().split('\n').map(toDocument));

function toDocument(row: string): BadDocument {
  const cells = row
    .split(' ¦ ')
    .map((cell) => cell.replaceAll('⏎', '\n').replaceAll('⇥', '\t').replaceAll('␣', '\u00a0'));
  const [what, from, to, path, code, suggestion, at] = cells;
  if (
    what === undefined ||
    from === undefined ||
    to === undefined ||
    path === undefined ||
    code === undefined
  ) {
    throw new Error(`Row with too few cells: ${row}`);
  }
  const shown = at ?? firstLine(to);
  return {
    what,
    from,
    to,
    path: path === '-' ? '' : path,
    code,
    suggestion: suggestion === '-' ? undefined : suggestion,
    at: shown,
  };
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

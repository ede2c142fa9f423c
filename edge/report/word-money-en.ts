import type { Assumptions } from '../contract/assumption.ts'
import type { PolicyBars } from '../contract/plant.ts'
import type { CashItem } from '../core/quality/cash.ts'

/** Words for what ships and what it pays. */
export const moneyEn = {
  ships: {
    heading: 'What ships',
    text: 'Undecided parts are decided by people at a review desk, who err too. Beside it the model alone, where undecided parts are held back, and inspection by hand.',
    way: 'Inspection',
    modelAlone: 'Model alone',
    afterReview: 'After review: what ships',
    byHand: 'By hand',
    escapes: 'Escapes',
    upper: 'Upper 95\u202f%',
    falseRejects: 'False rejects',
    perMillion: 'Escapes per million shipped',
    wait: 'Wait at the desk (p95)',
    overflow: 'Found the desk full',
    overflowNote: 'of the undecided parts; they are held, not shipped',
    note: (prevalence: string) =>
      `Escapes are of all defective parts, false rejects of all good ones, undecided parts included; per million at a prevalence of ${prevalence}. By hand: as assumed.`,
  },
  labour: {
    heading: 'Labour and cash',
    hours: 'Inspection hours saved',
    money: 'Wages for them saved',
    payback: 'Payback',
    months: (months: string) => `${months} months`,
    between: (from: string, to: string) => `${from} to ${to}`,
    interval: 'at the 95\u202f% bounds of the rates',
    never: 'never',
    neverUnder: 'Never pays under',
    perHour: (parts: string) => `${parts} parts/h`,
    unknown: 'One kind of part was never seen: nothing can be said of hours and money.',
    sheet: 'Cash sheet: money a year, in any one currency',
    item: 'Item',
    items: {
      inspection: 'Inspection by hand',
      review: 'Review of undecided parts',
      confirm: 'Confirming refused parts',
      audit: 'Audit of passed parts',
      escapes: 'Escapes',
      falseRejects: 'False rejects',
      retraining: 'Retraining',
      upkeep: 'Upkeep',
    } satisfies Record<CashItem, string>,
    sum: 'A year',
    once: (hardware: string, setUp: string, total: string) =>
      `Once, before the first part: hardware ${hardware} and set-up ${setUp}, together ${total}.`,
    work: (byHand: string, people: string, withAi: string, peopleWithAi: string) =>
      `Hours of people a year: ${byHand} by hand (${people} people), ${withAi} with AI (${peopleWithAi} people).`,
    always: 'no line rate: it pays at any',
    atNoRate: 'any line rate: it never pays',
    byHand: 'By hand',
    withAi: 'With AI',
    difference: 'Difference',
    assumptions: 'All assumptions',
    usual: (value: string) => `usual: ${value}`,
    note: 'Hours, wages and money stand apart: wages weigh hours by grade; the cash sheet adds escapes, false rejects, retraining and upkeep, and payback also hardware and set-up.',
    sources:
      'Every number is an assumption, and this sheet is worth what they are worth. The rates by hand come from a published study of integrated circuits; the others have no source and are to be replaced by those of the plant.',
  },
  assumption: {
    prevalence: 'Defective in production',
    manualS: 'One part by hand',
    reviewS: 'Reviewing an undecided part',
    confirmS: 'Confirming a refused part',
    auditShare: 'Passed parts audited',
    partsPerHour: 'Parts an hour',
    hoursPerYear: 'Hours a year',
    hoursPerPersonPerYear: 'Hours of one person, a year',
    wageManualPerHour: 'Wage of an inspector, an hour',
    wageReviewPerHour: 'Wage of a reviewer, an hour',
    manualMissRate: 'Missed by hand',
    manualFalseRejectRate: 'Falsely rejected by hand',
    reviewMissRate: 'Missed in review',
    reviewFalseRejectRate: 'Falsely rejected in review',
    deskSeats: 'People at the review desk',
    deskCapacity: 'Parts that may wait there',
    costPerEscape: 'Cost of an escape',
    costPerFalseReject: 'Cost of a false reject',
    hardware: 'Hardware, once',
    setUp: 'Set-up, once',
    retrainingPerYear: 'Retraining, a year',
    upkeepPerYear: 'Upkeep, a year',
  } satisfies Record<keyof Assumptions, string>,
  upkeep: {
    heading: (machine: string) => `Upkeep of the machine beside the line: ${machine}`,
    saved: (share: string, low: string, high: string) =>
      `Maintenance by forecast saves ${share} of the cost of the best calendar (95\u202f%: ${low} to ${high}).`,
    policy: 'Policy',
    cost: 'Cost',
    downtime: 'Hours down',
    bar: 'Cost, drawn',
    policies: {
      runToFailure: 'run to failure',
      calendar: 'best calendar',
      predictive: 'prediction',
      perfect: 'foresight',
    } satisfies Record<PolicyBars['bars'][number]['policy'], string>,
    note: (lives: string) =>
      `Per 1000 running hours; cost in planned repairs, a failure costs five. Measured beforehand on ${lives} simulated lives:`,
  },
}

export type MoneyWords = typeof moneyEn

/** Words of the report on a run. */
export const reportEn = {
  report: {
    title: 'Acceptance report of this run',
    print: 'Print or save as PDF',
    about:
      'All of this view on paper, with what the run is, its evidence and room to sign. It may be printed at any moment: the bounds of the evidence hold whenever one looks, those of the curves for one look. For an acceptance on a number of parts fixed beforehand:',
    at: 'As of',
    line: 'Line',
    run: 'Run',
    model: 'Model, SHA-256',
    thresholds: 'Thresholds',
    lamp: 'Lamp',
    again: 'To have it again',
    errors: 'Errors',
    undecided: 'Undecided',
    columns: ['Role', 'Name', 'Date', 'Signature'],
    roles: ['Tested by', 'Approved by', 'Witnessed by'],
  },
}

export type ReportWords = typeof reportEn

/** Words of the view of one part. */
export const partEn = {
  part: {
    title: (part: string) => `Part ${part}`,
    time: 'Where its time went',
    total: (ms: string) => `${ms} ms from frame to verdict`,
    story: 'What happened',
    photographed: 'photographed',
    judged: (evaluation: string) => `verdict: ${evaluation}`,
    incident: 'one of a run of like parts',
    reviewed: (who: string, decision: string, waited: string) => `${who} decided ${decision} after ${waited}`,
    truth: 'What it really is',
    reveal: 'Reveal the truth',
    hide: 'Hide the truth',
    gone: 'The truth is kept as long as the picture, and that is gone.',
    nobodyKnows: 'Nobody knows: a photograph without a label.',
    good: 'Good.',
    defective: 'Defective.',
    bare: 'Nothing on its surface.',
    ofLimit: (share: string) => `${share} of the limit`,
    contrast: (ratio: string) => `contrast ${ratio} × noise`,
    lookAlike: 'harmless look-alike',
    take: 'To take away',
    picture: 'Picture as PNG',
    result: 'Result as JSON',
    replay: 'The line from this part on:',
    script: 'With what was done to lamp and lens: this scenario',
  },
}

export type PartWords = typeof partEn

/** The words of teaching a product. */
export const teachEn = {
  teach: {
    title: 'Good parts',
    intro:
      'Teach a product from pictures of good parts alone: here, on this computer, beside the running line. Nothing leaves it.',
    drop: 'Drop pictures here, or',
    choose: 'choose files',
    collect: {
      line: (n: string) => `Take ${n} that the line passes`,
      desk: (n: string) => `Take ${n} that people pass at the review desk`,
    },
    collecting: (found: string, wanted: string) => `${found} of ${wanted} taken …`,
    stop: 'Stop',
    camera: 'Camera',
    closeCamera: 'Close the camera',
    snapGood: 'Take as a good part',
    snapTry: 'Have it judged',
    cameraNote: 'The picture stays in this page until you take it; what is judged is not stored.',
    noCamera: 'The browser gives no camera: allow it, or plug one in.',
    count: (n: string) => `${n} good parts. At least 8 are needed, 50 are better.`,
    sending: (n: string) => `${n} on their way …`,
    clear: 'Take all away',
    remove: (id: string) => `Take picture ${id} away`,
    away: 'The service does not answer.',
    notAllowed: 'To teach, sign in as an operator.',
    learnTitle: 'Learn',
    name: 'Name of the product',
    learn: 'Learn',
    learning: (name: string, time: string) => `Learning ${name} for ${time} …`,
    learnt: (name: string, images: string, seconds: string) =>
      `${name}: learnt from ${images} pictures in ${seconds} s.`,
    method: {
      places: 'Each place of the picture is compared with the same place of good parts.',
      memory: 'What is seen anywhere is compared with what was seen anywhere on good parts.',
    },
    look: (p50: string) => `A look takes ${p50} ms on one thread of this computer.`,
    promise: (upper: string) =>
      `Of good parts at most ${upper} are refused (95 % sure, from pictures held out).`,
    noPromise:
      'Too few pictures to promise a bound on false rejects: 59 held out would do, so some 300 pictures.',
    suspects: (n: string) => `${n} pictures stand apart and were left out. Are they good?`,
    strangest: 'The strangest of the good ones: click to see why',
    useOnLine: (name: string) => `Let the line inspect by ${name}`,
    ownAgain: 'Back to the line’s own model',
    onLine: (name: string) =>
      `The line inspects by ${name} now, and the evidence starts anew. The truth about simulated parts stays known: watch the escapes.`,
    run: 'Later, or on a folder of photographs:',
    tryTitle: 'Try it',
    tryFirst: 'Once something is learnt, try it: on the line’s last part, a file, or before the camera.',
    tryLine: 'The line’s last part',
    tryFile: 'A picture',
    picture: 'The picture, with heat where it is unlike good parts',
    score: 'Score',
    border: (at: string) => `Refuse from ${at} on`,
    refused: (refused: string, of: string, upper: string) =>
      `It would have refused ${refused} of ${of} good pictures; of all good parts at most ${upper} (95 % sure)`,
    note: 'The border here is for trying: the model keeps 0.5. On a running line move its thresholds in the view Quality.',
    strange: 'Unlike anything it was taught: nobody should judge it.',
  },
}
export type TeachWords = typeof teachEn

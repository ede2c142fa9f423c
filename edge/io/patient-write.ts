/**
 * Waits until the text is taken, so that a slow reader holds back the work and not the memory. When the reader is gone
 * (`| head -1`) it waits for ever: the shell ends the process then, and nobody is left to be told.
 */
export const patientWrite = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve()
      else if (!('code' in error && error.code === 'EPIPE')) reject(error)
    })
  })

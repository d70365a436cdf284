// What the loader of a still hands to its pages, which it starts once it has it.

interface Handed {
  stillData?: Uint8Array | undefined
}

const handed = globalThis as Handed

export function handData(data: Uint8Array): void {
  handed.stillData = data
}

/** Once. Throws where there is none, as before a server has filled a page. */
export function takeData(): Uint8Array {
  const data = handed.stillData
  if (data === undefined) throw new Error('This page shows nothing.')
  handed.stillData = undefined
  return data
}

// The one script of a still that stands in it as it is: it unzips the pages and the data, and says so where that can not be.
import { handData } from './unzipped-data.ts'

/** Elements of the page that hold them: `still-page.ts`. */
const CODE = 'code'
const DATA = 'still'

async function load(): Promise<void> {
  if (!('DecompressionStream' in globalThis)) {
    return say('This page takes a browser of 2023 or later.')
  }
  try {
    const [code, data] = await Promise.all([unzip(CODE), unzip(DATA)])
    handData(data)
    const script = document.createElement('script')
    // The policy of the page knows its hash.
    script.textContent = new TextDecoder().decode(code)
    document.body.append(script)
  } catch (error) {
    say(`This page is not whole, and can not be shown. Ask whoever gave it to you for another. (${String(error)})`)
  }
}

/** What an element holds as base64 of it zipped. It is taken out of the page, where it would only take room. */
async function unzip(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const element = document.getElementById(id)
  const bytes = bytesOf(element?.textContent?.trim() ?? '')
  element?.remove()
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const own = Uint8Array as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
  return own.fromBase64?.(text) ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function say(sentence: string): void {
  const place = document.getElementById('app')
  if (place !== null) place.textContent = sentence
}

void load()

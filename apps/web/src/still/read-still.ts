import { parseStill, STILL_ELEMENT, type Still } from '@reprise/protocol'

/** What this page shows. Throws where it holds nothing, as before a server has filled it. */
function readStill(): Still {
  const text = document.getElementById(STILL_ELEMENT)?.textContent ?? ''
  return parseStill(new TextEncoder().encode(text))
}

export const still = readStill()

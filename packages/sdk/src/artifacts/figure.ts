import { RepriseError } from '@reprise/protocol'

/** A picture: SVG text, bytes of an image file, or an object that makes one (Vega views, canvases, Observable Plot elements). */
export type Figure =
  | string
  | Uint8Array
  | { toSVG(): string | Promise<string> }
  | { toBuffer(): Uint8Array | Promise<Uint8Array> }
  | { readonly outerHTML: string }

/** The bytes of a picture. Rejects with INVALID_PARAMETER_VALUE for anything else. */
export async function figureBytes(figure: Figure): Promise<Uint8Array> {
  const made: unknown = await makePicture(figure)
  if (made instanceof Uint8Array) return made
  if (typeof made === 'string') return new TextEncoder().encode(made)
  throw new RepriseError('INVALID_PARAMETER_VALUE', 'A figure is SVG text, bytes, or an object with toSVG, toBuffer or outerHTML.')
}

function makePicture(figure: Figure): string | Uint8Array | Promise<string | Uint8Array> {
  if (typeof figure !== 'object' || figure instanceof Uint8Array) return figure
  if ('toSVG' in figure) return figure.toSVG()
  return 'toBuffer' in figure ? figure.toBuffer() : figure.outerHTML
}

/** A picture of a run. */
export interface LoggedImage {
  readonly path: string
  /** A smaller one of the same, where the client has made it. */
  readonly small?: string | undefined
  /** What it is called: the key under which it was logged, or its path. */
  readonly key: string
  /** Absent for files that were logged once. */
  readonly step?: number | undefined
}

interface File {
  readonly path: string
  readonly isFolder: boolean
}

/** Where clients of MLflow put what `log_image(key=…, step=…)` logs. */
export const FOLDER = 'images'

/**
 * `KEY+step+5+timestamp+1795307580104+UUID.png`, as the client has written since 3.10, with `%` in the place of `+` before; a smaller picture
 * ends in `compressed.webp`. Slashes of the key are `~`, or `#` of older clients.
 */
const pattern = /^(.+?)([+%])step\2(-?\d+)\2timestamp\2(\d+)\2([0-9a-f-]{36})(\2compressed)?\.[a-z]+$/

/** Pictures in a folder of a run: those of steps under their keys, all others under their names. Of two of one step, the later. */
export function imagesOf(files: readonly File[]): LoggedImage[] {
  const found = new Map<string, LoggedImage & { readonly at: number }>()
  const small = new Map<string, string>()
  for (const { path, isFolder } of files) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const parts = pattern.exec(name)
    if (isFolder || (parts === null && !isImage(path))) continue
    if (parts === null) {
      found.set(path, { path, key: path, at: 0 })
      continue
    }
    const [, stem = '', , step = '0', timestamp = '0', uuid = '', compressed] = parts
    if (compressed !== undefined) {
      small.set(uuid, path)
      continue
    }
    const id = `${stem} ${step}`
    const at = Number(timestamp)
    if ((found.get(id)?.at ?? -1) > at) continue
    found.set(id, { path, key: stem.replace(/[~#]/g, '/'), step: Number(step), at })
  }
  return [...found.values()].map(({ at: _, ...image }) => {
    const uuid = pattern.exec(image.path.slice(image.path.lastIndexOf('/') + 1))?.[5]
    return { ...image, small: uuid === undefined ? undefined : small.get(uuid) }
  })
}

export function isImage(path: string): boolean {
  return /\.(png|jpe?g|gif|webp|avif|bmp|svg|ico)$/i.test(path)
}

/** The steps at which any run has logged a picture, in their order. */
export function stepsOf(images: readonly LoggedImage[]): number[] {
  return [...new Set(images.flatMap(({ step }) => (step === undefined ? [] : [step])))].toSorted((a, b) => a - b)
}

/** What a run had of a key at a step: the last picture until then. Files without steps are there at each. */
export function imageAt(images: readonly LoggedImage[], key: string, step: number): LoggedImage | undefined {
  return images
    .filter((image) => image.key === key && (image.step ?? -Infinity) <= step)
    .reduce<LoggedImage | undefined>(
      (last, image) => (last === undefined || (image.step ?? 0) >= (last.step ?? 0) ? image : last),
      undefined,
    )
}

/** The picture of the same key at the next step, or the one before; undefined where there is none. */
export function imageBeside(images: readonly LoggedImage[], image: LoggedImage, by: 1 | -1): LoggedImage | undefined {
  const own = images.filter(({ key }) => key === image.key).toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0))
  return own[own.findIndex(({ path }) => path === image.path) + by]
}

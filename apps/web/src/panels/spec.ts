/** How a chart is drawn, in words of its kind; `title`, `wide` and `here` are the page's own. */
export type PanelOptions = Readonly<Record<string, string>>

/** A chart that somebody has put on a page. `fields` stand in the order in which its kind names them; one left out in between is empty. */
export interface PanelSpec {
  readonly kind: string
  readonly fields: readonly string[]
  readonly options?: PanelOptions
  readonly isPinned?: true
}

/**
 * Panels as an address has them: `lines:metrics.loss~scatter!(logx,trend=rank):params.lr,metrics.acc`. Options stand in parentheses; `!` marks
 * what is pinned.
 */
export function printPanels(panels: readonly PanelSpec[]): string {
  return panels
    .map(({ kind, fields, options = {}, isPinned }) => {
      const list = Object.entries(options).map(([key, value]) => (value === '' ? escape(key) : `${escape(key)}=${escape(value)}`))
      return `${kind}${isPinned === true ? '!' : ''}${list.length === 0 ? '' : `(${list.join(',')})`}:${fields.map(escape).join(',')}`
    })
    .join('~')
}

/** Leaves out what makes no sense: an old link shows what it still can. */
export function parsePanels(text: string): PanelSpec[] {
  return text.split('~').flatMap((part) => {
    const found = /^([a-z]+)(!?)(?:\(([^)]*)\))?:(.*)$/.exec(part)
    if (found === null) return []
    const [, kind = '', pin, settings, list = ''] = found
    return [
      {
        kind,
        fields: list === '' ? [] : list.split(',').map(unescape),
        ...(settings === undefined || settings === '' ? {} : { options: parseOptions(settings) }),
        ...(pin === '!' ? { isPinned: true as const } : {}),
      },
    ]
  })
}

function parseOptions(text: string): PanelOptions {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [key = '', value = ''] = part.split('=')
      return [unescape(key), unescape(value)]
    }),
  )
}

/** Names may hold anything, the marks between them too. */
function escape(name: string): string {
  return name.replace(/[%,~()=]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function unescape(text: string): string {
  return text.replace(/%(25|2C|7E|28|29|3D)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** A panel with some options changed; one of undefined is taken away. */
export function withOptions({ options, ...spec }: PanelSpec, change: Readonly<Record<string, string | undefined>>): PanelSpec {
  const entries = Object.entries({ ...options, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return entries.length === 0 ? spec : { ...spec, options: Object.fromEntries(entries) }
}

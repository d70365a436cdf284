import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { reportProblems, type Check } from '../check.ts'
import { listFiles, readText, root } from '../repository.ts'

export const links: Check = {
  name: 'links',
  about: 'every link in Markdown leads to a file, and to a heading, that exists',
  async run() {
    return reportProblems(
      listFiles()
        .filter((file) => file.endsWith('.md'))
        .flatMap(findDeadLinks),
    )
  },
}

/** Links to the web are not followed: a check must not fail because somebody else's server is down. */
function findDeadLinks(file: string): string[] {
  return listLinks(readText(file)).flatMap(({ target, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return []
    const [path = '', heading] = target.split('#', 2)
    const to = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)))
    if (!existsSync(join(root, to))) return [`${file}:${line}: ${target} does not exist`]
    if (heading === undefined || !to.endsWith('.md') || listHeadings(readText(to)).includes(heading)) return []
    return [`${file}:${line}: ${to} has no heading #${heading}`]
  })
}

/** Inline links and images, and reference definitions, outside of code. */
export function listLinks(markdown: string): { target: string; line: number }[] {
  return listProse(markdown).flatMap(({ text, line }) => {
    const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    const definitions = [...text.matchAll(/^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?/g)]
    return [...inline, ...definitions].map((match) => ({ target: match[1] ?? '', line }))
  })
}

/** The anchors of the headings, as GitHub derives them. */
export function listHeadings(markdown: string): string[] {
  const seen = new Map<string, number>()
  return listProse(markdown, { keepCodeSpans: true }).flatMap(({ text }) => {
    const title = /^#{1,6}\s+(.+?)\s*#*$/.exec(text)?.[1]
    if (title === undefined) return []
    const anchor = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return [before === 0 ? anchor : `${anchor}-${before}`]
  })
}

function listProse(markdown: string, options: { keepCodeSpans?: boolean } = {}): { text: string; line: number }[] {
  let fence: string | undefined
  return markdown.split('\n').flatMap((raw, index) => {
    const mark = /^\s*(```+|~~~+)/.exec(raw)?.[1]
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined
      return []
    }
    if (fence !== undefined) return []
    return [{ text: options.keepCodeSpans === true ? raw : raw.replace(/(`+)(?:(?!\1).)*\1/g, '``'), line: index + 1 }]
  })
}

import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Seconds since 1970, long enough ago that no cache finds a file racy by its modification. */
const OLD = 1_700_000_000

/** What stands at a path: the content of a file, or a link. */
export type Content = string | { readonly link: string } | { readonly program: string }

/** Fills a folder; paths may have bytes that are no UTF-8, given as latin1. */
export function fillFolder(folder: string, contents: Readonly<Record<string, Content>>): string {
  for (const [name, content] of Object.entries(contents)) {
    const path = Buffer.from(join(folder, name), 'latin1')
    mkdirSync(Buffer.from(dirname(join(folder, name)), 'latin1'), { recursive: true })
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path)
    else {
      const isProgram = typeof content === 'object'
      writeFileSync(path, isProgram ? content.program : content, { mode: isProgram ? 0o755 : 0o644 })
      utimesSync(path, OLD, OLD)
    }
  }
  return folder
}
